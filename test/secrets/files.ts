// A configuration file as the formats would read it, for tests of what is found in one.
import type { FormatInfo } from '../../src/core/format.ts';
import type { ConfigFile, Server, Slot, SlotWhere } from '../../src/core/model.ts';
import {
  type Document,
  entry,
  type Entry,
  isScalar,
  type MapNode,
  type Node,
  type Path,
  type ScalarNode,
  type StringNode,
} from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { parseJson } from '../../src/syntax/json.ts';

const format: FormatInfo = {
  id: 'cursor',
  name: 'Cursor',
  kind: 'client',
  interpolation: { id: 'cursor', expands: ['${env:NAME}'], fields: 'all', unset: 'literal', write: '${env:NAME}', certain: true },
  comments: true,
  confidence: 'verified',
};

/** @param content data, or text where its exact form matters. */
export function configFile(content: object | string, path = '.cursor/mcp.json'): { file: ConfigFile; source: Source } {
  const source = new Source(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  const documents = parseJson(source);
  const servers = documents.flatMap(document => {
    const all = entry(document.root, 'mcpServers')?.value;
    return all?.kind === 'map' ? all.entries.flatMap(one => (one.value.kind === 'map' ? [serverOf(document, one, one.value)] : [])) : [];
  });
  const reading = { servers, controls: [], problems: [], inputs: [], slots: [] };
  const file: ConfigFile = { path, source, format, scope: 'project', state: 'parsed', reason: null, documents, reading, tracked: null };
  return { file, source };
}

function serverOf(document: Document, { key }: Entry, node: MapNode): Server {
  const path = ['mcpServers', key.value];
  const slot = (where: SlotWhere, name: string): Slot[] => slotsOf(document, where, entry(node, name)?.value, [...path, name], name);
  const one = (where: SlotWhere, name: string): Slot | null => slot(where, name)[0] ?? null;
  return {
    name: key.value,
    nameNode: key,
    document,
    format,
    scope: 'project',
    node,
    path,
    transport: 'unknown',
    command: one('command', 'command'),
    args: slot('arg', 'args'),
    env: slot('env', 'env'),
    headers: slot('header', 'headers'),
    url: one('url', 'url'),
    cwd: null,
    envFiles: [],
    auth: [],
    others: [],
    enabled: true,
  };
}

function slotsOf(document: Document, where: SlotWhere, node: Node | undefined, path: Path, name: string): Slot[] {
  const scalar = (value: StringNode | ScalarNode, key: string | null, keyNode: StringNode | null, at: Path): Slot => ({
    where,
    key,
    keyNode,
    node: value,
    value: value.kind === 'string' ? value.value : document.source.slice(value.span),
    path: at,
  });
  if (!node) return [];
  if (isScalar(node)) return [scalar(node, name, null, path)];
  if (node.kind === 'seq') return node.items.flatMap((item, index) => (isScalar(item) ? [scalar(item, null, null, [...path, index])] : []));
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => (isScalar(value) ? [scalar(value, key.value, key, [...path, key.value])] : []));
}

// https://github.com/modelcontextprotocol/registry/tree/main/docs/reference/server-json
import { type Format, defineFormat } from '../core/format.ts';
import type { Slot, SlotWhere, Transport } from '../core/model.ts';
import { type MapNode, type Node, type Path, entry, get, isScalar } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, items, meant, members, slotAt, textAt } from './shared/parts.ts';
import { type Site, problem, site, slot } from './shared/server-map.ts';
import { isBoolean } from './shared/site.ts';

const TRANSPORTS: Readonly<Record<string, Transport>> = {
  'streamable-http': 'http',
  streamable: 'http',
  http: 'http',
  sse: 'sse',
  stdio: 'stdio',
};
/** Program that runs a package where the entry does not name one. */
const RUNNERS: Readonly<Record<string, string>> = { npm: 'npx', pypi: 'uvx', oci: 'docker', docker: 'docker', nuget: 'dnx' };

/** The first of a field's two spellings; drafts until July 2025 wrote snake_case. */
const either = (node: Node | undefined, camel: string): Node | undefined => get(node, camel) ?? get(node, snake(camel));
const snake = (camel: string) => camel.replace(/[A-Z]/g, letter => '_' + letter.toLowerCase());
const keyOf = (node: Node | undefined, camel: string) => (entry(node, camel) ? camel : snake(camel));

const isPackage = (node: Node | undefined) =>
  ['registryType', 'registryName'].some(key => either(node, key)?.kind === 'string') && node?.kind === 'map';
const isRemote = (node: Node | undefined) =>
  get(node, 'url')?.kind === 'string' && TRANSPORTS[textAt(node, 'type') ?? textAt(node, 'transport_type') ?? ''] !== undefined;

function isEntry(node: Node | undefined): node is MapNode {
  if (node?.kind !== 'map') return false;
  const name = textAt(node, 'name');
  const whole =
    items(get(node, 'packages')).some(({ item }) => isPackage(item)) || items(get(node, 'remotes')).some(({ item }) => isRemote(item));
  const schema = textAt(node, '$schema') ?? '';
  return name !== null && (whole || (schema.includes('modelcontextprotocol') && /server\.schema\.json/.test(schema)));
}

/** Places of server entries: the document, a wrapper, a list of either. */
function entries(root: Node | undefined): { node: MapNode; path: Path }[] {
  if (isEntry(root)) return [{ node: root, path: [] }];
  if (isEntry(get(root, 'server'))) return [{ node: get(root, 'server') as MapNode, path: ['server'] }];
  return [['servers'], ['data', 'servers']].flatMap(path =>
    items(get(root, ...path)).flatMap(({ item, index }) => {
      if (isEntry(item)) return [{ node: item, path: [...path, index] }];
      const inside = get(item, 'server');
      return isEntry(inside) ? [{ node: inside, path: [...path, index, 'server'] }] : [];
    }),
  );
}

/** An input (`environmentVariables[]`, `headers[]`, one of `variables`): what it declares, and the literals in it. */
function readInput(at: Site, node: MapNode, path: Path, where: SlotWhere, named: Node | undefined): Slot[] {
  const name = named?.kind === 'string' ? named : undefined;
  const secret = either(node, 'isSecret');
  if (name) at.reading.inputs.push({ id: name.value, idNode: name, path, secret: isBoolean(secret, true) });
  const preset = get(node, 'default');
  if (preset && isScalar(preset)) at.reading.slots.push(slot('input', name?.value ?? null, name ?? null, preset, [...path, 'default']));
  readVariables(at, node, path);
  const value = get(node, 'value');
  return value && isScalar(value) ? [slot(where, name?.value ?? null, name ?? null, value, [...path, 'value'])] : [];
}

function readVariables(at: Site, node: Node, path: Path): void {
  for (const { key, value } of members(get(node, 'variables'))) readInput(at, value, [...path, 'variables', key.value], 'input', key);
}

const readInputs = (at: Site, node: Node, path: Path, key: string, where: SlotWhere): Slot[] =>
  items(get(node, key)).flatMap(({ item, index }) => readInput(at, item, [...path, key, index], where, get(item, 'name')));

/** Arguments in order: the name of a named one, then its value. */
function readArguments(at: Site, node: Node, path: Path, key: string): Slot[] {
  return items(get(node, key)).flatMap(({ item, index }) => {
    const here = [...path, key, index];
    const flag = textAt(item, 'type') === 'named' ? slotAt(item, here, ['name'], 'arg') : null;
    const given = readInput(at, item, here, 'arg', get(item, 'name') ?? either(item, 'valueHint'));
    return [...(flag ? [{ ...flag, key: null, keyNode: null }] : []), ...given];
  });
}

/** What a launcher takes: name and version in one word. */
function reference(kind: string, identifier: Slot, version: string | null): Slot {
  const { value } = identifier;
  if (!version || value.includes('://')) return identifier;
  if (kind === 'oci' || kind === 'docker') return /[:@][^/]*$/.test(value) ? identifier : meant('arg', `${value}:${version}`, identifier);
  return kind === 'npm' || kind === 'pypi' || kind === 'nuget' ? meant('arg', `${value}@${version}`, identifier) : identifier;
}

function readPackage(at: Site, server: MapNode, node: MapNode, path: Path): void {
  const kindKey = either(node, 'registryType') ? keyOf(node, 'registryType') : keyOf(node, 'registryName');
  const kind = textAt(node, kindKey) ?? '';
  const from = slotAt(node, path, [kindKey], 'setting');
  const hint = slotAt(node, path, [keyOf(node, 'runtimeHint')], 'command');
  const identifier = slotAt(node, path, [entry(node, 'identifier') ? 'identifier' : 'name'], 'arg');
  const runner = Object.hasOwn(RUNNERS, kind) ? RUNNERS[kind] : undefined;
  const command = hint ?? (from && runner ? meant('command', runner, from) : null);
  const before = readArguments(at, node, path, keyOf(node, 'runtimeArguments'));
  const after = readArguments(at, node, path, keyOf(node, 'packageArguments'));
  const run = command?.value === 'docker' && from && before[0]?.value !== 'run' ? [meant('arg', 'run', from)] : [];
  const url = slotAt(node, path, ['transport', 'url'], 'url');
  addServer(
    at,
    textAt(server, 'name') ?? '',
    nameOf(server),
    node,
    path,
    {
      transport: TRANSPORTS[textAt(node, 'transport', 'type') ?? 'stdio'] ?? 'unknown',
      command,
      args: !command
        ? [...before, ...after]
        : [...run, ...before, ...(identifier ? [reference(kind, identifier, textAt(node, 'version'))] : []), ...after],
      env: readInputs(at, node, path, keyOf(node, 'environmentVariables'), 'env'),
      headers: readInputs(at, get(node, 'transport') ?? node, [...path, 'transport'], 'headers', 'header'),
      url,
    },
    ['environmentVariables', 'runtimeArguments', 'packageArguments'].map(key => keyOf(node, key)),
  );
}

function readEntry(at: Site, server: MapNode, path: Path): void {
  for (const { item, index } of items(get(server, 'packages'))) readPackage(at, server, item, [...path, 'packages', index]);
  for (const { item, index } of items(get(server, 'remotes'))) {
    const here = [...path, 'remotes', index];
    readVariables(at, item, here);
    addServer(
      at,
      textAt(server, 'name') ?? '',
      nameOf(server),
      item,
      here,
      {
        transport: TRANSPORTS[textAt(item, 'type') ?? textAt(item, 'transport_type') ?? ''] ?? 'unknown',
        url: slotAt(item, here, ['url'], 'url'),
        headers: readInputs(at, item, here, 'headers', 'header'),
      },
      ['headers', 'variables'],
    );
  }
}

const nameOf = (server: MapNode) => {
  const name = get(server, 'name');
  return name?.kind === 'string' ? name : null;
};

const registry: Format = defineFormat({
  id: 'mcp-registry',
  name: 'MCP Registry',
  kind: 'registry',
  docs: 'https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md',
  syntax: 'json',
  files: [
    { path: 'server.json', scope: 'registry', by: 'content' },
    { path: '*.server.json', scope: 'registry', by: 'content' },
    { path: '*registry*.json', scope: 'registry', by: 'content' },
    { path: '.well-known/mcp/*.json', scope: 'registry', by: 'content' },
  ],
  hints: ['"remotes"', 'registryType', 'registry_type', 'registry_name', 'modelcontextprotocol', 'streamable-http', 'transport_type'],
  schema: 'mcp-registry',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: root => entries(root).length > 0,
  read(document, context) {
    const at = site(document, registry, context);
    for (const { node, path } of entries(document.root)) {
      readEntry(at, node, path);
      const version = entry(node, 'version');
      if (version?.value.kind === 'string' && version.value.value === 'latest')
        problem(
          at,
          'wrong-value',
          version.value,
          [...path, 'version'],
          'The registry refuses `latest` as a version. Write the version that is published.',
        );
    }
    return at.reading;
  },
});
export default registry;

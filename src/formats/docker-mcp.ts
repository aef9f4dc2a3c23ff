// https://github.com/docker/mcp-gateway/blob/main/docs/server-entry-spec.md
import { type Format, defineFormat } from '../core/format.ts';
import type { Slot, Transport } from '../core/model.ts';
import { type MapNode, type Node, type Path, type StringNode, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, items, listAt, mapAt, meant, members, pairsAt, slotAt, textAt } from './shared/parts.ts';
import { type Site, addAll, site } from './shared/server-map.ts';

const TYPES = ['server', 'remote', 'poci'];
const TRANSPORTS: Readonly<Record<string, Transport>> = { sse: 'sse', 'streamable-http': 'http', http: 'http', streaming: 'http' };

/** Both shapes of one server: the registry's `server.yaml` and an entry of a catalog. */
function readEntry(at: Site, name: string, nameNode: StringNode | null, node: MapNode, path: Path): void {
  const image = slotAt(node, path, ['image'], 'arg');
  const url = slotAt(node, path, ['remote', 'url'], 'url') ?? slotAt(node, path, ['sseEndpoint'], 'url');
  const word = textAt(node, 'remote', 'transport_type') ?? 'sse';
  const after = [...listAt(node, path, ['command'], 'arg'), ...listAt(node, path, ['run', 'command'], 'arg')];
  const mounts = [...listAt(node, path, ['volumes'], 'arg'), ...listAt(node, path, ['run', 'volumes'], 'arg')];
  const docker =
    image && !url ? [meant('arg', 'run', image), ...mounts.flatMap(one => [meant('arg', '-v', one), one]), image, ...after] : [];
  for (const base of [['secrets'], ['config', 'secrets']]) {
    for (const { item, index } of items(get(node, ...base))) {
      const id = get(item, 'env') ?? get(item, 'name');
      if (id?.kind === 'string') at.reading.inputs.push({ id: id.value, idNode: id, path: [...path, ...base, index], secret: true });
    }
    addAll(at.reading.slots, pairsAt(node, path, base, 'input', ['env', 'example']));
  }
  addAll(at.reading.slots, pairsAt(node, path, ['config', 'env'], 'input', ['name', 'example']));
  const env: Slot[] = [
    ...pairsAt(node, path, ['env'], 'env'),
    ...pairsAt(node, path, ['config', 'env'], 'env'),
    ...mapAt(node, path, ['run', 'env'], 'env'),
  ];
  addServer(
    at,
    name,
    nameNode,
    node,
    path,
    {
      transport: url ? (TRANSPORTS[word] ?? 'http') : image ? 'stdio' : 'unknown',
      command: image && !url ? meant('command', 'docker', image) : null,
      args: docker,
      env,
      url,
      headers: mapAt(node, path, ['remote', 'headers'], 'header'),
    },
    ['about', 'meta', 'metadata', 'config', 'tools', 'description', 'title', 'readme', 'icon', 'secrets', 'source'],
  );
}

const isEntry = (node: Node | undefined): node is MapNode =>
  node?.kind === 'map' &&
  (get(node, 'image')?.kind === 'string' || get(node, 'remote', 'url')?.kind === 'string' || TYPES.includes(textAt(node, 'type') ?? ''));

const info = {
  kind: 'registry',
  docs: 'https://github.com/docker/mcp-gateway/blob/main/docs/server-entry-spec.md',
  syntax: 'yaml',
  interpolation: UNDOCUMENTED,
  comments: true,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const server = defineFormat({
  ...info,
  id: 'docker-mcp-server',
  name: 'Docker MCP Registry',
  files: [
    { path: 'server.{yaml,yml}', scope: 'registry', by: 'content' },
    { path: '*-server.{yaml,yml}', scope: 'registry', by: 'content' },
  ],
  hints: ['image:', 'remote:'],
  schema: 'docker-mcp-server',
  recognises: root =>
    textAt(root, 'name') !== null &&
    TYPES.includes(textAt(root, 'type') ?? '') &&
    (textAt(root, 'image') !== null || textAt(root, 'remote', 'url') !== null || get(root, 'about')?.kind === 'map'),
  read(document, context) {
    const at = site(document, server, context);
    const name = get(document.root, 'name');
    if (document.root?.kind === 'map' && name?.kind === 'string') readEntry(at, name.value, name, document.root, []);
    return at.reading;
  },
});

const catalog = defineFormat({
  ...info,
  id: 'docker-mcp-catalog',
  name: 'Docker MCP catalog',
  files: [
    { path: '*catalog*.{yaml,yml,json}', scope: 'registry', by: 'content' },
    { path: '.docker/mcp/**/*.{yaml,yml,json}', scope: 'registry', by: 'content' },
    { path: 'docker-mcp.{yaml,yml}', scope: 'registry', by: 'content' },
  ],
  hints: ['registry'],
  schema: null,
  recognises: root => {
    const entries = members(get(root, 'registry'));
    return entries.length > 0 && entries.every(({ value }) => isEntry(value));
  },
  read(document, context) {
    const at = site(document, catalog, context);
    for (const { key, value } of members(get(document.root, 'registry'))) readEntry(at, key.value, key, value, ['registry', key.value]);
    return at.reading;
  },
});

const SOURCES = ['registry', 'image', 'remote'];

const profile = defineFormat({
  ...info,
  id: 'docker-mcp-profile',
  name: 'Docker MCP profile',
  files: [{ path: '{*profile*,*working-set*,*workingset*}.{yaml,yml,json}', scope: 'project', by: 'content' }],
  hints: ['snapshot', 'endpoint', 'source', 'image'],
  schema: null,
  recognises: root =>
    get(root, 'version')?.kind === 'number' &&
    textAt(root, 'id') !== null &&
    items(get(root, 'servers')).some(
      ({ item }) => SOURCES.includes(textAt(item, 'type') ?? '') && ['source', 'image', 'endpoint'].some(key => textAt(item, key) !== null),
    ),
  read(document, context) {
    const at = site(document, profile, context);
    for (const { item, index } of items(get(document.root, 'servers'))) {
      const path = ['servers', index];
      const image = slotAt(item, path, ['image'], 'arg');
      const named = get(item, 'snapshot', 'server', 'name');
      const name = named?.kind === 'string' ? named : null;
      const url = slotAt(item, path, ['endpoint'], 'url') ?? slotAt(item, path, ['snapshot', 'server', 'remote', 'url'], 'url');
      addServer(
        at,
        name?.value ?? image?.value ?? String(index),
        name,
        item,
        path,
        {
          transport: url ? 'http' : 'stdio',
          command: image ? meant('command', 'docker', image) : null,
          args: image ? [meant('arg', 'run', image), image] : [],
          url,
          env: mapAt(item, path, ['config'], 'env'),
        },
        ['snapshot'],
      );
    }
    return at.reading;
  },
});

export default [server, catalog, profile];

// https://agentgateway.dev/docs/configuration/
import { defineFormat } from '../core/format.ts';
import type { Slot, Transport } from '../core/model.ts';
import { type MapNode, type Node, type Path, get } from '../core/node.ts';
import { AGENTGATEWAY } from './shared/interpolation.ts';
import { addServer, items, listAt, mapAt, slotAt, textAt } from './shared/parts.ts';
import { type Site, site, slotsBelow } from './shared/server-map.ts';

/** Lists of targets with their places: `mcp.targets`, or deep in `binds`. */
function targets(root: Node | undefined): { node: MapNode; path: Path }[] {
  const lists: Path[] = [['mcp', 'targets']];
  for (const { item: bind, index: one } of items(get(root, 'binds')))
    for (const { item: listener, index: two } of items(get(bind, 'listeners')))
      for (const { item: route, index: three } of items(get(listener, 'routes')))
        for (const { index: four } of items(get(route, 'backends')))
          lists.push(['binds', one, 'listeners', two, 'routes', three, 'backends', four, 'mcp', 'targets']);
  for (const { index } of items(get(root, 'backends'))) lists.push(['backends', index, 'mcp', 'targets']);
  return lists.flatMap(path => items(get(root, ...path)).map(({ item, index }) => ({ node: item, path: [...path, index] })));
}

const WAYS: Readonly<Record<string, Transport>> = { stdio: 'stdio', mcp: 'http', sse: 'sse', openapi: 'http' };

function readTarget(at: Site, node: MapNode, path: Path): void {
  const name = get(node, 'name');
  const way = Object.keys(WAYS).find(key => get(node, key)?.kind === 'map') ?? 'mcp';
  const here = [...path, way];
  const held = get(node, way);
  const auth = get(node, 'policies', 'backendAuth');
  const secrets: Slot[] = auth ? slotsBelow(auth, [...path, 'policies', 'backendAuth'], 'auth', 'backendAuth') : [];
  addServer(at, textAt(node, 'name') ?? String(path.at(-1)), name?.kind === 'string' ? name : null, node, path, {
    transport: WAYS[way] ?? 'unknown',
    command: slotAt(held, here, ['cmd'], 'command'),
    args: listAt(held, here, ['args'], 'arg'),
    env: mapAt(held, here, ['env'], 'env'),
    url: slotAt(held, here, ['host'], 'url'),
    auth: secrets,
  });
}

const agentgateway = defineFormat({
  id: 'agentgateway',
  name: 'agentgateway',
  kind: 'gateway',
  docs: 'https://agentgateway.dev/docs/configuration/',
  syntax: 'yaml',
  files: [
    { path: '*agentgateway*.{yaml,yml,json}', scope: 'project', by: 'content' },
    { path: '{config,gateway,mcp*}.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  hints: ['targets:', '"targets"'],
  schema: null,
  interpolation: AGENTGATEWAY,
  comments: true,
  confidence: 'verified',
  recognises: root => targets(root).some(({ node }) => Object.keys(WAYS).some(key => get(node, key)?.kind === 'map')),
  read(document, context) {
    const at = site(document, agentgateway, context);
    for (const { node, path } of targets(document.root)) readTarget(at, node, path);
    return at.reading;
  },
});
export default agentgateway;

// https://docs.n8n.io/integrations/builtin/cluster-nodes/sub-nodes/n8n-nodes-langchain.toolmcp/
import { defineFormat } from '../core/format.ts';
import { type MapNode, type Node, type Path, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { items, slotAt, textAt } from './shared/parts.ts';
import { readServer, site } from './shared/server-map.ts';
import { type Site, addControl, problem, spoken, strings } from './shared/site.ts';

const NODE = /\.mcpClient(?:Tool)?$/;

const CLIENT = dialect({
  command: ['parameters.command'],
  args: ['parameters.args', 'parameters.arguments'],
  env: ['parameters.environments'],
  headers: [],
  url: ['parameters.endpointUrl', 'parameters.sseEndpoint'],
  urlKeys: { sseEndpoint: 'sse' },
  type: ['parameters.serverTransport'],
  transports: { sse: 'sse', httpStreamable: 'http' },
  auth: [],
  off: { disabled: true },
  settings: ['parameters', 'id', 'name', 'type', 'typeVersion', 'position', 'credentials', 'disabled'],
});

const clients = (root: Node | undefined): { node: MapNode; path: Path }[] =>
  items(get(root, 'nodes')).flatMap(({ item, index }) =>
    NODE.test(textAt(item, 'type') ?? '') ? [{ node: item, path: ['nodes', index] }] : [],
  );

/** The lists count only where `include` says that they do. */
function chosen(at: Site, node: MapNode, path: Path): void {
  const server = at.reading.servers.at(-1) ?? null;
  const include = textAt(node, 'parameters', 'include');
  for (const [word, key, kind] of [
    ['selected', 'includeTools', 'allow-tools'],
    ['except', 'excludeTools', 'deny-tools'],
  ] as const) {
    const held = entry(get(node, 'parameters'), key);
    const tools = strings(held?.value);
    if (held && tools.length > 0)
      addControl(at, server, key, held.value, [...path, 'parameters', key], {
        kind,
        value: spoken(tools),
        tools,
        honoured: include === word,
      });
  }
}

const n8n = defineFormat({
  id: 'n8n',
  name: 'n8n workflow',
  kind: 'framework',
  docs: 'https://docs.n8n.io/integrations/builtin/cluster-nodes/sub-nodes/n8n-nodes-langchain.toolmcp/',
  syntax: 'json',
  files: [
    { path: '*{n8n,workflow,Workflow}*.json', scope: 'project', by: 'content' },
    { path: '{n8n,workflows,flows}/**/*.json', scope: 'project', by: 'content' },
  ],
  hints: ['.mcpClient'],
  schema: 'n8n',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: root => get(root, 'connections')?.kind === 'map' && clients(root).length > 0,
  read(document, context) {
    const at = site(document, n8n, context);
    for (const { node, path } of clients(document.root)) {
      const name = get(node, 'name');
      const server = readServer(
        at,
        name?.kind === 'string' ? name.value : String(path.at(-1)),
        name?.kind === 'string' ? name : null,
        node,
        path,
        CLIENT,
      );
      chosen(at, node, path);
      // The community's node has its program behind a credential of n8n.
      const own = textAt(node, 'type')?.startsWith('@n8n/') && !slotAt(node, path, ['credentials'], 'setting');
      if (own && !server.url) {
        const sentence = `\`${server.name}\` has no address, so n8n connects to nothing. Give it \`endpointUrl\`.`;
        problem(at, 'missing-key', server.nameNode ?? node, path, sentence, server, { confidence: 'medium' });
      }
    }
    return at.reading;
  },
});
export default n8n;

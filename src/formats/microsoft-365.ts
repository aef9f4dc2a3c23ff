// https://learn.microsoft.com/microsoft-365-copilot/extensibility/plugin-manifest-2.4
import { type Format, defineFormat } from '../core/format.ts';
import { type MapNode, type Node, type Path, entry, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, items, slotAt, textAt } from './shared/parts.ts';
import { problem, site } from './shared/server-map.ts';
import { type Site, addControl, spoken, strings } from './shared/site.ts';

const info = {
  kind: 'client',
  syntax: 'json',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const runtimes = (root: Node | undefined) => items(get(root, 'runtimes')).filter(({ item }) => textAt(item, 'type') === 'RemoteMCPServer');
const connectors = (root: Node | undefined) =>
  items(get(root, 'agentConnectors')).filter(({ item }) => get(item, 'toolSource', 'remoteMcpServer')?.kind === 'map');

function remote(at: Site, node: MapNode, path: Path, name: string, steps: readonly string[]): void {
  const url = slotAt(node, path, steps, 'url');
  const server = addServer(at, name, null, node, path, { transport: 'http', url });
  const sentence = `${at.format.name} finds no server without \`${steps.at(-1)}\`. Add its address.`;
  if (!url || url.value === '') problem(at, 'missing-key', node.entries[0]?.key ?? node, path, sentence, server);
  const held = entry(node, 'run_for_functions');
  const tools = strings(held?.value);
  if (held && tools.length > 0 && !tools.includes('*'))
    addControl(at, server, 'run_for_functions', held.value, [...path, 'run_for_functions'], {
      kind: 'allow-tools',
      value: spoken(tools),
      tools,
    });
}

const plugin: Format = defineFormat({
  ...info,
  id: 'm365-plugin',
  name: 'Microsoft 365 Copilot plugin',
  docs: 'https://learn.microsoft.com/microsoft-365-copilot/extensibility/plugin-manifest-2.4',
  schema: 'm365-plugin',
  files: [
    { path: '{ai-plugin,*-plugin,*plugin-manifest}.json', scope: 'project', by: 'content' },
    { path: 'appPackage/**/*.json', scope: 'project', by: 'content' },
  ],
  hints: ['RemoteMCPServer'],
  recognises: root => runtimes(root).length > 0,
  read(document, context) {
    const at = site(document, plugin, context);
    const name = textAt(document.root, 'namespace') ?? textAt(document.root, 'name_for_human') ?? 'plugin';
    const all = runtimes(document.root);
    for (const { item, index } of all)
      remote(at, item, ['runtimes', index], all.length === 1 ? name : `${name}-${index + 1}`, ['spec', 'url']);
    return at.reading;
  },
});

const app: Format = defineFormat({
  ...info,
  id: 'm365-app',
  name: 'Microsoft 365 app',
  docs: 'https://learn.microsoft.com/microsoft-365/extensibility/schema/',
  schema: 'm365-app',
  files: [{ path: '{manifest,manifest.*}.json', scope: 'project', by: 'content' }],
  hints: ['remoteMcpServer'],
  recognises: root => connectors(root).length > 0,
  read(document, context) {
    const at = site(document, app, context);
    for (const { item, index } of connectors(document.root))
      remote(at, item, ['agentConnectors', index], textAt(item, 'id') ?? String(index), ['toolSource', 'remoteMcpServer', 'mcpServerUrl']);
    return at.reading;
  },
});

export default [plugin, app];

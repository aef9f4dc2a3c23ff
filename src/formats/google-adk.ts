// https://google.github.io/adk-docs/agents/config/
import { defineFormat } from '../core/format.ts';
import { type MapNode, type Node, type Path, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { items, textAt } from './shared/parts.ts';
import { problem, readServer, site } from './shared/server-map.ts';
import { addControl, spoken, strings } from './shared/site.ts';

/** Keys under which a toolset says how to reach its server, and what a URL means there. */
const WAYS = [
  [['stdio_server_params'], 'http'],
  [['stdio_connection_params', 'server_params'], 'http'],
  [['sse_connection_params'], 'sse'],
  [['streamable_http_connection_params'], 'http'],
] as const;

const toolsets = (root: Node | undefined): { node: MapNode; path: Path }[] =>
  items(get(root, 'tools')).flatMap(({ item, index }) =>
    /(?:^|\.)(?:MCPToolset|McpToolset)$/.test(textAt(item, 'name') ?? '') ? [{ node: item, path: ['tools', index] }] : [],
  );

const adk = defineFormat({
  id: 'google-adk',
  name: 'Google ADK agent',
  kind: 'framework',
  docs: 'https://google.github.io/adk-docs/agents/config/',
  syntax: 'yaml',
  files: [
    { path: '*agent*.{yaml,yml}', scope: 'project', by: 'content' },
    { path: '*agent*/**/*.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  hints: ['MCPToolset', 'McpToolset'],
  schema: 'google-adk',
  interpolation: UNDOCUMENTED,
  comments: true,
  confidence: 'verified',
  recognises: root => toolsets(root).length > 0,
  read(document, context) {
    const at = site(document, adk, context);
    for (const { node, path } of toolsets(document.root)) {
      const way = WAYS.find(([keys]) => get(node, 'args', ...keys)?.kind === 'map');
      const held = way && get(node, 'args', ...way[0]);
      if (!way || held?.kind !== 'map') {
        const sentence =
          'This toolset names no server. Give `args` one of `stdio_connection_params`, `sse_connection_params` or `streamable_http_connection_params`.';
        problem(at, 'missing-key', get(node, 'name') ?? node, path, sentence, null, { confidence: 'medium' });
        continue;
      }
      const name = textAt(node, 'args', 'tool_name_prefix') ?? `${textAt(document.root, 'name') ?? 'tools'}-${String(path.at(-1))}`;
      const own = dialect({ urlMeans: way[1], settings: ['timeout', 'sse_read_timeout', 'terminate_on_close'] });
      const server = readServer(at, name, null, held, [...path, 'args', ...way[0]], own);
      const filter = get(node, 'args', 'tool_filter');
      const tools = strings(filter);
      if (filter && tools.length > 0)
        addControl(at, server, 'tool_filter', filter, [...path, 'args', 'tool_filter'], {
          kind: 'allow-tools',
          value: spoken(tools),
          tools,
        });
    }
    return at.reading;
  },
});
export default adk;

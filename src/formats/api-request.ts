// https://platform.openai.com/docs/guides/tools-connectors-mcp and https://docs.claude.com/en/docs/agents-and-tools/mcp-connector
import { type Format, defineFormat } from '../core/format.ts';
import { type MapNode, type Node, type Path, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { items, textAt } from './shared/parts.ts';
import { readServer, site } from './shared/server-map.ts';
import { type Site, addControl, spoken, strings } from './shared/site.ts';

/** Where a recorded request keeps what is sent. */
const BODIES: readonly Path[] = [[], ['body'], ['request'], ['request', 'body'], ['session'], ['params']];

const info = {
  kind: 'framework',
  syntax: 'json',
  files: [
    { path: '*{request,payload,response,openai,anthropic,messages,assistant,realtime}*.{json,yaml,yml}', scope: 'project', by: 'content' },
  ],
  schema: 'api-request',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

interface Found {
  readonly node: MapNode;
  readonly path: Path;
}

/** Items of a list under any of the places for a request's body. */
function listed(root: Node | undefined, key: string, wanted: (item: MapNode) => boolean): Found[] {
  return BODIES.flatMap(base =>
    items(get(root, ...base, key)).flatMap(({ item, index }) => (wanted(item) ? [{ node: item, path: [...base, key, index] }] : [])),
  );
}

const tools = (root: Node | undefined) =>
  listed(
    root,
    'tools',
    item => textAt(item, 'type') === 'mcp' && ['server_url', 'server_label', 'connector_id'].some(key => textAt(item, key) !== null),
  );

const TOOL = dialect({
  command: [],
  args: [],
  env: [],
  cwd: [],
  envFile: [],
  type: [],
  url: ['server_url'],
  auth: ['authorization'],
  controls: { require_approval: { when: ['never'], kind: 'approve-all-tools' }, allowed_tools: { when: 'list', kind: 'allow-tools' } },
  settings: ['type', 'server_label', 'server_description', 'connector_id', 'defer_loading', 'project_connection_id'],
  checks: { alone: ['connector_id'] },
});

/** A list of names that stands one or two keys below the switch. */
function nested(at: Site, { node, path }: Found, keys: readonly string[], kind: 'approve-tools' | 'allow-tools'): void {
  const held = entry(get(node, ...keys.slice(0, -1)), keys.at(-1)!);
  const names = held?.value.kind === 'seq' ? strings(held.value) : [];
  const server = at.reading.servers.at(-1) ?? null;
  if (held && names.length > 0)
    addControl(at, server, keys.join('.'), held.value, [...path, ...keys], { kind, value: spoken(names), tools: names });
}

const openai: Format = defineFormat({
  ...info,
  id: 'openai-request',
  name: 'OpenAI API request',
  docs: 'https://platform.openai.com/docs/guides/tools-connectors-mcp',
  hints: ['server_url', 'connector_id', 'server_label'],
  recognises: root => tools(root).length > 0,
  read(document, context) {
    const at = site(document, openai, context);
    for (const found of tools(document.root)) {
      const label = get(found.node, 'server_label');
      const node = label?.kind === 'string' && label.value !== '' ? label : null;
      readServer(at, node?.value ?? textAt(found.node, 'connector_id') ?? String(found.path.at(-1)), node, found.node, found.path, TOOL);
      nested(at, found, ['require_approval', 'never', 'tool_names'], 'approve-tools');
      nested(at, found, ['allowed_tools', 'tool_names'], 'allow-tools');
    }
    return at.reading;
  },
});

const connectors = (root: Node | undefined) =>
  listed(root, 'mcp_servers', item => textAt(item, 'type') === 'url' && (textAt(item, 'url') ?? textAt(item, 'name')) !== null);

const CONNECTOR = dialect({
  command: [],
  args: [],
  env: [],
  headers: [],
  cwd: [],
  envFile: [],
  type: ['type'],
  transports: { url: 'http' },
  auth: ['authorization_token'],
  settings: ['name', 'tool_configuration'],
  checks: { types: ['url'] },
});

const anthropic: Format = defineFormat({
  ...info,
  id: 'anthropic-request',
  name: 'Anthropic API request',
  docs: 'https://docs.claude.com/en/docs/agents-and-tools/mcp-connector',
  hints: ['mcp_servers'],
  recognises: root => connectors(root).length > 0,
  read(document, context) {
    const at = site(document, anthropic, context);
    for (const found of connectors(document.root)) {
      const name = get(found.node, 'name');
      const node = name?.kind === 'string' ? name : null;
      readServer(at, node?.value ?? String(found.path.at(-1)), node, found.node, found.path, CONNECTOR);
      nested(at, found, ['tool_configuration', 'allowed_tools'], 'allow-tools');
    }
    return at.reading;
  },
});

export default [openai, anthropic];

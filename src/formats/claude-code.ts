// https://code.claude.com/docs/en/mcp
import { type Format, defineFormat } from '../core/format.ts';
import { type Node, entry, get, scalars } from '../core/node.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { CLAUDE_CODE } from './shared/interpolation.ts';
import { hasServers, neverRead, placed, readRoots, unchecked } from './shared/roots.ts';
import { type Site, addControl, leaveOff, readServersIn, site, slot, spoken, strings } from './shared/server-map.ts';

const OFF = 'Remove the entry, or name the server in `disabledMcpjsonServers` of `.claude/settings.json`.';
const ALLOW = 'Allow tools by `permissions.allow` in `.claude/settings.json`.';

export const CLAUDE_CODE_SERVER: Dialect = dialect({
  transports: { stdio: 'stdio', http: 'http', 'streamable-http': 'http', sse: 'sse', ws: 'ws' },
  settings: ['timeout', 'request_timeout_ms', 'alwaysLoad', 'headersHelper', 'description', 'name'],
  names: ['bearer_token_env_var'],
  ignored: { disabled: OFF, enabled: OFF, autoApprove: ALLOW, alwaysAllow: ALLOW },
  checks: {
    types: ['stdio', 'http', 'sse', 'streamable-http', 'ws'],
    shared: true,
    urlNeedsType: 'it takes an entry without one for a local program and skips it',
    command: 'string',
    both: 'medium',
  },
});

const info = {
  name: 'Claude Code',
  kind: 'client',
  docs: 'https://code.claude.com/docs/en/mcp',
  syntax: 'json',
  schema: 'claude-code',
  interpolation: CLAUDE_CODE,
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

/** Folders of the program's own where people put servers and it looks for none. */
const UNREAD = ['.claude/mcp.json', '.claude/mcp_config.json', '.claude/.mcp.json'] as const;

/** Other programs keep a file of the same name in a folder of theirs. */
const OTHER_FOLDER = /(?:^|\/)\.[\w-]+\/\.mcp\.[^/]*$/;

/** Variables that only a plugin has. */
export const isPlugins = (root: Node): boolean =>
  [...scalars(root)].some(
    ({ node }) => node.kind === 'string' && (node.value.includes('${CLAUDE_PLUGIN_') || node.value.includes('${user_config.')),
  );

const project = defineFormat({
  ...info,
  id: 'claude-code',
  files: [
    { path: '.mcp.json', scope: 'project', by: 'name' },
    ...UNREAD.map(path => ({ path, scope: 'project', by: 'name' }) as const),
    // What plugins brought that are installed here.
    { path: '~/.claude/plugins/cache/**/.mcp.json', scope: 'user', by: 'content' },
    { path: 'managed-mcp.json', scope: 'managed', by: 'content' },
    { path: '/etc/claude-code/managed-mcp.json', scope: 'managed', by: 'name' },
    { path: '/Library/Application Support/ClaudeCode/managed-mcp.json', scope: 'managed', by: 'name' },
    { path: 'C:/Program Files/ClaudeCode/managed-mcp.json', scope: 'managed', by: 'name' },
  ],
  recognises: (root, path) =>
    placed(path, '.claude/')
      ? hasServers(root)
      : placed(path, '.mcp.', 'managed-mcp.') &&
        !(path.includes('/.mcp.') && OTHER_FOLDER.test(path)) &&
        entry(root, 'mcpServers') !== undefined &&
        !isPlugins(root),
  read(document, context) {
    const at = site(document, project, context);
    const unread = placed(context.path, ...UNREAD);
    if (unread) neverRead(at, "Move the servers to `.mcp.json` in the project's root.");
    // Visual Studio reads `servers` from a file of the same name.
    return readRoots(at, [['mcpServers']], unread ? unchecked(CLAUDE_CODE_SERVER) : CLAUDE_CODE_SERVER, ['servers']);
  },
});

const user = defineFormat({
  ...info,
  id: 'claude-code-user',
  files: [
    // It keeps every prompt of every project, and grows to many megabytes.
    { path: '~/.claude.json', scope: 'user', by: 'name', maxSize: 32_000_000 },
    { path: '~/Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/.claude.json', scope: 'user', by: 'name' },
  ],
  hints: ['mcpServers', 'primaryApiKey'],
  recognises: (root, path) =>
    placed(path, '.claude.json') &&
    (hasServers(root) || get(root, 'projects')?.kind === 'map' || entry(root, 'primaryApiKey') !== undefined),
  read(document, context) {
    const at = site(document, user, context);
    const { root } = document;
    readRoots(at, [['mcpServers']], CLAUDE_CODE_SERVER);
    for (const { key, value } of entriesOf(get(root, 'projects'))) {
      const path = ['projects', key.value];
      const before = at.reading.servers.length;
      readServersIn(at, get(value, 'mcpServers'), [...path, 'mcpServers'], CLAUDE_CODE_SERVER);
      projectChoices(at, value, path);
      const off = strings(get(value, 'disabledMcpServers'));
      if (at.reading.servers.length > before)
        leaveOff(at, ({ path: [first, project] }) => first === 'projects' && project === key.value, off);
    }
    const apiKey = entry(root, 'primaryApiKey');
    if (apiKey?.value.kind === 'string')
      at.reading.slots.push(slot('setting', 'primaryApiKey', apiKey.key, apiKey.value, ['primaryApiKey']));
    return at.reading;
  },
});

/** What a person answered for one project. */
function projectChoices(at: Site, node: Node, path: readonly string[]): void {
  const kinds = {
    enabledMcpjsonServers: 'allow-servers',
    disabledMcpjsonServers: 'deny-servers',
    disabledMcpServers: 'deny-servers',
  } as const;
  for (const [key, kind] of Object.entries(kinds)) {
    const held = entry(node, key);
    const servers = strings(held?.value);
    if (held && servers.length > 0)
      addControl(at, null, key, held.value, [...path, key], { kind, value: spoken(servers, 'servers'), servers });
  }
}

const entriesOf = (node: Node | undefined) => (node?.kind === 'map' ? node.entries : []);

export default [project, user];

// https://github.com/openai/codex/blob/main/docs/config.md
import { type Format, defineFormat } from '../core/format.ts';
import { setOf } from '../core/words.ts';
import type { Server } from '../core/model.ts';
import { type Path, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { CODEX } from './shared/interpolation.ts';
import { hasServers, holdsServers, placed, readRoots } from './shared/roots.ts';
import { type Site, addControl, addSlots, control, problem, readServerMap, site } from './shared/server-map.ts';

const ASKS = 'Set `default_tools_approval_mode`, or `approval_mode` below `tools`.';

const CODEX_SERVER = dialect({
  headers: ['http_headers'],
  auth: ['bearer_token', 'oauth'],
  type: [],
  names: ['bearer_token_env_var', 'env_vars', 'env_http_headers'],
  off: { enabled: false },
  controls: {
    default_tools_approval_mode: { when: ['approve'], kind: 'approve-all-tools' },
    enabled_tools: { when: 'list', kind: 'allow-tools' },
    disabled_tools: { when: 'list', kind: 'deny-tools' },
  },
  ignored: {
    disabled: 'Write `enabled = false`.',
    autoApprove: ASKS,
    alwaysAllow: ASKS,
    trust: ASKS,
    envFile: 'Export the variables before starting Codex and list their names in `env_vars`.',
  },
  settings: [
    'startup_timeout_sec',
    'startup_timeout_ms',
    'tool_timeout_sec',
    'required',
    'tools',
    'http_headers_helper',
    'supports_parallel_tool_calls',
    'scopes',
    'oauth_resource',
    'experimental_environment',
    'name',
    'type',
    'id',
    'description',
  ],
  checks: { command: 'string', both: 'high' },
});

const info = {
  name: 'Codex',
  kind: 'client',
  docs: 'https://github.com/openai/codex/blob/main/docs/config.md',
  interpolation: CODEX,
  confidence: 'verified',
} as const satisfies Partial<Format>;

/** Keys whose values are read as what they are. */
const OWN_KEYS = setOf('mcp_servers mcpServers mcp projects');
const KEYS = ['mcp_servers', 'approval_policy', 'sandbox_mode', 'model_providers', 'projects', 'profiles', 'mcpServers'];

const codex = defineFormat({
  ...info,
  id: 'codex',
  syntax: 'toml',
  files: [
    { path: '.codex/config.toml', scope: 'project', by: 'name' },
    { path: '.codex/*.toml', scope: 'project', by: 'content' },
    { path: '{codex,dot_codex,.ruler}/*.toml', scope: 'user', by: 'content' },
    { path: '*codex*.toml', scope: 'project', by: 'content' },
    { path: '~/.codex/config.toml', scope: 'user', by: 'name' },
    { path: '~/Library/Developer/Xcode/CodingAssistant/codex/config.toml', scope: 'user', by: 'name' },
    { path: '/etc/codex/config.toml', scope: 'managed', by: 'name' },
  ],
  hints: ['mcp_servers', 'mcpServers', 'approval_policy', 'sandbox_mode'],
  schema: 'codex',
  comments: true,
  recognises: (root, path) =>
    /\.(?:toml|md)\b/.test(path) &&
    (holdsServers(get(root, 'mcp_servers')) ||
      (placed(path, '.codex/', 'codex/', 'dot_codex/') && KEYS.some(key => entry(root, key) !== undefined))),
  read(document, context) {
    const at = site(document, codex, context);
    const { root } = document;
    readRoots(at, [['mcp_servers']], CODEX_SERVER);
    for (const [holder, below] of [
      ['profiles', get(root, 'profiles')],
      ['plugins', get(root, 'plugins')],
    ] as const)
      for (const { key } of below?.kind === 'map' ? below.entries : []) readServerMap(at, [holder, key.value, 'mcp_servers'], CODEX_SERVER);
    for (const server of at.reading.servers) entryRules(at, server);
    switches(at, []);
    const profiles = get(root, 'profiles');
    for (const { key } of profiles?.kind === 'map' ? profiles.entries : []) switches(at, ['profiles', key.value]);
    for (const { key, value } of root?.kind === 'map' ? root.entries : []) {
      if (OWN_KEYS.has(key.value)) continue;
      addSlots(at, value, [key.value], 'setting', key.value, key);
    }
    // A table's name stands in many headers: renaming one of them would not do.
    for (const [index, one] of at.reading.problems.entries()) if (one.path.length === 1) at.reading.problems[index] = without(one);
    return at.reading;
  },
});

const without = <T extends { readonly replace?: unknown }>({ replace: _replace, ...rest }: T): Omit<T, 'replace'> => rest;

/** What only Codex says of one entry: tools that run unasked, and fields for which it refuses the whole file. */
function entryRules(at: Site, server: Server): void {
  const { node, path } = server;
  const tools = get(node, 'tools');
  for (const { key, value } of tools?.kind === 'map' ? tools.entries : []) {
    const mode = entry(value, 'approval_mode');
    if (mode?.value.kind !== 'string' || mode.value.value !== 'approve') continue;
    const here = [...path, 'tools', key.value, 'approval_mode'];
    addControl(at, server, 'approval_mode', mode.value, here, { kind: 'approve-tools', value: key.value.slice(0, 60), tools: [key.value] });
  }
  const token = entry(node, 'bearer_token');
  if (token) {
    const sentence =
      'Codex takes no token from its file and refuses the whole configuration. Put the name of a variable into `bearer_token_env_var`.';
    problem(at, 'misplaced', token.key, [...path, 'bearer_token'], sentence, server);
  }
  if (server.command && server.url) return;
  const { these, has } = server.command
    ? { these: ['bearer_token_env_var', 'http_headers', 'env_http_headers', 'oauth', 'oauth_resource'], has: 'command' }
    : { these: ['args', 'env', 'env_vars', 'cwd'], has: 'url' };
  for (const key of server.command || server.url ? these : []) {
    const held = entry(node, key);
    if (!held) continue;
    const sentence = `Codex refuses the whole configuration over \`${key}\` beside \`${has}\`. ${INSTEAD[key] ?? 'Remove it'}.`;
    problem(at, 'conflict', held.key, [...path, key], sentence, server);
  }
}

/** What to do with fields that go with the other transport alone. */
const INSTEAD: Readonly<Record<string, string>> = {
  env: 'Write headers into `http_headers` or `env_http_headers`',
  env_vars: 'Name the variables in `env_http_headers` or `bearer_token_env_var`',
  args: 'Remove it, or start a program by `command`',
  cwd: 'Remove it, or start a program by `command`',
  bearer_token_env_var: 'Name the variable in `env_vars`, so that the program gets it',
  http_headers: 'Remove it, or give the server a `url` in place of the program',
  env_http_headers: 'Remove it, or give the server a `url` in place of the program',
};

const SWITCHES = {
  approval_policy: { when: ['never'], kind: 'bypass-approval' },
  sandbox_mode: { when: ['danger-full-access'], kind: 'sandbox-off' },
} as const;

function switches(at: Site, path: Path): void {
  const holder = get(at.document.root, ...path);
  for (const [key, meaning] of Object.entries(SWITCHES)) {
    const held = entry(holder, key);
    if (held) control(at, null, key, held.value, [...path, key], meaning, true);
  }
  const mode = get(holder, 'sandbox_mode');
  if (mode?.kind === 'string' && (mode.value === 'read-only' || mode.value === 'workspace-write'))
    addControl(at, null, 'sandbox_mode', mode, [...path, 'sandbox_mode'], { kind: 'sandbox-on', value: mode.value });
}

/** A plugin's manifest: JSON around Codex's own field names. */
const plugin: Format = defineFormat({
  ...info,
  id: 'codex-plugin',
  name: 'Codex plugin',
  syntax: 'json',
  files: [{ path: '.codex-plugin/plugin.json', scope: 'project', by: 'content' }],
  hints: ['mcpServers'],
  schema: null,
  comments: false,
  recognises: (root, path) => placed(path, '.codex-plugin/') && hasServers(root),
  read: (document, context) => readRoots(site(document, plugin, context), [['mcpServers']], CODEX_SERVER),
});

export default [codex, plugin];

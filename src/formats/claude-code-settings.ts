// https://code.claude.com/docs/en/settings
import { defineFormat } from '../core/format.ts';
import type { ControlKind } from '../core/model.ts';
import { type Node, type Path, entry, get } from '../core/node.ts';
import { CLAUDE_CODE_SERVER } from './claude-code.ts';
import { readHelper, readHooks } from './shared/hooks.ts';
import { CLAUDE_CODE } from './shared/interpolation.ts';
import { holdsServers, placed, unchecked } from './shared/roots.ts';
import { type Site, addControl, control, problem, readServerMap, site, addSlots, strings } from './shared/server-map.ts';

const KEYS = [
  'mcpServers',
  'permissions',
  'enableAllProjectMcpServers',
  'enabledMcpjsonServers',
  'disabledMcpjsonServers',
  'allowedMcpServers',
  'deniedMcpServers',
  'allowManagedMcpServersOnly',
  'managedMcpServers',
  'hooks',
  'env',
];

/** Programs that it runs at its start or to sign in. */
const HELPERS = [['apiKeyHelper'], ['awsAuthRefresh'], ['awsCredentialExport'], ['otelHeadersHelper'], ['statusLine', 'command']] as const;

const settings = defineFormat({
  id: 'claude-code-settings',
  name: 'Claude Code',
  kind: 'client',
  docs: 'https://code.claude.com/docs/en/settings',
  syntax: 'json',
  schema: 'claude-code-settings',
  interpolation: CLAUDE_CODE,
  comments: false,
  confidence: 'verified',
  files: [
    { path: '.claude/settings.json', scope: 'project', by: 'name' },
    { path: '.claude/settings.local.json', scope: 'project', by: 'name' },
    { path: '~/.claude/settings.json', scope: 'user', by: 'name' },
    { path: 'managed-settings.json', scope: 'managed', by: 'content' },
    { path: '/etc/claude-code/managed-settings.json', scope: 'managed', by: 'name' },
    { path: '/etc/claude-code/managed-settings.d/*.json', scope: 'managed', by: 'name' },
    { path: '/Library/Application Support/ClaudeCode/managed-settings.json', scope: 'managed', by: 'name' },
    { path: '/Library/Application Support/ClaudeCode/managed-settings.d/*.json', scope: 'managed', by: 'name' },
    { path: 'C:/Program Files/ClaudeCode/managed-settings.json', scope: 'managed', by: 'name' },
    { path: 'C:/Program Files/ClaudeCode/managed-settings.d/*.json', scope: 'managed', by: 'name' },
  ],
  recognises: (root, path) =>
    root.kind === 'map' &&
    (placed(path, '.claude/', 'managed-settings') ? KEYS.some(key => entry(root, key) !== undefined) : permissionLists(root).length > 0),
  read(document, context) {
    const at = site(document, settings, context);
    const { root } = document;
    ignoredServers(at);
    permissions(at);
    serverLists(at);
    readHooks(at);
    for (const helper of HELPERS) readHelper(at, ...helper);
    const all = entry(root, 'enableAllProjectMcpServers');
    if (all) control(at, null, all.key.value, all.value, [all.key.value], { when: 'true', kind: 'trust-project-servers' }, true);
    const sandbox = get(root, 'sandbox', 'enabled');
    if (sandbox?.kind === 'boolean') {
      const kind = sandbox.value ? 'sandbox-on' : 'sandbox-off';
      addControl(at, null, 'sandbox.enabled', sandbox, ['sandbox', 'enabled'], { kind, value: String(sandbox.value) });
    }
    for (const { key, value } of root?.kind === 'map' ? root.entries : []) {
      if (key.value === 'mcpServers' || key.value === '$schema') continue;
      addSlots(at, value, [key.value], 'setting', key.value, key);
    }
    return at.reading;
  },
});
export default settings;

/** Rules of this shape are Claude Code's alone: `Bash(git log:*)`, `mcp__github__get_issue`. */
function permissionLists(root: Node): readonly string[] {
  const rules = ['allow', 'deny', 'ask'].flatMap(key => strings(get(root, 'permissions', key)));
  return rules.filter(rule => /^(?:(?:Bash|Read|Edit|Write|WebFetch)\(|mcp__)/.test(rule));
}

function ignoredServers(at: Site): void {
  const { root } = at.document;
  for (const path of [['mcpServers'], ['mcp', 'servers'], ['mcp_servers']]) {
    const held = entry(get(root, ...path.slice(0, -1)), path.at(-1)!);
    if (!held || (held.value.kind === 'map' && held.value.entries.length === 0)) continue;
    if (path[0] !== 'mcpServers' && !holdsServers(held.value)) continue;
    readServerMap(at, path, unchecked(CLAUDE_CODE_SERVER));
    const sentence =
      'Claude Code reads no servers from its settings and starts none of these. Move them to `.mcp.json` in the root of the project.';
    problem(at, 'never-read', held.key, path, sentence);
  }
}

function permissions(at: Site): void {
  const { root } = at.document;
  const mode = get(root, 'permissions', 'defaultMode');
  if (mode) {
    const meaning = { when: ['bypassPermissions'], kind: 'bypass-approval' } as const;
    control(at, null, 'permissions.defaultMode', mode, ['permissions', 'defaultMode'], meaning, true);
  }
  const prompt = entry(root, 'skipDangerousModePermissionPrompt');
  // A repository cannot take this question away; Claude Code leaves the key out there.
  if (prompt && at.context.scope !== 'project') {
    const meaning = { when: 'true', kind: 'bypass-approval' } as const;
    control(at, null, prompt.key.value, prompt.value, [prompt.key.value], meaning, true);
  }
  for (const list of ['allow', 'deny'] as const) {
    const rules = get(root, 'permissions', list);
    for (const [index, rule] of rules?.kind === 'seq' ? rules.items.entries() : []) {
      if (rule.kind !== 'string') continue;
      const path = ['permissions', list, index];
      if (rule.value.startsWith('mcp__')) permission(at, list, rule.value, rule, path);
      else if (list === 'allow' && ANY_COMMAND.has(rule.value))
        addControl(at, null, 'permissions.allow', rule, path, { kind: 'approve-tools', value: rule.value, tools: [rule.value] });
    }
  }
}

/** Rules that any command of the shell fits. */
const ANY_COMMAND = new Set(['Bash', 'Bash(*)', 'Bash(**)', 'Bash(*:*)', 'Bash(:*)']);

/** `mcp__server`, `mcp__server__*` and `mcp__server__tool`; a star in the server's name counts in `deny` only. */
function permission(at: Site, list: 'allow' | 'deny', rule: string, node: Node, path: Path): void {
  const key = `permissions.${list}`;
  const rest = rule.slice('mcp__'.length);
  const cut = rest.indexOf('__');
  const server = cut < 0 ? rest : rest.slice(0, cut);
  const tool = cut < 0 ? '*' : rest.slice(cut + 2);
  const value = rule.length <= 100 ? rule : 'a long rule';
  if (list === 'allow' && server.includes('*')) {
    addControl(at, null, key, node, path, { kind: 'approve-all-tools', value, tools: ['*'], honoured: false });
    const sentence = `Claude Code takes no \`*\` in a server's name in \`${key}\`, so this rule allows nothing. Name the server: \`mcp__<server>__<tool>\`.`;
    problem(at, 'wrong-value', node, path, sentence, null, { confidence: 'medium' });
    return;
  }
  const every = tool === '*' || tool === '';
  const kind: ControlKind = list === 'deny' ? 'deny-tools' : every ? 'approve-all-tools' : 'approve-tools';
  addControl(at, null, key, node, path, {
    kind,
    value,
    tools: [every ? '*' : tool],
    ...(server.includes('*') ? {} : { servers: [server] }),
  });
}

const LISTS = {
  // These are started unasked; others are asked about.
  enabledMcpjsonServers: 'trust-project-servers',
  disabledMcpjsonServers: 'deny-servers',
  allowedMcpServers: 'allow-servers',
  deniedMcpServers: 'deny-servers',
} as const;

/** Items are names, or objects with one of `serverName`, `serverCommand`, `serverUrl`. */
function serverLists(at: Site): void {
  for (const [key, kind] of Object.entries(LISTS)) {
    const held = entry(at.document.root, key);
    if (held?.value.kind !== 'seq') continue;
    const { items } = held.value;
    const named = items.flatMap(item => strings(item.kind === 'map' ? get(item, 'serverName') : item));
    const value = `${items.length} ${items.length === 1 ? 'server' : 'servers'}`;
    const off = key === 'disabledMcpjsonServers' && at.context.scope === 'project' ? { switchesOff: '../.mcp.json' } : {};
    addControl(at, null, key, held.value, [key], { kind, value, ...(named.length > 0 ? { servers: named, ...off } : {}) });
  }
}

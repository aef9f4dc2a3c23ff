// https://zed.dev/docs/ai/mcp
import { defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { NONE } from './shared/interpolation.ts';
import { holdsServers, placed, readRoots } from './shared/roots.ts';
import { type Site, addControl, control, site } from './shared/server-map.ts';

const ASKS = 'Approvals stand under `agent.tool_permissions`; remove the key.';

const ZED_SERVER = dialect({
  command: ['command', 'command.path'],
  args: ['args', 'command.args'],
  env: ['env', 'command.env'],
  auth: ['oauth'],
  off: { enabled: false },
  settings: ['timeout', 'settings', 'source', 'remote', 'description', 'name'],
  ignored: { disabled: 'Write `"enabled": false`.', autoApprove: ASKS, alwaysAllow: ASKS },
  // An extension brings the program of a server that has settings alone.
  checks: { alone: ['settings', 'source', 'enabled'], both: 'medium' },
});

const zed = defineFormat({
  id: 'zed',
  name: 'Zed',
  kind: 'client',
  docs: 'https://zed.dev/docs/ai/mcp',
  syntax: 'json',
  files: [
    { path: '.zed/settings.json', scope: 'project', by: 'content' },
    { path: '{.zed,zed}/*settings*.json', scope: 'project', by: 'content' },
    { path: '~/.config/zed/settings.json', scope: 'user', by: 'content' },
    { path: '~/.var/app/dev.zed.Zed/config/zed/settings.json', scope: 'user', by: 'content' },
    { path: '~/AppData/Roaming/Zed/settings.json', scope: 'user', by: 'content' },
  ],
  hints: ['context_servers', 'tool_permissions', 'always_allow_tool_actions', 'trust_all_worktrees', 'mcpServers'],
  schema: 'zed',
  interpolation: NONE,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) =>
    entry(root, 'context_servers') !== undefined ||
    (placed(path, '.zed/', 'zed/', 'Zed/') &&
      (get(root, 'agent') !== undefined || trusts(root) !== undefined || holdsServers(get(root, 'mcpServers')))),
  read(document, context) {
    const at = site(document, zed, context);
    readRoots(at, [['context_servers']], ZED_SERVER);
    approvals(at);
    return at.reading;
  },
});
export default zed;

const trusts = (root: Node | undefined) => get(root, 'session', 'trust_all_worktrees') ?? get(root, 'trust_all_worktrees');

function approvals(at: Site): void {
  const { root } = at.document;
  const every = get(root, 'agent', 'always_allow_tool_actions');
  if (every) {
    const path = ['agent', 'always_allow_tool_actions'];
    control(at, null, path.join('.'), every, path, { when: 'true', kind: 'bypass-approval' }, true);
  }
  for (const key of ['default', 'default_mode'] as const) {
    const mode = get(root, 'agent', 'tool_permissions', key);
    const path = ['agent', 'tool_permissions', key];
    if (mode) control(at, null, path.join('.'), mode, path, { when: ['allow'], kind: 'bypass-approval' }, true);
  }
  const tools = get(root, 'agent', 'tool_permissions', 'tools');
  const servers = new Map(at.reading.servers.map(one => [one.name, one]));
  for (const { key, value } of tools?.kind === 'map' ? tools.entries : []) {
    if (!key.value.startsWith('mcp:')) continue;
    const mode = get(value, 'default') ?? get(value, 'default_mode');
    const path = ['agent', 'tool_permissions', 'tools', key.value];
    if (mode?.kind !== 'string' || mode.value !== 'allow') continue;
    const [, server = '', tool = ''] = key.value.split(':', 3);
    const own = servers.get(server) ?? null;
    const named = own ? {} : { servers: [server] };
    addControl(at, own, 'agent.tool_permissions', mode, path, { kind: 'approve-tools', value: 'allow', tools: [tool], ...named });
  }
  const trust = trusts(root);
  if (trust) {
    const path = get(root, 'session', 'trust_all_worktrees') ? ['session', 'trust_all_worktrees'] : ['trust_all_worktrees'];
    control(at, null, path.join('.'), trust, path, { when: 'true', kind: 'trust-project-servers' }, true);
  }
}

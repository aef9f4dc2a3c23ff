// https://github.com/charmbracelet/crush
import { defineFormat } from '../core/format.ts';
import { type Node, type Path, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { CRUSH } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { type Site, addControl, site } from './shared/server-map.ts';

const CRUSH_SERVER = dialect({
  auth: ['oauth_client_id', 'oauth_client_secret'],
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  off: { disabled: true },
  controls: { disabled_tools: { when: 'list', kind: 'deny-tools' }, enabled_tools: { when: 'list', kind: 'allow-tools' } },
  settings: ['timeout', 'oauth', 'oauth_callback_port', 'description', 'name'],
  checks: { types: ['stdio', 'http', 'sse'], command: 'string', both: 'medium' },
});

const crush = defineFormat({
  id: 'crush',
  name: 'Crush',
  kind: 'client',
  docs: 'https://github.com/charmbracelet/crush',
  syntax: 'json',
  files: [
    { path: '{crush,.crush}.json', scope: 'project', by: 'content' },
    { path: '~/.config/crush/crush.json', scope: 'user', by: 'content' },
    { path: '~/.local/share/crush/crush.json', scope: 'user', by: 'content' },
    { path: '/etc/crush/crush.json', scope: 'managed', by: 'content' },
    { path: '~/AppData/Local/crush/crush.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcp', 'allowed_tools'],
  schema: 'crush',
  interpolation: CRUSH,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) =>
    placed(path, 'crush.json', '.crush.json') && (hasServers(root) || get(root, 'permissions', 'allowed_tools') !== undefined),
  read(document, context) {
    const at = site(document, crush, context);
    readRoots(at, [['mcp']], CRUSH_SERVER);
    const allowed = get(document.root, 'permissions', 'allowed_tools');
    for (const [index, item] of allowed?.kind === 'seq' ? allowed.items.entries() : [])
      allow(at, item, ['permissions', 'allowed_tools', index]);
    return at.reading;
  },
});
export default crush;

/** Tools of servers carry their server's name: `mcp_<server>_<tool>`; of its own tools the shell alone matters. */
function allow(at: Site, item: Node, path: Path): void {
  if (item.kind !== 'string' || (item.value !== 'bash' && !item.value.startsWith('mcp_'))) return;
  const value = item.value.length <= 100 ? item.value : 'a long name';
  addControl(at, null, 'permissions.allowed_tools', item, path, { kind: 'approve-tools', value, tools: [value] });
}

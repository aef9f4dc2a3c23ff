// https://docs.devin.ai/desktop/cascade/mcp
import { type Format, defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { WINDSURF } from './shared/interpolation.ts';
import { hasServers, neverRead, placed, readRoots, unchecked } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const ASKS = 'Approvals are given in the editor; remove the key.';

/** `serverUrl` comes first: older builds pass over `url` without a word. */
const WINDSURF_SERVER = dialect({
  url: ['serverUrl', 'url'],
  off: { disabled: true },
  controls: { disabledTools: { when: 'list', kind: 'deny-tools' }, alwaysAllow: { when: 'list', kind: 'approve-tools' } },
  ignored: { enabled: 'Write `"disabled": true`.', autoApprove: ASKS },
  checks: { command: 'string', both: 'medium' },
});

const info = {
  kind: 'client',
  docs: 'https://docs.devin.ai/desktop/cascade/mcp',
  syntax: 'json',
  schema: 'windsurf',
  interpolation: WINDSURF,
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const UNREAD = ['.windsurf/mcp_config.json', '.windsurf/mcp.json'] as const;

const windsurf = defineFormat({
  ...info,
  id: 'windsurf',
  name: 'Windsurf',
  files: [
    ...UNREAD.map(path => ({ path, scope: 'project', by: 'name' }) as const),
    { path: '~/.codeium/{windsurf,windsurf-next}/mcp_config.json', scope: 'user', by: 'name' },
    { path: '~/.codeium/mcp_config.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/Codeium/windsurf/mcp_config.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) => placed(path, '.windsurf/', '.codeium/', 'Codeium/') && hasServers(root),
  read(document, context) {
    const at = site(document, windsurf, context);
    const unread = placed(context.path, ...UNREAD);
    if (unread) neverRead(at, 'Move the servers to `.devin/mcp_config.json`, or to `~/.codeium/windsurf/mcp_config.json`.');
    return readRoots(at, [['mcpServers']], unread ? unchecked(WINDSURF_SERVER) : WINDSURF_SERVER);
  },
});

const devin = defineFormat({
  ...info,
  id: 'devin',
  name: 'Devin',
  files: [
    { path: '.devin/{mcp_config.json,mcp_config.local.json}', scope: 'project', by: 'name' },
    { path: '.devin/config.json', scope: 'project', by: 'content' },
    { path: '~/.config/devin/mcp_config.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/devin/mcp_config.json', scope: 'user', by: 'name' },
  ],
  hints: ['mcpServers', 'servers'],
  recognises: (root, path) => placed(path, '.devin/', 'devin/') && hasServers(root),
  read(document, context) {
    const at = site(document, devin, context);
    return readRoots(at, [['mcpServers']], WINDSURF_SERVER);
  },
});

export default [windsurf, devin];

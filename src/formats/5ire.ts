// https://5ire.app
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const FIVE_IRE_SERVER = dialect({
  off: { isActive: false },
  checks: { command: 'string', both: 'medium' },
});

const fiveIre = defineFormat({
  id: '5ire',
  name: '5ire',
  kind: 'client',
  docs: 'https://5ire.app',
  syntax: 'json',
  files: [
    { path: '~/.config/5ire/mcp.json', scope: 'user', by: 'name' },
    { path: '~/Library/Application Support/5ire/mcp.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/5ire/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '5ire/') && hasServers(root),
  read(document, context) {
    const at = site(document, fiveIre, context);
    return readRoots(at, [['mcpServers'], ['servers']], FIVE_IRE_SERVER);
  },
});
export default fiveIre;

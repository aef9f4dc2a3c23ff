// https://ai.meta.com
import { defineFormat } from '../core/format.ts';
import { entry } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const MUSE_SERVER = dialect({ type: ['transport', 'type'], checks: { command: 'string', both: 'medium' } });

const muse = defineFormat({
  id: 'muse',
  name: 'Muse Code',
  kind: 'client',
  docs: 'https://ai.meta.com',
  syntax: 'json',
  files: [{ path: '~/.config/muse/settings.json', scope: 'user', by: 'content' }],
  hints: ['mcp_servers', 'mcpServers'],
  schema: null,
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.config/muse/') && (hasServers(root) || entry(root, 'mcp_servers') !== undefined),
  read(document, context) {
    const at = site(document, muse, context);
    return readRoots(at, [['mcp_servers']], MUSE_SERVER);
  },
});
export default muse;

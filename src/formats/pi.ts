// https://github.com/nicobailon/pi-mcp-adapter
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const PI_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const pi = defineFormat({
  id: 'pi',
  name: 'Pi',
  kind: 'client',
  docs: 'https://github.com/nicobailon/pi-mcp-adapter',
  syntax: 'json',
  files: [
    { path: '.pi/{mcp,mcp-adapter}.json', scope: 'project', by: 'name' },
    { path: '~/.pi/agent/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.pi/') && hasServers(root),
  read(document, context) {
    const at = site(document, pi, context);
    return readRoots(at, [['mcpServers']], PI_SERVER);
  },
});
export default pi;

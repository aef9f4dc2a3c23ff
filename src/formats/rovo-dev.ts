// https://support.atlassian.com/rovo/docs/connect-to-an-mcp-server-in-rovo-dev-cli
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const ROVO_DEV_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const rovoDev = defineFormat({
  id: 'rovo-dev',
  name: 'Rovo Dev',
  kind: 'client',
  docs: 'https://support.atlassian.com/rovo/docs/connect-to-an-mcp-server-in-rovo-dev-cli',
  syntax: 'json',
  files: [
    { path: '.rovodev/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.rovodev/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.rovodev/') && hasServers(root),
  read(document, context) {
    const at = site(document, rovoDev, context);
    return readRoots(at, [['mcpServers']], ROVO_DEV_SERVER);
  },
});
export default rovoDev;

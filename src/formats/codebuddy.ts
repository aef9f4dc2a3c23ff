// https://www.codebuddy.ai/docs/cli/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const CODEBUDDY_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const codebuddy = defineFormat({
  id: 'codebuddy',
  name: 'CodeBuddy',
  kind: 'client',
  docs: 'https://www.codebuddy.ai/docs/cli/mcp',
  syntax: 'json',
  files: [{ path: '~/.codebuddy/.mcp.json', scope: 'user', by: 'name' }],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.codebuddy/') && hasServers(root),
  read(document, context) {
    const at = site(document, codebuddy, context);
    return readRoots(at, [['mcpServers']], CODEBUDDY_SERVER);
  },
});
export default codebuddy;

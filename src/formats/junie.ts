// https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const JUNIE_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const junie = defineFormat({
  id: 'junie',
  name: 'Junie',
  kind: 'client',
  docs: 'https://www.jetbrains.com/help/junie/model-context-protocol-mcp.html',
  syntax: 'json',
  files: [
    { path: '.junie/mcp/mcp.json', scope: 'project', by: 'name' },
    { path: '.junie/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.junie/mcp/mcp.json', scope: 'user', by: 'name' },
    { path: '~/.junie/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.junie/') && hasServers(root),
  read(document, context) {
    const at = site(document, junie, context);
    return readRoots(at, [['mcpServers']], JUNIE_SERVER);
  },
});
export default junie;

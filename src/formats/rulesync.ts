// https://github.com/dyoshikawa/rulesync
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { CLAUDE_CODE } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const RULESYNC_SERVER = dialect({
  checks: {},
});

const rulesync = defineFormat({
  id: 'rulesync',
  name: 'rulesync',
  kind: 'gateway',
  docs: 'https://github.com/dyoshikawa/rulesync',
  syntax: 'json',
  files: [{ path: '.rulesync/{mcp.json,mcp.jsonc,.mcp.json}', scope: 'project', by: 'name' }],
  schema: 'mcp-servers',
  interpolation: CLAUDE_CODE,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.rulesync/') && hasServers(root),
  read(document, context) {
    const at = site(document, rulesync, context);
    return readRoots(at, [['mcpServers']], RULESYNC_SERVER);
  },
});
export default rulesync;

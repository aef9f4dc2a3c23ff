// https://github.com/1jehuang/jcode
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const JCODE_SERVER = dialect({
  settings: ['shared', 'description', 'name'],
  checks: { command: 'string', both: 'medium' },
});

const jcode = defineFormat({
  id: 'jcode',
  name: 'jcode',
  kind: 'client',
  docs: 'https://github.com/1jehuang/jcode',
  syntax: 'json',
  files: [
    { path: '.jcode/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.jcode/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.jcode/') && hasServers(root),
  read(document, context) {
    const at = site(document, jcode, context);
    return readRoots(at, [['mcpServers'], ['servers']], JCODE_SERVER);
  },
});
export default jcode;

// https://docs.boltai.com/docs/plugins/mcp-servers
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const BOLTAI_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const boltai = defineFormat({
  id: 'boltai',
  name: 'BoltAI',
  kind: 'client',
  docs: 'https://docs.boltai.com/docs/plugins/mcp-servers',
  syntax: 'json',
  files: [{ path: '~/.boltai/mcp.json', scope: 'user', by: 'name' }],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.boltai/') && hasServers(root),
  read(document, context) {
    const at = site(document, boltai, context);
    return readRoots(at, [['mcpServers']], BOLTAI_SERVER);
  },
});
export default boltai;

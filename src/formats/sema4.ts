// https://sema4.ai/docs
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const SEMA4_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const sema4 = defineFormat({
  id: 'sema4-studio',
  name: 'Sema4.ai Studio',
  kind: 'client',
  docs: 'https://sema4.ai/docs',
  syntax: 'json',
  files: [
    { path: '~/.sema4ai/sema4ai-studio/mcp_servers.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Local/sema4ai/sema4ai-studio/mcp_servers.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.sema4ai/', 'sema4ai/') && hasServers(root),
  read(document, context) {
    const at = site(document, sema4, context);
    return readRoots(at, [['mcpServers']], SEMA4_SERVER);
  },
});
export default sema4;

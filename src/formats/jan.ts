// https://jan.ai/docs/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const JAN_SERVER = dialect({
  off: { active: false },
  checks: { command: 'string', both: 'medium' },
});

const jan = defineFormat({
  id: 'jan',
  name: 'Jan',
  kind: 'client',
  docs: 'https://jan.ai/docs/mcp',
  syntax: 'json',
  files: [
    { path: '~/.config/Jan/data/mcp_config.json', scope: 'user', by: 'name' },
    { path: '~/Library/Application Support/Jan/data/mcp_config.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/Jan/data/mcp_config.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, 'Jan/data/') && hasServers(root),
  read(document, context) {
    const at = site(document, jan, context);
    return readRoots(at, [['mcpServers']], JAN_SERVER);
  },
});
export default jan;

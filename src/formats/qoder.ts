// https://docs.qoder.com/user-guide/chat/model-context-protocol
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const QODER_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const qoder = defineFormat({
  id: 'qoder',
  name: 'Qoder',
  kind: 'client',
  docs: 'https://docs.qoder.com/user-guide/chat/model-context-protocol',
  syntax: 'json',
  files: [
    { path: '.qoder/settings.json', scope: 'project', by: 'content' },
    { path: '~/.qoder/{mcp,settings}.json', scope: 'user', by: 'content' },
    { path: '~/AppData/Roaming/Qoder/SharedClientCache/mcp.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', 'servers'],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.qoder/', 'Qoder/') && hasServers(root),
  read(document, context) {
    const at = site(document, qoder, context);
    return readRoots(at, [['mcpServers']], QODER_SERVER);
  },
});
export default qoder;

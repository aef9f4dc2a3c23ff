// https://github.com/samanhappy/mcphub
import { defineFormat } from '../core/format.ts';
import { entry } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { MCPHUB_SERVER } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site, addSlots } from './shared/server-map.ts';

const HUB_SERVER = dialect({
  off: { enabled: false },
  checks: {},
});

const mcphubServer = defineFormat({
  id: 'mcphub-server',
  name: 'MCPHub',
  kind: 'gateway',
  docs: 'https://github.com/samanhappy/mcphub',
  syntax: 'json',
  files: [{ path: 'mcp_settings.json', scope: 'project', by: 'content' }],
  hints: ['systemConfig', '"users"'],
  schema: 'mcp-servers',
  interpolation: MCPHUB_SERVER,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) =>
    placed(path, 'mcp_settings.') && hasServers(root) && (entry(root, 'users') !== undefined || entry(root, 'systemConfig') !== undefined),
  read(document, context) {
    const at = site(document, mcphubServer, context);
    readRoots(at, [['mcpServers']], HUB_SERVER);
    for (const key of ['users', 'systemConfig']) {
      const held = entry(document.root, key);
      if (held) addSlots(at, held.value, [key], 'setting');
    }
    return at.reading;
  },
});
export default mcphubServer;

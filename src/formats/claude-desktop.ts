// https://modelcontextprotocol.io/docs/develop/connect-local-servers
import { defineFormat } from '../core/format.ts';
import { entry } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { NONE } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const OFF = 'Remove the entry, or switch it off under Settings, Developer.';
const ASKS = 'It asks before each tool unless the person says otherwise; remove the key.';

const DESKTOP_SERVER = dialect({
  url: [],
  headers: [],
  transports: { stdio: 'stdio' },
  ignored: { disabled: OFF, enabled: OFF, autoApprove: ASKS, alwaysAllow: ASKS },
  checks: { command: 'string' },
});

const desktop = defineFormat({
  id: 'claude-desktop',
  name: 'Claude Desktop',
  kind: 'client',
  docs: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
  syntax: 'json',
  files: [
    { path: 'claude_desktop_config.json', scope: 'project', by: 'name' },
    { path: '~/Library/Application Support/Claude/claude_desktop_config.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/Claude/claude_desktop_config.json', scope: 'user', by: 'name' },
    { path: '~/.config/{Claude,claude}/claude_desktop_config.json', scope: 'user', by: 'name' },
  ],
  schema: 'claude-desktop',
  interpolation: NONE,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, 'claude_desktop_config') && (hasServers(root) || entry(root, 'mcpServers') !== undefined),
  read(document, context) {
    const at = site(document, desktop, context);
    return readRoots(at, [['mcpServers']], DESKTOP_SERVER);
  },
});
export default desktop;

// https://antigravity.google/docs/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const ANTIGRAVITY_SERVER = dialect({
  url: ['serverUrl'],
  off: { disabled: true },
  controls: { disabledTools: { when: 'list', kind: 'deny-tools' } },
  checks: { command: 'string', both: 'medium' },
});

const antigravity = defineFormat({
  id: 'antigravity',
  name: 'Antigravity',
  kind: 'client',
  docs: 'https://antigravity.google/docs/mcp',
  syntax: 'json',
  files: [
    { path: '.agents/mcp_config.json', scope: 'project', by: 'name' },
    { path: '.agent/mcp_config.json', scope: 'project', by: 'name' },
    { path: '~/.gemini/{config,antigravity,antigravity-cli}/mcp_config.json', scope: 'user', by: 'name' },
  ],
  schema: 'antigravity',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.agents/mcp_config', '.agent/mcp_config', '.gemini/') && hasServers(root),
  read(document, context) {
    const at = site(document, antigravity, context);
    return readRoots(at, [['mcpServers']], ANTIGRAVITY_SERVER);
  },
});
export default antigravity;

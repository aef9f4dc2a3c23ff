// https://moonshotai.github.io/kimi-code/en/customization/mcp.html
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { KIMI } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const KIMI_SERVER = dialect({
  off: { enabled: false },
  names: ['bearerTokenEnvVar'],
  controls: { enabledTools: { when: 'list', kind: 'allow-tools' }, disabledTools: { when: 'list', kind: 'deny-tools' } },
  settings: ['startupTimeoutMs', 'toolTimeoutMs', 'description', 'name'],
  checks: { command: 'string', both: 'medium' },
});

const kimi = defineFormat({
  id: 'kimi',
  name: 'Kimi Code',
  kind: 'client',
  docs: 'https://moonshotai.github.io/kimi-code/en/customization/mcp.html',
  syntax: 'json',
  files: [
    { path: '.kimi-code/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.kimi-code/mcp.json', scope: 'user', by: 'name' },
    { path: '~/.kimi/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'kimi',
  interpolation: KIMI,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.kimi-code/', '.kimi/') && hasServers(root),
  read(document, context) {
    const at = site(document, kimi, context);
    return readRoots(at, [['mcpServers']], KIMI_SERVER);
  },
});
export default kimi;

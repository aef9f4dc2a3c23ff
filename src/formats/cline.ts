// https://docs.cline.bot/mcp/configuring-mcp-servers
import { defineFormat } from '../core/format.ts';
import { extensionStorage } from './roo-code.ts';
import { dialect } from './shared/dialect.ts';
import { CLINE } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const CLINE_SERVER = dialect({
  command: ['command', 'transport.command'],
  args: ['args', 'transport.args'],
  env: ['env', 'transport.env'],
  headers: ['headers', 'transport.headers'],
  url: ['url', 'transport.url'],
  cwd: ['cwd', 'transport.cwd'],
  auth: ['oauthClient', 'oauth'],
  type: ['type', 'transportType', 'transport.type'],
  transports: { stdio: 'stdio', streamableHttp: 'http', http: 'http', sse: 'sse' },
  urlMeans: 'sse',
  off: { disabled: true },
  controls: { autoApprove: { when: 'list', kind: 'approve-tools' } },
  settings: ['timeout', 'metadata', 'remoteConfigured', 'description', 'name'],
  ignored: { enabled: 'Write `"disabled": true`.', alwaysAllow: 'Write `autoApprove`.' },
  checks: {
    types: ['stdio', 'streamableHttp', 'sse', 'http'],
    command: 'string',
    both: 'medium',
    deprecated: { transportType: 'Write `type`.' },
  },
});

const cline = defineFormat({
  id: 'cline',
  name: 'Cline',
  kind: 'client',
  docs: 'https://docs.cline.bot/mcp/configuring-mcp-servers',
  syntax: 'json',
  files: [
    { path: 'cline_mcp_settings.json', scope: 'project', by: 'name' },
    { path: '~/.cline/data/settings/cline_mcp_settings.json', scope: 'user', by: 'name' },
    ...extensionStorage('saoudrizwan.claude-dev', 'cline_mcp_settings.json'),
  ],
  schema: 'cline',
  interpolation: CLINE,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, 'cline_mcp_settings') && hasServers(root),
  read(document, context) {
    const at = site(document, cline, context);
    return readRoots(at, [['mcpServers']], CLINE_SERVER);
  },
});
export default cline;

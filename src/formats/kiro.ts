// https://kiro.dev/docs/mcp/configuration
import { type Format, defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { AGENT_SERVER, readAgent } from './amazon-q.ts';
import { dialect } from './shared/dialect.ts';
import { KIRO, KIRO_AGENT } from './shared/interpolation.ts';
import { hasServers, holdsServers, placed, readRoots } from './shared/roots.ts';
import { readServerMap, site } from './shared/server-map.ts';

const KIRO_SERVER = dialect({
  off: { disabled: true },
  controls: { autoApprove: { when: 'list', kind: 'approve-tools' }, disabledTools: { when: 'list', kind: 'deny-tools' } },
  auth: ['oauth', 'oauthScopes'],
  ignored: { enabled: 'Write `"disabled": true`.', alwaysAllow: 'Write `autoApprove`.' },
  checks: { command: 'string', both: 'medium', listed: ['registry'] },
});

const info = {
  name: 'Kiro',
  kind: 'client',
  docs: 'https://kiro.dev/docs/mcp/configuration',
  syntax: 'json',
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const settings = defineFormat({
  ...info,
  id: 'kiro',
  schema: 'kiro',
  interpolation: KIRO,
  files: [
    { path: '.kiro/settings/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.kiro/settings/mcp.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) =>
    placed(path, '.kiro/settings/') && (hasServers(root) || entry(root, 'mcpServers') !== undefined || entry(root, 'powers') !== undefined),
  read(document, context) {
    const at = site(document, settings, context);
    readRoots(at, [['mcpServers']], KIRO_SERVER);
    readServerMap(at, ['powers', 'mcpServers'], KIRO_SERVER);
    return at.reading;
  },
});

const agent = defineFormat({
  ...info,
  id: 'kiro-agent',
  schema: 'amazon-q-agent',
  name: 'Kiro agent',
  interpolation: KIRO_AGENT,
  files: [
    { path: '.kiro/agents/*.json', scope: 'project', by: 'content' },
    { path: '~/.kiro/agents/*.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', 'allowedTools'],
  recognises: (root, path) =>
    placed(path, '.kiro/agents/') && (holdsServers(get(root, 'mcpServers')) || entry(root, 'allowedTools') !== undefined),
  read(document, context) {
    const at = site(document, agent, context);
    return readAgent(at, AGENT_SERVER);
  },
});

export default [settings, agent];

// https://docs.openclaw.ai
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const OPENCLAW_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const openclaw = defineFormat({
  id: 'openclaw',
  name: 'OpenClaw',
  kind: 'client',
  docs: 'https://docs.openclaw.ai',
  syntax: 'json',
  files: [
    { path: '~/.openclaw/openclaw.json', scope: 'user', by: 'content' },
    { path: '~/.clawdbot/clawdbot.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcp'],
  schema: null,
  interpolation: UNDOCUMENTED,
  comments: true,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.openclaw/', '.clawdbot/') && hasServers(root),
  read(document, context) {
    const at = site(document, openclaw, context);
    return readRoots(at, [['mcp', 'servers']], OPENCLAW_SERVER);
  },
});
export default openclaw;

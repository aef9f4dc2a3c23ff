// https://www.jetbrains.com/help/ai-assistant/mcp.html
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const JETBRAINS_AI_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const jetbrainsAi = defineFormat({
  id: 'jetbrains-ai',
  name: 'JetBrains AI Assistant',
  kind: 'client',
  docs: 'https://www.jetbrains.com/help/ai-assistant/mcp.html',
  syntax: 'json',
  files: [
    { path: '.ai/mcp/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.ai/mcp/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.ai/mcp/') && hasServers(root),
  read(document, context) {
    const at = site(document, jetbrainsAi, context);
    return readRoots(at, [['mcpServers']], JETBRAINS_AI_SERVER);
  },
});
export default jetbrainsAi;

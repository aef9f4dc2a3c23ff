// https://lmstudio.ai/docs/app/plugins/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const LM_STUDIO_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const lmStudio = defineFormat({
  id: 'lm-studio',
  name: 'LM Studio',
  kind: 'client',
  docs: 'https://lmstudio.ai/docs/app/plugins/mcp',
  syntax: 'json',
  files: [
    { path: '~/.lmstudio/mcp.json', scope: 'user', by: 'name' },
    { path: '~/.cache/lm-studio/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.lmstudio/', 'lm-studio/') && hasServers(root),
  read(document, context) {
    const at = site(document, lmStudio, context);
    return readRoots(at, [['mcpServers']], LM_STUDIO_SERVER);
  },
});
export default lmStudio;

// https://docs.langchain.com/oss/python/deepagents/cli/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const DEEPAGENTS_SERVER = dialect({
  controls: { allowedTools: { when: 'list', kind: 'allow-tools' }, disabledTools: { when: 'list', kind: 'deny-tools' } },
  checks: { command: 'string', both: 'medium' },
});

const deepagents = defineFormat({
  id: 'deepagents',
  name: 'Deep Agents',
  kind: 'client',
  docs: 'https://docs.langchain.com/oss/python/deepagents/cli/mcp',
  syntax: 'json',
  files: [
    { path: '.deepagents/.mcp.json', scope: 'project', by: 'name' },
    { path: '~/.deepagents/.mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.deepagents/') && hasServers(root),
  read(document, context) {
    const at = site(document, deepagents, context);
    return readRoots(at, [['mcpServers']], DEEPAGENTS_SERVER);
  },
});
export default deepagents;

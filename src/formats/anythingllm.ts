// https://docs.anythingllm.com/mcp-compatibility/overview
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const ANYTHINGLLM_SERVER = dialect({
  settings: ['anythingllm', 'timeout', 'description', 'name'],
  checks: { command: 'string', both: 'medium' },
});

const anythingllm = defineFormat({
  id: 'anythingllm',
  name: 'AnythingLLM',
  kind: 'client',
  docs: 'https://docs.anythingllm.com/mcp-compatibility/overview',
  syntax: 'json',
  files: [{ path: 'anythingllm_mcp_servers.json', scope: 'project', by: 'name' }],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, 'anythingllm_mcp_servers') && hasServers(root),
  read(document, context) {
    const at = site(document, anythingllm, context);
    return readRoots(at, [['mcpServers']], ANYTHINGLLM_SERVER);
  },
});
export default anythingllm;

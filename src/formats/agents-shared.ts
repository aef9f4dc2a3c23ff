// Files that no one client owns: `.agents/mcp.json`, and the plugin format that several read.
import { defineFormat } from '../core/format.ts';
import { get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { AGENT_PLUGINS, UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, isFlat, placed, readRoots } from './shared/roots.ts';
import { readServerMap, site } from './shared/server-map.ts';

const SHARED_SERVER = dialect({});

const folder = defineFormat({
  id: 'agents-mcp',
  name: '.agents/mcp.json',
  kind: 'client',
  docs: 'https://opencode.ai/docs/mcp-servers',
  syntax: 'json',
  files: [
    { path: '.agents/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.agents/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: null,
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.agents/mcp.') && (hasServers(root) || isFlat(root)),
  read(document, context) {
    const at = site(document, folder, context);
    if (isFlat(document.root)) readServerMap(at, [], SHARED_SERVER);
    else readRoots(at, [['mcpServers']], SHARED_SERVER);
    return at.reading;
  },
});

const PLUGIN_SERVER = dialect({
  transports: { stdio: 'stdio', 'streamable-http': 'http', sse: 'sse' },
  checks: { types: ['stdio', 'streamable-http', 'sse'], command: 'string', both: 'medium' },
});

const plugin = defineFormat({
  id: 'agent-plugins',
  name: 'Agent Plugins',
  kind: 'client',
  docs: 'https://agent-plugins.org',
  syntax: 'json',
  files: [{ path: 'mcp.json', scope: 'project', by: 'content' }],
  hints: ['agent-plugins.org'],
  schema: null,
  interpolation: AGENT_PLUGINS,
  comments: false,
  confidence: 'verified',
  recognises(root) {
    const schema = get(root, '$schema');
    return schema?.kind === 'string' && schema.value.startsWith('https://agent-plugins.org/');
  },
  read(document, context) {
    const at = site(document, plugin, context);
    return readRoots(at, [['mcpServers']], PLUGIN_SERVER);
  },
});

export default [folder, plugin];

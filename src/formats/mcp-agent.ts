// https://docs.mcp-agent.com/reference/configuration
import { type Format, defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { FAST_AGENT, UNDOCUMENTED } from './shared/interpolation.ts';
import { holdsServers, readRoots } from './shared/roots.ts';
import { type Site, addSlots, site } from './shared/server-map.ts';

const AGENT_SERVER = dialect({
  transports: { stdio: 'stdio', sse: 'sse', streamable_http: 'http', http: 'http', websocket: 'ws' },
  type: ['transport', 'type'],
  auth: ['auth', 'api_key'],
  off: { enabled: false },
  controls: { allowed_tools: { when: 'list', kind: 'allow-tools' } },
  settings: [
    'name',
    'description',
    'http_timeout_seconds',
    'read_timeout_seconds',
    'read_transport_sse_timeout_seconds',
    'terminate_on_close',
    'roots',
    'sampling',
    'elicitation',
    'implementation',
    'include_instructions',
    'load_on_start',
    'ping_interval_seconds',
    'max_missed_pings',
    'reconnect_on_disconnect',
    'protocol_mode',
  ],
});

const info = {
  kind: 'framework',
  syntax: 'yaml',
  comments: true,
  confidence: 'verified',
} as const satisfies Partial<Format>;

/** Servers, and everything else as settings: both programs keep the keys of model providers in these files. */
function read(at: Site) {
  const { root } = at.document;
  readRoots(at, [['mcp', 'servers']], AGENT_SERVER);
  for (const { key, value } of root?.kind === 'map' ? root.entries : []) {
    if (!/^mcp(?:Servers|_servers)?$/.test(key.value)) addSlots(at, value, [key.value], 'setting', key.value, key);
  }
  return at.reading;
}

const speaks = (root: Node): boolean =>
  holdsServers(get(root, 'mcp', 'servers')) &&
  ['execution_engine', 'default_model', 'logger', 'openai', 'anthropic'].some(key => entry(root, key));

const mcpAgent: Format = defineFormat({
  ...info,
  id: 'mcp-agent',
  name: 'mcp-agent',
  docs: 'https://docs.mcp-agent.com/reference/configuration',
  files: [
    { path: '{mcp_agent,mcp-agent}.config.{yaml,yml}', scope: 'project', by: 'name' },
    { path: '{mcp_agent,mcp-agent}.{secrets,deployed.secrets,configured.secrets}.{yaml,yml}', scope: 'project', by: 'name' },
  ],
  schema: 'mcp-agent',
  interpolation: UNDOCUMENTED,
  recognises: (root, path) => /(?:^|\/)mcp[_-]agent\./.test(path) || (speaks(root) && entry(root, 'execution_engine') !== undefined),
  read: (document, context) => read(site(document, mcpAgent, context)),
});

const fastAgent: Format = defineFormat({
  ...info,
  id: 'fast-agent',
  name: 'fast-agent',
  docs: 'https://fast-agent.ai/ref/config_file/',
  files: [
    { path: '{fastagent,fast-agent}.config.{yaml,yml}', scope: 'project', by: 'name' },
    { path: '{fastagent,fast-agent}.secrets.{yaml,yml}', scope: 'project', by: 'name' },
  ],
  schema: 'fast-agent',
  interpolation: FAST_AGENT,
  recognises: (root, path) => /(?:^|\/)fast-?agent\./.test(path) || speaks(root),
  read: (document, context) => read(site(document, fastAgent, context)),
});

export default [mcpAgent, fastAgent];

// https://github.com/aws/amazon-q-developer-cli/blob/main/docs/agent-format.md
import { type Format, defineFormat } from '../core/format.ts';
import type { Reading } from '../core/model.ts';
import { entry, get } from '../core/node.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { readPlainHooks } from './shared/hooks.ts';
import { AMAZON_Q } from './shared/interpolation.ts';
import { hasServers, holdsServers, placed, readRoots } from './shared/roots.ts';
import { type Site, addControl, site, strings } from './shared/server-map.ts';

export const AGENT_SERVER: Dialect = dialect({
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  off: { disabled: true },
  auth: ['oauth', 'oauthScopes'],
  checks: { command: 'string', both: 'medium', listed: ['registry'] },
});
/** The file of before there were agents, in which approvals stand beside the server. */
const LEGACY_SERVER: Dialect = { ...AGENT_SERVER, controls: { autoApprove: { when: 'list', kind: 'approve-tools' } } };

const info = {
  name: 'Amazon Q Developer',
  kind: 'client',
  docs: 'https://github.com/aws/amazon-q-developer-cli/blob/main/docs/agent-format.md',
  syntax: 'json',
  interpolation: AMAZON_Q,
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const legacy = defineFormat({
  ...info,
  id: 'amazon-q',
  schema: 'kiro',
  files: [
    { path: '.amazonq/{mcp,default}.json', scope: 'project', by: 'name' },
    { path: '~/.aws/amazonq/{mcp,default}.json', scope: 'user', by: 'name' },
    { path: '~/.aws/amazonq/agents/{mcp,default}.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) => placed(path, '.amazonq/', '.aws/amazonq/') && (hasServers(root) || entry(root, 'mcpServers') !== undefined),
  read: (document, context) => {
    const at = site(document, legacy, context);
    return entry(document.root, 'allowedTools') ? readAgent(at, AGENT_SERVER) : readRoots(at, [['mcpServers']], LEGACY_SERVER);
  },
});

const agent = defineFormat({
  ...info,
  id: 'amazon-q-agent',
  schema: 'amazon-q-agent',
  name: 'Amazon Q agent',
  files: [
    { path: '.amazonq/{cli-agents,agents}/*.json', scope: 'project', by: 'content' },
    { path: '~/.aws/amazonq/cli-agents/*.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', 'allowedTools'],
  recognises: (root, path) =>
    placed(path, '.amazonq/cli-agents/', '.amazonq/agents/', '.aws/amazonq/cli-agents/') &&
    (holdsServers(get(root, 'mcpServers')) || entry(root, 'allowedTools') !== undefined),
  read(document, context) {
    const at = site(document, agent, context);
    return readAgent(at, AGENT_SERVER);
  },
});

/** Built-in tools that run any command, or all of them at once. */
const SHELLS = new Set(['execute_bash', 'execute_cmd', 'shell', 'use_aws', '@builtin']);

/** An agent's servers, and the tools that it may call unasked: `@server`, `@server/tool`, names of built-in tools, `*`. */
export function readAgent(at: Site, own: Dialect): Reading {
  readRoots(at, [['mcpServers']], own);
  readPlainHooks(at);
  const list = get(at.document.root, 'allowedTools');
  const servers = new Map(at.reading.servers.map(one => [one.name, one]));
  for (const [index, item] of list?.kind === 'seq' ? list.items.entries() : []) {
    const [text] = strings(item);
    const path = ['allowedTools', index];
    if (text !== undefined && SHELLS.has(text))
      addControl(at, null, 'allowedTools', item, path, { kind: 'approve-tools', value: text, tools: [text] });
    if (text === undefined || (text !== '*' && !text.startsWith('@'))) continue;
    const [name = '', tool = '*'] = text === '*' ? [] : text.slice(1).split('/', 2);
    const value = text.length <= 100 ? text : 'a long name';
    const kind = tool === '*' ? 'approve-all-tools' : 'approve-tools';
    const server = servers.get(name) ?? null;
    if (name === 'builtin') continue;
    const elsewhere = server || name === '' ? {} : { servers: [name] };
    addControl(at, server, 'allowedTools', item, path, { kind, value, tools: [tool], ...elsewhere });
  }
  return at.reading;
}

export default [legacy, agent];

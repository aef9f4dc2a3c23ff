// Agents and workflows written as Markdown: servers stand in the front matter.
import { type Format, defineFormat } from '../core/format.ts';
import type { Server } from '../core/model.ts';
import { entry, get } from '../core/node.ts';
import { CLAUDE_CODE_SERVER } from './claude-code.ts';
import { COPILOT_SERVER } from './copilot.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { CLAUDE_CODE, COPILOT_CUSTOM_AGENT, GITHUB_ACTIONS } from './shared/interpolation.ts';
import { items, listAt, meant, members, slotAt } from './shared/parts.ts';
import { holdsServers, placed } from './shared/roots.ts';
import { addSlots, problem, readServer, readServerMap, site } from './shared/server-map.ts';

const info = {
  kind: 'client',
  syntax: 'markdown',
  schema: null,
  comments: true,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const copilot = defineFormat({
  ...info,
  id: 'copilot-agent',
  name: 'Copilot custom agent',
  docs: 'https://docs.github.com/en/copilot/reference/custom-agents-configuration',
  files: [
    { path: '.github/agents/*.md', scope: 'project', by: 'content' },
    { path: 'agents/*.agent.md', scope: 'project', by: 'content' },
    { path: '~/.copilot/agents/*.md', scope: 'user', by: 'content' },
  ],
  hints: ['mcp-servers', 'mcpServers'],
  interpolation: COPILOT_CUSTOM_AGENT,
  recognises: (root, path) =>
    (/\.agent\.md\b/.test(path) || placed(path, '.github/agents/', '.copilot/agents/')) && holdsAny(root, ['mcp-servers', 'mcpServers']),
  read(document, context) {
    const at = site(document, copilot, context);
    readServerMap(at, ['mcp-servers'], COPILOT_SERVER);
    const other = entry(document.root, 'mcpServers');
    if (other && holdsServers(other.value)) {
      readServerMap(at, ['mcpServers'], COPILOT_SERVER);
      const sentence = 'A Copilot agent has its servers under `mcp-servers` and starts none of these. Rename the key.';
      problem(at, 'unknown-key', other.key, ['mcpServers'], sentence, null, {
        replace: { text: 'mcp-servers', title: 'Rename to mcp-servers' },
      });
    }
    return at.reading;
  },
});

const holdsAny = (root: Parameters<Format['recognises']>[0], keys: readonly string[]) => keys.some(key => holdsServers(get(root, key)));

const claude = defineFormat({
  ...info,
  id: 'claude-code-agent',
  name: 'Claude Code',
  docs: 'https://code.claude.com/docs/en/sub-agents',
  files: [
    { path: '.claude/agents/**/*.md', scope: 'project', by: 'content' },
    { path: '~/.claude/agents/**/*.md', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers'],
  interpolation: CLAUDE_CODE,
  recognises: (root, path) => {
    const held = get(root, 'mcpServers');
    return placed(path, '.claude/agents/') && (holdsServers(held) || items(held).some(({ item }) => holdsServers(item)));
  },
  read(document, context) {
    const at = site(document, claude, context);
    const held = get(document.root, 'mcpServers');
    if (held?.kind === 'map') readServerMap(at, ['mcpServers'], CLAUDE_CODE_SERVER);
    for (const { item, index } of items(held))
      for (const { key, value } of members(item))
        readServer(at, key.value, key, value, ['mcpServers', index, key.value], CLAUDE_CODE_SERVER);
    return at.reading;
  },
});

const WORKFLOW_SERVER: Dialect = dialect({
  transports: { stdio: 'stdio', local: 'stdio', http: 'http' },
  controls: { allowed: { when: 'list', kind: 'allow-tools' } },
  settings: ['container', 'entrypointArgs', 'registry', 'required', 'allowed', 'version', 'network', 'mounts', 'type'],
  checks: { types: ['stdio', 'local', 'http'], command: 'string', both: 'medium', alone: ['container', 'registry'] },
});

const workflow = defineFormat({
  ...info,
  id: 'gh-aw',
  name: 'GitHub Agentic Workflows',
  docs: 'https://githubnext.github.io/gh-aw/reference/frontmatter/',
  files: [{ path: '.github/workflows/**/*.md', scope: 'project', by: 'content' }],
  hints: ['mcp-servers', 'tools:'],
  interpolation: GITHUB_ACTIONS,
  recognises: (root, path) =>
    placed(path, '.github/workflows/') &&
    (holdsServers(get(root, 'mcp-servers')) || hasContainers(get(root, 'mcp-servers')) || isWorkflow(root)),
  read(document, context) {
    const at = site(document, workflow, context);
    readServerMap(at, ['mcp-servers'], WORKFLOW_SERVER);
    for (const [index, server] of at.reading.servers.entries()) at.reading.servers[index] = contained(server);
    for (const key of ['env', 'tools', 'engine', 'steps']) {
      const held = entry(document.root, key);
      if (held) addSlots(at, held.value, [key], 'setting', key, held.key);
    }
    return at.reading;
  },
});

/** An image in place of a program is run as `docker run` would. */
function contained(server: Server): Server {
  const image = server.command ? null : slotAt(server.node, server.path, ['container'], 'arg');
  if (!image) return server;
  const after = [...server.args, ...listAt(server.node, server.path, ['entrypointArgs'], 'arg')];
  return { ...server, transport: 'stdio', command: meant('command', 'docker', image), args: [meant('arg', 'run', image), image, ...after] };
}

const isWorkflow = (root: Parameters<Format['recognises']>[0]): boolean =>
  entry(root, 'on') !== undefined && ['engine', 'tools', 'safe-outputs'].some(key => entry(root, key) !== undefined);
const hasContainers = (map: Parameters<Format['recognises']>[0] | undefined): boolean =>
  members(map).some(({ value }) => ['container', 'registry'].some(key => entry(value, key) !== undefined));

export default [copilot, claude, workflow];

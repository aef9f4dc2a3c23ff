// https://docs.github.com/en/copilot/how-tos/copilot-cli
import { type Format, defineFormat } from '../core/format.ts';
import { get, scalars } from '../core/node.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { COPILOT_CLI, COPILOT_CLOUD_AGENT, UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';
import { readInputs } from './vscode.ts';

export const COPILOT_SERVER: Dialect = dialect({
  transports: { local: 'stdio', stdio: 'stdio', http: 'http', 'streamable-http': 'http', sse: 'sse' },
  auth: ['auth', 'oauth', 'oauthClientId', 'oauthScopes', 'oidc'],
  controls: { tools: { when: 'list', kind: 'allow-tools' } },
  settings: [
    'timeout',
    'description',
    'name',
    'tools',
    'oauthPublicClient',
    'oauthGrantType',
    'deferTools',
    'disableToolCache',
    'slowConnectionThresholdMs',
    'filterMapping',
  ],
  checks: { types: ['local', 'http', 'sse', 'stdio', 'streamable-http'], command: 'string', both: 'medium' },
});

const info = { kind: 'client', syntax: 'json', comments: false, confidence: 'verified' } as const satisfies Partial<Format>;

const cli = defineFormat({
  ...info,
  id: 'copilot-cli',
  schema: 'copilot-cli',
  name: 'GitHub Copilot CLI',
  docs: 'https://docs.github.com/en/copilot/how-tos/copilot-cli',
  interpolation: COPILOT_CLI,
  files: [
    { path: '.github/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.copilot/mcp-config.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) => placed(path, '.github/mcp', '.copilot/') && hasServers(root),
  read(document, context) {
    const at = site(document, cli, context);
    return readRoots(at, [['mcpServers']], COPILOT_SERVER);
  },
});

/** Kept in the repository's settings on GitHub; met in pages and in files that somebody names. */
const cloud = defineFormat({
  ...info,
  id: 'copilot-cloud-agent',
  name: 'GitHub Copilot coding agent',
  docs: 'https://docs.github.com/en/copilot/how-tos/use-copilot-agents/coding-agent/extend-coding-agent-with-mcp',
  schema: 'copilot-cli',
  interpolation: COPILOT_CLOUD_AGENT,
  files: [],
  recognises: root =>
    get(root, 'mcpServers')?.kind === 'map' &&
    [...scalars(root)].some(({ node }) => node.kind === 'string' && node.value.includes('COPILOT_MCP_')),
  read(document, context) {
    const at = site(document, cloud, context);
    return readRoots(at, [['mcpServers']], COPILOT_SERVER);
  },
});

/** The plug-ins for JetBrains' editors and Xcode: headers stand under `requestInit`. */
const PLUGIN_SERVER = dialect({
  headers: ['requestInit.headers'],
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  checks: { command: 'string', both: 'medium' },
});

const editors = defineFormat({
  ...info,
  id: 'copilot-editors',
  schema: null,
  name: 'GitHub Copilot for JetBrains and Xcode',
  docs: 'https://docs.github.com/en/copilot/how-tos/provide-context/use-mcp/extend-copilot-chat-with-mcp',
  interpolation: UNDOCUMENTED,
  files: [
    { path: '~/.config/github-copilot/{intellij,xcode}/mcp.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Local/github-copilot/intellij/mcp.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) => placed(path, 'github-copilot/') && hasServers(root),
  read(document, context) {
    const at = site(document, editors, context);
    readInputs(at, document.root, []);
    return readRoots(at, [['servers']], PLUGIN_SERVER);
  },
});

const tabnine = defineFormat({
  ...info,
  id: 'tabnine',
  schema: null,
  name: 'Tabnine',
  docs: 'https://docs.tabnine.com/main/getting-started/tabnine-agent/mcp-intro-and-setup',
  interpolation: UNDOCUMENTED,
  confidence: 'secondary',
  files: [
    { path: '.tabnine/mcp_servers.json', scope: 'project', by: 'name' },
    { path: '~/.tabnine/mcp_servers.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) => placed(path, '.tabnine/') && hasServers(root),
  read(document, context) {
    const at = site(document, tabnine, context);
    return readRoots(at, [['mcpServers']], PLUGIN_SERVER);
  },
});

export default [cli, cloud, editors, tabnine];

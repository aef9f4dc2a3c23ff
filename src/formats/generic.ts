// Files that are plainly MCP configuration and of no client in particular.
import { defineFormat } from '../core/format.ts';
import { type Node, type Path, entry, get, isScalar } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { holdsServers, isFlat } from './shared/roots.ts';
import { type Site, readServer, readServerList, readServerMap, site } from './shared/server-map.ts';

/** Every client's word for each thing; nothing is told of keys, since nobody knows which client reads the file. */
export const ANY_SERVER = dialect({
  command: ['command', 'cmd', 'transport.command', 'config.command'],
  args: ['args', 'transport.args', 'config.args'],
  env: ['env', 'environment', 'envs', 'transport.env', 'config.env'],
  headers: ['headers', 'http_headers', 'requestInit.headers', 'requestOptions.headers', 'transport.headers', 'config.headers'],
  url: ['url', 'serverUrl', 'httpUrl', 'uri', 'baseUrl', 'endpoint', 'transport.url', 'config.url'],
  cwd: ['cwd', 'working_directory', 'workingDirectory'],
  envFile: ['envFile', 'env_file'],
  type: ['type', 'transport', 'transportType', 'server_type', 'protocol', 'transport.type'],
  off: { disabled: true, enabled: false },
  names: ['bearer_token_env_var', 'bearerTokenEnvVar', 'bearerTokenEnv', 'api_key_env', 'env_vars', 'env_http_headers', 'env_keys'],
  controls: {
    autoApprove: { when: 'list', kind: 'approve-tools' },
    alwaysAllow: { when: 'list', kind: 'approve-tools' },
    disabledTools: { when: 'list', kind: 'deny-tools' },
    enabledTools: { when: 'list', kind: 'allow-tools' },
    trust: { when: 'true', kind: 'approve-all-tools' },
  },
  settings: ['timeout', 'description', 'name', 'title', 'version', 'capabilities', 'tags', 'category', 'metadata', 'tools', 'note'],
});

/** Keys that nothing but MCP configuration has. */
const SURE: readonly Path[] = [
  ['mcpServers'],
  ['mcp_servers'],
  ['mcp-servers'],
  ['context_servers'],
  ['mcp', 'servers'],
  ['mcp', 'mcpServers'],
  ['mcp.servers'],
  ['amp.mcpServers'],
];
/** Keys that other files have too. */
const LIKELY: readonly Path[] = [['servers'], ['mcp']];

/** Root keys of files that hold programs or addresses and are something else. */
const FOREIGN = [
  'openapi',
  'swagger',
  'asyncapi',
  'compilerOptions',
  'scripts',
  'dependencies',
  'devDependencies',
  'services',
  'apiVersion',
  'jobs',
  'pipelines',
  'paths',
  'tasks',
  '$defs',
  'definitions',
  'properties',
];

const isForeign = (root: Node): boolean => FOREIGN.some(key => entry(root, key) !== undefined);

/** A program with its arguments, or an address with what only a connection has beside it. */
function isFirm(node: Node | undefined): boolean {
  if (node?.kind !== 'map') return false;
  const has = (key: string, ...kinds: Node['kind'][]) => kinds.includes(entry(node, key)?.value.kind ?? 'missing');
  if (has('command', 'string', 'seq'))
    return has('args', 'seq') || has('env', 'map') || node.entries.length === 1 || has('type', 'string') || has('disabled', 'boolean');
  const addressed = ['url', 'serverUrl', 'httpUrl', 'baseUrl'].some(key => has(key, 'string'));
  return addressed && ['type', 'transport', 'headers', 'disabled', 'transportType', 'bearer_token_env_var'].some(key => entry(node, key));
}

const eachFirm = (map: Node | undefined): boolean =>
  map?.kind === 'map'
    ? map.entries.some(({ value }) => isFirm(value))
    : map?.kind === 'seq' && map.items.some(item => isFirm(item) && get(item, 'name')?.kind === 'string');

const named = (path: string): boolean =>
  /mcp/i.test(path.slice(path.lastIndexOf('/') + 1)) || /(?:^|\/)[^/]{0,80}mcp[^/]{0,80}\//i.test(path);

/** An entry without a start still holds what goes along with it: pages show only the part they speak of. */
const hasParts = (map: Node | undefined): boolean =>
  map?.kind === 'map' &&
  map.entries.some(({ value }) => ['env', 'headers', 'args'].some(key => ['map', 'seq'].includes(get(value, key)?.kind ?? '')));

const inSure = (held: Node | undefined): boolean => holdsServers(held) || hasParts(held);

/** Whether a tree is plainly a set of MCP servers, whatever client it is for. @param path decides on shapes that others share. */
export function isServerSet(root: Node | undefined, path: string): boolean {
  if (!root) return false;
  if (SURE.some(keys => inSure(get(root, ...keys)))) return true;
  if (!named(path) || isForeign(root)) return false;
  return (
    LIKELY.some(keys => eachFirm(get(root, ...keys))) ||
    (isFlat(root) && eachFirm(root)) ||
    (root.kind === 'seq' && eachFirm(root)) ||
    isAlone(root)
  );
}

/** The file is one server. */
const isAlone = (root: Node): boolean =>
  get(root, 'command')?.kind === 'string' && get(root, 'args')?.kind === 'seq' && isScalar(get(root, 'command'));

/** Reads every server under every client's keys. */
export function readAny(at: Site): void {
  const { root } = at.document;
  for (const keys of [...SURE, ...LIKELY]) {
    const held = get(root, ...keys);
    if (!(SURE.includes(keys) ? inSure(held) : holdsServers(held))) continue;
    if (held?.kind === 'seq') readServerList(at, keys, ANY_SERVER);
    else readServerMap(at, keys, ANY_SERVER);
  }
  if (at.reading.servers.length > 0) return;
  if (root?.kind === 'seq') readServerList(at, [], ANY_SERVER);
  else if (root?.kind === 'map' && isAlone(root)) readServer(at, stem(at.context.path), null, root, [], ANY_SERVER);
  else if (isFlat(root)) readServerMap(at, [], ANY_SERVER);
}

const stem = (path: string) => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]{1,10}$/, '');

const SURE_WORDS = ['mcpServers', 'mcp_servers', 'mcp-servers', 'context_servers'];

const generic = defineFormat({
  id: 'mcp-config',
  name: 'MCP configuration',
  kind: 'generic',
  docs: 'https://modelcontextprotocol.io/docs/develop/connect-local-servers',
  syntax: 'json',
  files: [
    { path: '*{mcp,MCP,Mcp}*.{json,jsonc,json5,yaml,yml,toml}', scope: 'project', by: 'content' },
    {
      path: '{mcp,mcps,.mcp,mcp-configs,mcp_configs,mcp-servers,mcp_servers,mcp-config}/**/*.{json,jsonc,yaml,yml,toml}',
      scope: 'project',
      by: 'content',
    },
    // Copies and exports carry the name of the client they are for.
    { path: '*{claude,cursor,gemini,windsurf,cline,copilot,codex,opencode,zed,roo}*.{json,jsonc}', scope: 'project', by: 'content' },
    { path: '*{Claude,Cursor,Gemini,Windsurf,Cline,Copilot,Codex,OpenCode,Zed,Roo}*.{json,jsonc}', scope: 'project', by: 'content' },
    { path: '{servers,config,settings*,*_settings,*-settings}.json', scope: 'project', by: 'content' },
    // Names that most often hold something else: only what nothing but MCP configuration has is worth a look.
    { path: '{*-config,*_config,plugin}.{json,yaml,yml}', scope: 'project', by: 'content', hints: SURE_WORDS },
    { path: '{config,configs,conf,presets}/*.{json,yaml,yml}', scope: 'project', by: 'content', hints: SURE_WORDS },
  ],
  hints: ['mcpServers', 'mcp_servers', 'mcp-servers', 'context_servers', 'servers', 'command', 'httpUrl', 'serverUrl', 'url'],
  schema: null,
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: isServerSet,
  read(document, context) {
    const at = site(document, generic, context);
    readAny(at);
    return at.reading;
  },
});

/**
 * Where pages show configurations. Not every page of a tree: collections of tens of thousands of pages are common, and opening all of
 * them would take longer than all the rest.
 */
const PAGES = [
  './{,*/}*.{md,mdx}',
  './*/*/{README,Readme,readme}*.md',
  '{docs,doc,documentation,guides,skills,agents,commands,.claude,.cursor,.github,.continue,.windsurf}/**/*.{md,mdx}',
  '*{mcp,MCP,Mcp}*.{md,mdx}',
  '*{mcp,MCP,Mcp}*/**/*.{md,mdx}',
  '{SKILL,AGENTS,CLAUDE,GEMINI,INSTALL,SETUP,QUICKSTART}.md',
  '*{setup,install,config,getting-started,integration,claude,cursor,codex,secur,token,SETUP,INSTALL,CONFIG,INTEGRATION,SECUR,TOKEN}*.md',
];

/** Pages whose fences show a configuration; the fences are read by the formats that know them, the generic reader last. */
const pages = defineFormat({
  ...generic,
  id: 'mcp-docs',
  name: 'MCP documentation',
  syntax: 'markdown',
  files: PAGES.map(path => ({ path, scope: 'docs', by: 'content' })),
  hints: ['mcpServers', 'mcp_servers', 'mcp-servers', 'context_servers', 'mcp.servers', '"servers"', '"mcp"', '"command"'],
  recognises: () => false,
});

export default [generic, pages];

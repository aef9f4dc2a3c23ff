// https://cursor.com/docs/mcp
import { type Format, defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { readPlainHooks } from './shared/hooks.ts';
import { CURSOR, CURSOR_PLUGIN } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { type Site, addControl, isBoolean, readServerMap, site, addSlots } from './shared/server-map.ts';

const OFF = "Switch the server off in Cursor's settings, or remove the entry.";
const ASKS = "Approve tools in Cursor's own permissions.";

const CURSOR_SERVER: Dialect = dialect({
  envFile: ['envFile'],
  transports: { stdio: 'stdio', http: 'http', 'streamable-http': 'http', streamableHttp: 'http', sse: 'sse' },
  ignored: { disabled: OFF, enabled: OFF, autoApprove: ASKS, alwaysAllow: ASKS },
  checks: { command: 'string', both: 'medium' },
});

const info = {
  name: 'Cursor',
  kind: 'client',
  docs: 'https://cursor.com/docs/mcp',
  syntax: 'json',
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const cursor = defineFormat({
  ...info,
  id: 'cursor',
  schema: 'cursor',
  interpolation: CURSOR,
  files: [
    { path: '.cursor/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.cursor/mcp.json', scope: 'user', by: 'name' },
  ],
  recognises: (root, path) => placed(path, '.cursor/') && (hasServers(root) || entry(root, 'mcpServers') !== undefined),
  read(document, context) {
    const at = site(document, cursor, context);
    return readRoots(at, [['mcpServers']], CURSOR_SERVER);
  },
});

const permissions = defineFormat({
  ...info,
  id: 'cursor-permissions',
  schema: null,
  interpolation: CURSOR,
  confidence: 'secondary',
  files: [
    { path: '.cursor/{cli,permissions}.json', scope: 'project', by: 'content' },
    { path: '~/.cursor/{cli-config,permissions}.json', scope: 'user', by: 'content' },
  ],
  hints: ['permissions', 'mcpAllowlist'],
  recognises: (root, path) =>
    placed(path, '.cursor/') && (get(root, 'permissions')?.kind === 'map' || entry(root, 'mcpAllowlist') !== undefined),
  read(document, context) {
    const at = site(document, permissions, context);
    rules(at, ['permissions', 'allow']);
    rules(at, ['permissions', 'deny']);
    rules(at, ['mcpAllowlist']);
    return at.reading;
  },
});

const ANY_COMMAND = new Set(['Shell(*)', 'Shell(**)']);

/** `Mcp(server:tool)` among other permissions, `server:tool` in a list of its own; `*` stands for all. */
function rules(at: Site, path: readonly string[]): void {
  const list = get(at.document.root, ...path);
  if (list) addSlots(at, list, path, 'setting', path.join('.'));
  for (const [index, item] of list?.kind === 'seq' ? list.items.entries() : []) {
    if (item.kind !== 'string' || item.value.length > 200) continue;
    if (path.join('.') === 'permissions.allow' && ANY_COMMAND.has(item.value)) {
      const facts = { kind: 'approve-tools', value: item.value, tools: [item.value] } as const;
      addControl(at, null, path.join('.'), item, [...path, index], facts);
    }
    const text = path.length === 1 ? item.value : /^Mcp\(([^()]*)\)$/.exec(item.value)?.[1];
    if (text === undefined) continue;
    const cut = text.indexOf(':');
    const server = cut < 0 ? text : text.slice(0, cut);
    const tool = cut < 0 ? '*' : text.slice(cut + 1);
    const kind = path.includes('deny') ? 'deny-tools' : tool === '*' ? 'approve-all-tools' : 'approve-tools';
    const named = server === '*' ? {} : { servers: [server] };
    addControl(at, null, path.join('.'), item, [...path, index], { kind, value: item.value, tools: [tool], ...named });
  }
}

const hooks = defineFormat({
  ...info,
  id: 'cursor-hooks',
  name: 'Cursor hooks',
  docs: 'https://cursor.com/docs/agent/hooks',
  schema: null,
  interpolation: CURSOR,
  confidence: 'secondary',
  files: [
    { path: '.cursor/hooks.json', scope: 'project', by: 'content' },
    { path: '~/.cursor/hooks.json', scope: 'user', by: 'content' },
  ],
  hints: ['"hooks"'],
  recognises: (root, path) => placed(path, '.cursor/') && get(root, 'hooks')?.kind === 'map',
  read(document, context) {
    const at = site(document, hooks, context);
    readPlainHooks(at);
    const held = entry(document.root, 'hooks');
    if (held) addSlots(at, held.value, ['hooks'], 'setting', 'hooks', held.key);
    return at.reading;
  },
});

const plugin = defineFormat({
  ...info,
  id: 'cursor-plugin',
  name: 'Cursor plugin',
  schema: null,
  interpolation: CURSOR_PLUGIN,
  files: [{ path: '.cursor-plugin/plugin.json', scope: 'project', by: 'content' }],
  hints: ['mcpServers', 'variables'],
  recognises: (root, path) =>
    placed(path, '.cursor-plugin/') && (get(root, 'mcpServers')?.kind === 'map' || get(root, 'variables', 'properties')?.kind === 'map'),
  read(document, context) {
    const at = site(document, plugin, context);
    const { root } = document;
    if (get(root, 'mcpServers')?.kind === 'map') readServerMap(at, ['mcpServers'], CURSOR_SERVER);
    const declared = get(root, 'variables', 'properties');
    for (const { key, value } of declared?.kind === 'map' ? declared.entries : []) {
      const path = ['variables', 'properties', key.value];
      const secret = isBoolean(get(value, 'sensitive') ?? get(value, 'secret'), true);
      at.reading.inputs.push({ id: key.value, idNode: key, path, secret });
      const preset = get(value, 'default');
      if (preset) addSlots(at, preset, [...path, 'default'], 'input', key.value, key);
    }
    return at.reading;
  },
});

export default [cursor, permissions, hooks, plugin];

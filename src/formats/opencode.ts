// https://opencode.ai/docs/mcp-servers
import { defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { OPENCODE } from './shared/interpolation.ts';
import { holdsServers, placed, readRoots } from './shared/roots.ts';
import { type Site, addControl, control, problem, readServerMap, site } from './shared/server-map.ts';

/** Version 1; a program is a list with its arguments. */
export const OPENCODE_SERVER: Dialect = dialect({
  args: [],
  env: ['environment'],
  transports: { local: 'stdio', remote: 'http' },
  off: { enabled: false },
  settings: ['timeout', 'description', 'name'],
  ignored: { disabled: 'Write `"enabled": false`.', autoApprove: 'Approvals stand under `permission`; remove the key.' },
  checks: { types: ['local', 'remote'], command: 'list' },
});
/** Version 2: under `mcp.servers`, and off is `disabled: true`. */
export const OPENCODE_2_SERVER: Dialect = {
  ...OPENCODE_SERVER,
  off: { disabled: true },
  ignored: { enabled: 'Write `"disabled": true`.', autoApprove: 'Approvals stand under `permission`; remove the key.' },
};

const opencode = defineFormat({
  id: 'opencode',
  name: 'opencode',
  kind: 'client',
  docs: 'https://opencode.ai/docs/mcp-servers',
  syntax: 'json',
  files: [
    { path: '{opencode.json,opencode.jsonc,.opencode/opencode.json,.opencode/opencode.jsonc}', scope: 'project', by: 'content' },
    // Variants for tests and other machines, which the program takes by `OPENCODE_CONFIG`.
    { path: 'opencode{.,-}*.{json,jsonc}', scope: 'project', by: 'content' },
    { path: '~/.config/opencode/{opencode.json,opencode.jsonc}', scope: 'user', by: 'content' },
    { path: '~/AppData/Roaming/opencode/opencode.json', scope: 'user', by: 'content' },
  ],
  hints: ['"mcp"', 'mcpServers', 'permission', '"tools"'],
  schema: 'opencode',
  interpolation: OPENCODE,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) => (placed(path, 'opencode.json') ? hasOpencode(root) : isOpencode(get(root, 'mcp'))),
  read(document, context) {
    const at = site(document, opencode, context);
    readOpencode(at);
    return at.reading;
  },
});
export default opencode;

const hasOpencode = (root: Node) => ['mcp', 'mcpServers', 'permission', 'tools'].some(key => entry(root, key) !== undefined);

/** A map whose servers carry this client's own transport words, or its list of program and arguments. */
const isOpencode = (map: Node | undefined): boolean =>
  map?.kind === 'map' &&
  map.entries.some(({ value }) => {
    const type = get(value, 'type');
    return type?.kind === 'string' && (type.value === 'remote' || (type.value === 'local' && get(value, 'command')?.kind === 'seq'));
  });

/** Servers of either version, and what runs unasked. */
export function readOpencode(at: Site): void {
  const { root } = at.document;
  const servers = get(root, 'mcp', 'servers');
  const second = servers?.kind === 'map' && (holdsServers(servers) || servers.entries.some(({ value }) => value.kind === 'map'));
  if (second) readServerMap(at, ['mcp', 'servers'], OPENCODE_2_SERVER);
  else readRoots(at, [['mcp']], OPENCODE_SERVER);
  for (const server of at.reading.servers) {
    if (!server.path.includes('mcp') || entry(server.node, 'type') || (!server.command && !server.url)) continue;
    const sentence = `${at.format.name} takes no server without \`type\` and does not start at all. Add \`"type": "${server.command ? 'local' : 'remote'}"\`.`;
    problem(at, 'missing-key', server.nameNode ?? server.node, server.path, sentence, server);
  }
  permissions(at, get(root, 'permission'));
  const tools = get(root, 'tools');
  for (const { key, value } of tools?.kind === 'map' ? tools.entries : []) {
    if (value.kind !== 'boolean' || value.value) continue;
    addControl(at, null, 'tools', value, ['tools', key.value], { kind: 'deny-tools', value: 'false', tools: [key.value] });
  }
}

function permissions(at: Site, node: Node | undefined): void {
  if (!node) return;
  const bypass = { when: ['allow'], kind: 'bypass-approval' } as const;
  if (node.kind === 'string') return control(at, null, 'permission', node, ['permission'], bypass, true);
  const all = entry(node, '*');
  if (all) control(at, null, 'permission.*', all.value, ['permission', '*'], bypass, true);
}

// https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
import { type Format, defineFormat } from '../core/format.ts';
import { type Node, type Path, entry, get } from '../core/node.ts';
import { AMP_SERVER, amp, ampSwitches } from './amp.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED, VSCODE } from './shared/interpolation.ts';
import { hasServers, holdsServers, placed, readRoots, unchecked } from './shared/roots.ts';
import {
  type Site,
  addControl,
  control,
  isBoolean,
  problem,
  readServerList,
  readServerMap,
  site,
  slot,
  addSlots,
} from './shared/server-map.ts';

const OFF = 'Remove the entry, or switch the server off in the MCP view.';
const ASKS = 'Approvals are given in the editor; remove the key.';

export const VSCODE_SERVER = dialect({
  envFile: ['envFile'],
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  controls: { sandboxEnabled: { when: 'true', kind: 'sandbox-on' } },
  settings: ['sandbox', 'sandboxEnabled', 'dev', 'gallery', 'version', 'timeout', 'description', 'name'],
  ignored: { disabled: OFF, enabled: OFF, autoApprove: ASKS, alwaysAllow: ASKS },
  checks: { types: ['stdio', 'http', 'sse'], command: 'string', both: 'medium' },
});

const info = {
  name: 'VS Code',
  kind: 'client',
  docs: 'https://code.visualstudio.com/docs/copilot/reference/mcp-configuration',
  syntax: 'json',
  interpolation: VSCODE,
  comments: true,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const USER_FOLDERS = [
  '~/.config/{Code,Code - Insiders,VSCodium}/User/',
  '~/Library/Application Support/{Code,Code - Insiders,VSCodium}/User/',
  '~/AppData/Roaming/{Code,Code - Insiders,VSCodium}/User/',
] as const;
const SERVER_FOLDERS = ['~/.vscode-server/data/User/', '~/.vscode-server-insiders/data/User/'] as const;

const workspace = defineFormat({
  ...info,
  id: 'vscode',
  schema: 'vscode',
  files: [
    { path: '.vscode/mcp.json', scope: 'project', by: 'name' },
    ...[...USER_FOLDERS, ...SERVER_FOLDERS].map(path => ({ path: `${path}mcp.json`, scope: 'user', by: 'name' }) as const),
    ...USER_FOLDERS.map(path => ({ path: `${path}profiles/*/mcp.json`, scope: 'user', by: 'name' }) as const),
  ],
  recognises: (root, path) =>
    placed(path, '.vscode/', 'Code/User/', 'Code - Insiders/User/', 'VSCodium/User/', '.vscode-server')
      ? hasServers(root) || entry(root, 'servers') !== undefined
      : holdsServers(get(root, 'servers')) && get(root, 'inputs')?.kind === 'seq',
  read(document, context) {
    const at = site(document, workspace, context);
    readInputs(at, document.root, []);
    return readRoots(at, [['servers']], VSCODE_SERVER);
  },
});

/** Entries of `inputs[]`; a default value is a literal that everybody who opens the file has. */
export function readInputs(at: Site, holder: Node | undefined, path: Path): void {
  const list = get(holder, 'inputs');
  for (const [index, item] of list?.kind === 'seq' ? list.items.entries() : []) {
    const id = get(item, 'id');
    if (id?.kind !== 'string') continue;
    const here = [...path, 'inputs', index];
    const password = get(item, 'password');
    at.reading.inputs.push({ id: id.value, idNode: id, path: here, secret: isBoolean(password, true) });
    const preset = entry(item, 'default');
    if (preset?.value.kind === 'string') at.reading.slots.push(slot('input', id.value, id, preset.value, [...here, 'default']));
  }
}

const SWITCHES = {
  'chat.tools.global.autoApprove': { when: 'true', kind: 'bypass-approval' },
  'chat.tools.autoApprove': { when: 'true', kind: 'bypass-approval' },
  'chat.mcp.access': { when: ['none', 'registry'], kind: 'allow-servers' },
} as const;

/** What settings say of servers and approvals, wherever settings stand. */
function readSettings(at: Site, path: Path): void {
  const settings = get(at.document.root, ...path);
  for (const [key, meaning] of Object.entries(SWITCHES)) {
    const held = entry(settings, key);
    if (held) control(at, null, key, held.value, [...path, key], meaning, true);
  }
  // Workspace trust is a person's setting: the same key in a project's file does nothing.
  const trust = entry(settings, 'security.workspace.trust.enabled');
  if (trust && at.context.scope !== 'project') {
    const meaning = { when: 'false', kind: 'trust-project-servers' } as const;
    control(at, null, trust.key.value, trust.value, [...path, trust.key.value], meaning, true);
  }
  approvedCommands(at, settings, path);
  ampSwitches({ ...at, format: amp }, path);
  if (settings?.kind === 'map') {
    for (const { key, value } of settings.entries)
      if (key.value.startsWith('terminal.integrated.env.')) addSlots(at, value, [...path, key.value], 'setting');
  }
  const old = entry(settings, 'mcp');
  if (old && holdsServers(get(old.value, 'servers'))) {
    readInputs(at, old.value, [...path, 'mcp']);
    readServerMap(at, [...path, 'mcp', 'servers'], VSCODE_SERVER);
    const sentence = 'VS Code is giving up servers in settings. Move them to `.vscode/mcp.json`, or to the `mcp.json` of your profile.';
    problem(at, 'deprecated', old.key, [...path, 'mcp'], sentence);
  }
  for (const key of ['mcp.servers', 'mcpServers'] as const) {
    const flat = entry(settings, key);
    if (!flat || !holdsServers(flat.value)) continue;
    readServerMap(at, [...path, key], unchecked(VSCODE_SERVER));
    const sentence = `VS Code reads no servers from \`${key}\` in its settings and starts none of these. Move them under \`servers\` in \`.vscode/mcp.json\`.`;
    problem(at, 'never-read', flat.key, [...path, key], sentence, null, { confidence: 'medium' });
  }
  // Extensions keep servers of their own in the editor's settings.
  readServerMap({ ...at, format: amp }, [...path, 'amp.mcpServers'], AMP_SERVER);
  readServerMap(ofExtension(at, 'Zencoder'), [...path, 'zencoder.mcpServers'], unchecked(VSCODE_SERVER));
  readServerList(ofExtension(at, 'Augment'), [...path, 'augment.advanced', 'mcpServers'], unchecked(VSCODE_SERVER));
}

/** Servers that an extension starts, and not the editor: what is expanded in them is the extension's, which does not say. */
function ofExtension(at: Site, name: string): Site {
  return { ...at, format: { ...at.format, name, interpolation: UNDOCUMENTED, confidence: 'secondary' } };
}

/** Patterns under `chat.tools.terminal.autoApprove` that every command fits. */
const ANY_COMMAND = new Set(['/.*/', '/.+/', '/^.*$/', '/^.+$/', '/^/', '/./', '/.*/s', '/.*/i']);

function approvedCommands(at: Site, settings: Node | undefined, path: Path): void {
  const key = 'chat.tools.terminal.autoApprove';
  const rules = get(settings, key);
  for (const { key: pattern, value } of rules?.kind === 'map' ? rules.entries : []) {
    const yes = isBoolean(value, true) || isBoolean(get(value, 'approve'), true);
    if (!yes || !ANY_COMMAND.has(pattern.value)) continue;
    const facts = { kind: 'approve-tools', value: pattern.value, tools: [pattern.value] } as const;
    addControl(at, null, key, pattern, [...path, key, pattern.value], facts);
  }
}

const SETTINGS =
  /^(?:chat\.(?:mcp|tools)\.|mcp$|mcp\.servers$|mcpServers$|amp\.(?:mcpServers|dangerouslyAllowAll)$|zencoder\.mcpServers$|security\.workspace\.trust\.enabled$)/;
const speaks = (settings: Node | undefined) =>
  settings?.kind === 'map' &&
  (settings.entries.some(({ key }) => SETTINGS.test(key.value)) || holdsServers(get(settings, 'augment.advanced', 'mcpServers')));

const settings = defineFormat({
  ...info,
  id: 'vscode-settings',
  schema: null,
  files: [
    { path: '.vscode/settings.json', scope: 'project', by: 'content' },
    ...USER_FOLDERS.map(path => ({ path: `${path}settings.json`, scope: 'user', by: 'content' }) as const),
  ],
  hints: ['"mcp', '.mcp', 'chat.tools', 'workspace.trust', 'dangerouslyAllowAll'],
  recognises: (root, path) => placed(path, '.vscode/', 'Code/User/', 'Code - Insiders/User/', 'VSCodium/User/') && speaks(root),
  read(document, context) {
    const at = site(document, settings, context);
    readSettings(at, []);
    return at.reading;
  },
});

const codeWorkspace = defineFormat({
  ...info,
  id: 'vscode-code-workspace',
  schema: null,
  files: [{ path: '*.code-workspace', scope: 'project', by: 'content' }],
  hints: ['"mcp', '.mcp', 'chat.tools'],
  recognises: (root, path) =>
    path.endsWith('.code-workspace') && (speaks(get(root, 'settings')) || holdsServers(get(root, 'mcp', 'servers'))),
  read(document, context) {
    const at = site(document, codeWorkspace, context);
    readSettings(at, ['settings']);
    const outside = entry(document.root, 'mcp');
    if (outside && holdsServers(get(outside.value, 'servers'))) {
      readServerMap(at, ['mcp', 'servers'], unchecked(VSCODE_SERVER));
      const sentence =
        'VS Code reads no servers from the top of a workspace file and starts none of these. Move them to `.vscode/mcp.json`.';
      problem(at, 'never-read', outside.key, ['mcp'], sentence);
    }
    return at.reading;
  },
});

const PARTS: Path = ['customizations', 'vscode'];
const devcontainer = defineFormat({
  ...info,
  id: 'devcontainer',
  schema: null,
  name: 'Dev container',
  files: [
    { path: '{.devcontainer/devcontainer.json,.devcontainer.json,.devcontainer/*/devcontainer.json}', scope: 'project', by: 'content' },
  ],
  hints: ['mcp', 'chat.tools'],
  recognises: (root, path) =>
    placed(path, '.devcontainer') && (get(root, ...PARTS, 'mcp') !== undefined || speaks(get(root, ...PARTS, 'settings'))),
  read(document, context) {
    const at = site(document, devcontainer, context);
    readInputs(at, get(document.root, ...PARTS, 'mcp'), [...PARTS, 'mcp']);
    readServerMap(at, [...PARTS, 'mcp', 'servers'], VSCODE_SERVER);
    readSettings(at, [...PARTS, 'settings']);
    for (const key of ['containerEnv', 'remoteEnv']) {
      const held = entry(document.root, key);
      if (held) addSlots(at, held.value, [key], 'setting');
    }
    return at.reading;
  },
});

export default [workspace, settings, codeWorkspace, devcontainer];

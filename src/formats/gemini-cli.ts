// https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md
import { type Format, defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import type { Scope } from '../core/model.ts';
import { type ControlKey, type Dialect, dialect } from './shared/dialect.ts';
import { readHelper, readHooks } from './shared/hooks.ts';
import { GEMINI, GEMINI_EXTENSION } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { type Site, control, isBoolean, leaveOff, site, strings, addSlots } from './shared/server-map.ts';

const OFF = 'List the server in `mcp.excluded`, or remove the entry.';
const ALLOW = 'Gemini CLI knows only `trust` for a whole server, and `includeTools` to narrow it.';

export const GEMINI_SERVER: Dialect = dialect({
  url: ['url', 'httpUrl'],
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  // Older versions took such a URL for the old transport; now that is only tried where the new one fails.
  urlMeans: 'http',
  urlKeys: { httpUrl: 'http' },
  settings: [
    'timeout',
    'description',
    'name',
    'trust',
    'includeTools',
    'excludeTools',
    'tcp',
    'extension',
    'authProviderType',
    'targetAudience',
    'targetServiceAccount',
  ],
  controls: {
    trust: { when: 'true', kind: 'approve-all-tools' },
    includeTools: { when: 'list', kind: 'allow-tools' },
    excludeTools: { when: 'list', kind: 'deny-tools' },
  },
  ignored: { disabled: OFF, enabled: OFF, autoApprove: ALLOW, alwaysAllow: ALLOW, disabledTools: 'Write `excludeTools`.' },
  checks: { types: ['stdio', 'http', 'sse'], command: 'string', both: 'medium', alone: ['tcp', 'extension'] },
});

const info = {
  name: 'Gemini CLI',
  kind: 'client',
  docs: 'https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md',
  syntax: 'json',
  schema: 'gemini-cli',
  confidence: 'verified',
} as const satisfies Partial<Format>;

const settings = defineFormat({
  ...info,
  id: 'gemini-cli',
  interpolation: GEMINI,
  comments: true,
  files: [
    { path: '.gemini/settings.json', scope: 'project', by: 'name' },
    { path: '~/.gemini/settings.json', scope: 'user', by: 'name' },
    { path: '/etc/gemini-cli/{settings,system-defaults}.json', scope: 'managed', by: 'name' },
    { path: '/Library/Application Support/GeminiCli/{settings,system-defaults}.json', scope: 'managed', by: 'name' },
    { path: 'C:/ProgramData/gemini-cli/{settings,system-defaults}.json', scope: 'managed', by: 'name' },
  ],
  recognises: (root, path) => placed(path, '.gemini/') && (hasServers(root) || entry(root, 'mcp') !== undefined),
  read(document, context) {
    const at = site(document, settings, context);
    readRoots(at, [['mcpServers']], GEMINI_SERVER);
    geminiSwitches(at);
    readHooks(at);
    for (const helper of ['discoveryCommand', 'callCommand']) readHelper(at, 'tools', helper);
    return at.reading;
  },
});

/** Lists of servers and tools, trust in folders and the approval mode, as Gemini CLI and its relatives write them. */
export function geminiSwitches(at: Site): void {
  const { root } = at.document;
  const lists = { allowed: 'allow-servers', excluded: 'deny-servers' } as const;
  for (const [key, kind] of Object.entries(lists)) {
    const held = get(root, 'mcp', key);
    if (held) control(at, null, `mcp.${key}`, held, ['mcp', key], { when: 'list', kind }, true);
  }
  leaveOff(at, () => true, strings(get(root, 'mcp', 'excluded')));
  for (const { path, meaning, scopes } of SWITCHES) {
    const held = get(root, ...path);
    if (held && (!scopes || scopes.includes(at.context.scope))) control(at, null, path.join('.'), held, path, meaning, true);
  }
}

interface Known {
  readonly path: readonly string[];
  readonly meaning: ControlKey;
  /** Where it counts; everywhere when absent. */
  readonly scopes?: readonly Scope[];
}
/** A project cannot say whether it is trusted, so that switch counts in a person's or the machine's file alone. */
const SWITCHES: readonly Known[] = [
  { path: ['tools', 'allowed'], meaning: { when: 'list', kind: 'approve-tools' } },
  { path: ['allowedTools'], meaning: { when: 'list', kind: 'approve-tools' } },
  { path: ['general', 'defaultApprovalMode'], meaning: { when: ['auto_edit', 'yolo'], kind: 'bypass-approval' } },
  { path: ['tools', 'approvalMode'], meaning: { when: ['auto-edit', 'auto_edit', 'yolo'], kind: 'bypass-approval' } },
  {
    path: ['security', 'folderTrust', 'enabled'],
    meaning: { when: 'false', kind: 'trust-project-servers' },
    scopes: ['user', 'managed'],
  },
];

const extension = defineFormat({
  ...info,
  id: 'gemini-extension',
  name: 'Gemini CLI extension',
  interpolation: GEMINI_EXTENSION,
  comments: false,
  files: [
    { path: 'gemini-extension.json', scope: 'project', by: 'content' },
    { path: '~/.gemini/extensions/*/gemini-extension.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', '"settings"'],
  recognises: (root, path) => placed(path, 'gemini-extension') && (hasServers(root) || get(root, 'settings')?.kind === 'seq'),
  read(document, context) {
    const at = site(document, extension, context);
    const { trust: _, ...controls } = GEMINI_SERVER.controls;
    const ignored = { ...GEMINI_SERVER.ignored, trust: 'Only a person can trust a server, in their own settings.' };
    readRoots(at, [['mcpServers']], { ...GEMINI_SERVER, controls, ignored });
    const asked = get(document.root, 'settings');
    for (const [index, item] of asked?.kind === 'seq' ? asked.items.entries() : []) {
      const variable = get(item, 'envVar');
      const sensitive = get(item, 'sensitive');
      if (variable?.kind !== 'string') continue;
      const secret = isBoolean(sensitive, true);
      at.reading.inputs.push({ id: variable.value, idNode: variable, path: ['settings', index], secret });
      const preset = get(item, 'default');
      if (preset) addSlots(at, preset, ['settings', index, 'default'], 'input', variable.value, variable);
    }
    return at.reading;
  },
});

export default [settings, extension];

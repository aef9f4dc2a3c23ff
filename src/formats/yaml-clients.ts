// Clients and managers whose settings are YAML and hold little else of interest.
import { type Format, defineFormat } from '../core/format.ts';
import { get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { APM, NONE, UNDOCUMENTED } from './shared/interpolation.ts';
import { items, textAt } from './shared/parts.ts';
import { holdsServers, placed } from './shared/roots.ts';
import { control, readServer, readServerMap, site } from './shared/server-map.ts';

const info = { syntax: 'yaml', schema: null, comments: true } as const satisfies Partial<Format>;

const HERMES_SERVER = dialect({
  off: { enabled: false },
  auth: ['auth', 'oauth'],
  settings: ['client_cert', 'client_key', 'ssl_verify', 'tools', 'timeout', 'trust', 'description'],
});

const hermes = defineFormat({
  ...info,
  id: 'hermes',
  name: 'Hermes Agent',
  kind: 'client',
  docs: 'https://hermes-agent.nousresearch.com/docs/user-guide/features/mcp',
  files: [{ path: '~/.hermes/config.yaml', scope: 'user', by: 'name' }],
  interpolation: UNDOCUMENTED,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.hermes/') && holdsServers(get(root, 'mcp_servers')),
  read(document, context) {
    const at = site(document, hermes, context);
    readServerMap(at, ['mcp_servers'], HERMES_SERVER);
    return at.reading;
  },
});

const APM_SERVER = dialect({
  transports: { stdio: 'stdio', http: 'http', 'streamable-http': 'http', sse: 'sse' },
  type: ['transport'],
  controls: { tools: { when: 'list', kind: 'allow-tools' } },
  settings: ['name', 'registry', 'tools', 'package', 'version'],
});

/** Servers that a repository depends on; a plain text is a name in the registry, of which nothing more stands here. */
const apm = defineFormat({
  ...info,
  id: 'apm',
  name: 'Agent Package Manager',
  kind: 'client',
  docs: 'https://github.com/microsoft/apm',
  files: [{ path: 'apm.{yml,yaml}', scope: 'project', by: 'content' }],
  hints: ['mcp:'],
  interpolation: APM,
  confidence: 'verified',
  recognises: root => get(root, 'dependencies', 'mcp')?.kind === 'seq',
  read(document, context) {
    const at = site(document, apm, context);
    for (const { item, index } of items(get(document.root, 'dependencies', 'mcp'))) {
      const name = get(item, 'name');
      const node = name?.kind === 'string' ? name : null;
      if (holdsServers({ kind: 'seq', span: item.span, items: [item] }))
        readServer(at, node?.value ?? String(index), node, item, ['dependencies', 'mcp', index], APM_SERVER);
    }
    return at.reading;
  },
});

/** What an organisation lets its repositories depend on; names of servers, which stand elsewhere. */
const policy = defineFormat({
  ...info,
  id: 'apm-policy',
  name: 'Agent Package Manager policy',
  kind: 'policy',
  docs: 'https://github.com/microsoft/apm',
  schema: 'apm-policy',
  files: [{ path: 'apm-policy.{yml,yaml}', scope: 'managed', by: 'content' }],
  hints: ['mcp:'],
  interpolation: NONE,
  confidence: 'verified',
  recognises: (root, path) => placed(path, 'apm-policy.') && get(root, 'mcp')?.kind === 'map',
  read(document, context) {
    const at = site(document, policy, context);
    for (const [key, kind] of [
      ['allow', 'allow-servers'],
      ['deny', 'deny-servers'],
    ] as const) {
      const held = get(document.root, 'mcp', key);
      if (held) control(at, null, `mcp.${key}`, held, ['mcp', key], { when: 'list', kind }, true);
    }
    return at.reading;
  },
});

const TAKT_SERVER = dialect({});
const takt = defineFormat({
  ...info,
  id: 'takt',
  name: 'Takt',
  kind: 'client',
  docs: 'https://github.com/nrslib/takt',
  files: [{ path: '.takt/**/*.{yaml,yml}', scope: 'project', by: 'content' }],
  hints: ['mcp_servers'],
  interpolation: UNDOCUMENTED,
  confidence: 'secondary',
  recognises: (root, path) =>
    placed(path, '.takt/') &&
    items(get(root, 'steps')).some(({ item }) => holdsServers(get(item, 'mcp_servers'))) &&
    textAt(root, 'apiVersion') === null,
  read(document, context) {
    const at = site(document, takt, context);
    for (const { index } of items(get(document.root, 'steps'))) readServerMap(at, ['steps', index, 'mcp_servers'], TAKT_SERVER);
    return at.reading;
  },
});

export default [hermes, apm, policy, takt];

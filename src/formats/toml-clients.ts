// Clients whose settings are TOML. Sources: the clients' own pages, as collected in reference/clients.yaml.
import { type Format, defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { type Dialect, dialect } from './shared/dialect.ts';
import { GROK, REASONIX, UNDOCUMENTED, VIBE } from './shared/interpolation.ts';
import { holdsServers, placed } from './shared/roots.ts';
import { readServerList, readServerMap, site } from './shared/server-map.ts';

const info = { kind: 'client', syntax: 'toml', schema: null, comments: true, confidence: 'secondary' } as const satisfies Partial<Format>;

const VIBE_SERVER: Dialect = dialect({
  type: ['transport'],
  names: ['api_key_env'],
  off: { disabled: true },
  controls: { disabled_tools: { when: 'list', kind: 'deny-tools' } },
  settings: ['name', 'prompt', 'sampling_enabled', 'api_key_header', 'api_key_format', 'startup_timeout_sec', 'tool_timeout_sec'],
});

const vibe = defineFormat({
  ...info,
  id: 'vibe',
  name: 'Mistral Vibe',
  docs: 'https://docs.mistral.ai/mistral-vibe/introduction/configuration',
  files: [
    { path: '.vibe/config.toml', scope: 'project', by: 'name' },
    { path: '~/.vibe/config.toml', scope: 'user', by: 'name' },
  ],
  interpolation: VIBE,
  recognises: (root, path) => placed(path, '.vibe/') && entry(root, 'mcp_servers') !== undefined,
  read(document, context) {
    const at = site(document, vibe, context);
    const held = get(document.root, 'mcp_servers');
    if (held?.kind === 'map') readServerMap(at, ['mcp_servers'], VIBE_SERVER);
    else readServerList(at, ['mcp_servers'], VIBE_SERVER);
    return at.reading;
  },
});

const GROK_SERVER = dialect({ off: { enabled: false } });
const grok = defineFormat({
  ...info,
  id: 'grok',
  name: 'Grok CLI',
  docs: 'https://docs.x.ai/docs/grok-cli',
  files: [
    { path: '.grok/config.toml', scope: 'project', by: 'name' },
    { path: '~/.grok/config.toml', scope: 'user', by: 'name' },
  ],
  interpolation: GROK,
  recognises: (root, path) => placed(path, '.grok/') && entry(root, 'mcp_servers') !== undefined,
  read(document, context) {
    const at = site(document, grok, context);
    readServerMap(at, ['mcp_servers'], GROK_SERVER);
    return at.reading;
  },
});

const reasonix = defineFormat({
  ...info,
  id: 'reasonix',
  name: 'Reasonix',
  docs: 'https://github.com/esengine/reasonix',
  files: [
    { path: 'reasonix.toml', scope: 'project', by: 'content' },
    { path: '~/.reasonix/config.toml', scope: 'user', by: 'content' },
  ],
  interpolation: REASONIX,
  recognises: (root, path) => /reasonix/.test(path) && holdsServers(get(root, 'plugins')),
  read(document, context) {
    const at = site(document, reasonix, context);
    readServerList(at, ['plugins'], dialect({ off: { enabled: false } }));
    return at.reading;
  },
});

const OPENHANDS_KEYS = ['sse_servers', 'shttp_servers', 'stdio_servers'] as const;
const openhandsServers = (root: Node | undefined): boolean => OPENHANDS_KEYS.some(key => holdsServers(get(root, 'mcp', key)));

/** Three lists, one for each transport. */
const openhands = defineFormat({
  ...info,
  id: 'openhands',
  name: 'OpenHands',
  docs: 'https://docs.openhands.dev/usage/settings/mcp-settings',
  confidence: 'verified',
  files: [
    { path: 'config.toml', scope: 'project', by: 'content' },
    { path: '~/.openhands/config.toml', scope: 'user', by: 'content' },
  ],
  hints: [...OPENHANDS_KEYS],
  interpolation: UNDOCUMENTED,
  recognises: openhandsServers,
  read(document, context) {
    const at = site(document, openhands, context);
    for (const key of OPENHANDS_KEYS)
      readServerList(
        at,
        ['mcp', key],
        dialect({ urlMeans: key === 'sse_servers' ? 'sse' : 'http', auth: ['api_key'], settings: ['name', 'timeout'] }),
      );
    return at.reading;
  },
});

export default [vibe, grok, reasonix, openhands];

// https://www.librechat.ai/docs/configuration/librechat_yaml/object_structure/mcp_servers
import { defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { LIBRECHAT } from './shared/interpolation.ts';
import { members } from './shared/parts.ts';
import { placed, readRoots } from './shared/roots.ts';
import { addControl, addSlots, site, strings } from './shared/server-map.ts';

const LIBRECHAT_SERVER = dialect({
  transports: { stdio: 'stdio', 'streamable-http': 'http', http: 'http', sse: 'sse', websocket: 'ws' },
  off: { startup: false },
  auth: ['oauth', 'oauth_headers', 'apiKey', 'obo'],
  settings: [
    'title',
    'description',
    'timeout',
    'initTimeout',
    'sseReadTimeout',
    'chatMenu',
    'serverInstructions',
    'requiresOAuth',
    'customUserVars',
    'iconPath',
    'stderr',
    'proxy',
    'startup',
  ],
  ignored: { disabled: 'Write `startup: false`, or remove the entry.' },
  checks: { types: ['stdio', 'streamable-http', 'http', 'sse', 'websocket'], command: 'string', both: 'medium' },
});

const KEYS = ['mcpServers', 'endpoints', 'interface', 'modelSpecs', 'registration', 'fileStrategy', 'mcpSettings'];

const librechat = defineFormat({
  id: 'librechat',
  name: 'LibreChat',
  kind: 'client',
  docs: 'https://www.librechat.ai/docs/configuration/librechat_yaml',
  syntax: 'yaml',
  files: [
    { path: 'librechat.{yaml,yml}', scope: 'project', by: 'name' },
    { path: '*librechat*.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  schema: 'librechat',
  interpolation: LIBRECHAT,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) => (placed(path, 'librechat') || /librechat/i.test(path)) && KEYS.some(key => entry(root, key) !== undefined),
  read(document, context) {
    const at = site(document, librechat, context);
    const { root } = document;
    readRoots(at, [['mcpServers']], LIBRECHAT_SERVER);
    const domains = get(root, 'mcpSettings', 'allowedDomains');
    const list = strings(domains);
    if (domains && list.length > 0) {
      const facts = { kind: 'allow-servers', value: list.length === 1 ? '1 domain' : `${list.length} domains` } as const;
      addControl(at, null, 'mcpSettings.allowedDomains', domains, ['mcpSettings', 'allowedDomains'], facts);
    }
    for (const { key, value } of members(root)) if (key.value !== 'mcpServers') addSlots(at, value, [key.value], 'setting', key.value, key);
    return at.reading;
  },
});
export default librechat;

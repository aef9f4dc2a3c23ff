// https://docs.litellm.ai/docs/mcp
import { defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { LITELLM } from './shared/interpolation.ts';
import { holdsServers } from './shared/roots.ts';
import { addSlots, readServerMap, site } from './shared/server-map.ts';

const LITELLM_SERVER = dialect({
  type: ['transport'],
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  headers: ['static_headers', 'headers'],
  auth: [
    'auth_value',
    'authentication_token',
    'client_id',
    'client_secret',
    'aws_access_key_id',
    'aws_secret_access_key',
    'aws_session_token',
    'credentials',
  ],
  controls: {
    allowed_tools: { when: 'list', kind: 'allow-tools' },
    disallowed_tools: { when: 'list', kind: 'deny-tools' },
  },
  settings: [
    'description',
    'spec_path',
    'auth_type',
    'extra_headers',
    'header_variables',
    'scopes',
    'authorization_url',
    'token_url',
    'registration_url',
    'oauth2_flow',
    'audience',
    'allowed_params',
    'access_groups',
    'allow_all_keys',
    'available_on_public_internet',
    'mcp_info',
  ],
});

const PROXY = ['litellm_settings', 'model_list', 'general_settings'];

const litellm = defineFormat({
  id: 'litellm',
  name: 'LiteLLM',
  kind: 'gateway',
  docs: 'https://docs.litellm.ai/docs/mcp',
  syntax: 'yaml',
  files: [
    { path: '*litellm*.{yaml,yml}', scope: 'project', by: 'content' },
    { path: '{config,proxy_config,proxy-config}.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  hints: ['mcp_servers'],
  schema: null,
  interpolation: LITELLM,
  comments: true,
  confidence: 'secondary',
  recognises: root => holdsServers(get(root, 'mcp_servers')) && PROXY.some(key => entry(root, key) !== undefined),
  read(document, context) {
    const at = site(document, litellm, context);
    readServerMap(at, ['mcp_servers'], LITELLM_SERVER);
    for (const key of ['general_settings', 'environment_variables', 'model_list', 'litellm_settings']) {
      const held = entry(document.root, key);
      if (held) addSlots(at, held.value, [key], 'setting', key, held.key);
    }
    return at.reading;
  },
});
export default litellm;

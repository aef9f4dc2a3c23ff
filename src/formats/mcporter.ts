// https://github.com/steipete/mcporter/blob/main/docs/config.md
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { MCPORTER } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const MCPORTER_SERVER = dialect({
  command: ['command', 'executable'],
  url: ['baseUrl', 'url', 'serverUrl', 'base_url', 'server_url'],
  auth: ['auth', 'bearerToken', 'bearer_token'],
  names: ['bearerTokenEnv', 'bearer_token_env'],
  settings: [
    'description',
    'name',
    'tokenCacheDir',
    'token_cache_dir',
    'clientName',
    'client_name',
    'oauthRedirectUrl',
    'oauthCommand',
    'lifecycle',
    'logging',
  ],
  checks: {},
});

const mcporter = defineFormat({
  id: 'mcporter',
  name: 'MCPorter',
  kind: 'gateway',
  docs: 'https://github.com/steipete/mcporter/blob/main/docs/config.md',
  syntax: 'json',
  files: [
    { path: 'config/mcporter.json', scope: 'project', by: 'name' },
    { path: 'mcporter.{json,jsonc}', scope: 'project', by: 'content' },
    { path: '~/.mcporter/mcporter.{json,jsonc}', scope: 'user', by: 'name' },
  ],
  hints: ['mcpServers'],
  schema: 'mcporter',
  interpolation: MCPORTER,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) => placed(path, 'mcporter.') && hasServers(root),
  read(document, context) {
    const at = site(document, mcporter, context);
    return readRoots(at, [['mcpServers']], MCPORTER_SERVER);
  },
});
export default mcporter;

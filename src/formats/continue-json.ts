// https://docs.continue.dev/customize/deep-dives/mcp
import { defineFormat } from '../core/format.ts';
import { get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { CONTINUE_JSON, UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, isServerLike, placed, readRoots } from './shared/roots.ts';
import { readServer, readServerList, readServersIn, site } from './shared/server-map.ts';

const CONTINUE_SERVER = dialect({
  transports: { stdio: 'stdio', http: 'http', 'streamable-http': 'http', sse: 'sse' },
  envFile: [],
  ignored: { envFile: 'Write the variables into `env`.' },
  checks: { command: 'string', both: 'medium' },
});

/** Files of other clients, dropped into Continue's folder as they are. */
const dropIn = defineFormat({
  id: 'continue-json',
  name: 'Continue',
  kind: 'client',
  docs: 'https://docs.continue.dev/customize/deep-dives/mcp',
  syntax: 'json',
  files: [
    { path: '.continue/mcpServers/*.json', scope: 'project', by: 'name' },
    { path: '~/.continue/mcpServers/*.json', scope: 'user', by: 'name' },
  ],
  schema: null,
  interpolation: CONTINUE_JSON,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) =>
    placed(path, '.continue/mcpServers/') && (hasServers(root) || isServerLike(root) || get(root, 'projects')?.kind === 'map'),
  read(document, context) {
    const at = site(document, dropIn, context);
    const { root } = document;
    if (isServerLike(root)) {
      const file = context.path.slice(context.path.lastIndexOf('/') + 1);
      readServer(at, file.replace(/\.json$/, ''), null, root, [], CONTINUE_SERVER);
      return at.reading;
    }
    readRoots(at, [['mcpServers']], CONTINUE_SERVER);
    const projects = get(root, 'projects');
    for (const { key, value } of projects?.kind === 'map' ? projects.entries : [])
      readServersIn(at, get(value, 'mcpServers'), ['projects', key.value, 'mcpServers'], CONTINUE_SERVER);
    return at.reading;
  },
});

/** Its old settings, of whose servers we only know that people put them there. */
const config = defineFormat({
  ...dropIn,
  id: 'continue-config-json',
  files: [
    { path: '.continue/config.json', scope: 'project', by: 'content' },
    { path: '~/.continue/config.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', 'modelContextProtocolServers'],
  interpolation: UNDOCUMENTED,
  confidence: 'recalled',
  recognises: (root, path) => placed(path, '.continue/config.') && (hasServers(root) || get(root, ...OLD)?.kind === 'seq'),
  read(document, context) {
    const at = site(document, config, context);
    readServerList(at, OLD, OLD_SERVER);
    return readRoots(at, [['mcpServers']], CONTINUE_SERVER);
  },
});
const OLD = ['experimental', 'modelContextProtocolServers'];
const OLD_SERVER = dialect({
  ...CONTINUE_SERVER,
  command: ['transport.command'],
  args: ['transport.args'],
  env: ['transport.env'],
  url: ['transport.url'],
});

export default [dropIn, config];

// https://docs.warp.dev/agents/capabilities/mcp
import { defineFormat } from '../core/format.ts';
import { get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { WARP } from './shared/interpolation.ts';
import { hasServers, holdsServers, isFlat, placed } from './shared/roots.ts';
import { readServerMap, site } from './shared/server-map.ts';

const WARP_SERVER = dialect({
  cwd: ['working_directory'],
  settings: ['start_on_launch', 'description', 'name'],
  checks: { command: 'string', both: 'medium' },
});

/** Any of these does. */
const ROOTS = [['mcpServers'], ['mcp_servers'], ['servers'], ['mcp', 'servers'], []] as const;

const warp = defineFormat({
  id: 'warp',
  name: 'Warp',
  kind: 'client',
  docs: 'https://docs.warp.dev/agents/capabilities/mcp',
  syntax: 'json',
  files: [
    { path: '.warp/.mcp.json', scope: 'project', by: 'name' },
    { path: '~/.warp/.mcp.json', scope: 'user', by: 'name' },
  ],
  schema: null,
  interpolation: WARP,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.warp/') && (hasServers(root) || isFlat(root)),
  read(document, context) {
    const at = site(document, warp, context);
    const path = ROOTS.find(one => (one.length === 0 ? isFlat(document.root) : holdsServers(get(document.root, ...one))));
    readServerMap(at, path ?? ['mcpServers'], WARP_SERVER);
    return at.reading;
  },
});
export default warp;

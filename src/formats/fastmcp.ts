// https://gofastmcp.com/deployment/server-configuration
import { defineFormat } from '../core/format.ts';
import type { Transport } from '../core/model.ts';
import { type Node, entry, get } from '../core/node.ts';
import { FASTMCP } from './shared/interpolation.ts';
import { addServer, listAt, mapAt, slotAt, textAt } from './shared/parts.ts';
import { hasServers } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const TRANSPORTS: Readonly<Record<string, Transport>> = { stdio: 'stdio', http: 'http', 'streamable-http': 'http', sse: 'sse' };

const isDeclaration = (root: Node): boolean =>
  (textAt(root, '$schema') ?? '').includes('gofastmcp.com') ||
  (get(root, 'source')?.kind === 'map' && ['environment', 'deployment'].some(key => entry(root, key) !== undefined)) ||
  textAt(root, 'entrypoint') !== null ||
  get(root, 'entrypoint')?.kind === 'map';

/** How one server is built and served; not a list of connections. */
const fastmcp = defineFormat({
  id: 'fastmcp',
  name: 'FastMCP',
  kind: 'framework',
  docs: 'https://gofastmcp.com/deployment/server-configuration',
  syntax: 'json',
  files: [{ path: '{fastmcp,*.fastmcp}.json', scope: 'project', by: 'content' }],
  schema: 'fastmcp',
  interpolation: FASTMCP,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => /fastmcp\.json/.test(path) && isDeclaration(root) && !hasServers(root),
  read(document, context) {
    const at = site(document, fastmcp, context);
    const { root } = document;
    if (root?.kind !== 'map') return at.reading;
    const name = get(root, 'name');
    const folder = context.path.split('/').at(-2) ?? 'server';
    const base = ['deployment'];
    const deployment = get(root, 'deployment');
    const word = textAt(deployment, 'transport') ?? textAt(root, 'transport') ?? 'stdio';
    addServer(at, textAt(root, 'name') ?? folder, name?.kind === 'string' ? name : null, root, [], {
      transport: TRANSPORTS[word] ?? 'unknown',
      args: listAt(deployment, base, ['args'], 'arg'),
      env: [...mapAt(deployment, base, ['env'], 'env'), ...mapAt(root, [], ['env'], 'env')],
      cwd: slotAt(deployment, base, ['cwd'], 'cwd'),
    });
    return at.reading;
  },
});
export default fastmcp;

// https://github.com/agentic-community/mcp-gateway-registry
import { defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, slotAt, textAt } from './shared/parts.ts';
import { problem, site } from './shared/server-map.ts';

/** One server in each file, with the address that the gateway passes calls on to. */
const registry = defineFormat({
  id: 'mcp-gateway-registry',
  name: 'MCP Gateway & Registry',
  kind: 'gateway',
  docs: 'https://github.com/agentic-community/mcp-gateway-registry',
  syntax: 'json',
  files: [
    { path: 'servers/**/*.json', scope: 'registry', by: 'content' },
    { path: '*server*.json', scope: 'registry', by: 'content' },
  ],
  hints: ['proxy_pass_url'],
  schema: 'mcp-gateway-registry',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: root => textAt(root, 'server_name') !== null && entry(root, 'proxy_pass_url') !== undefined,
  read(document, context) {
    const at = site(document, registry, context);
    const { root } = document;
    const name = get(root, 'server_name');
    if (root?.kind !== 'map' || name?.kind !== 'string') return at.reading;
    const url = slotAt(root, [], ['proxy_pass_url'], 'url');
    const server = addServer(at, name.value, name, root, [], { transport: 'http', url }, ['tool_list']);
    const held = entry(root, 'proxy_pass_url');
    if (held && (held.value.kind !== 'string' || held.value.value === '')) {
      const sentence = `The gateway has nowhere to pass calls of \`${server.name}\` on to. Write the address as a text.`;
      problem(at, 'missing-key', held.value, ['proxy_pass_url'], sentence, server);
    }
    return at.reading;
  },
});
export default registry;

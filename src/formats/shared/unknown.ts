// What is plainly about MCP servers and in no shape that any format has.
import type { Document, Node } from '../../core/node.ts';
import { entry, get } from '../../core/node.ts';
import { holdsServers } from './roots.ts';

/** Keys that nothing but MCP configuration has; only these are ever named in what is said, since others could be anything. */
const CONTAINERS = new Set(['mcpServers', 'mcp_servers', 'mcp-servers', 'context_servers', 'mcp.servers']);
/** Below these stand descriptions of such files, or texts, and no servers. */
const DESCRIPTIONS = new Set([
  'properties',
  '$defs',
  'definitions',
  'patternProperties',
  'examples',
  'example',
  'default',
  'schema',
  'inputSchema',
]);
const TRANSPORTS = /^(?:stdio|sse|streamable[-_]?http|streamableHttp)$/;
const MOST_NODES = 50_000;

/** A program with arguments, or an address with a transport that only MCP has. */
function isServer(node: Node): boolean {
  if (node.kind !== 'map') return false;
  const command = get(node, 'command');
  if (command?.kind === 'string' && get(node, 'args')?.kind === 'seq') return true;
  const type = entry(node, 'type') ?? entry(node, 'transport') ?? entry(node, 'transportType');
  const addressed = ['url', 'serverUrl', 'httpUrl', 'endpoint'].some(key => get(node, key)?.kind === 'string');
  return addressed && type?.value.kind === 'string' && TRANSPORTS.test(type.value.value);
}

/**
 * What a text that no format reads holds of MCP servers, as the end of a sentence about the file; null where it holds nothing of
 * the kind. @param loose count objects that look like servers even where no telling key stands above them.
 */
export function unknownServers(documents: readonly Document[], loose: boolean): string | null {
  let objects = 0;
  let container: string | null = null;
  let left = MOST_NODES;
  const open: Node[] = documents.flatMap(({ root, within }) => (root && within === 'file' ? [root] : []));
  for (let node = open.pop(); node && left > 0; node = open.pop(), left--) {
    if (loose && isServer(node)) objects++;
    if (node.kind === 'seq') for (const item of node.items) open.push(item);
    if (node.kind !== 'map') continue;
    for (const { key, value } of node.entries) {
      if (DESCRIPTIONS.has(key.value)) continue;
      if (CONTAINERS.has(key.value) && holdsServers(value)) container ??= key.value;
      if (value.kind === 'map' || value.kind === 'seq') open.push(value);
    }
  }
  if (container !== null) return `holds \`${container}\` in a place where no known client reads it`;
  if (objects === 0) return null;
  return `holds ${objects === 1 ? 'an object that looks like an MCP server' : `${objects} objects that look like MCP servers`}, in no shape that a known client reads`;
}

import { defineRule } from '../../core/rule.ts';
import { entry, type Node, type Path } from '../../core/node.ts';
import { endpointsOf } from './shared/endpoints.ts';

/** Hosts that serve streamable HTTP beside the old endpoint. Source: the vendors' documentation. */
const SUCCESSORS: ReadonlyMap<string, string> = new Map([
  ['mcp.linear.app', 'https://mcp.linear.app/mcp'],
  ['mcp.atlassian.com', 'https://mcp.atlassian.com/v1/mcp'],
  ['mcp.asana.com', 'https://mcp.asana.com/v2/mcp'],
]);

export default defineRule({
  id: 'deprecated-transport',
  family: 'network',
  title: 'A server is reached over the old HTTP+SSE transport',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1104'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI07'],
    'nist-csf': ['PR.PS-02'],
    'mcp-spec': ['MCP-SPEC-HTTP-SSE-DEPRECATED'],
  },
  messages: {
    known: '`{server}` uses the deprecated HTTP+SSE transport. This vendor serves streamable HTTP at {successor}.',
    other:
      '`{server}` uses the deprecated HTTP+SSE transport, which vendors are switching off. Use its streamable HTTP endpoint (often `/mcp`).',
  },
  server(server, { report }) {
    if (!server.enabled) return;
    const { url } = server;
    const bridged = url ? undefined : server.args.find(({ value }) => isOldEndpoint(value));
    const slot = url ?? bridged;
    if (!slot) return;
    const endpoint = endpointsOf(server).find(item => item.slot === slot);
    // A server of one's own machine is changed together with its client; nobody switches it off.
    if (!endpoint || endpoint.kind !== 'public') return;
    const type = (['type', 'transport'] as const)
      .map(key => ({ key, node: entry(server.node, key)?.value }))
      .find(({ node }) => isSse(node));
    const says = entry(server.node, 'type') ?? entry(server.node, 'transport');
    if (!bridged && !type && (says || !(slot.value.includes('/sse') && /\/sse\/?(?=$|[?#])/.test(slot.value)))) return;
    const successor = SUCCESSORS.get(endpoint.host) ?? cloudflare(endpoint.host);
    const at: Node = type?.node ?? slot.node;
    const path: Path = type?.node ? [...server.path, type.key] : slot.path;
    const place = { at, path, source: server.document.source, server };
    if (successor) report({ ...place, message: 'known', data: { server: server.name, successor } });
    else report({ ...place, message: 'other', data: { server: server.name } });
  },
});

function isOldEndpoint(value: string): boolean {
  return (value.endsWith('/sse') || value.endsWith('/sse/')) && /^https?:\/\/[^\s?#]{1,300}\/sse\/?$/.test(value);
}

function isSse(node: Node | undefined): boolean {
  return node?.kind === 'string' && node.value.toLowerCase() === 'sse';
}

function cloudflare(host: string): string | undefined {
  return host.endsWith('.mcp.cloudflare.com') ? `https://${host}/mcp` : undefined;
}

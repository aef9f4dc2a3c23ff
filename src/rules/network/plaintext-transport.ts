import { defineRule } from '../../core/rule.ts';
import type { Server } from '../../core/model.ts';
import { within } from '../../core/node.ts';
import { type Endpoint, endpointsOf } from './shared/endpoints.ts';
import { weighedFor } from './shared/weight.ts';

const TELLING = /auth|token|key|secret|cookie|passw/i;
const PLAIN = new Set(['http:', 'ws:']);

export default defineRule({
  id: 'plaintext-transport',
  family: 'network',
  title: 'A remote server is reached without encryption',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-319'],
    'owasp-mcp': ['MCP07:2025', 'MCP01:2025'],
    'owasp-asi': ['ASI07'],
    'owasp-nhi': ['NHI4:2025'],
    'nist-csf': ['PR.DS-02'],
    'mcp-spec': ['MCP-SPEC-AUTH-HTTPS'],
  },
  messages: {
    credential: '`{server}` sends its credentials to {host} unencrypted ({scheme}). Use {secure}, or put a TLS proxy in front of it.',
    plain: '`{server}` is reached at {host} unencrypted ({scheme}), so anyone on the way can read and change it. Use {secure}.',
  },
  server(server, { report }) {
    const seen = new Set<string>();
    for (const endpoint of endpointsOf(server)) {
      if (!PLAIN.has(endpoint.scheme) || (endpoint.kind !== 'public' && endpoint.kind !== 'public-address')) continue;
      if (!carriesProtocol(server, endpoint) || seen.has(endpoint.host)) continue;
      seen.add(endpoint.host);
      const secure = endpoint.scheme === 'http:' ? 'https' : 'wss';
      const data = { server: server.name, host: endpoint.host, scheme: endpoint.scheme.slice(0, -1), secure };
      const { node } = endpoint.slot;
      report({
        message: [...server.headers, ...server.auth].some(({ key }) => key !== null && TELLING.test(key)) ? 'credential' : 'plain',
        data,
        at: endpoint.at,
        path: endpoint.slot.path,
        source: server.document.source,
        server,
        severity: weighedFor(server, 'high'),
        fix:
          node.kind !== 'string' || endpoint.kind !== 'public'
            ? null
            : {
                title: `Use ${secure}`,
                safe: false,
                edits: [
                  {
                    source: server.document.source,
                    span: within(node, endpoint.start, endpoint.start + endpoint.scheme.length - 1),
                    text: secure,
                  },
                ],
              },
      });
    }
  },
});

/** The server's own address, or one that a bridge (`mcp-remote`, `supergateway`) is told to go to: not any address among its settings. */
function carriesProtocol(server: Server, { slot }: Endpoint): boolean {
  if (slot === server.url) return true;
  if (slot.where === 'auth') return true;
  if (slot.where !== 'arg') return false;
  return (
    server.args.some(({ value }) =>
      /^(?:mcp-remote|supergateway|mcp-proxy|mcp-remote-client|@smithery\/cli)(?:@|$)|(?:^|\/)mcp-(?:remote|proxy)(?:@|$)/.test(value),
    ) || /(?:^|\/)mcp-(?:remote|proxy)$/.test(server.command?.value ?? '')
  );
}

import { defineRule } from '../../core/rule.ts';
import type { Server, Slot } from '../../core/model.ts';
import { type Node, within } from '../../core/node.ts';
import type { Span } from '../../core/source.ts';
import { holdsOneOf } from '../../core/words.ts';
import { type Endpoint, endpointsOf, kindOfHost } from './shared/endpoints.ts';
import { weighedFor } from './shared/weight.ts';

const TELLING = ['auth', 'token', 'key', 'secret', 'cookie', 'passw'];
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
    database:
      '`{server}` reaches its database at {host} with TLS switched off. Remove the switch, so that password and data are encrypted on the way.',
    plain: '`{server}` is reached at {host} unencrypted ({scheme}), so anyone on the way can read and change it. Use {secure}.',
  },
  server(server, { report }) {
    for (const { slot, host, at } of openDatabases(server)) {
      const place = { at, path: slot.path, source: server.document.source, server };
      report({ ...place, message: 'database', data: { server: server.name, host }, severity: weighedFor(server, 'medium') });
    }
    const seen = new Set<string>();
    for (const endpoint of endpointsOf(server)) {
      if (!PLAIN.has(endpoint.scheme) || (endpoint.kind !== 'public' && endpoint.kind !== 'public-address')) continue;
      if (!carriesProtocol(server, endpoint) || seen.has(endpoint.host)) continue;
      seen.add(endpoint.host);
      const secure = endpoint.scheme === 'http:' ? 'https' : 'wss';
      const data = { server: server.name, host: endpoint.host, scheme: endpoint.scheme.slice(0, -1), secure };
      const { node } = endpoint.slot;
      report({
        message: [...server.headers, ...server.auth].some(({ key }) => key !== null && holdsOneOf(key.toLowerCase(), TELLING))
          ? 'credential'
          : 'plain',
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

const DATABASE = /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?):\/\/([^\s"'`<>]{1,1000})/i;
const NO_TLS = /[?&](?:sslmode=disable|ssl=(?:false|0)|tls=false|usessl=false)(?=&|$)/i;
const NO_TLS_HINTS = ['sslmode=disable', 'ssl=false', 'ssl=0', 'tls=false'];

/** Connection strings that say in so many words that nothing is to be encrypted, to a host that is not near. */
function* openDatabases(server: Server): Generator<{ slot: Slot; host: string; at: Node | Span }> {
  for (const slot of [...server.args, ...server.env]) {
    if (slot.node.kind !== 'string' || slot.value.length > 5000) continue;
    if (!slot.value.includes('://') || !holdsOneOf(slot.value.toLowerCase(), NO_TLS_HINTS)) continue;
    const rest = DATABASE.exec(slot.value)?.[1];
    const off = rest === undefined ? null : NO_TLS.exec(slot.value);
    if (rest === undefined || !off) continue;
    const authority = rest.split(/[/?]/, 1)[0]!;
    const host = authority
      .slice(authority.lastIndexOf('@') + 1)
      .replace(/:\d{0,5}$/, '')
      .toLowerCase();
    // A password with a slash of its own would be taken for the host.
    if (!/^[a-z0-9.-]+$/.test(host) || rest.indexOf('@') > authority.length) continue;
    const kind = kindOfHost(host);
    if (kind !== 'public' && kind !== 'public-address') continue;
    yield { slot, host, at: within(slot.node, off.index + 1, off.index + off[0].length) };
  }
}

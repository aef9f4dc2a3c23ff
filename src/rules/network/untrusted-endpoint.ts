import { defineRule } from '../../core/rule.ts';
import type { Severity } from '../../core/finding.ts';
import { type Endpoint, endpointsOf } from './shared/endpoints.ts';
import { weighedFor } from './shared/weight.ts';

/** Hosts whose whole use is to show somebody what was sent to them. */
const COLLECTORS = ['webhook.site', 'requestbin.com', 'requestbin.net', 'pipedream.net', 'requestcatcher.com', 'beeceptor.com', 'oastify.com', 'oast.fun', 'oast.live', 'oast.me', 'oast.online', 'oast.pro', 'oast.site', 'interact.sh', 'interactsh.com', 'burpcollaborator.net', 'canarytokens.com', 'dnslog.cn', 'hookbin.com', 'ptsv2.com', 'postb.in', 'transfer.sh', 'pastebin.com', 'paste.ee', 'hastebin.com', 'ix.io']; // prettier-ignore
/** Doors to somebody's own machine, under a name that the next tunnel may get. */
const TUNNELS = ['ngrok.io', 'ngrok.app', 'ngrok.dev', 'ngrok-free.app', 'ngrok-free.dev', 'trycloudflare.com', 'localhost.run', 'lhr.life', 'serveo.net', 'loca.lt', 'localtunnel.me', 'localxpose.io', 'pinggy.link', 'pinggy.io', 'bore.pub', 'telebit.io', 'zrok.io', 'devtunnels.ms', 'app.github.dev', 'playit.gg']; // prettier-ignore
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  'metadata.google.internal',
  'metadata.goog',
  '100.100.100.200',
  'fd00:ec2::254',
]);

export default defineRule({
  id: 'untrusted-endpoint',
  family: 'network',
  title: 'A server talks to a tunnel, a request collector or a bare address',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-923', 'CWE-918'],
    'owasp-mcp': ['MCP09:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['ID.AM-03', 'PR.IR-01'],
    'mcp-spec': ['MCP-SPEC-SSRF-PRIVATE'],
    'safe-mcp': ['SAFE-T1003', 'SAFE-T1407'],
  },
  messages: {
    collector:
      '`{server}` sends to {host}, a service that records whatever it is sent. Remove it and treat credentials of this server as leaked.',
    metadata: "`{server}` is pointed at {host}, where clouds hand out the machine's credentials. Remove it.",
    tunnel: '`{server}` is reached through {host}, a temporary tunnel whose name may belong to somebody else tomorrow. Use a named host.',
    address: '`{server}` is reached at the bare address {host}, which says nothing about who runs it. Use a named host with a certificate.',
  },
  server(server, { report }) {
    const seen = new Set<string>();
    for (const endpoint of endpointsOf(server)) {
      const found = judge(endpoint, endpoint.slot === server.url);
      if (!found || seen.has(endpoint.host)) continue;
      seen.add(endpoint.host);
      report({
        message: found.message,
        data: { server: server.name, host: endpoint.host },
        at: endpoint.at,
        path: endpoint.slot.path,
        source: server.document.source,
        server,
        severity: weighedFor(server, found.severity),
      });
    }
  },
});

type Message = 'collector' | 'metadata' | 'tunnel' | 'address';

function judge({ host, kind }: Endpoint, own: boolean): { message: Message; severity: Severity } | null {
  if (METADATA.has(host)) return { message: 'metadata', severity: 'high' };
  if (COLLECTORS.some(name => isBelow(host, name))) return { message: 'collector', severity: 'high' };
  // `your-tunnel.ngrok.io` is nobody's yet.
  if (kind === 'template') return null;
  if (TUNNELS.some(name => isBelow(host, name))) return { message: 'tunnel', severity: 'medium' };
  // What a server talks to in turn may well have no name; where the client sends its calls should.
  return own && kind === 'public-address' ? { message: 'address', severity: 'medium' } : null;
}

const isBelow = (host: string, name: string) => host === name || host.endsWith('.' + name);

import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { isOn, type Setting, settingsOf, switchPlace } from '../network/shared/settings.ts';
import { clientOf, weighedFor } from '../network/shared/weight.ts';

/** Switches by which all callers become one. Sources: documentation of the servers that have them. */
const SWITCHES = new Set(['IGNORE_HEADER_AUTH', 'MCP_SINGLE_USER_MODE', 'SINGLE_USER', 'SHARED_BROWSER_CONTEXT']);
const SERVES = new Set(['PORT', 'TRANSPORT', 'MCP_TRANSPORT', 'FASTMCP_PORT', 'MCP_PORT', 'LISTEN', 'BIND', 'SSE_PORT', 'HTTP_PORT']);
const PLATFORMS = new Set(['server', 'gateway', 'policy']);

export default defineRule({
  id: 'caller-identity-collapsed',
  family: 'identity',
  title: 'A server that many call does not tell them apart',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP07:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI9:2025'],
    cwe: ['CWE-441', 'CWE-863'],
    'nist-csf': ['PR.AA-04', 'PR.AA-05'],
    'owasp-aisvs': ['v1.0-C10.2.5'],
    'cosai-mcp': ['CoSAI-MCP-T1', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1307', 'SAFE-T1304'],
    'csa-maestro': ['L6', 'L7'],
  },
  messages: {
    one: '`{server}` in {client} serves several callers as if they were one (`{setting}`), so each of them has the rights and data of all. Remove the switch, or run one instance for each.',
  },
  server(server, { report }) {
    const settings = settingsOf(server);
    for (const setting of settings) {
      if (!isCollapsing(setting) || !isShared(server, settings)) continue;
      const { at, path, text } = switchPlace(setting);
      report({
        at,
        path,
        message: 'one',
        source: server.document.source,
        server,
        severity: weighedFor(server, 'medium'),
        data: { server: server.name, client: clientOf(server.format), setting: text },
      });
    }
  },
});

function isCollapsing(setting: Setting): boolean {
  if (SWITCHES.has(setting.word)) return isOn(setting);
  return setting.word === 'OUTGOING_AUTH_STRATEGY' && setting.value?.toLowerCase() === 'usehostingenvironmentidentity';
}

/** A program that its one client starts and talks to by pipes has one caller; one that listens may have many. */
function isShared(server: Server, settings: readonly Setting[]): boolean {
  if (PLATFORMS.has(server.format.kind)) return server.transport !== 'stdio';
  return settings.some(
    ({ word, value }) =>
      SERVES.has(word) && value !== null && /^(?:\d{2,5}|:\d{2,5}|sse|http|streamable-?_?http|[\w.]+:\d{2,5})$/i.test(value),
  );
}

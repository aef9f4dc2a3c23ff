import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { setOf } from '../../core/words.ts';
import { isNamed, isOn, type Setting, settingsOf, switchPlace } from '../network/shared/settings.ts';
import { clientOf, weighedFor } from '../network/shared/weight.ts';

/** Switches of known servers and gateways that hand a caller's token on. Sources: their documentation. */
const SWITCHES = new Set(['ENABLE_TOKEN_PASSTHROUGH', 'TOKEN_PASSTHROUGH', 'ENABLE_TOKEN_FORWARDING', 'PASS_THROUGH_AUTH_HEADER']);
/** Lists of headers that are handed on. */
const LISTS = setOf('PASSTHROUGH_HEADERS');
/** The same in files of gateways: ToolHive writes `passthroughHeaders`, ContextForge `passthrough_headers`. */
const KEYS = setOf('passthroughheaders passthrough_headers');
const CREDENTIALS = /(?:^|[\s,;"'[])(?:authorization|cookie|proxy-authorization|x-api-key|x-auth-token)(?:$|[\s,;"'\]])/i;

export default defineRule({
  id: 'token-passthrough',
  family: 'identity',
  title: "A caller's token is handed on to another service",
  severity: 'high',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP07:2025', 'MCP01:2025'],
    'owasp-asi': ['ASI03', 'ASI07'],
    'owasp-nhi': ['NHI4:2025'],
    cwe: ['CWE-441', 'CWE-863'],
    'nist-csf': ['PR.AA-04'],
    'owasp-aisvs': ['v1.0-C10.2.7', 'v1.0-C10.2.2'],
    'cosai-mcp': ['CoSAI-MCP-T1', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1304', 'SAFE-T1706'],
    'mcp-spec': ['MCP-SPEC-AUTH-NO-TRANSIT', 'MCP-SPEC-AUTH-FOREIGN-TOKEN'],
    'csa-maestro': ['L7'],
  },
  messages: {
    handed:
      "`{server}` in {client} hands its callers' tokens on to the service behind it (`{setting}`). Exchange the token for one that was issued for that service.",
  },
  server(server, { report }) {
    for (const setting of settingsOf(server)) {
      const found = handsOn(setting, server);
      if (!found) continue;
      report({
        ...found,
        message: 'handed',
        source: server.document.source,
        server,
        severity: weighedFor(server, 'high'),
        data: { server: server.name, client: clientOf(server.format), setting: found.text },
      });
    }
  },
});

function handsOn(setting: Setting, { path }: Server) {
  if (SWITCHES.has(setting.word)) return isOn(setting) ? switchPlace(setting) : null;
  const place = { at: setting.at, path: setting.path, text: setting.name };
  if (setting.value === null || setting.value.length > 1000) return null;
  if (isNamed(setting.word, LISTS)) return CREDENTIALS.test(setting.value) ? place : null;
  // Such lists come item by item.
  const list = setting.path.slice(path.length).findLast(step => typeof step === 'string');
  return KEYS.has((list ?? '').toLowerCase()) && CREDENTIALS.test(setting.value) ? { ...place, text: String(list) } : null;
}

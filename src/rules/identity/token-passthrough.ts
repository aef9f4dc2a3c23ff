import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { isOn, type Setting, settingsOf, switchPlace } from '../network/shared/settings.ts';
import { clientOf, weighedFor } from '../network/shared/weight.ts';

/** Switches of known servers and gateways that hand a caller's token on. Sources: their documentation. */
const SWITCHES = new Set(['ENABLE_TOKEN_PASSTHROUGH', 'TOKEN_PASSTHROUGH', 'ENABLE_TOKEN_FORWARDING', 'PASS_THROUGH_AUTH_HEADER']);
/** Lists of headers that are handed on. */
const LISTS = /^(?:[A-Z0-9]{1,20}_){0,4}PASSTHROUGH_HEADERS$/;
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
  if (LISTS.test(setting.word)) return CREDENTIALS.test(setting.value) ? place : null;
  // Lists of headers in files of gateways, item by item: ToolHive writes `passthroughHeaders`, ContextForge `passthrough_headers`.
  const list = setting.path.slice(path.length).findLast(step => typeof step === 'string');
  return /^passthrough_?headers$/i.test(list ?? '') && CREDENTIALS.test(setting.value) ? { ...place, text: String(list) } : null;
}

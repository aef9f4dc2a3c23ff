import { defineRule } from '../../core/rule.ts';
import { isOn, settingsOf, switchPlace } from './shared/settings.ts';
import { weighedFor } from './shared/weight.ts';

const ON = new Set(['DISABLE_RESOURCE_PARAMETER', 'SKIP_AUDIENCE_CHECK', 'SKIP_AUDIENCE_VALIDATION', 'DISABLE_PKCE']);

export default defineRule({
  id: 'resource-indicator-disabled',
  family: 'network',
  title: 'A token may be used at another server than the one it was made for',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-863', 'CWE-346'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI4:2025'],
    'nist-csf': ['PR.AA-04'],
    'mcp-spec': ['MCP-SPEC-AUTH-RESOURCE', 'MCP-SPEC-AUTH-CANONICAL-URI', 'MCP-SPEC-AUTH-PKCE'],
    'safe-mcp': ['SAFE-T1009', 'SAFE-T1408'],
  },
  messages: {
    off: '`{server}` gets tokens that are not bound to it (`{setting}`), so another server could replay them. Remove the switch.',
  },
  server(server, { report }) {
    for (const setting of settingsOf(server)) {
      if (!ON.has(setting.word) || !isOn(setting)) continue;
      const { at, path, text } = switchPlace(setting);
      report({
        message: 'off',
        data: { server: server.name, setting: text },
        at,
        path,
        source: server.document.source,
        server,
        severity: weighedFor(server, 'medium'),
      });
    }
  },
});

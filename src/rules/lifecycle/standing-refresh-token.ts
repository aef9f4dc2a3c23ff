import { defineRule } from '../../core/rule.ts';
import { entryFor } from '../../governance/policy.ts';
import { askedScopes } from '../../resolve/scopes.ts';
import { placeOf } from '../../resolve/words.ts';
import { isOn, settingsOf, switchPlace } from '../network/shared/settings.ts';
import { clientOf } from '../network/shared/weight.ts';

/** Scopes that bring a refresh token. Sources: OpenID Connect Core 11, Salesforce. */
const SCOPES = new Set(['offline_access', 'refresh_token']);
const SWITCHES = new Set(['DCR_REQUEST_REFRESH_TOKEN_WHEN_UNSUPPORTED']);

export default defineRule({
  id: 'standing-refresh-token',
  family: 'lifecycle',
  title: 'A client asks for access that lasts while nobody is there',
  severity: 'low',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI7:2025'],
    cwe: ['CWE-613'],
    'nist-csf': ['PR.AA-01'],
    'safe-mcp': ['SAFE-T1202'],
    'mcp-spec': ['MCP-SPEC-AUTH-OFFLINE', 'MCP-SPEC-AUTH-SHORT-LIVED'],
    'csa-maestro': ['L6'],
  },
  messages: {
    scope:
      '`{server}` in {client} asks for `{scope}`, a refresh token that renews its access for months without the person. Drop it, or have the provider end and rotate it.',
    setting:
      '`{server}` in {client} asks for a refresh token even where none is offered (`{setting}`). Drop it, or have the provider end and rotate it.',
  },
  server(server, { report, workspace }) {
    // The manifest says that it ends and is rotated.
    if (entryFor(workspace.governance, server)?.data.credential?.refresh?.rotated) return;
    const data = { server: server.name, client: clientOf(server.format) };
    const asked = askedScopes(server).find(({ scope }) => SCOPES.has(scope));
    if (asked) report({ ...placeOf(server, asked.word), message: 'scope', data: { ...data, scope: asked.scope } });
    for (const setting of settingsOf(server)) {
      if (!SWITCHES.has(setting.word) || !isOn(setting)) continue;
      const { at, path, text } = switchPlace(setting);
      report({ at, path, message: 'setting', source: server.document.source, server, data: { ...data, setting: text } });
    }
  },
});

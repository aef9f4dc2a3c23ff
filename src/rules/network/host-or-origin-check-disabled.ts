import { defineRule } from '../../core/rule.ts';
import { isOff, isOn, type Setting, settingsOf, switchPlace } from './shared/settings.ts';
import { switchedOff } from './shared/switched-off.ts';

const LISTS =
  /^(?:[A-Z0-9]+_){0,4}(?:ALLOWED_HOSTS|ALLOWED_ORIGINS|ALLOW_ORIGINS?|CORS_ORIGINS?|CORS_ALLOW_ORIGINS?|CORS_ALLOWED_ORIGINS|TRUSTED_HOSTS)$/;
const OFF =
  /^(?:[A-Z0-9]+_){0,4}(?:ENABLE_DNS_REBINDING_PROTECTION|DNS_REBINDING_PROTECTION|HOST_CHECK|ORIGIN_CHECK|VALIDATE_ORIGIN|VALIDATE_HOST)$/;
const ON =
  /^(?:[A-Z0-9]+_){0,4}(?:DISABLE_DNS_REBINDING_PROTECTION|DISABLE_HOST_CHECK|DISABLE_ORIGIN_CHECK|DANGEROUSLY_DISABLE_HOST_CHECK|DISABLE_CORS|UNRESTRICTED_CORS)$/;

export default defineRule({
  id: 'host-or-origin-check-disabled',
  family: 'network',
  title: 'Any web page may call a local server',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-346'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI07'],
    'nist-csf': ['PR.IR-01'],
    'mcp-spec': ['MCP-SPEC-HTTP-ORIGIN'],
    'safe-mcp': ['SAFE-T1005'],
  },
  messages: {
    off: '`{server}` does not check where a call comes from (`{setting}`), so any web page can use its tools. List the exact origins or hosts instead.',
  },
  server(server, { report }) {
    for (const setting of settingsOf(server)) {
      if (!disables(setting)) continue;
      // The star of a list is a value like any other.
      const place = LISTS.test(setting.word) ? setting : switchPlace(setting);
      report(switchedOff(server, setting, 'high', place));
    }
  },
});

function disables(setting: Setting): boolean {
  const { word, value } = setting;
  if (LISTS.test(word)) return value !== null && /^["'[\s]{0,3}\*["'\]\s]{0,3}$/.test(value);
  if (OFF.test(word)) return isOff(setting);
  if (word === 'MCP_CORS_MODE') return isOff(setting);
  return ON.test(word) && isOn(setting);
}

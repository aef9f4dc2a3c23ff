import { defineRule } from '../../core/rule.ts';
import { setOf } from '../../core/words.ts';
import { isNamed, isNegated, isOff, isOn, type Setting, settingsOf, switchPlace } from './shared/settings.ts';
import { switchedOff } from './shared/switched-off.ts';

const LISTS = setOf('ALLOWED_HOSTS ALLOWED_ORIGINS ALLOW_ORIGIN ALLOW_ORIGINS CORS_ORIGIN CORS_ORIGINS CORS_ALLOW_ORIGIN CORS_ALLOW_ORIGINS CORS_ALLOWED_ORIGINS TRUSTED_HOSTS'); // prettier-ignore
const OFF = setOf('ENABLE_DNS_REBINDING_PROTECTION DNS_REBINDING_PROTECTION HOST_CHECK ORIGIN_CHECK VALIDATE_ORIGIN VALIDATE_HOST');
const ON = setOf('DISABLE_DNS_REBINDING_PROTECTION DISABLE_HOST_CHECK DISABLE_ORIGIN_CHECK DANGEROUSLY_DISABLE_HOST_CHECK DISABLE_CORS UNRESTRICTED_CORS'); // prettier-ignore

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
      const place = isNamed(setting.word, LISTS) ? setting : switchPlace(setting);
      report(switchedOff(server, setting, 'high', place));
    }
  },
});

function disables(setting: Setting): boolean {
  const { word, value } = setting;
  if (isNamed(word, LISTS)) return value !== null && /^["'[\s]{0,3}\*["'\]\s]{0,3}$/.test(value);
  if (isNamed(word, OFF)) return isNegated(word) ? isOn(setting) : isOff(setting);
  if (word === 'MCP_CORS_MODE') return isOff(setting);
  return isNamed(word, ON) && isOn(setting);
}

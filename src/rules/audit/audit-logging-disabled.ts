import { defineRule } from '../../core/rule.ts';
import { isOff, isOn, type Setting, settingsOf } from '../network/shared/settings.ts';
import { switchedOff } from '../network/shared/switched-off.ts';

const OFF = new Set(['LOG_CALLS', 'AUDIT_TRAIL_ENABLED', 'AUDIT_ENABLED', 'AUDIT_LOG_ENABLED', 'AUDIT_LOGGING_ENABLED', 'ENABLE_AUDIT', 'ENABLE_AUDIT_LOG', 'AUDIT_LOG', 'MCP_AUDIT_LOG']); // prettier-ignore
const ON = new Set(['DISABLE_AUDIT', 'DISABLE_AUDIT_LOG', 'DISABLE_AUDIT_LOGGING', 'NO_AUDIT', 'NO_AUDIT_LOG']);

export default defineRule({
  id: 'audit-logging-disabled',
  family: 'audit',
  title: 'A record of tool calls was switched off',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-778'], 'owasp-mcp': ['MCP08:2025'], 'owasp-asi': ['ASI10', 'ASI08'], 'nist-csf': ['PR.PS-04', 'DE.CM-09'] },
  messages: {
    off: '`{server}` keeps no record of who called what (`{setting}`). Remove the switch.',
  },
  server(server, { report }) {
    for (const setting of settingsOf(server)) {
      if (disables(setting)) report(switchedOff(server, setting, 'medium'));
    }
  },
});

function disables(setting: Setting): boolean {
  return (OFF.has(setting.word) && isOff(setting)) || (ON.has(setting.word) && isOn(setting));
}

import { defineRule } from '../../core/rule.ts';
import { isOff, isOn, settingsOf, type Setting } from '../network/shared/settings.ts';
import { switchedOff } from '../network/shared/switched-off.ts';

/** Switches of known servers that take away a question of the server's own. Sources: their documentation. */
const ON = new Set([
  'DANGEROUSLY_DISABLE_ELICITATION',
  'INSECURE_DISABLE_ELICITATION',
  'ZSCALER_MCP_SKIP_CONFIRMATIONS',
  'SKIP_CONFIRMATION',
  'SKIP_CONFIRMATIONS',
  'ALLOW_DANGEROUS',
]);
const OFF = new Set(['REQUIRE_MUTATION_CONSENT', 'REQUIRE_CONFIRMATION', 'REQUIRE_APPROVAL']);
const READ_ONLY = new Set(['READ_ONLY', 'READONLY', 'READ_ONLY_MODE', 'READ_OPERATIONS_ONLY', 'MDB_MCP_READ_ONLY']);

export default defineRule({
  id: 'server-confirmation-disabled',
  family: 'approval',
  title: 'A server that asks before it changes something was told not to',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-862', 'CWE-693'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI09'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'mcp-spec': ['MCP-SPEC-TOOLS-HITL'],
  },
  messages: {
    off: '`{server}` no longer asks before it changes something (`{setting}`). Remove the switch, or make the server read-only.',
  },
  server(server, { report }) {
    const settings = settingsOf(server);
    if (settings.some(setting => READ_ONLY.has(setting.word) && isOn(setting))) return;
    for (const setting of settings) {
      if (disables(setting)) report(switchedOff(server, setting, 'high'));
    }
  },
});

function disables(setting: Setting): boolean {
  return (ON.has(setting.word) && isOn(setting)) || (OFF.has(setting.word) && isOff(setting));
}

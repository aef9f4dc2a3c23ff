import { defineRule } from '../../core/rule.ts';
import { endsInOneOf, setOf } from '../../core/words.ts';
import { isOff, isOn, type Setting, settingsOf } from './shared/settings.ts';
import { switchedOff } from './shared/switched-off.ts';

/** On means: nobody has to log in. Sources: the servers' own documentation. */
const ON = new Set([
  'DANGEROUSLY_OMIT_AUTH',
  'DANGEROUSLY_DISABLE_HTTP_INCOMING_AUTH',
  'UNSAFE_DISABLE_AUTH',
  'DISABLE_AUTH',
  'DISABLE_AUTHENTICATION',
  'NO_AUTH',
  'SKIP_AUTH',
  'AUTH_DISABLED',
  'ALLOW_UNAUTHENTICATED',
  'ALLOW_ANONYMOUS',
  'TRUST_PROXY_AUTH_DANGEROUSLY',
]);
/** Of these, the ones that servers write behind their own name. */
const ON_ENDINGS = setOf('AUTH_DISABLED DISABLE_AUTH SKIP_AUTH ALLOW_UNAUTHENTICATED');
/** Off means the same. */
const OFF = new Set([
  'AUTH_REQUIRED',
  'REQUIRE_AUTH',
  'AUTH_ENABLED',
  'ENABLE_AUTH',
  'MCP_CLIENT_AUTH_ENABLED',
  'MCP_AUTH_ENABLED',
  'MCP_REQUIRE_AUTH',
  'MCP_AUTH_REQUIRED',
]);
const NO_TYPE = /^(?:no-auth|noauth|anonymous)$/i;

export default defineRule({
  id: 'authentication-disabled',
  family: 'network',
  title: 'A server or its proxy takes calls from anyone',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-306'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI03', 'ASI07'],
    'owasp-nhi': ['NHI4:2025'],
    'nist-csf': ['PR.AA-03'],
    'mcp-spec': ['MCP-SPEC-HTTP-AUTH'],
    'safe-mcp': ['SAFE-T1005'],
  },
  messages: {
    off: '`{server}` takes calls without any login (`{setting}`): every process and web page that reaches it can use its tools. Remove the switch.',
  },
  server(server, { report }) {
    for (const setting of settingsOf(server)) {
      if (disables(setting)) report(switchedOff(server, setting, 'high'));
    }
  },
});

function disables(setting: Setting): boolean {
  const { word, value, by } = setting;
  // A key of the client's own ("auth": false) says how the client logs in, not whom the server lets in.
  if (by === 'key') return false;
  if (ON.has(word) || endsInOneOf(word, ON_ENDINGS)) return isOn(setting);
  if (OFF.has(word)) return isOff(setting);
  return (word === 'AUTH_TYPE' || word === 'MCP_AUTH_TYPE' || word === 'AUTH_MODE') && value !== null && NO_TYPE.test(value);
}

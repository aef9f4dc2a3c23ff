import { defineRule } from '../../core/rule.ts';
import type { Server } from '../../core/model.ts';
import { isOn, type Setting, settingsOf, switchPlace } from '../network/shared/settings.ts';
import { weighedFor } from '../network/shared/weight.ts';

/** On means: bodies of requests, prompts or tool arguments are written down. Source: the makers' documentation. */
const CONTENT = new Set([
  'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
  'OTEL_LOG_USER_PROMPTS',
  'OTEL_LOG_TOOL_DETAILS',
  'OTEL_LOG_TOOL_CONTENT',
  'OTEL_LOG_RAW_API_BODIES',
  'TRACELOOP_TRACE_CONTENT',
]);

export default defineRule({
  id: 'sensitive-logging',
  family: 'audit',
  title: 'Tokens or contents are written to logs',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-532'],
    'owasp-mcp': ['MCP01:2025', 'MCP08:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI2:2025'],
    'nist-csf': ['PR.DS-01', 'PR.PS-04'],
  },
  messages: {
    headers: '`{server}` writes requests with their authorization headers to a log (`{setting}`). Remove it outside of troubleshooting.',
    content: '`{server}` records prompts and tool contents (`{setting}`). Remove it, or make sure where they go and who reads them.',
    support: '`{server}` writes support logs with full contents to a folder (`{setting}`). Remove it outside of troubleshooting.',
  },
  server(server, { report }) {
    for (const setting of settingsOf(server)) {
      const message = kindOf(setting, server);
      if (!message) continue;
      const { at, path, text } = switchPlace(setting);
      report({
        message,
        data: { server: server.name, setting: text },
        at: message === 'support' ? setting.slot.node : at,
        path,
        source: server.document.source,
        server,
        severity: weighedFor(server, 'medium'),
      });
    }
  },
});

function kindOf(setting: Setting, { args }: Server): 'headers' | 'content' | 'support' | null {
  const { word, value, by } = setting;
  if (CONTENT.has(word)) return isOn(setting) ? 'content' : null;
  if (word === 'DANGEROUSLY_WRITE_SUPPORT_LOGS_TO_DIR') return 'support';
  if (word === 'NODE_DEBUG') return value !== null && /(?:^|,)(?:http|http2|https|undici|fetch)(?:,|$)/.test(value) ? 'headers' : null;
  const debug = by === 'flag' && word === 'DEBUG' && isOn(setting);
  return debug && args.some(({ value }) => /^mcp-remote(?:@|$)/.test(value)) ? 'headers' : null;
}

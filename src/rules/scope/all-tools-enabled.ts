import { defineRule } from '../../core/rule.ts';
import { knownServer } from '../../resolve/known.ts';
import { findSwitch, hasValue, switchText, switchWord } from '../../resolve/switches.ts';
import { placeOf } from '../../resolve/words.ts';
import { readsOnly } from './shared/narrowing.ts';

/** Spelled so by many servers; what they hold is not known. */
const USUAL = [
  { kind: 'flag', name: '--toolsets', values: ['all', '*'] },
  { kind: 'flag', name: '--tools', values: ['all', '*'] },
  { kind: 'flag', name: '--tool-tier', values: ['complete'] },
  { kind: 'env', name: 'TOOLSETS', values: ['all', '*'] },
] as const;

export default defineRule({
  id: 'all-tools-enabled',
  family: 'scope',
  title: 'A server offers every tool it has',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-272', 'CWE-1220'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02'],
    'owasp-nhi': ['NHI5:2025'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C10.2.4'],
    'cosai-mcp': ['CoSAI-MCP-T2'],
    'safe-mcp': ['SAFE-T1104'],
    'mitre-atlas': ['AML.M0028'],
    'mcp-spec': ['MCP-SPEC-SCOPE-MIN'],
    'csa-maestro': ['L6'],
  },
  messages: {
    known: '`{server}` in {client} offers {means} (`{written}`), and whatever its vendor adds. List the ones that you use instead.',
    usual:
      '`{server}` in {client} offers every tool it has (`{written}`), and whatever its vendor adds. List the ones that you use instead.',
  },
  server(server, { report }) {
    const known = knownServer(server);
    const data = { server: server.name, client: server.format.name };
    const calm = readsOnly(server);
    for (const widening of known?.widen ?? []) {
      if (widening.opens !== 'tools') continue;
      const use = findSwitch(server, widening);
      if (!use || !hasValue(use, widening)) continue;
      const severity = calm || known!.confidence === 'low' ? 'low' : widening.weight;
      report({
        ...placeOf(server, switchWord(widening, use)),
        message: 'known',
        severity,
        confidence: known!.confidence,
        data: { ...data, means: widening.means, written: switchText(widening, use) },
      });
      return;
    }
    if (known) return;
    for (const usual of USUAL) {
      const use = findSwitch(server, usual);
      if (!use || !hasValue(use, usual)) continue;
      report({
        ...placeOf(server, use.word),
        message: 'usual',
        severity: 'low',
        confidence: 'medium',
        data: { ...data, written: switchText(usual, use) },
      });
      return;
    }
  },
});

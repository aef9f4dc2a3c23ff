import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { advice, fixOf, placeOf, thing, where } from './shared/advice.ts';

export default defineRule({
  id: 'hardcoded-known-secret',
  family: 'secrets',
  title: "A provider's credential stands in plain text",
  severity: 'critical',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-798', 'CWE-540'],
    'owasp-nhi': ['NHI2:2025'],
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-llm-2025': ['LLM02:2025'],
  },
  messages: {
    found: '{where} holds {thing} in plain text. {advice}',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'hardcoded-known-secret') return;
    const data = { where: where(credential), thing: thing(credential), advice: advice(credential) };
    report({ ...placeOf(credential), message: 'found', data, fix: fixOf(credential) });
  },
});

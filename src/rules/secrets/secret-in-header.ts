import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { advice, fixOf, placeOf, thing, where } from './shared/advice.ts';

export default defineRule({
  id: 'secret-in-header',
  family: 'secrets',
  title: 'A header carries a credential in plain text',
  severity: 'high',
  confidence: 'high',
  mappings: { cwe: ['CWE-798', 'CWE-522'], 'owasp-nhi': ['NHI2:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    found: '{where} sends {thing} that stands here in plain text: who has the file is this client to the server. {advice}',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'secret-in-header') return;
    const data = { where: where(credential), thing: thing(credential), advice: advice(credential) };
    report({ ...placeOf(credential), message: 'found', data, fix: fixOf(credential) });
  },
});

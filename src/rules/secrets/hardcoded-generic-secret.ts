import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { advice, fixOf, placeOf, thing, where, within } from './shared/advice.ts';

export default defineRule({
  id: 'hardcoded-generic-secret',
  family: 'secrets',
  title: 'A password, token or key stands in plain text',
  severity: 'high',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-798', 'CWE-260'],
    'owasp-nhi': ['NHI2:2025'],
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-llm-2025': ['LLM02:2025'],
  },
  messages: {
    found: '{where} holds what looks like {thing} in plain text. {advice}',
    unsure: '{where} holds a value that a machine drew, under a name that says nothing of it. If it is a credential, {advice}',
    hash: '{where} holds a password hash, which can be tried offline. Keep the users of this product outside of the repository.',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'hardcoded-generic-secret') return;
    const place = placeOf(credential);
    if (credential.kind === 'password-hash') report({ ...place, message: 'hash', data: { where: where(credential) } });
    else if (credential.confidence === 'low' && credential.kind === 'generic-secret') {
      report({ ...place, message: 'unsure', data: { where: where(credential), advice: within(advice(credential)) } });
    } else {
      const data = { where: where(credential), thing: thing(credential), advice: advice(credential) };
      report({ ...place, message: 'found', data, fix: fixOf(credential) });
    }
  },
});

import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { advice, fixOf, placeOf, thing, variableOf, where } from './shared/advice.ts';

export default defineRule({
  id: 'secret-in-command-args',
  family: 'secrets',
  title: 'A credential is passed as a command-line argument',
  severity: 'high',
  confidence: 'high',
  mappings: { cwe: ['CWE-214', 'CWE-798'], 'owasp-nhi': ['NHI2:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    found: '{where} is {thing} in plain text, which every process on the machine can read. {advice}',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'secret-in-command-args') return;
    const instead = `pass it through \`env\` as \`${variableOf(credential)}\``;
    const data = { where: where(credential), thing: thing(credential), advice: advice(credential, instead) };
    report({ ...placeOf(credential), message: 'found', data, fix: fixOf(credential) });
  },
});

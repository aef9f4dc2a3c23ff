import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { advice, fixOf, placeOf, thing, where, within } from './shared/advice.ts';

export default defineRule({
  id: 'secret-in-url',
  family: 'secrets',
  title: 'A credential is part of a URL or connection string',
  severity: 'high',
  confidence: 'high',
  mappings: { cwe: ['CWE-598', 'CWE-798'], 'owasp-nhi': ['NHI2:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    token: '{where} carries {thing} in its URL, which proxies, servers and clients write to their logs. {advice}',
    unsure:
      '{where} has a part in its URL that a machine drew, as in addresses that open the server to everybody who has them. If this is one, {advice}',
    database: '{where} is a connection string with its password in plain text. {advice}',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'secret-in-url') return;
    if (credential.confidence === 'low' && credential.kind === 'token-in-url') {
      return report({ ...placeOf(credential), message: 'unsure', data: { where: where(credential), advice: within(advice(credential)) } });
    }
    const message = credential.kind === 'password-in-connection-string' ? 'database' : 'token';
    const place = { ...placeOf(credential), fix: fixOf(credential) };
    const data = { where: where(credential), advice: advice(credential) };
    if (message === 'database') report({ ...place, message, data });
    else report({ ...place, message, data: { ...data, thing: thing(credential) } });
  },
});

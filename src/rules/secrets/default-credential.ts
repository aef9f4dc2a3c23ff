import { defineRule } from '../../core/rule.ts';
import { ruleOf } from '../../secrets/assign.ts';
import { placeOf, where } from './shared/advice.ts';

export default defineRule({
  id: 'default-credential',
  family: 'secrets',
  title: 'A password is the usual first one of its product',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-1392', 'CWE-798'], 'owasp-nhi': ['NHI4:2025'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'] },
  messages: {
    found: '{where} uses a usual first password, which everybody knows. Set a password of its own and keep it out of the file.',
  },
  credential(credential, { report }) {
    if (ruleOf(credential) !== 'default-credential') return;
    // What a deployment starts beside its servers is mostly a database for development, which nobody reaches from outside.
    const beside = credential.server === null && credential.file.format?.kind === 'gateway';
    report({
      ...placeOf(credential),
      ...(beside ? { severity: 'low' as const } : {}),
      message: 'found',
      data: { where: where(credential) },
    });
  },
});

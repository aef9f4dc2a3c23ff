import { defineRule } from '../../core/rule.ts';
import { askedScopes, judgeScope } from '../../resolve/scopes.ts';
import { placeOf } from '../../resolve/words.ts';

export default defineRule({
  id: 'broad-oauth-scope',
  family: 'scope',
  title: 'An OAuth scope covers a whole account or organisation',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-269', 'CWE-272'],
    'owasp-mcp': ['MCP02:2025', 'MCP07:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI5:2025'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C10.2.2', 'v1.0-C10.2.4'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1104', 'SAFE-T1302'],
    'mitre-atlas': ['AML.M0026'],
    'mcp-spec': ['MCP-SPEC-SCOPE-MIN'],
    'csa-maestro': ['L6'],
  },
  messages: {
    scope: '`{server}` in {client} asks for the scope `{scope}`, which covers {means}. Ask for {instead}.',
  },
  server(server, { report }) {
    const seen = new Set<string>();
    for (const { scope, word } of askedScopes(server)) {
      const broad = judgeScope(server, scope);
      if (!broad || seen.has(scope)) continue;
      seen.add(scope);
      report({
        ...placeOf(server, word),
        message: 'scope',
        severity: broad.level,
        confidence: broad.confidence,
        data: { server: server.name, client: server.format.name, scope, means: broad.means, instead: broad.instead },
      });
    }
  },
});

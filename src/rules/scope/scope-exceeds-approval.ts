import type { ServerRecord } from '../../core/governance.ts';
import { defineRule } from '../../core/rule.ts';
import { labelIn } from '../../governance/place.ts';
import { entryFor, governed } from '../../governance/policy.ts';
import { askedScopes } from '../../resolve/scopes.ts';
import { placeOf } from '../../resolve/words.ts';

export default defineRule({
  id: 'scope-exceeds-approval',
  family: 'scope',
  title: 'A server asks for a scope that nobody approved',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-863', 'CWE-269'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI5:2025'],
    'nist-csf': ['PR.AA-05', 'ID.RA-07'],
    'owasp-aisvs': ['v1.0-C9.3.4'],
    'cosai-mcp': ['CoSAI-MCP-T2'],
    'safe-mcp': ['SAFE-T1104'],
    'mitre-atlas': ['AML.T0081'],
    'csa-maestro': ['L6'],
  },
  messages: {
    scope:
      '`{server}` in {client} asks for `{scope}`, and `{id}` is approved for {approved}. Take it out, or get it approved in the manifest.',
  },
  server(server, { report, workspace }) {
    const record = governed(server) ? entryFor(workspace.governance, server) : null;
    const approved = record && approvedScopes(record);
    if (!record || !approved || approved.size === 0) return;
    const said = [...approved].slice(0, 4).join(', ') + (approved.size > 4 ? ' …' : '');
    const told = new Set<string>();
    for (const { scope, word } of askedScopes(server)) {
      if (approved.has(scope) || told.has(scope) || /[${}]/.test(scope)) continue;
      told.add(scope);
      report({
        ...placeOf(server, word),
        message: 'scope',
        data: { server: server.name, client: server.format.name, scope, id: record.data.id, approved: said },
        related: [labelIn(record, 'what is approved', 'credential', 'scopes')],
      });
    }
  },
});

/** Everything that the entry names, at the credential, at its tools and at its grants. */
function approvedScopes({ data: { credential, tools = [], approvals = {} } }: ServerRecord): Set<string> {
  const grants = Object.values(approvals).flatMap(({ scopes = [] }) => scopes);
  return new Set([...(credential?.scopes ?? []), ...tools.flatMap(({ scopes = [] }) => scopes), ...grants]);
}

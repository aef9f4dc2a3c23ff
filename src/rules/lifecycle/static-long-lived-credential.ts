import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, governed, tierOf } from '../../governance/policy.ts';
import { weighedFor } from '../network/shared/weight.ts';

const STATIC: Readonly<Record<string, string>> = {
  'api-key': 'an API key',
  'personal-token': 'a personal token',
  password: 'a password',
  'private-key': 'a private key',
};

export default defineRule({
  id: 'static-long-lived-credential',
  family: 'lifecycle',
  title: 'A server uses a credential that does not expire by itself',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-262', 'CWE-798'],
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI7:2025'],
    'nist-csf': ['PR.AA-01'],
    'owasp-aisvs': ['v1.0-C9.4.3', 'v1.0-C5.1.2'],
    'cosai-mcp': ['CoSAI-MCP-T1'],
    'safe-mcp': ['SAFE-T1202'],
    'mcp-spec': ['MCP-SPEC-AUTH-SHORT-LIVED'],
    'csa-maestro': ['L6'],
  },
  messages: {
    entry:
      '`{id}` is of {tier} risk and works with {what}, which lives until somebody changes it. Use OAuth, federation or a short-lived token.',
    aws: '`{server}` in {client} works with an AWS access key, which lives until somebody changes it. Use `AWS_PROFILE` with single sign-on, or a role.',
  },
  workspace(workspace, { report }) {
    for (const record of activeRecords(workspace)) {
      const { id, credential } = record.data;
      const what = credential && STATIC[credential.type];
      if (what && atLeast(tierOf(record), 'high'))
        report({
          ...placeIn(record, 'credential', 'type'),
          message: 'entry',
          data: { id, tier: tierOf(record), what },
          confidence: 'high',
        });
    }
  },
  server(server, { report }) {
    // An endpoint of its own is another store that takes keys by the same names.
    const key = server.env.find(slot => slot.key === 'AWS_SECRET_ACCESS_KEY');
    if (!key || !governed(server) || server.env.some(slot => slot.key === 'AWS_SESSION_TOKEN' || slot.key === 'AWS_ENDPOINT_URL')) return;
    report({
      at: key.keyNode ?? key.node,
      source: server.document.source,
      path: key.path,
      server,
      message: 'aws',
      severity: weighedFor(server, 'low'),
      data: { server: server.name, client: server.format.name },
    });
  },
});

import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, isPlaceholder, promotedTo, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'workload-identity-undeclared',
  family: 'identity',
  title: 'Nothing says as whom a server acts',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-287'],
    'owasp-mcp': ['MCP07:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI9:2025', 'NHI10:2025'],
    'nist-csf': ['PR.AA-01'],
    'nist-ai-rmf': ['GOVERN 2.1'],
    'owasp-aisvs': ['v1.0-C9.4.1', 'v1.0-C5.1.2'],
    'cosai-mcp': ['CoSAI-MCP-T1'],
    'csa-maestro': ['L6'],
  },
  messages: {
    missing: 'Nothing says as whom `{id}` acts. Add `identity:` with `type` and `id`, and `unique: true` where no other server uses it.',
    unnamed: 'The identity of `{id}` has no name. Add the `id` that its provider knows it by.',
    shared: '`{id}` and `{other}` act as the same identity, so nobody can tell who did what. Give each its own.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    const seen = new Map<string, string>();
    for (const record of activeRecords(workspace)) {
      const { id, identity, credential } = record.data;
      const named = identity?.id !== undefined && !isPlaceholder(identity.id) ? identity.id : undefined;
      // A server on behalf of its user acts as that user; it has no name of its own to share.
      if (named !== undefined && identity?.type !== 'delegated-user') {
        const key = `${identity?.provider ?? ''}\0${named}`;
        const other = seen.get(key);
        if (other === undefined) seen.set(key, id);
        else report({ ...placeIn(record, 'identity', 'id'), message: 'shared', severity: 'high', data: { id, other } });
      }
      const high = atLeast(tierOf(record), 'high');
      if (credential?.type === 'none' || identity?.type === 'none' || (!high && promotedTo(record, manifest).length === 0)) continue;
      if (!identity) report({ ...placeIn(record, 'identity'), message: 'missing', data: { id } });
      else if (named === undefined && identity.type !== 'delegated-user')
        report({ ...placeIn(record, 'identity', 'type'), message: 'unnamed', data: { id } });
    }
  },
});

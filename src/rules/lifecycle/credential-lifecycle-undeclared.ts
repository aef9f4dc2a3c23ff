import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, tierOf } from '../../governance/policy.ts';

/** Kinds that live until somebody changes them. */
const STATIC = new Set(['api-key', 'personal-token', 'password', 'private-key']);

export default defineRule({
  id: 'credential-lifecycle-undeclared',
  family: 'lifecycle',
  title: 'Nothing says how long a credential lives or how it is revoked',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-262'],
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI7:2025', 'NHI1:2025'],
    'nist-csf': ['PR.AA-01', 'ID.AM-08'],
    'nist-ai-rmf': ['MANAGE 2.4'],
    'owasp-aisvs': ['v1.0-C9.4.3'],
    'cosai-mcp': ['CoSAI-MCP-T1'],
    'csa-maestro': ['L6'],
  },
  messages: {
    absent:
      '`{id}` is of {tier} risk and says nothing of its credential. Add `credential:` with `type`, `max_ttl` and `revocation`, or `type: none`.',
    missing: 'The credential of `{id}` has no {missing}. Add what is missing, so that it ends when it has to.',
  },
  workspace(workspace, { report }) {
    for (const record of activeRecords(workspace)) {
      const { id, credential, identity } = record.data;
      const tier = tierOf(record);
      const place = placeIn(record, 'credential', 'type');
      if (!credential) {
        if (atLeast(tier, 'high') && identity?.type !== 'none') report({ ...place, message: 'absent', data: { id, tier } });
        continue;
      }
      // A platform that issues identities renews and revokes them itself.
      if (credential.type === 'none' || identity?.type === 'workload-federated' || !atLeast(tier, 'medium')) continue;
      const life = STATIC.has(credential.type) ? ('rotation_interval' as const) : ('max_ttl' as const);
      const missing = [credential[life] || credential.max_ttl ? '' : `\`${life}\``, credential.revocation ? '' : '`revocation`'].filter(
        Boolean,
      );
      if (missing.length > 0) report({ ...place, message: 'missing', data: { id, missing: missing.join(' and no ') } });
    }
  },
});

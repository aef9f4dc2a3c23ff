import type { Path } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { said } from '../../governance/days.ts';
import { exceptionFlaw, MAX_EXCEPTION } from '../../governance/exceptions.ts';
import { placeInManifest } from '../../governance/place.ts';

export default defineRule({
  id: 'unaccountable-exception',
  family: 'lifecycle',
  title: 'An exception has ended, or nobody answers for it',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-693'],
    'owasp-mcp': ['MCP02:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI09'],
    'nist-csf': ['ID.RA-07', 'GV.PO-02'],
    'nist-ai-rmf': ['GOVERN 1.4'],
    'csa-maestro': ['L6'],
  },
  messages: {
    expired: 'The exception for {rule} ended on {day}, so its findings are back. Mend them, or have it approved again.',
    unapproved: 'The exception for {rule} names nobody who approved it, so it does not count. Write the person, or take it out.',
    long: 'The exception for {rule} runs until {day}, longer than the {limit} that count from its approval. It does not count; shorten it.',
    forbidden: 'The policy allows no exception for {rule}, so this one does not count. Mend the findings, and take it out.',
    flow: 'The flow between {servers} was accepted until {day}. Decide again, or take one of the servers out.',
  },
  workspace({ governance, today }, { report }) {
    const manifest = governance?.manifest;
    // Exceptions of a shared manifest are told where it stands.
    if (!manifest || governance.shared || today === '') return;
    for (const exception of manifest.exceptions) {
      const { rule, expires } = exception.data;
      const at = (...keys: Path) => placeInManifest(manifest, ...exception.path, ...keys);
      const flaw = exceptionFlaw(manifest, exception, today);
      if (flaw === 'expired') {
        const first = expires < today ? expires : exception.data.approval.expires!;
        report({ ...(first === expires ? at('expires') : at('approval', 'expires')), message: 'expired', data: { rule, day: first } });
      } else if (flaw === 'unapproved') report({ ...at('approval', 'by'), message: 'unapproved', data: { rule } });
      else if (flaw === 'too-long')
        report({
          ...at('expires'),
          message: 'long',
          data: { rule, day: expires, limit: said(manifest.data.policy?.max_exception ?? MAX_EXCEPTION) },
        });
      else if (flaw === 'forbidden') report({ ...at('rule'), message: 'forbidden', severity: 'high', data: { rule } });
    }
    for (const [index, flow] of (manifest.data.accepted_flows ?? []).entries()) {
      if (flow.expires >= today) continue;
      const data = { servers: flow.servers.map(name => `\`${name}\``).join(' and '), day: flow.expires };
      report({ ...placeInManifest(manifest, 'accepted_flows', index, 'expires'), message: 'flow', data });
    }
  },
});

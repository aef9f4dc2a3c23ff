import { defineRule } from '../../core/rule.ts';
import { said, secondsOf } from '../../governance/days.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, limitOf, ownersOf, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'review-interval-missing-or-too-long',
  family: 'lifecycle',
  title: 'Nobody looks at a server again, or not often enough',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-262'],
    'owasp-mcp': ['MCP02:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI10'],
    'owasp-nhi': ['NHI1:2025', 'NHI5:2025'],
    'nist-csf': ['PR.AA-05', 'GV.PO-02'],
    'nist-ai-rmf': ['GOVERN 1.5'],
    'csa-maestro': ['L6'],
  },
  messages: {
    missing:
      '`{id}` is of {tier} risk, and nothing says when somebody looks at it again. Add `review:` with `last` and `interval: {duration}`.',
    long: '`{id}` is looked at every {interval}, and {tier} risk asks for every {limit}. Shorten it to `{duration}`.',
    reviewer: '`{id}` is of critical risk and is reviewed by {who}. Let somebody else review it.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    for (const record of activeRecords(workspace)) {
      const { id, review, owner } = record.data;
      const tier = tierOf(record);
      const duration = limitOf(manifest, 'review_interval', tier);
      const limit = secondsOf(duration);
      const place = placeIn(record, 'review', 'interval');
      if (!review?.interval) {
        if (!review?.next && atLeast(tier, 'medium')) report({ ...place, message: 'missing', data: { id, tier, duration } });
      } else if (limit !== null && (secondsOf(review.interval) ?? 0) > limit)
        report({ ...place, message: 'long', data: { id, interval: said(review.interval), tier, limit: said(duration), duration } });
      if (tier !== 'critical' || !review) continue;
      const own = review.reviewer !== undefined && ownersOf(owner).includes(review.reviewer);
      if (own || review.reviewer === undefined)
        report({
          ...placeIn(record, 'review', 'reviewer'),
          message: 'reviewer',
          data: { id, who: own ? 'its own owner' : 'nobody in particular' },
        });
    }
  },
});

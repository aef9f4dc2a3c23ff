import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, floorOf, isPlaceholder, serversOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'risk-tier-missing-or-too-low',
  family: 'ownership',
  title: 'A server is classed below what it can do',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1220'],
    'owasp-mcp': ['MCP09:2025'],
    'owasp-asi': ['ASI03'],
    'nist-csf': ['ID.AM-05', 'GV.SC-04'],
    'nist-ai-rmf': ['MAP 4.1'],
    'csa-maestro': ['L6'],
  },
  messages: {
    missing: '`{id}` has no risk tier, and {because}. Add `risk_tier: {floor}`, or record why less is enough in `risk_tier_override`.',
    low: '`{id}` is classed as {tier}, but {because}. Raise it to {floor}, or record why less is enough in `risk_tier_override`.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    if (!governance?.manifest) return;
    for (const record of activeRecords(workspace)) {
      const { id, risk_tier: tier, risk_tier_override: override } = record.data;
      const { tier: suggested, because } = floorOf(record, serversOf(workspace, governance, record), governance.manifest);
      const agreed = override && !isPlaceholder(override.approval.by);
      const floor = agreed ? (override.floor ?? 'low') : suggested;
      if (floor === 'low' || (tier !== undefined && atLeast(tier, floor))) continue;
      const reason = agreed ? `the override agrees on ${floor}` : because;
      if (tier === undefined) report({ ...placeIn(record, 'risk_tier'), message: 'missing', data: { id, because: reason, floor } });
      else report({ ...placeIn(record, 'risk_tier'), message: 'low', data: { id, tier, because: reason, floor } });
    }
  },
});

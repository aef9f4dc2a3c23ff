import type { Approval, ServerRecord } from '../../core/governance.ts';
import type { Path } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, canDo, isPlaceholder, ownersOf, policyOf, promotedTo, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'approval-record-missing',
  family: 'ownership',
  title: 'Nobody is on record for having approved a server',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-862'],
    'owasp-mcp': ['MCP09:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI09'],
    'nist-csf': ['GV.PO-02', 'ID.RA-07'],
    'nist-ai-rmf': ['GOVERN 1.4'],
    'owasp-aisvs': ['v1.0-C12.4.2', 'v1.0-C10.4.8'],
    'csa-maestro': ['L6'],
  },
  messages: {
    stage: '`{id}` is in {stage} without an approval. Add `approval:` with `by`, `date` and `ticket`, or take the stage out.',
    tier: '`{id}` is of {tier} risk, and no stage and no class of tools has an approval. Record who approved it and when.',
    impact: 'Tools of `{id}` can {can}, which nobody approved. Add `approvals.{impact}` with an approval, or take the tools out.',
    placeholder: 'The approval of `{id}` names nobody. Write the person who approved it, or take the stage out.',
    own: '`{by}` approved `{id}` and owns it. Let somebody else approve it, as `separation_of_duties` asks.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    for (const record of activeRecords(workspace)) {
      const { id, stages, approvals, tools = [] } = record.data;
      const tier = tierOf(record);
      const high = atLeast(tier, 'high');
      const bare = promotedTo(record, manifest).filter(stage => !stages?.[stage]?.approval);
      for (const stage of bare) report({ ...placeIn(record, 'stages', stage, 'approval'), message: 'stage', data: { id, stage } });
      const given = [...approvalsOf(record)];
      if (high && given.length === 0 && bare.length === 0) report({ ...placeIn(record, 'stages'), message: 'tier', data: { id, tier } });
      if (approvals || high) {
        const told = new Set<string>();
        for (const [index, tool] of tools.entries()) {
          for (const impact of tool.impact) {
            if (impact === 'read' || approvals?.[impact] || told.has(impact)) continue;
            told.add(impact);
            report({ ...placeIn(record, 'tools', index, 'impact'), message: 'impact', data: { id, can: canDo(impact), impact } });
          }
        }
      }
      for (const { approval, path } of given) {
        const { by } = approval;
        const place = placeIn(record, ...path, 'by');
        if (isPlaceholder(by)) report({ ...place, message: 'placeholder', data: { id } });
        else if (high && policyOf(manifest).separation_of_duties && ownersOf(record.data.owner).includes(by))
          report({ ...place, message: 'own', data: { id, by } });
      }
    }
  },
});

function* approvalsOf({ data }: ServerRecord): Generator<{ approval: Approval; path: Path }> {
  for (const [stage, { approval }] of Object.entries(data.stages ?? {}))
    if (approval) yield { approval, path: ['stages', stage, 'approval'] };
  for (const [impact, grant] of Object.entries(data.approvals ?? {}))
    yield { approval: grant.approval, path: ['approvals', impact, 'approval'] };
}

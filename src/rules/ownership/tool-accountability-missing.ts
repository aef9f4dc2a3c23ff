import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, canDo } from '../../governance/policy.ts';

export default defineRule({
  id: 'tool-accountability-missing',
  family: 'ownership',
  title: 'Nobody answers for what a tool changes',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1220'],
    'owasp-mcp': ['MCP09:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI02'],
    'nist-csf': ['GV.RR-02', 'ID.AM-08'],
    'nist-ai-rmf': ['GOVERN 3.2'],
    'owasp-aisvs': ['v1.0-C9.2.3'],
    'csa-maestro': ['L6'],
  },
  messages: {
    missing: '`{tool}` of `{id}` can {can}, and its entry has no {missing}. Add what is missing.',
  },
  workspace(workspace, { report }) {
    for (const record of activeRecords(workspace)) {
      const { id, tools = [], business_owner: owner, purpose } = record.data;
      for (const [index, tool] of tools.entries()) {
        const impact = tool.impact.find(one => one !== 'read');
        if (impact === undefined) continue;
        const missing = [
          (tool.business_owner ?? owner) ? '' : '`business_owner`',
          (tool.purpose ?? purpose) ? '' : '`purpose`',
          tool.reversible ? '' : '`reversible`',
        ].filter(Boolean);
        if (missing.length === 0) continue;
        const data = { id, tool: tool.names[0]!, can: canDo(impact), missing: missing.join(', ') };
        report({ ...placeIn(record, 'tools', index, 'impact'), message: 'missing', data });
      }
    }
  },
});

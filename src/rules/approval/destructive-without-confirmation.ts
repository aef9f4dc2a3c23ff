import type { ToolTerms } from '../../core/governance.ts';
import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, canDo, policyOf } from '../../governance/policy.ts';

/** What somebody has to confirm where the policy says nothing. */
const ASKED: readonly string[] = ['destructive', 'irreversible', 'admin', 'financial', 'exec', 'cross-tenant'];

export default defineRule({
  id: 'destructive-without-confirmation',
  family: 'approval',
  title: 'Nobody is asked before a tool does what cannot be undone',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-862', 'CWE-356'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI09'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'nist-ai-rmf': ['MAP 3.5', 'GOVERN 3.2'],
    'owasp-aisvs': ['v1.0-C9.2.1', 'v1.0-C9.2.3', 'v1.0-C9.2.4'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T2101', 'SAFE-T2104'],
    'mitre-atlas': ['AML.M0029', 'AML.T0101'],
    'mcp-spec': ['MCP-SPEC-TOOLS-HITL'],
    'csa-maestro': ['L6'],
  },
  messages: {
    missing:
      '`{tool}` of `{id}` can {can}, and nobody is asked before it does. Add `confirmation: required`, and have the server or the gateway ask.',
    client: '`{tool}` of `{id}` can {can}, and only the client asks, which its user can switch off. Use `confirmation: required`.',
  },
  workspace(workspace, { report }) {
    const manifest = workspace.governance?.manifest;
    if (!manifest) return;
    const asked = policyOf(manifest).require_confirmation_for ?? ASKED;
    for (const record of activeRecords(workspace)) {
      for (const [index, tool] of (record.data.tools ?? []).entries()) {
        const can = reasonFor(tool, asked);
        const { confirmation = 'none' } = tool;
        if (can === null || confirmation === 'required' || confirmation === 'two-person') continue;
        const data = { id: record.data.id, tool: tool.names[0]!, can };
        const place = placeIn(record, 'tools', index, tool.confirmation === undefined ? 'impact' : 'confirmation');
        if (confirmation === 'none') report({ ...place, message: 'missing', data });
        // A client's question is a question; it is worth less where the harm cannot be taken back.
        else if (tool.reversible === 'irreversible' || tool.crosses_tenant)
          report({ ...place, message: 'client', data, severity: 'medium' });
      }
    }
  },
});

/** What makes a confirmation necessary, in words after "can"; null where nothing does. */
function reasonFor({ impact, reversible, crosses_tenant: crosses }: ToolTerms, asked: readonly string[]): string | null {
  const worst = impact.find(one => asked.includes(one));
  if (worst !== undefined) return canDo(worst);
  if (reversible === 'irreversible' && asked.includes('irreversible')) return 'do what nobody can undo';
  return crosses && asked.includes('cross-tenant') ? 'reach other tenants' : null;
}

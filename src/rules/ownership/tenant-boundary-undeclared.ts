import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords } from '../../governance/policy.ts';

export default defineRule({
  id: 'tenant-boundary-undeclared',
  family: 'ownership',
  title: 'Nothing says which tenants a server may reach',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-668'],
    'owasp-mcp': ['MCP10:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI03', 'ASI06'],
    'owasp-nhi': ['NHI8:2025'],
    'nist-csf': ['PR.AA-05', 'ID.AM-03'],
    'nist-ai-rmf': ['MAP 4.2'],
    'owasp-aisvs': ['v1.0-C5.2.1'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'csa-maestro': ['L6', 'L7'],
  },
  messages: {
    missing: 'Tools of `{id}` reach other tenants, and nothing says which. Add `tenant_boundary` with `mode` and `tenants`.',
    tenants: '`{id}` reaches several tenants, and nothing says which. Add `tenants` to `tenant_boundary`.',
    confirmation: '`{id}` reaches several tenants, and nobody confirms an action across them. Add `cross_tenant_confirmation: required`.',
  },
  workspace(workspace, { report }) {
    for (const record of activeRecords(workspace)) {
      const { id, tenant_boundary: boundary, tools = [], downstream = [] } = record.data;
      const several = new Set(downstream.flatMap(({ tenant }) => tenant ?? [])).size > 1;
      if (!boundary) {
        const index = tools.findIndex(({ crosses_tenant: crosses }) => crosses);
        if (index >= 0) report({ ...placeIn(record, 'tools', index, 'crosses_tenant'), message: 'missing', data: { id } });
        else if (several) report({ ...placeIn(record, 'downstream'), message: 'missing', data: { id } });
        continue;
      }
      if (boundary.mode !== 'multi') continue;
      if (!boundary.tenants?.length) report({ ...placeIn(record, 'tenant_boundary', 'mode'), message: 'tenants', data: { id } });
      const { cross_tenant_confirmation: asked = 'none' } = boundary;
      if (asked !== 'required' && asked !== 'two-person')
        report({ ...placeIn(record, 'tenant_boundary', 'cross_tenant_confirmation'), message: 'confirmation', data: { id } });
    }
  },
});

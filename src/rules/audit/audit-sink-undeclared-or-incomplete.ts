import { defineRule } from '../../core/rule.ts';
import { said, secondsOf } from '../../governance/days.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, AUDIT_FIELDS_ASKED, isPlaceholder, limitOf, policyOf, stagesOf, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'audit-sink-undeclared-or-incomplete',
  family: 'audit',
  title: 'Nothing says where calls are recorded, or too little is',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-778'],
    'owasp-mcp': ['MCP08:2025'],
    'owasp-asi': ['ASI10'],
    'nist-csf': ['PR.PS-04', 'DE.CM-09'],
    'nist-ai-rmf': ['MANAGE 4.1'],
    'owasp-aisvs': ['v1.0-C12.1.1', 'v1.0-C12.4.2'],
    'cosai-mcp': ['CoSAI-MCP-T12'],
    'mitre-atlas': ['AML.M0024'],
    'csa-maestro': ['L5'],
  },
  messages: {
    missing: 'Nothing says where calls of `{id}` are recorded. Add `audit:` with a `sink`, here or in `defaults`.',
    local: 'Calls of `{id}` are recorded in a local file, which the agent itself can change. Send them to a store that it cannot reach.',
    fields: 'The record of a call of `{id}` does not hold {fields}. Add what is missing to `audit.fields`.',
    retention: 'Records of `{id}` are kept for {kept}, and {tier} risk asks for {limit}. Keep them for `{duration}`.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    const last = stagesOf(manifest).at(-1)!;
    const told = new Set<object>();
    for (const record of activeRecords(workspace)) {
      const { id, audit, stages = {} } = record.data;
      const tier = tierOf(record);
      if (!atLeast(tier, 'high') && !Object.hasOwn(stages, last)) continue;
      const sink = placeIn(record, 'audit', 'sink');
      if (!audit?.sink || isPlaceholder(audit.sink)) report({ ...sink, message: 'missing', data: { id } });
      else if (/^(?:file:|\.{0,2}\/|~|[A-Za-z]:[\\/])/.test(audit.sink) && !told.has(sink.at)) {
        told.add(sink.at);
        report({ ...sink, message: 'local', data: { id } });
      }
      if (!audit) continue;
      const asked = policyOf(manifest).audit_fields ?? AUDIT_FIELDS_ASKED;
      const fields = audit.fields ? asked.filter(field => !audit.fields!.includes(field)) : [];
      const list = placeIn(record, 'audit', 'fields');
      if (fields.length > 0 && !told.has(list.at)) {
        told.add(list.at);
        report({ ...list, message: 'fields', data: { id, fields: fields.join(', ') } });
      }
      const duration = limitOf(manifest, 'audit_retention', tier);
      const [kept, limit] = [secondsOf(audit.retention ?? ''), secondsOf(duration)];
      if (kept !== null && limit !== null && kept < limit)
        report({
          ...placeIn(record, 'audit', 'retention'),
          message: 'retention',
          data: { id, kept: said(audit.retention!), tier, limit: said(duration), duration },
        });
    }
  },
});

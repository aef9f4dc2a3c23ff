import { defineRule } from '../../core/rule.ts';
import { said, secondsOf } from '../../governance/days.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, limitOf, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'ttl-exceeds-policy',
  family: 'lifecycle',
  title: 'A credential lives longer than its risk allows',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-613'],
    'owasp-mcp': ['MCP01:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI7:2025'],
    'nist-csf': ['PR.AA-01'],
    'owasp-aisvs': ['v1.0-C5.1.2'],
    'cosai-mcp': ['CoSAI-MCP-T1', 'CoSAI-MCP-T7'],
    'mcp-spec': ['MCP-SPEC-AUTH-SHORT-LIVED'],
    'csa-maestro': ['L6'],
  },
  messages: {
    long: 'The credential of `{id}` lives {ttl}, and {tier} risk allows {limit}. Shorten it to `{duration}`, or record an exception with an end.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    for (const record of activeRecords(workspace)) {
      const { id, credential } = record.data;
      const tier = tierOf(record);
      const duration = limitOf(manifest, 'max_ttl', tier);
      const [ttl, limit] = [secondsOf(credential?.max_ttl ?? ''), secondsOf(duration)];
      if (ttl === null || limit === null || ttl <= limit) continue;
      const data = { id, ttl: said(credential!.max_ttl!), tier, limit: said(duration), duration };
      report({ ...placeIn(record, 'credential', 'max_ttl'), message: 'long', data });
    }
  },
});

import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'invalid-manifest',
  family: 'ownership',
  title: 'The governance manifest says something that cannot be understood',
  severity: 'high',
  confidence: 'high',
  mappings: { cwe: ['CWE-1286'], 'owasp-mcp': ['MCP09:2025'], 'nist-csf': ['GV.PO-01'], 'csa-maestro': ['L6'] },
  messages: {
    fault: '{fault} Until then this part of the manifest counts for nothing.',
  },
  workspace({ governance }, { report }) {
    const manifest = governance?.manifest;
    for (const { span, path, message } of manifest?.faults ?? [])
      report({ message: 'fault', data: { fault: message }, at: span, source: manifest!.source, path, format: null });
  },
});

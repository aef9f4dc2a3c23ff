import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, isPlaceholder, promotedTo, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'offboarding-path-missing',
  family: 'lifecycle',
  title: 'Nothing says how a server is switched off',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-459'],
    'owasp-mcp': ['MCP09:2025', 'MCP01:2025'],
    'owasp-asi': ['ASI10'],
    'owasp-nhi': ['NHI1:2025'],
    'nist-csf': ['GV.SC-10', 'ID.AM-08'],
    'nist-ai-rmf': ['GOVERN 1.7', 'MANAGE 2.4'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'csa-maestro': ['L6'],
  },
  messages: {
    missing: 'Nothing says how `{id}` is switched off. Add `offboarding:` with a `runbook`, and `revoke` for its credential.',
    revoke: 'The way to switch off `{id}` does not say how its access ends. Add `revoke` to `offboarding`.',
    plain: 'The runbook of `{id}` is not on an https address. Link one that people can trust, or a file of this repository.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    for (const record of activeRecords(workspace)) {
      const { id, offboarding, credential } = record.data;
      if (!atLeast(tierOf(record), 'medium') && promotedTo(record, manifest).length === 0) continue;
      if (!offboarding || isPlaceholder(offboarding.runbook))
        report({ ...placeIn(record, 'offboarding', 'runbook'), message: 'missing', data: { id } });
      else if (/^[a-z]{2,10}:\/\//i.test(offboarding.runbook) && !offboarding.runbook.startsWith('https://'))
        report({ ...placeIn(record, 'offboarding', 'runbook'), message: 'plain', data: { id } });
      else if (offboarding.revoke === undefined && !credential?.revocation && credential?.type !== 'none')
        report({ ...placeIn(record, 'offboarding', 'revoke'), message: 'revoke', severity: 'low', data: { id } });
    }
  },
});

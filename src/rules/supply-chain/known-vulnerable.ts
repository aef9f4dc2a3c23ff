import { type Fix, SEVERITIES } from '../../core/finding.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { advisoriesFor } from '../../resolve/advisories.ts';
import { launchOf } from '../../resolve/launch.ts';
import type { Artifact } from '../../resolve/launch-types.ts';
import { newest } from '../../resolve/versions.ts';
import { part, placeOf, spanOf } from '../../resolve/words.ts';
import { gravity } from '../scope/shared/narrowing.ts';

export default defineRule({
  id: 'known-vulnerable',
  family: 'supply-chain',
  title: 'A server is pinned to a version with a published vulnerability',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1395'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'owasp-nhi': ['NHI3:2025'],
    'owasp-llm-2025': ['LLM03:2025'],
    'nist-csf': ['ID.RA-01', 'PR.PS-02'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1002'],
    'mitre-atlas': ['AML.M0016'],
    'csa-maestro': ['L7'],
  },
  messages: {
    fixed: '`{server}` in {client} runs `{name}` {version}, which has a known flaw: {what} ({ids}). Write version {fixed} or a later one.',
    defeats:
      '`{server}` in {client} runs `{name}` {version}, which has a known flaw: {what} ({ids}). Do not rely on {defeats}, and write version {fixed} or a later one.',
    unfixed: '`{server}` in {client} runs `{name}`, for which no release is known without this flaw: {what} ({ids}). Use another server.',
  },
  server(server, { report }) {
    for (const artifact of launchOf(server).artifacts) {
      const { spec } = artifact;
      const held = spec ? advisoriesFor(artifact).filter(({ kind }) => kind === 'vulnerability') : [];
      const worst = held.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0];
      if (!spec || !worst) continue;
      const data = { server: server.name, client: server.format.name, name: artifact.name, what: worst.what };
      const ids = held.length > 3 ? `${worst.id} and ${held.length - 1} more` : held.map(({ id }) => id).join(', ');
      // Without a vendor's own record, or a version that is written down, it stays below the worst.
      const capped = worst.severity === 'critical' && (worst.confidence !== 'high' || artifact.version === null);
      const severity = gravity(server, capped ? 'high' : worst.severity);
      const place = { ...placeOf(server, spec), severity, confidence: worst.confidence };
      const fixed = held.every(item => item.fixed.length > 0) ? newest(held.flatMap(item => newest(item.fixed) ?? [])) : null;
      if (fixed === null || artifact.version === null) {
        report({ ...place, message: 'unfixed', data: { ...data, ids } });
        continue;
      }
      const fix = fixOf(server, artifact, fixed);
      const firm = { ...data, version: artifact.version, fixed, ids };
      const defeats = held.find(item => item.defeats !== null)?.defeats;
      if (defeats) report({ ...place, message: 'defeats', data: { ...firm, defeats }, fix });
      else report({ ...place, message: 'fixed', data: firm, fix });
    }
  },
});

function fixOf(server: Server, { spec, version, pin }: Artifact, fixed: string): Fix | null {
  const at = spec && version !== null && pin !== 'digest' ? spec.value.lastIndexOf(version) : -1;
  if (!spec || version === null || at < 0) return null;
  const text = version.startsWith('v') ? `v${fixed}` : fixed;
  const edit = { source: server.document.source, span: spanOf(part(spec, at, at + version.length)), text };
  return { title: `Write version ${fixed}`, safe: false, edits: [edit] };
}

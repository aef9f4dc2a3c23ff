import type { Governance } from '../../core/governance.ts';
import type { Workspace } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { placeInManifest } from '../../governance/place.ts';

const CATCH_ALL = new Set(['*', '**', '/', '/*', '/**', '**/*', '/**/*']);
const SHOWN = 3;

export default defineRule({
  id: 'config-not-code-owned',
  family: 'ownership',
  title: 'Anybody may change who is allowed what',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-732'],
    'owasp-mcp': ['MCP09:2025', 'MCP03:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['PR.AA-05', 'PR.PS-06'],
    'nist-ai-rmf': ['GOVERN 1.4'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'mitre-atlas': ['AML.T0081'],
    'csa-maestro': ['L6'],
  },
  messages: {
    uncovered:
      'No line of {file} is about {files}, so a change needs nobody in particular. Add a line for each, with the team that approves servers.',
    absent:
      'This repository has a manifest and no CODEOWNERS, so anybody who may merge can change it. Add a CODEOWNERS line for it and for the MCP files.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    if (!governance?.manifest) return;
    const { codeOwners } = governance;
    if (!codeOwners) {
      if (governance.shared) return;
      report({ ...placeInManifest(governance.manifest, 'schema'), message: 'absent', severity: 'low' });
      return;
    }
    const open = steering(workspace, governance).filter(path => {
      const line = codeOwners.deciding(path);
      return line === null || line.owners.length === 0 || CATCH_ALL.has(line.pattern);
    });
    const [first] = open;
    if (first === undefined) return;
    const listed = open.slice(0, SHOWN).map(path => `\`${path}\``);
    const files = listed.join(', ') + (open.length > SHOWN ? ` and ${open.length - SHOWN} more` : '');
    const { source } = codeOwners;
    const at = codeOwners.deciding(first)?.span ?? source.line(1);
    report({ at, source, path: null, format: null, message: 'uncovered', data: { file: source.path, files } });
  },
});

/** Files whose change changes what agents may do, each once. */
function steering({ servers }: Workspace, { manifest, shared, lock, codeOwners }: Governance): string[] {
  const configs = servers
    .filter(({ scope, document }) => (scope === 'project' || scope === 'managed') && !document.source.path.startsWith('~'))
    .map(({ document }) => document.source.path);
  const own = [shared ? undefined : manifest?.source.path, lock?.source.path, codeOwners?.source.path].filter(path => path !== undefined);
  return [...new Set([...own, ...configs])];
}

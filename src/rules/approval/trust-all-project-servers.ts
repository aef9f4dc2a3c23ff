import { defineRule } from '../../core/rule.ts';

/** Settings of a person that speak of every folder, wherever the file that holds them is kept. */
const PERSONAL = new Set(['session.trust_all_worktrees', 'security.folderTrust.enabled', 'security.workspace.trust.enabled']);

export default defineRule({
  id: 'trust-all-project-servers',
  family: 'approval',
  title: 'Every server that a project brings is started without asking',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-829', 'CWE-862'],
    'owasp-mcp': ['MCP09:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI04', 'ASI09'],
    'nist-csf': ['PR.PS-05', 'PR.AA-05'],
    'mcp-spec': ['MCP-SPEC-LOCAL-CONSENT'],
    'safe-mcp': ['SAFE-T1006'],
  },
  messages: {
    own: '{client} starts every server that this repository will ever list, unasked (`{key}`: {value}). Name the servers that were reviewed instead.',
    any: '{client} starts the servers of every repository that is opened, unasked (`{key}`: {value}). Remove it and approve servers one by one.',
  },
  control(control, { report }) {
    // A list of names is what a person looked at.
    if (control.kind !== 'trust-project-servers' || !control.honoured || (control.servers?.length ?? 0) > 0) return;
    const place = { at: control.node, source: control.document.source, path: control.path };
    const data = { client: control.format.name, key: control.key, value: control.value };
    // A project's own file speaks of its own servers only; a person's file speaks of all that will ever be cloned.
    if (control.scope === 'user' || control.scope === 'managed') report({ ...place, message: 'any', data });
    else if (PERSONAL.has(control.key))
      report({ ...place, message: 'any', data, severity: control.scope === 'project' ? 'medium' : 'low' });
    else report({ ...place, message: 'own', data, severity: control.scope === 'project' ? 'medium' : 'low' });
  },
});

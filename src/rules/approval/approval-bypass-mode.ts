import type { Severity } from '../../core/finding.ts';
import type { Control, Workspace } from '../../core/model.ts';
import { get } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { weighed } from '../network/shared/weight.ts';

/** Takes away only the question before the mode that asks nothing. */
const QUESTION = 'skipDangerousModePermissionPrompt';
/** Modes that still ask before a command runs, or have something else look at it. */
const HALF = new Set(['acceptedits', 'auto_edit', 'autoedit', 'auto-edit', 'auto', 'on-failure']);

export default defineRule({
  id: 'approval-bypass-mode',
  family: 'approval',
  title: 'The client asks for nothing at all',
  severity: 'critical',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-862', 'CWE-693'],
    'owasp-mcp': ['MCP02:2025', 'MCP05:2025'],
    'owasp-asi': ['ASI02', 'ASI05', 'ASI09'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'mcp-spec': ['MCP-SPEC-TOOLS-HITL'],
    'safe-mcp': ['SAFE-T1403'],
  },
  messages: {
    all: '{client} asks nobody before any tool call or command (`{key}`: {value}). Remove it; where no person is there to ask, run the agent in a container with short-lived credentials.',
    half: '{client} asks less than by default (`{key}`: {value}). Keep it out of shared files, so that everyone decides for themselves.',
  },
  control(control, { report, workspace }) {
    if (control.kind !== 'bypass-approval' || !control.honoured) return;
    const place = { at: control.node, source: control.document.source, path: control.path, server: control.server };
    const data = { client: control.format.name, key: control.key, value: control.value };
    // The same word is no question at all in Goose.
    const half = control.key !== 'GOOSE_MODE' && HALF.has(control.value.replaceAll('"', '').toLowerCase());
    if (half || control.key === QUESTION) report({ ...place, message: 'half', data, severity: 'low' });
    else report({ ...place, message: 'all', data, severity: weighed(severityOf(control, workspace), control.scope) });
  },
});

/** A mode of a profile that a person has to choose is not the default; one that keeps its sandbox can do less. */
function severityOf(control: Control, { controls, servers }: Workspace): Severity {
  if (control.path[0] === 'profiles') {
    const chosen = get(control.document.root, 'profile');
    if (chosen?.kind !== 'string' || chosen.value !== control.path[1]) return 'low';
  }
  // The container that the file describes is what the fix asks for.
  if (control.format.id === 'devcontainer') return 'medium';
  if (control.key === 'GOOSE_MODE') return control.value === 'auto' ? 'high' : 'low';
  if (control.value.replaceAll('"', '') !== 'never') return 'critical';
  const { document } = control;
  const here = controls.filter(one => one.document === document);
  if (here.some(({ kind }) => kind === 'sandbox-off')) return 'critical';
  // Commands stay in the project and off the network; tools of a server would not.
  const online = get(document.root, 'sandbox_workspace_write', 'network_access');
  const held = here.some(({ kind, path }) => kind === 'sandbox-on' && path.length === 1) && !(online?.kind === 'boolean' && online.value);
  return held && !servers.some(one => one.document === document) ? 'medium' : 'high';
}

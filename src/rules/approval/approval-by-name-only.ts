import { defineRule } from '../../core/rule.ts';
import { weighed } from '../network/shared/weight.ts';

/** A policy for all servers, whoever brings them, that could match on more than names. */
const POLICY = 'allowedMcpServers';

export default defineRule({
  id: 'approval-by-name-only',
  family: 'approval',
  title: 'A policy admits servers by a name that anyone can give them',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-863', 'CWE-1357'],
    'owasp-mcp': ['MCP09:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['PR.AA-05', 'PR.PS-05'],
    'safe-mcp': ['SAFE-T1004'],
  },
  messages: {
    names:
      '{client} admits any server that calls itself {servers} (`{key}`), whatever it runs. Match on the command or the address instead.',
  },
  control(control, { report }) {
    const { kind, honoured, key, node, servers = [] } = control;
    if (kind !== 'allow-servers' || !honoured || key !== POLICY || servers.length === 0 || node.kind !== 'seq') return;
    // An entry that also names a command or an address is bound to it.
    if (servers.length < node.items.length || node.items.some(item => item.kind === 'map' && item.entries.length > 1)) return;
    const shown = servers.slice(0, 3).map(name => `\`${name}\``);
    const rest = servers.length - shown.length;
    report({
      message: 'names',
      data: { client: control.format.name, key, servers: shown.join(' or ') + (rest > 0 ? ` or ${rest} more` : '') },
      at: node,
      path: control.path,
      source: control.document.source,
      severity: weighed('medium', control.scope),
    });
  },
});

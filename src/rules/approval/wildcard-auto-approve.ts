import type { Severity } from '../../core/finding.ts';
import type { Control, Server, Workspace } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { knownServer } from '../../resolve/known.ts';
import { clientOf, weighed } from '../network/shared/weight.ts';
import { readsOnly } from '../scope/shared/narrowing.ts';

export default defineRule({
  id: 'wildcard-auto-approve',
  family: 'approval',
  title: 'Every tool of a server runs without asking',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-862', 'CWE-356'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI09'],
    'owasp-llm-2025': ['LLM06:2025'],
    'nist-csf': ['PR.AA-05'],
    'mcp-spec': ['MCP-SPEC-TOOLS-HITL'],
    'safe-mcp': ['SAFE-T1403', 'SAFE-T1104'],
  },
  messages: {
    server: 'Every tool of `{server}` runs in {client} without asking anyone (`{key}`: {value}). {advice}',
    all: 'Every tool of every server runs in {client} without asking anyone (`{key}`: {value}). {advice}',
  },
  control(control, { report, workspace }) {
    if (control.kind !== 'approve-all-tools' || !control.honoured) return;
    const { server, servers = [] } = control;
    const place = {
      at: control.node,
      source: control.document.source,
      path: control.path,
      server,
      severity: weighed(severityOf(control, workspace), control.scope, server?.enabled),
    };
    const data = { client: clientOf(control.format), key: control.key, value: control.value, advice: adviceFor(control) };
    const named = server ? [server.name] : servers;
    if (named.length > 0) report({ ...place, message: 'server', data: { ...data, server: named.join('`, `') } });
    else report({ ...place, message: 'all', data });
  },
});

/** Names under which people run servers that hold nothing but public documentation or a train of thought. */
const PUBLIC = /^(?:context7|deepwiki|sequential[-_]?thinking|(?:microsoft|ms)[-_](?:docs|learn)|aws[-_]docs|aws[-_]documentation)$/i;

/** A server that can only read, as far as is known, leaves less to approve; so does one of which only the name is known. */
function severityOf({ server, servers = [] }: Control, { servers: all }: Workspace): Severity {
  if (!server && servers.length > 0) {
    const harmless = servers.every(name => {
      // Claude Code puts a plugin's name before that of its server.
      const own = /^plugin_[^_]{1,100}_(.{1,100})$/.exec(name)?.[1] ?? name;
      const same = all.filter(one => one.name === own);
      return same.length > 0 ? same.every(one => ofKnown(one) === 'low') : PUBLIC.test(own);
    });
    return harmless ? 'low' : 'medium';
  }
  return server ? ofKnown(server) : 'high';
}

function ofKnown(server: Server): Severity {
  const known = knownServer(server);
  if (known?.impact !== 'read' || known.confidence === 'low') return readsOnly(server) ? 'medium' : 'high';
  // Documentation for everybody: nothing private goes in, and nothing out.
  return known.capabilities.includes('private-data') || known.capabilities.includes('external-comm') ? 'medium' : 'low';
}

/** A list can be made shorter; a switch can only be taken out. */
function adviceFor({ value }: Control): string {
  return value.includes('*')
    ? `List the read-only tools you need instead of \`${value}\`.`
    : 'Remove it, and approve the read-only tools you need one by one.';
}

import { defineRule } from '../../core/rule.ts';
import { weighed } from '../network/shared/weight.ts';

export default defineRule({
  id: 'wildcard-auto-approve',
  family: 'approval',
  title: 'Every tool of a server runs without asking',
  severity: 'high',
  confidence: 'high',
  mappings: { cwe: ['CWE-862'], 'owasp-mcp': ['MCP02:2025'] },
  messages: {
    server:
      'Every tool of `{server}` runs in {client} without asking anyone (`{key}`: {value}). List the read-only tools you need instead of `{value}`.',
    all: 'Every tool of every server runs in {client} without asking anyone (`{key}`: {value}). List the read-only tools you need, per server.',
  },
  control(control, { report }) {
    if (control.kind !== 'approve-all-tools' || !control.honoured) return;
    const place = {
      at: control.node,
      source: control.document.source,
      path: control.path,
      server: control.server,
      severity: weighed('high', control.scope),
    };
    const data = { client: control.format.name, key: control.key, value: control.value };
    const named = control.server ? [control.server.name] : (control.servers ?? []);
    if (named.length > 0) report({ ...place, message: 'server', data: { ...data, server: named.join('`, `') } });
    else report({ ...place, message: 'all', data });
  },
});

import { inner } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import type { Label, Severity } from '../../core/finding.ts';
import type { Control } from '../../core/model.ts';
import { weighed } from '../network/shared/weight.ts';
import { withoutTokens } from './shared/names.ts';
import { problemAt, unquoted } from './shared/problems.ts';

export default defineRule({
  id: 'control-not-honoured-by-client',
  family: 'config',
  title: 'The file states a restriction that this client ignores',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-693'], 'owasp-mcp': ['MCP02:2025'], 'owasp-asi': ['ASI08', 'ASI02'], 'nist-csf': ['PR.PS-01', 'PR.AA-05'] },
  messages: {
    said: '{sentence}',
    ignored: '{client} ignores `{key}` here, so {effect}. Restrict the server itself, or use a setting that {client} knows.',
  },
  file(file, { report }) {
    const told = new Map<string, Label[]>();
    for (const control of file.reading.controls) {
      if (control.honoured) continue;
      const { document, format, path, server, key } = control;
      const problem = problemAt(control, file);
      const at = problem ? unquoted(document.source, problem.span) : inner(control.node);
      const severity = weighed(severityOf(control), file.scope);
      // What costs no more than a question is told once for a file, however many servers carry it.
      const before = severity === 'low' ? told.get(key) : undefined;
      if (before) {
        before.push({ source: document.source, span: at, text: server ? `the same in \`${server.name}\`` : 'the same' });
        continue;
      }
      const related: Label[] = [];
      told.set(key, related);
      const place = {
        at,
        source: document.source,
        path,
        server,
        severity,
        related,
        confidence: format.confidence === 'verified' ? ('high' as const) : ('medium' as const),
      };
      if (problem) report({ ...place, message: 'said', data: { sentence: withoutTokens(problem.message) } });
      else report({ ...place, message: 'ignored', data: { client: format.name, key, effect: effectOf(control) } });
    }
  },
});

/** A lost approval only costs a question; a lost restriction is what somebody relies on. */
function severityOf({ kind }: Control): Severity {
  return kind === 'disable-server' ||
    kind === 'deny-tools' ||
    kind === 'allow-tools' ||
    kind === 'sandbox-on' ||
    kind === 'deny-servers' ||
    kind === 'allow-servers'
    ? 'medium'
    : 'low';
}

function effectOf({ kind, server }: Control): string {
  const name = server ? `\`${server.name}\`` : 'every server';
  switch (kind) {
    case 'disable-server':
      return `${name} still starts`;
    case 'deny-tools':
    case 'allow-tools':
      return `every tool of ${server ? name : 'every server'} stays on`;
    case 'sandbox-on':
      return `${name} runs outside of any sandbox`;
    case 'deny-servers':
    case 'allow-servers':
      return 'any server may still be added';
    default:
      return 'nothing changes';
  }
}

import { defineRule } from '../../core/rule.ts';
import type { Severity } from '../../core/finding.ts';
import type { ConfigProblem } from '../../core/model.ts';
import { weighed } from '../network/shared/weight.ts';
import { withoutTokens } from './shared/names.ts';
import { ignoredControlAt, unquoted } from './shared/problems.ts';

export default defineRule({
  id: 'misplaced-or-unknown-key',
  family: 'config',
  title: 'The client does not read a key where it stands',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-1188'], 'owasp-mcp': ['MCP09:2025'], 'owasp-asi': ['ASI02'], 'nist-csf': ['PR.PS-01'] },
  messages: { said: '{sentence}' },
  problem(problem, file, { report }) {
    // A lost restriction has a rule of its own.
    if (ignoredControlAt(problem, file)) return;
    const { document, span, replace } = problem;
    report({
      message: 'said',
      data: { sentence: withoutTokens(problem.message) },
      at: unquoted(document.source, span),
      path: problem.path,
      source: document.source,
      format: problem.format.id,
      server: problem.server,
      severity: weighed(severityOf(problem), file.scope, problem.server?.enabled ?? true),
      confidence: problem.confidence,
      fix: replace
        ? { title: replace.title, safe: replace.safe ?? false, edits: [{ source: document.source, span, text: replace.text }] }
        : null,
    });
  },
});

/** Sure, and something does not work as written: medium. A file that nobody reads does no harm; all else is worth a look. */
function severityOf({ kind, confidence }: ConfigProblem): Severity {
  if (kind === 'deprecated' || kind === 'duplicate' || kind === 'never-read') return 'low';
  return confidence === 'high' ? 'medium' : 'low';
}

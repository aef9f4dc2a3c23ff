import { defineRule } from '../../core/rule.ts';
import type { Edit } from '../../core/finding.ts';
import type { ConfigFile } from '../../core/model.ts';
import type { Document, Problem } from '../../core/node.ts';
import { clientOf, weighed } from '../network/shared/weight.ts';
import { shownName } from './shared/names.ts';

const LOOSE = new Set<Problem['code']>(['comment', 'trailing-comma', 'not-strict']);

export default defineRule({
  id: 'malformed-document',
  family: 'config',
  title: 'A file does not parse, or not alike in every program',
  severity: 'medium',
  confidence: 'high',
  mappings: { cwe: ['CWE-694', 'CWE-1188'], 'owasp-mcp': ['MCP09:2025'], 'owasp-asi': ['ASI04'], 'nist-csf': ['PR.PS-01'] },
  messages: {
    broken:
      'This file does not parse, so {client} cannot use it as it is: {problem} Mend it; until then only parts of it could be checked.',
    many: 'This file does not parse, so {client} cannot use it as it is: {problem} Mend this and {more} more; until then only parts of it could be checked.',
    duplicate:
      'The key `{key}` stands here twice, and the last one wins. Remove one: a reader looks at the first, the program takes the last.',
    'duplicate-yaml': 'The key `{key}` stands here twice: most readers of YAML refuse the file, and the others take the last. Remove one.',
    loose: 'In {client} this file may not load: {problem} Remove it, with {more} more like it.',
    'loose-once': 'In {client} this file may not load: {problem} Remove it.',
  },
  file(file, { report }) {
    // Nothing is known to read these files, or a person is the one who reads the page.
    if (file.state === 'skipped' || file.state === 'unsupported') return;
    for (const document of file.documents) {
      if (document.within === 'fence') continue;
      const client = file.format ? clientOf(file.format) : 'the client';
      const place = (problem: Problem) => ({ at: problem.span, source: document.source, path: null });
      const errors = document.problems.filter(({ level }) => level === 'error');
      const [first] = errors;
      if (first) {
        const data = { client, problem: first.message };
        const severity = weighed('medium', file.scope);
        if (errors.length === 1) report({ ...place(first), message: 'broken', data, severity });
        else report({ ...place(first), message: 'many', data: { ...data, more: errors.length - 1 }, severity });
      }
      for (const problem of document.problems) {
        if (problem.code !== 'duplicate-key' || problem.level !== 'warning') continue;
        const key = shownName(document.source.slice(problem.span).replace(/^["']|["']$/g, ''));
        const message = document.syntax === 'yaml' ? 'duplicate-yaml' : 'duplicate';
        report({ ...place(problem), message, data: { key }, severity: weighed('medium', file.scope) });
      }
      const loose = strictly(file, document) ? document.problems.filter(({ level, code }) => level === 'warning' && LOOSE.has(code)) : [];
      const [slip] = loose;
      // A broken file has the graver finding already.
      if (!slip || first) continue;
      const commas = loose.filter(({ code }) => code === 'trailing-comma');
      const edits: Edit[] = commas.map(({ span }) => ({ source: document.source, span, text: '' }));
      const fix = edits.length > 0 ? { title: 'Remove the trailing commas', safe: true, edits } : null;
      const data = { client, problem: slip.message };
      if (loose.length === 1) report({ ...place(slip), message: 'loose-once', data, severity: 'low', fix });
      else report({ ...place(slip), message: 'loose', data: { ...data, more: loose.length - 1 }, severity: 'low', fix });
    }
  },
});

/** Only where the makers' own word is known: many programs accept comments without saying so. */
function strictly(file: ConfigFile, document: Document): boolean {
  return document.syntax === 'json' && file.format !== null && !file.format.comments && file.format.confidence === 'verified';
}

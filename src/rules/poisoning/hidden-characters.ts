import { defineRule } from '../../core/rule.ts';
import type { Severity } from '../../core/finding.ts';
import { setOf } from '../../core/words.ts';
import { within } from '../../core/node.ts';
import { weighed } from '../network/shared/weight.ts';
import { hiddenIn, lookalikeIn } from './shared/hidden.ts';
import { textsOf } from './shared/texts.ts';

const SEVERITY: Readonly<Record<string, Severity>> = { tag: 'high', direction: 'high', escape: 'high', 'zero-width': 'medium' };

/** Keys whose values are names, commands or addresses. */
const NAMES = setOf('name command cmd args url serverUrl httpUrl uri endpoint package identifier image');

export default defineRule({
  id: 'hidden-characters',
  family: 'poisoning',
  title: 'A value or name holds characters that nobody sees',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-451', 'CWE-1427'],
    'owasp-mcp': ['MCP03:2025'],
    'owasp-asi': ['ASI01', 'ASI04'],
    'owasp-llm-2025': ['LLM01:2025'],
    'nist-csf': ['ID.RA-09'],
    'safe-mcp': ['SAFE-T1402', 'SAFE-T1405'],
  },
  messages: {
    tag: 'Text is hidden here in characters that only a model reads (Unicode tags, {codes}). Remove the whole entry until it is explained.',
    direction: 'A character here makes the text look different from what programs read ({codes}). Remove it.',
    escape: 'A terminal escape is written into this text ({codes}). Remove it.',
    lookalike:
      'The letter {codes} here is of another alphabet and looks like a Latin one, so this is not the name it seems to be. Write it anew, or remove the entry.',
    'zero-width': 'An invisible character stands here ({codes}): names that look alike differ, and a token with one is refused. Remove it.',
  },
  file(file, { report }) {
    for (const { node, path, key, document, server } of textsOf(file)) {
      const found = hiddenIn(node.value);
      if (!found) {
        // Prose may mix alphabets; names, commands and addresses that do are in disguise.
        const letter = key === null || NAMES.has(key) ? lookalikeIn(node.value) : null;
        if (!letter) continue;
        const at = within(node, letter.start, letter.end);
        const severity = weighed('high', file.scope);
        report({ at, path, source: document.source, server, severity, message: 'lookalike', data: { codes: codeOf(letter.letter) } });
        continue;
      }
      const { kind, count } = found;
      const code = codeOf(node.value.slice(found.start));
      const data = { codes: count === 1 ? code : `${count} of them, first ${code}` };
      const place = {
        at: within(node, found.start, found.end),
        path,
        source: document.source,
        server,
        severity: weighed(SEVERITY[kind] ?? 'medium', file.scope),
      };
      report({ ...place, message: kind, data });
    }
  },
});

/** The first character as people look it up: `U+200B`. */
function codeOf(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

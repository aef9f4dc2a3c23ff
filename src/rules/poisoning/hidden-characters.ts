import { defineRule } from '../../core/rule.ts';
import type { Severity } from '../../core/finding.ts';
import { within } from '../../core/node.ts';
import { weighed } from '../network/shared/weight.ts';
import { hiddenIn } from './shared/hidden.ts';
import { textsOf } from './shared/texts.ts';

const SEVERITY: Readonly<Record<string, Severity>> = { tag: 'high', direction: 'high', escape: 'high', 'zero-width': 'medium' };

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
    'zero-width': 'An invisible character stands here ({codes}): names that look alike differ, and a token with one is refused. Remove it.',
  },
  file(file, { report }) {
    for (const { node, path, document, server } of textsOf(file)) {
      const found = hiddenIn(node.value);
      if (!found) continue;
      const { kind, count } = found;
      const code = `U+${(node.value.codePointAt(found.start) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
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

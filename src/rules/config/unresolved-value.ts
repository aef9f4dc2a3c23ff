import { defineRule } from '../../core/rule.ts';
import type { Server, Slot } from '../../core/model.ts';
import { within } from '../../core/node.ts';
import { holdsOneOf } from '../../core/words.ts';
import { parts, stateOf } from '../../resolve/references.ts';
import { weighedFor } from '../network/shared/weight.ts';
import { shownName } from './shared/names.ts';

/** Text that says in so many words that somebody has to fill it in. */
const STAND_IN =
  /<[A-Za-z][A-Za-z0-9 _./-]{0,60}>|\b(?:YOUR|REPLACE|INSERT)[_ -]|^your[-_ ]|[-_ ]here$|\bCHANGE[_-]?ME\b|^x{4,}$|\[YOUR[-_ ]/i;
const STAND_IN_HINTS = ['<', 'your', 'replace', 'insert', 'here', 'change', 'xxxx'];
/** Programs that take an input from the same file and from nowhere else. */
const ASKS = new Set(['vscode', 'visual-studio']);
const TELLING = ['key', 'token', 'secret', 'passw', 'authorization', 'credential'];

export default defineRule({
  id: 'unresolved-value',
  family: 'config',
  title: 'A placeholder or an undeclared input was left in',
  severity: 'low',
  confidence: 'high',
  mappings: { cwe: ['CWE-1188'], 'owasp-mcp': ['MCP01:2025'], 'owasp-asi': ['ASI03'], 'nist-csf': ['PR.PS-01'] },
  messages: {
    one: '`{server}` still has a placeholder in {where}. Refer to a variable or an input, so that nobody fills the real value in here.',
    many: '`{server}` still has placeholders in {where} and {more} more. Refer to variables or inputs, so that nobody fills the real values in here.',
    input:
      '`{server}` asks for the input `{id}`, which this file does not declare. Add it to `inputs`, with `"password": true` for a secret.',
  },
  file(file, { report }) {
    const declared = new Set(file.reading.inputs.map(({ id }) => id));
    for (const server of file.reading.servers) {
      const place = { source: server.document.source, server };
      if (ASKS.has(server.format.interpolation.id)) {
        for (const slot of [...slotsOf(server), ...server.args]) {
          for (const part of parts(slot.value)) {
            if (part.form !== '${input:id}' || slot.node.kind !== 'string' || !part.name || declared.has(part.name)) continue;
            const at = within(slot.node, part.start, part.end);
            report({
              ...place,
              at,
              path: slot.path,
              message: 'input',
              data: { server: server.name, id: shownName(part.name) },
              severity: weighedFor(server, 'medium'),
            });
          }
        }
      }
      // Where a page or an example shows how it is done, a placeholder is the right thing.
      if (server.scope === 'docs' || server.scope === 'example' || server.scope === 'registry' || !server.enabled) continue;
      const left = [...slotsOf(server).filter(isLeft), ...server.args.filter(({ value }) => asksToFillIn(value.slice(0, 300)))];
      const [first] = left;
      if (!first) continue;
      const where = first.key === null ? 'an argument' : `\`${first.key}\``;
      const more = left.length - 1;
      const data = { server: server.name, where };
      if (more === 0) report({ ...place, at: first.node, path: first.path, message: 'one', data });
      else report({ ...place, at: first.node, path: first.path, message: 'many', data: { ...data, more } });
    }
  },
});

function slotsOf({ env, headers, auth, url }: Server): Slot[] {
  return [...env, ...headers, ...auth, ...(url ? [url] : [])];
}

function asksToFillIn(value: string): boolean {
  return holdsOneOf(value.toLowerCase(), STAND_IN_HINTS) && STAND_IN.test(value);
}

function isLeft({ key, value, node }: Slot): boolean {
  if (node.kind !== 'string' || value.length > 300) return false;
  if (asksToFillIn(value)) return true;
  return key !== null && holdsOneOf(key.toLowerCase(), TELLING) && stateOf(value) === 'placeholder';
}

import { type StringNode, within } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { inspect } from '../secrets/inspect.ts';

/** Whether a text holds a credential of a known kind. */
export function holdsCredential(text: string): boolean {
  return inspect({ text, base: 0 }, { name: null, firm: false, isArgument: false }).some(({ known }) => known);
}

/** The line that a span starts on, with carets under the span; long lines are cut. Null where it may hold more than is good to show. */
export function frameOf(source: Source, span: Span): string | null {
  const { line, column } = source.position(span.start);
  const whole = source.line(line);
  // Other values of a rule that stands on one line could be credentials by mistake.
  if (whole.end - whole.start > 5000 || holdsCredential(source.slice(whole))) return null;
  const from = column > 81 ? column - 61 : 0;
  const text = source
    .slice(whole)
    .slice(from, from + 100)
    .replaceAll('\t', ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '?');
  const length = Math.max(1, Math.min(span.end, whole.end, span.start + 100 - (column - 1 - from)) - span.start);
  const number = String(line).padStart(5);
  return `${number} | ${text}\n${' '.repeat(number.length)} | ${' '.repeat(column - 1 - from)}${'^'.repeat(length)}`;
}

/** A stretch of a text's value in the file; at least one character, so that a caret has something to stand under. */
export function placeIn(node: StringNode, { start, end }: Span): Span {
  const length = node.value.length;
  const from = Math.min(start, Math.max(0, length - 1));
  return within(node, from, Math.min(Math.max(end, from + 1), length));
}

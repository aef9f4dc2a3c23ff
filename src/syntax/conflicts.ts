import type { Span } from '../core/source.ts';
import type { Problems } from './problems.ts';

export const CONFLICT = 'This is a conflict mark of a merge; both sides were read.';

/** Whether git has left a mark here, at the beginning of a line, where two sides of a merge disagree. */
export function isConflictMark(text: string, at: number): boolean {
  const c = text[at];
  if (c !== '<' && c !== '=' && c !== '>' && c !== '|') return false;
  return (at === 0 || text[at - 1] === '\n') && text.startsWith(c.repeat(7), at) && /^[ \r\n]?$/.test(text.slice(at + 7, at + 8));
}

/** Blanks out the lines of such marks for a parser that knows nothing of them; offsets stay. */
export function hideConflicts(text: string, range: Span, problems: Problems): string {
  const first = range.start + text.slice(range.start, range.end).search(/^<{7}(?![^ \r\n])/m);
  if (first < range.start) return text;
  const pieces: string[] = [text.slice(0, first)];
  for (let at = first; at < range.end;) {
    let stop = text.indexOf('\n', at) + 1;
    if (stop === 0 || stop > range.end) stop = range.end;
    const line = text.slice(at, stop);
    if (isConflictMark(text, at)) {
      const length = line.trimEnd().length;
      problems.error(CONFLICT, at, at + length);
      pieces.push(' '.repeat(length), line.slice(length));
    } else pieces.push(line);
    at = stop;
  }
  return pieces.join('') + text.slice(range.end);
}

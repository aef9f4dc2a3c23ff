import type { Source, Span } from '../core/source.ts';
import { type Hit, inspect } from './inspect.ts';

/** Credentials in text that has no tree: a comment, or a file that does not parse. Offsets are into the source. */
export function inComment(source: Source, span: Span): Hit[] {
  return inspect({ text: source.slice(span), base: span.start }, { name: null, firm: false, isArgument: false });
}

/** In a page: the commands that add a server (`claude mcp add …`), each with the lines that go on with it. */
export function addingCommands(source: Source): Span[] {
  const { text } = source;
  const found: Span[] = [];
  for (let at = text.indexOf('mcp add'); at >= 0; at = text.indexOf('mcp add', Math.max(at + 1, found.at(-1)?.end ?? 0))) {
    const start = text.lastIndexOf('\n', at) + 1;
    let end = lineEnd(text, at);
    for (let lines = 0; lines < 20 && /[\\`^]\s*$/.test(text.slice(Math.max(start, end - 4), end)); lines++) end = lineEnd(text, end + 1);
    if (end - start <= 8192) found.push({ start, end });
  }
  return found;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Line by line, with the names that stand in front of values and the flags that stand on the line before. */
export function inBrokenText(source: Source, span: Span): Hit[] {
  const hits = inspect({ text: source.slice(span), base: span.start }, { name: null, firm: false, isArgument: false });
  let flag: string | null = null;
  let at = span.start;
  for (const line of source.slice(span).split('\n')) {
    const item = /^\s*(?:-\s+)?["']?([^\s"',][^"',]{0,2048}?)["']?\s*,?\s*\r?$/.exec(line.length < 4096 ? line : '');
    const value = item?.[1];
    if (value !== undefined) {
      const start = at + line.indexOf(value);
      if (flag) hits.push(...inspect({ text: value, base: start }, { name: flag, firm: true, isArgument: true }));
      flag = /^--?[A-Za-z][A-Za-z0-9-]{0,40}$/.test(value) ? value : null;
    } else flag = null;
    const pair =
      /^\s*(?:-\s+)?["']?([A-Za-z_][A-Za-z0-9_.-]{0,80})["']?\s*[:=]\s*(?:"([^"]{3,2048})"|'([^']{3,2048})'|([^\s"',{[#&*!|>][^\s,]{2,2048}))/.exec(
        line.length < 4096 ? line : '',
      );
    const text = pair?.[2] ?? pair?.[3] ?? pair?.[4];
    if (pair && text) {
      const start = at + pair[0].length - text.length - (pair[4] === undefined ? 1 : 0);
      hits.push(...inspect({ text, base: start }, { name: pair[1]!, firm: true, isArgument: false }));
    }
    at += line.length + 1;
  }
  return hits;
}

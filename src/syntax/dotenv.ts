import type { Comment, Document, Entry, StringNode } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { Problems } from './problems.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
  ['$', '$'],
]);

/** `KEY=value` lines as dotenv, direnv and docker read them: a map of strings. Never throws, linear time. */
export function parseDotenv(source: Source): Document[] {
  const { text } = source;
  const problems = new Problems();
  const comments: Comment[] = [];
  const entries: Entry[] = [];
  /** Behind this offset no closing quote of the kind was found: do not look again. */
  const unclosed = new Set<string>();
  for (let at = 0; at < text.length;) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end);
    const next = end + 1;
    const first = line.search(/\S/);
    if (first < 0) {
      at = next;
      continue;
    }
    if (line[first] === '#') {
      comments.push({ span: { start: at + first, end: at + line.trimEnd().length } });
      at = next;
      continue;
    }
    const head = /^(\s*(?:(?:export|set)[ \t]+)?)([^\s=:"'#]{1,500})[ \t]*(?:=|:[ \t])[ \t]*/.exec(line);
    if (!head) {
      // `export KEY` alone passes a variable on and is no fault.
      if (!/^\s*(?:export|unset|source|\.|dotenv\w*|use|layout|PATH_add|if|fi|then)\b/.test(line)) {
        problems.error('This line is not of the form KEY=value.', at + first, at + line.trimEnd().length);
      }
      at = next;
      continue;
    }
    const keyStart = at + head[1]!.length;
    const name = head[2]!;
    const key: StringNode = { kind: 'string', span: { start: keyStart, end: keyStart + name.length }, value: name, quoted: false };
    const start = at + head[0].length;
    const quote = text[start] === '"' || text[start] === "'" || text[start] === '`' ? text[start] : '';
    const close = quote === '' || start >= end ? -1 : closing(text, start, end, quote, unclosed);
    let stop: number;
    if (close >= 0) {
      entries.push({ key, value: quotedNode(text, start, close, quote) });
      stop = close + 1;
      end = text.indexOf('\n', stop);
      if (end < 0) end = text.length;
      const rest = /^[ \t]*(#?)/.exec(text.slice(stop, end))!;
      const from = stop + rest[0].length - rest[1]!.length;
      const to = stop + text.slice(stop, end).trimEnd().length;
      if (rest[1]) comments.push({ span: { start: from, end: to } });
      else if (to > from) problems.error('Nothing may follow the closing quote.', from, to);
      at = end + 1;
      continue;
    }
    if (quote !== '' && start < end) problems.error('This quoted text is never closed.', start, at + line.trimEnd().length);
    const raw = text.slice(start, end);
    const comment = /(?:^|[ \t])#/.exec(raw);
    stop = start + (comment ? raw.slice(0, comment.index) : raw).trimEnd().length;
    if (comment) comments.push({ span: { start: start + comment.index + comment[0].length - 1, end: start + raw.trimEnd().length } });
    entries.push({ key, value: { kind: 'string', span: { start, end: stop }, value: text.slice(start, stop), quoted: false } });
    at = next;
  }
  const seen = new Set<string>();
  for (const { key } of entries) {
    if (seen.has(key.value)) problems.warning('This variable stands in the file twice.', key.span.start, key.span.end, 'duplicate-key');
    seen.add(key.value);
  }
  const span = { start: 0, end: text.length };
  const root = entries.length > 0 || problems.list.length === 0 ? ({ kind: 'map', span, entries } as const) : undefined;
  return [{ source, syntax: 'dotenv', span, within: 'file', root, comments, problems: problems.list }];
}

/** Offset of the closing quote, or -1. A value may run over lines, but not into a line that is plainly the next variable. */
function closing(text: string, start: number, lineEnd: number, quote: string, unclosed: Set<string>): number {
  const limit = unclosed.has(quote) ? lineEnd : text.length;
  for (let at = start + 1; at < limit; at++) {
    const c = text[at];
    if (c === '\\' && quote === '"') at++;
    else if (c === quote) return at;
    else if (c === '\n' && /^(?:export )?[A-Z_][A-Z0-9_]{0,99}=["'`\w]/.test(text.slice(at + 1, at + 120))) return -1;
  }
  unclosed.add(quote);
  return -1;
}

function quotedNode(text: string, start: number, close: number, quote: string): StringNode {
  const span = { start, end: close + 1 };
  const raw = text.slice(start + 1, close);
  if (quote !== '"' || !raw.includes('\\')) return { kind: 'string', span, value: raw, quoted: true };
  let value = '';
  const offsets: number[] = [];
  for (let at = start + 1; at < close; at++) {
    const escape = text[at] === '\\' ? ESCAPES.get(text[at + 1]!) : undefined;
    offsets.push(at);
    value += escape ?? text[at];
    if (escape !== undefined) at++;
  }
  offsets.push(close);
  return { kind: 'string', span, value, quoted: true, offsets: Uint32Array.from(offsets) };
}

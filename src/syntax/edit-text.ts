import type { Document, Entry, Node } from '../core/node.ts';
import type { Edit } from '../core/finding.ts';
import type { Span } from '../core/source.ts';

/** What may be written into a file. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export function edit({ source }: Document, start: number, end: number, text: string): Edit {
  return { source, span: { start, end }, text };
}

/** Offset of the first character of the line that holds an offset. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** Offset of the line's end, before `\r\n` or `\n`. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === '\r' ? end - 1 : end;
}

/** Offset behind the line break that ends the line of an offset. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The line break of the file. */
export function lineBreak(text: string): '\n' | '\r\n' {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Blanks at the begin of the line of an offset. */
export function indentation(text: string, at: number): string {
  const start = lineStart(text, at);
  return /^[ \t]*/.exec(text.slice(start, Math.max(start, at)))![0];
}

/** The next character from an offset that is neither white space nor in a comment. */
export function significant(document: Document, from: number, limit = document.span.end): number {
  const { text } = document.source;
  const { comments } = document;
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.span.start < from) low = middle + 1;
    else high = middle;
  }
  let at = from;
  for (;;) {
    while (at < limit && /\s/.test(text[at]!)) at++;
    if (comments[low]?.span.start !== at) return Math.min(at, limit);
    at = comments[low++]!.span.end;
  }
}

/** End of a comment that follows in the same line, or the offset itself. */
export function behindComment(document: Document, at: number): number {
  const { text } = document.source;
  let from = at;
  while (text[from] === ' ' || text[from] === '\t') from++;
  const end = lineEnd(text, at);
  const comment = document.comments.find(({ span }) => span.start === from);
  return comment && comment.span.end <= end && text.slice(comment.span.end, end).trim() === '' ? comment.span.end : at;
}

/** Whether only blanks stand between an offset and the begin of its line. */
export function beginsLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** The node's ancestors, the outermost first; empty where the node is the root or is not in this document. */
export function ancestors(document: Document, target: Node): Node[] {
  const way: Node[] = [];
  const visit = (node: Node): boolean => {
    if (node === target) return true;
    if (node.kind !== 'map' && node.kind !== 'seq') return false;
    way.push(node);
    for (const child of node.kind === 'map' ? node.entries.filter(own).map(({ value }) => value) : node.items)
      if (visit(child)) return true;
    way.pop();
    return false;
  };
  if (document.root) visit(document.root);
  return way;
}

export function own(entry: Entry): boolean {
  return !entry.inherited;
}

export function contains(outer: Span, inner: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

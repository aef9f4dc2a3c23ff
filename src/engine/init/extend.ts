import type { Document, Node, SeqNode } from '../../core/node.ts';
import { entry } from '../../core/node.ts';
import { lineBreak, lineEnd, lineStart } from '../../syntax/edit-text.ts';
import { type Draft, entryData, entryLines, type Given } from './entry-text.ts';

/** The text of a manifest with entries added behind its last one and no other byte changed; null where there is no safe place. */
export function extend(document: Document, drafts: readonly Draft[], given: Given): string | null {
  const { text } = document.source;
  const { root } = document;
  const eol = lineBreak(text);
  if (root?.kind !== 'map') return null;
  const held = entry(root, 'servers');
  if (document.syntax === 'json') return held?.value.kind === 'seq' ? intoBrackets(text, held.value, dataOf(drafts, given), eol) : null;
  if (text[root.span.start] === '{') return held?.value.kind === 'seq' ? intoBrackets(text, held.value, dataOf(drafts, given), eol) : null;
  const lines = (indent: string) => drafts.map(draft => entryLines(draft, given, indent).join(eol)).join(eol + eol);
  if (!held) {
    const end = text.length;
    const gap = text.endsWith('\n') || text === '' ? '' : eol;
    return /^(?:---|\.\.\.)/m.test(text.slice(root.span.start))
      ? null
      : `${text.slice(0, end)}${gap}${eol}servers:${eol}${lines('  ')}${eol}`;
  }
  const { value } = held;
  if (value.kind === 'seq' && value.items.length > 0) {
    if (text[value.span.start] === '[') return intoBrackets(text, value, dataOf(drafts, given), eol);
    return behindItems(text, value, lines, eol);
  }
  if (value.kind === 'seq' || value.kind === 'null' || value.kind === 'missing') {
    // `servers: []`, `servers: null` or nothing: a list takes the place.
    const colon = text.indexOf(':', held.key.span.end);
    const end = lineEnd(text, Math.max(value.span.end, colon + 1));
    const rest = text.slice(Math.max(value.kind === 'missing' ? colon + 1 : value.span.end, colon + 1), end);
    if (colon < 0 || !/^[ \t]*(?:#.*)?$/.test(rest)) return null;
    return `${text.slice(0, colon + 1)}${rest.trimEnd()}${eol}${lines('  ')}${text.slice(end)}${end === text.length ? eol : ''}`;
  }
  return null;
}

function behindItems(text: string, { items }: SeqNode, lines: (indent: string) => string, eol: string): string | null {
  const last = items.at(-1)!;
  const start = lineStart(text, last.span.start);
  const dash = /^([ \t]*)-[ \t]/.exec(text.slice(start, last.span.start));
  // The dash may stand in a line of its own.
  const indent = dash?.[1] ?? /(?:^|\n)([ ]*)-[ \t]*(?:#[^\n]*)?\r?\n[ \t]*$/.exec(text.slice(0, last.span.start))?.[1];
  if (indent === undefined) return null;
  let end = last.span.end;
  if (!endsInBlock(last, text)) {
    while (end > last.span.start && /\s/.test(text[end - 1]!)) end--;
    end = lineEnd(text, end);
    return `${text.slice(0, end)}${eol}${eol}${lines(indent)}${text.slice(end)}`;
  }
  // A block of text owns the line breaks behind it.
  const gap = text[end - 1] === '\n' ? '' : eol;
  return `${text.slice(0, end)}${gap}${lines(indent)}${eol}${text.slice(end)}`;
}

function endsInBlock(node: Node, text: string): boolean {
  if (node.kind === 'map') {
    const last = node.entries.at(-1);
    return last !== undefined && endsInBlock(last.value, text);
  }
  if (node.kind === 'seq') {
    const last = node.items.at(-1);
    return last !== undefined && endsInBlock(last, text);
  }
  return node.kind === 'string' && !node.quoted && (text[node.span.start] === '|' || text[node.span.start] === '>');
}

function dataOf(drafts: readonly Draft[], given: Given): string[] {
  return drafts.map(draft => JSON.stringify(entryData(draft, given), null, 2));
}

function intoBrackets(text: string, { span, items }: SeqNode, entries: readonly string[], eol: string): string | null {
  if (text[span.start] !== '[' || text[span.end - 1] !== ']') return null;
  const last = items.at(-1);
  const from = last ? last.span.end : span.start + 1;
  const between = text.slice(from, span.end - 1);
  // A comment or a comma in there makes the place unsure.
  if (/[^\s]/.test(between)) return null;
  if (last && !text.slice(span.start, last.span.start).includes('\n')) {
    // All in one line stays so.
    const inline = entries.map(one => JSON.stringify(JSON.parse(one)));
    return `${text.slice(0, from)}, ${inline.join(', ')}${text.slice(from)}`;
  }
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, span.end - 1)))![0];
  const inner = last ? /^[ \t]*/.exec(text.slice(lineStart(text, last.span.start)))![0] : indent + '  ';
  const added = entries.map(one => eol + inner + one.replaceAll('\n', eol + inner)).join(',');
  return `${text.slice(0, from)}${last ? ',' : ''}${added}${/\n/.test(between) ? between : eol + indent}${text.slice(span.end - 1)}`;
}

import type { Edit } from '../core/finding.ts';
import type { Document, Entry, MapNode } from '../core/node.ts';
import { beginsLine, behindComment, edit, indentation, lineBreak, lineEnd, lineStart, nextLine, own, significant } from './edit-text.ts';

/** Removes an entry of a map in braces (JSON, YAML flow, TOML inline table) with its comma, its line and the comment behind it. */
export function removeInBraces(document: Document, entry: Entry, map: MapNode): Edit[] {
  const { text } = document.source;
  const index = map.entries.indexOf(entry);
  const start = entry.key.span.start;
  const valueEnd = Math.max(entry.value.span.end, entry.key.span.end);
  const after = significant(document, valueEnd, map.span.end);
  const comma = text[after] === ',';
  const end = behindComment(document, comma ? after + 1 : valueEnd);
  const restBlank = text.slice(end, lineEnd(text, end)).trim() === '';
  const ownLine = beginsLine(text, start) && restBlank;
  const previous = map.entries[index - 1];
  const before = previous && !comma ? significant(document, previous.value.span.end, start) : -1;
  const edits: Edit[] = [];
  if (before >= 0 && text[before] === ',') {
    if (!ownLine && text.slice(before + 1, start).trim() === '') return [edit(document, before, end, '')];
    edits.push(edit(document, before, before + 1, ''));
  }
  if (ownLine) edits.push(edit(document, lineStart(text, start), nextLine(text, end), ''));
  else {
    let stop = end;
    if (comma || index === 0) while (text[stop] === ' ' || text[stop] === '\t') stop++;
    edits.push(edit(document, start, restBlank && !comma ? end : stop, ''));
  }
  return edits;
}

/**
 * Adds an entry at the end of a map in braces, laid out like its siblings.
 * @param written `"key": value` as this syntax writes it.
 */
export function insertInBraces(document: Document, map: MapNode, written: string): Edit[] {
  const { text } = document.source;
  const last = map.entries.findLast(own);
  if (!last) return insertIntoEmpty(document, map, written);
  const valueEnd = Math.max(last.value.span.end, last.key.span.end);
  const ownLine = beginsLine(text, last.key.span.start);
  const after = significant(document, valueEnd, map.span.end);
  const comma = text[after] === ',';
  if (!ownLine) {
    if (comma) return [edit(document, after + 1, after + 1, ' ' + written)];
    return [edit(document, valueEnd, valueEnd, ', ' + written)];
  }
  const line = lineBreak(text) + indentation(text, last.key.span.start) + written;
  const from = comma ? after + 1 : valueEnd;
  const end = behindComment(document, from);
  if (comma) return [edit(document, end, end, line + (trailingCommaAllowed(document) ? ',' : ''))];
  if (end === from) return [edit(document, from, from, ',' + line)];
  return [edit(document, from, from, ','), edit(document, end, end, line)];
}

function trailingCommaAllowed({ syntax }: Document): boolean {
  // The comma is already there behind the last entry; a list that had one keeps one.
  return syntax !== 'dotenv';
}

function insertIntoEmpty(document: Document, map: MapNode, written: string): Edit[] {
  const { text } = document.source;
  const at = map.span.start + 1;
  const close = significant(document, at, map.span.end);
  const unit = document.syntax === 'json' ? indentUnit(document) : '';
  const between = text.slice(at, close);
  if (unit === '' && !between.includes('\n')) return [edit(document, at, close, document.syntax === 'toml' ? ` ${written} ` : written)];
  const outer = indentation(text, map.span.start);
  const eol = lineBreak(text);
  const line = eol + outer + (unit || '  ') + written;
  // White space alone is replaced; comments keep their place behind the new entry.
  return [between.trim() === '' ? edit(document, at, close, line + eol + outer) : edit(document, at, at, line)];
}

/** How much the root's first entry is indented against the root; empty where all stands in one line. */
function indentUnit({ source: { text }, root }: Document): string {
  const first = root?.kind === 'map' ? root.entries[0]?.key : root?.kind === 'seq' ? root.items[0] : undefined;
  if (!root || !first || !beginsLine(text, first.span.start)) return root && first ? '' : '';
  const outer = indentation(text, root.span.start);
  return indentation(text, first.span.start).slice(outer.length) || '  ';
}

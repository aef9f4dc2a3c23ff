import type { Edit } from '../core/finding.ts';
import type { Document, Entry, MapNode, Node } from '../core/node.ts';
import { insertInBraces, removeInBraces } from './edit-braces.ts';
import { ancestors, contains, edit, lineBreak, lineEnd, lineStart, nextLine, type Value } from './edit-text.ts';
import { mentions } from './toml-mentions.ts';

/** A value as TOML writes it in one line; null where TOML has no such value. */
function writeToml(value: Value, literal = false): string | null {
  if (value === null) return null;
  if (typeof value === 'string') {
    // oxlint-disable-next-line no-control-regex
    if (literal && /^[^'\x00-\x1f\x7f]*$/.test(value)) return `'${value}'`;
    return JSON.stringify(value).replaceAll('\x7f', '\\u007f');
  }
  if (typeof value === 'number') return Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).map(item => writeToml(item));
    return items.includes(null) ? null : `[${items.join(', ')}]`;
  }
  const parts = Object.entries(value).map(([key, item]) => [writeKey(key), writeToml(item)] as const);
  if (parts.some(([, item]) => item === null)) return null;
  return parts.length === 0 ? '{}' : `{ ${parts.map(([key, item]) => `${key} = ${item}`).join(', ')} }`;
}

function writeKey(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key).replaceAll('\x7f', '\\u007f');
}

/** How a map is written: `{…}`, below a header, by dotted keys, or the whole file. */
function formOf(document: Document, map: Node): 'braces' | 'header' | 'dotted' | 'root' {
  if (map === document.root) return 'root';
  const first = document.source.text[map.span.start];
  return first === '{' ? 'braces' : first === '[' ? 'header' : 'dotted';
}

function inLine(document: Document, map: MapNode): boolean {
  const { text } = document.source;
  if (text[map.span.start] === '{') return true;
  // A list of tables begins with its first header, a plain list with a bracket behind an equals sign.
  return ancestors(document, map).some(above => text[above.span.start] === '{' && above !== document.root);
}

export function replaceToml(document: Document, node: Node, value: Value): Edit[] {
  const { text } = document.source;
  const { start, end } = node.span;
  if (node.kind === 'map' && formOf(document, node) !== 'braces') return [];
  if (node.kind === 'seq' && node.items[0]?.kind === 'map' && node.items[0].span.start === start) return [];
  const written = writeToml(value, text[start] === "'");
  return written === null ? [] : [edit(document, start, end, written)];
}

export function renameToml(document: Document, entry: Entry, key: string): Edit[] {
  const places = [entry.key.span, ...(mentions.get(entry.key) ?? [])];
  return places.map(({ start, end }) => edit(document, start, end, writeKey(key)));
}

/** A table that only the paths of others name goes with the last of them. */
export function removeToml(document: Document, entry: Entry, map: MapNode): Edit[] {
  const { text } = document.source;
  const { key, value } = entry;
  if (!map.entries.includes(entry)) return [];
  if (inLine(document, map)) {
    return text[map.span.start] === '{' && (value.kind !== 'map' || formOf(document, value) === 'braces')
      ? removeInBraces(document, entry, map)
      : [];
  }
  const tables = value.kind === 'seq' && value.items[0]?.kind === 'map' && value.items[0].span.start === value.span.start;
  const form = tables ? 'header' : value.kind === 'map' ? formOf(document, value) : 'braces';
  if (form === 'dotted' && value.kind === 'map') {
    const edits = value.entries.flatMap(child => removeToml(document, child, value));
    return edits.length < value.entries.length ? [] : edits;
  }
  if (form !== 'header')
    return [edit(document, lineStart(text, key.span.start), nextLine(text, Math.max(value.span.end, key.span.end)), '')];
  const region = { start: lineStart(text, value.span.start), end: nextLine(text, value.span.end) };
  return foreign(document, entry, region) ? [] : [edit(document, region.start, region.end, '')];
}

/** Whether a range also holds keys that are neither below nor above an entry: a table that is scattered over the file. */
function foreign(document: Document, target: Entry, region: { start: number; end: number }): boolean {
  const above = new Set(ancestors(document, target.value));
  const visit = (node: Node): boolean => {
    if (node.kind === 'seq') return node.items.some(visit);
    if (node.kind !== 'map') return false;
    return node.entries.some(item => item !== target && ((!above.has(item.value) && contains(region, item.key.span)) || visit(item.value)));
  };
  return document.root !== undefined && visit(document.root);
}

export function insertToml(document: Document, map: MapNode, key: string, value: Value): Edit[] {
  const { text } = document.source;
  const written = writeToml(value);
  if (written === null) return [];
  const line = `${writeKey(key)} = ${written}`;
  const form = formOf(document, map);
  if (form === 'braces') return insertInBraces(document, map, line);
  if (inLine(document, map)) return [];
  const sibling = map.entries.findLast(item => isLine(document, item));
  if (sibling) {
    const end = lineEnd(text, sibling.value.span.end);
    const prefix = text.slice(lineStart(text, sibling.key.span.start), sibling.key.span.start);
    return [edit(document, end, end, lineBreak(text) + prefix + line)];
  }
  if (form === 'root') return [edit(document, document.span.start, document.span.start, line + lineBreak(text))];
  const header = { start: map.span.start, end: lineEnd(text, map.span.start) };
  // The header may be that of a table below this one.
  if (form !== 'header' || map.entries.some(item => contains(header, item.key.span))) return [];
  return [edit(document, header.end, header.end, lineBreak(text) + line)];
}

/** Whether an entry is a line `key = value` of its own. */
function isLine(document: Document, { value }: Entry): boolean {
  if (value.kind === 'map') return formOf(document, value) === 'braces';
  return !(value.kind === 'seq' && value.items[0]?.kind === 'map' && value.items[0].span.start === value.span.start);
}

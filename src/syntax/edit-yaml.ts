import type { Edit } from '../core/finding.ts';
import type { Document, Entry, MapNode, Node } from '../core/node.ts';
import { insertInBraces, removeInBraces } from './edit-braces.ts';
import { ancestors, edit, lineBreak, lineEnd, lineStart, nextLine, own, significant, type Value } from './edit-text.ts';

type Style = 'plain' | 'single' | 'double';

/** A value as YAML writes it in one line. @param flow whether it stands in brackets or braces. */
export function writeYaml(value: Value, style: Style, flow: boolean): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  // oxlint-disable-next-line no-control-regex
  if (style === 'single' && /^[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]*$/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  if (style === 'plain' && isPlain(value, flow)) return value;
  return JSON.stringify(value).replace(/[\x7f-\x9f\u2028\u2029\ufeff]/g, c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** Whether text means itself without quotes: no indicator, no other type. Rather quotes too many than too few. */
function isPlain(value: string, flow: boolean): boolean {
  if (!/^[A-Za-z_$./][\w $./@+=~:{}-]*$/.test(value) || /: |:$| $/.test(value)) return false;
  if (/^(?:\.|true|false|null|yes|no|on|off|y|n)/i.test(value) && !/^\.{0,2}\/./.test(value)) return false;
  return !flow || !/[{}:]/.test(value);
}

function styleOf(node: Node | undefined, text: string): Style {
  if (node?.kind !== 'string') return 'plain';
  return node.quoted ? (text[node.span.start] === "'" ? 'single' : 'double') : 'plain';
}

function isFlow(node: Node, text: string): boolean {
  return (node.kind === 'map' || node.kind === 'seq') && (text[node.span.start] === '{' || text[node.span.start] === '[');
}

function inFlow(document: Document, node: Node): boolean {
  return ancestors(document, node).some(above => isFlow(above, document.source.text));
}

export function replaceYaml(document: Document, node: Node, value: Value): Edit[] {
  const { text } = document.source;
  const { start } = node.span;
  let { end } = node.span;
  // A block scalar and a nested block end before their last line break.
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  const written = writeYaml(value, styleOf(node, text), inFlow(document, node));
  const nested = (node.kind === 'map' || node.kind === 'seq') && !isFlow(node, text);
  if (hasAnchor(document, start, end)) return [];
  if (nested) {
    // Goes behind the key or dash: a list may be no deeper than its key, a single line must be.
    let from = start;
    while (from > document.span.start && /\s/.test(text[from - 1]!)) from--;
    if (document.comments.some(({ span }) => span.end === from)) return [];
    return from === document.span.start || !/[:?-]/.test(text[from - 1]!)
      ? [edit(document, start, end, written)]
      : [edit(document, from, end, ' ' + written)];
  }
  if (start !== end) return [edit(document, start, end, written)];
  const gap = /\s/.test(text[start - 1] ?? '\n') ? '' : ' ';
  return [edit(document, start, start, gap + written + (/\S/.test(text[start] ?? '\n') ? ' ' : ''))];
}

export function renameYaml(document: Document, entry: Entry, key: string): Edit[] {
  const { text } = document.source;
  if (entry.inherited || text[entry.key.span.start] === '*') return [];
  const holder = document.root ? findHolder(document.root, entry) : undefined;
  const flow = holder !== undefined && (isFlow(holder, text) || inFlow(document, holder));
  return [edit(document, entry.key.span.start, entry.key.span.end, writeKey(key, styleOf(entry.key, text), flow))];
}

function writeKey(key: string, style: Style, flow: boolean): string {
  return writeYaml(key, style === 'plain' && /[{}:$]/.test(key) ? 'double' : style, flow);
}

function findHolder(node: Node, entry: Entry): MapNode | undefined {
  if (node.kind === 'map') {
    if (node.entries.includes(entry)) return node;
    for (const item of node.entries.filter(own)) {
      const found = findHolder(item.value, entry);
      if (found) return found;
    }
  } else if (node.kind === 'seq') {
    for (const item of node.items) {
      const found = findHolder(item, entry);
      if (found) return found;
    }
  }
  return undefined;
}

/** Whether a range names an anchor that something may point at. */
function hasAnchor({ source: { text }, span }: Document, start: number, end: number): boolean {
  return /(?:^|[\s,[{:])&[^\s,[\]{}]/.test(text.slice(start, end)) && /(?:^|[\s,[{:])\*[^\s,[\]{}]/.test(text.slice(span.start, span.end));
}

/** Where an entry ends; an alias ends at itself, not at its target. */
function entryEnd(document: Document, { key, value }: Entry): number {
  const { text } = document.source;
  const from = significant(document, key.span.end);
  const at = text[from] === ':' ? significant(document, from + 1) : from;
  if (text[at] === '*' && (value.span.start !== at || value.kind === 'missing')) {
    let end = at;
    while (end < text.length && !/[\s,[\]{}]/.test(text[end]!)) end++;
    return end;
  }
  let end = Math.max(value.span.end, key.span.end, text[from] === ':' ? from + 1 : 0);
  while (end > value.span.start && end > key.span.end && /\s/.test(text[end - 1]!)) end--;
  return end;
}

export function removeYaml(document: Document, entry: Entry, map: MapNode): Edit[] {
  const { text } = document.source;
  if (entry.inherited || !map.entries.includes(entry)) return [];
  const { start } = entry.key.span;
  const end = entryEnd(document, entry);
  if (hasAnchor(document, start, end)) return [];
  if (isFlow(map, text) || inFlow(document, map)) {
    return text[map.span.start] === '{'
      ? removeInBraces(
          document,
          entry.value.span.end === end ? entry : { ...entry, value: { kind: 'missing', span: { start: end, end } } },
          map,
        )
      : [];
  }
  const prefix = text.slice(lineStart(text, start), start);
  if (!/^[ \t]*(?:- +)*$/.test(prefix)) return [];
  const siblings = map.entries.filter(own);
  const merged = siblings.length < map.entries.length;
  if (siblings.length === 1) {
    if (merged) return prefix.trim() === '' ? [edit(document, start - prefix.length, nextLine(text, end), '')] : [];
    let from = start;
    while (from > document.span.start && /\s/.test(text[from - 1]!)) from--;
    const inComment = document.comments.some(({ span }) => span.end === from);
    if (inComment || from === document.span.start || text[from - 1] === '-' || prefix.includes('-'))
      return [edit(document, start, end, '{}')];
    return [edit(document, from, end, ' {}')];
  }
  if (prefix.trim() === '') return [edit(document, start - prefix.length, nextLine(text, end), '')];
  // The first of a list's item: the next key takes its place behind the dash.
  const next = siblings[siblings.indexOf(entry) + 1];
  return next && !merged ? [edit(document, start, next.key.span.start, '')] : [];
}

export function insertYaml(document: Document, map: MapNode, key: string, value: Value): Edit[] {
  const { text } = document.source;
  const last = map.entries.findLast(own);
  const flow = isFlow(map, text) || inFlow(document, map);
  const style = last ? styleOf(last.key, text) : 'plain';
  const written = `${writeKey(key, style, flow)}: ${writeYaml(value, last?.value.kind === 'string' ? styleOf(last.value, text) : 'plain', flow)}`;
  if (flow) {
    if (text[map.span.start] !== '{') return [];
    return insertInBraces(document, map, written);
  }
  if (!last) return [];
  const { start } = last.key.span;
  const prefix = text.slice(lineStart(text, start), start);
  if (!/^[ \t]*(?:- +)*$/.test(prefix)) return [];
  const indent = prefix.replaceAll('-', ' ');
  // A block scalar at the end owns the line breaks behind it: go before it.
  if (endsInBlock(last.value, text)) return [edit(document, start, start, written + lineBreak(text) + indent)];
  const end = lineEnd(text, entryEnd(document, last));
  return [edit(document, end, end, lineBreak(text) + indent + written)];
}

function endsInBlock(node: Node, text: string): boolean {
  if (node.kind === 'map') {
    const last = node.entries.findLast(own);
    return last !== undefined && endsInBlock(last.value, text);
  }
  if (node.kind === 'seq') {
    const last = node.items.at(-1);
    return last !== undefined && endsInBlock(last, text);
  }
  return node.kind === 'string' && !node.quoted && (text[node.span.start] === '|' || text[node.span.start] === '>');
}

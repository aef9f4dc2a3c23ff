import type { Edit } from '../core/finding.ts';
import type { Document, Entry, MapNode, Node } from '../core/node.ts';
import { insertInBraces, removeInBraces } from './edit-braces.ts';
import { edit, lineBreak, lineStart, nextLine, type Value } from './edit-text.ts';
import { insertToml, removeToml, renameToml, replaceToml } from './edit-toml.ts';
import { insertYaml, removeYaml, renameYaml, replaceYaml } from './edit-yaml.ts';

export type { Value } from './edit-text.ts';

/** Writes another value over a node, in the node's own quotes where they can hold it. Empty where this cannot be done safely. */
export function replace(document: Document, node: Node, value: Value): Edit[] {
  if (node.kind === 'missing') return [];
  const { start, end } = node.span;
  switch (document.syntax) {
    case 'json':
      return [edit(document, start, end, JSON.stringify(value))];
    case 'yaml':
      return replaceYaml(document, node, value);
    case 'toml':
      return replaceToml(document, node, value);
    case 'dotenv':
      return typeof value === 'object' || node.kind !== 'string' ? [] : [edit(document, start, end, writeDotenv(String(value)))];
    default:
      return [];
  }
}

/** Takes an entry out with its comma, its line break and the comment behind it. Empty where this cannot be done safely. */
export function remove(document: Document, entry: Entry, map: MapNode): Edit[] {
  if (entry.inherited || !map.entries.includes(entry)) return [];
  const { text } = document.source;
  switch (document.syntax) {
    case 'json':
      return removeInBraces(document, entry, map);
    case 'yaml':
      return removeYaml(document, entry, map);
    case 'toml':
      return removeToml(document, entry, map);
    case 'dotenv':
      return [edit(document, lineStart(text, entry.key.span.start), nextLine(text, entry.value.span.end), '')];
    default:
      return [];
  }
}

/** Adds an entry behind a map's last one, with a sibling's indentation, quotes and line break. Empty where this cannot be done safely. */
export function insert(document: Document, map: MapNode, key: string, value: Value): Edit[] {
  const { text } = document.source;
  switch (document.syntax) {
    case 'json': {
      const sibling = map.entries.at(-1);
      const between = sibling ? text.slice(sibling.key.span.end, sibling.value.span.start) : '';
      const colon = /^[ \t]*:[ \t]*$/.test(between) ? between : ': ';
      return insertInBraces(document, map, JSON.stringify(key) + colon + JSON.stringify(value));
    }
    case 'yaml':
      return insertYaml(document, map, key, value);
    case 'toml':
      return insertToml(document, map, key, value);
    case 'dotenv': {
      if (typeof value === 'object' || !/^[^\s=:"'#]+$/.test(key)) return [];
      const start = map.entries.length === 0 || text.endsWith('\n') ? '' : lineBreak(text);
      return [edit(document, text.length, text.length, `${start}${key}=${writeDotenv(String(value))}${lineBreak(text)}`)];
    }
    default:
      return [];
  }
}

/** Writes another name over an entry's key, wherever the file names it. */
export function rename(document: Document, entry: Entry, key: string): Edit[] {
  const { start, end } = entry.key.span;
  switch (document.syntax) {
    case 'json':
      return [edit(document, start, end, JSON.stringify(key))];
    case 'yaml':
      return renameYaml(document, entry, key);
    case 'toml':
      return renameToml(document, entry, key);
    case 'dotenv':
      return /^[^\s=:"'#]+$/.test(key) ? [edit(document, start, end, key)] : [];
    default:
      return [];
  }
}

function writeDotenv(value: string): string {
  if (/^[\w./:@%+=,~${}-]*$/.test(value)) return value;
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`;
}

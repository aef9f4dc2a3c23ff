import { entry, get, type MapNode, toJS } from '../../core/node.ts';
import type { Edit } from '../../core/finding.ts';
import { Source } from '../../core/source.ts';
import { insert, type Value } from '../../syntax/edit.ts';
import { indentation, lineBreak } from '../../syntax/edit-text.ts';
import { parse } from '../../syntax/index.ts';
import { InputError } from '../repository.ts';

/** A setting by its way from the root: `['mcp', 'allowed']`. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: Value;
}

/** The text of a JSON file with these settings and everything else as it stands. @throws InputError where that cannot be done safely. */
export async function withSettings(path: string, before: Source | null, settings: readonly Setting[]): Promise<string> {
  let text = before?.text ?? '';
  if (text.trim() === '') text = '{}\n';
  for (const setting of settings) text = await withSetting(path, text, setting);
  return text;
}

async function withSetting(path: string, text: string, setting: Setting): Promise<string> {
  for (const depth of setting.path.keys()) {
    const way = setting.path.slice(0, depth + 1);
    const map = await mapAt(path, text, way.slice(0, -1));
    const held = entry(map.node, way.at(-1)!);
    const last = depth === setting.path.length - 1;
    if (!held)
      text =
        map.node.entries.length === 0
          ? opened(text, map.node, way.at(-1)!)
          : added(text, insert(map.document, map.node, way.at(-1)!, {}), path);
    if (!last) continue;
    const now = await mapAt(path, text, way.slice(0, -1));
    const slot = entry(now.node, way.at(-1)!)!;
    if (JSON.stringify(toJS(slot.value)) === JSON.stringify(setting.value)) return text;
    const { start, end } = slot.value.span;
    text = text.slice(0, start) + pretty(setting.value, text, indentation(text, slot.key.span.start)) + text.slice(end);
  }
  return text;
}

async function mapAt(path: string, text: string, way: readonly string[]) {
  const [document] = await parse(new Source(path, text), 'json');
  const node = get(document?.root, ...way);
  if (!document || node?.kind !== 'map' || document.problems.some(({ level }) => level === 'error'))
    throw new InputError(`${path} is not what it should be at "${way.join('.')}" and was left alone.`);
  return { document, node };
}

/** An empty map opens over lines. */
function opened(text: string, { span }: MapNode, key: string): string {
  const eol = lineBreak(text);
  const indent = indentation(text, span.start);
  return `${text.slice(0, span.start)}{${eol}${indent}  ${JSON.stringify(key)}: {}${eol}${indent}}${text.slice(span.end)}`;
}

function added(text: string, edits: readonly Edit[], path: string): string {
  if (edits.length === 0) throw new InputError(`${path} has no safe place for another key and was left alone.`);
  for (const { span, text: piece } of edits.toSorted((a, b) => b.span.start - a.span.start))
    text = text.slice(0, span.start) + piece + text.slice(span.end);
  return text;
}

/** Over lines, but each small object in one. */
function pretty(value: Value, text: string, indent: string): string {
  const eol = lineBreak(text);
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value, null, 2).replaceAll('\n', eol + indent);
  const unit = indent.includes('\t') ? '\t' : '  ';
  return `[${value.map(item => eol + indent + unit + inOneLine(item as Value)).join(',')}${eol}${indent}]`;
}

/** As people write it: blanks inside of braces and behind commas. */
function inOneLine(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, held]) => `${JSON.stringify(key)}: ${inOneLine(held as Value)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}

// https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)
import type { Comment, Document, Entry, Node, StringNode } from '../core/node.ts';
import type { Source } from '../core/source.ts';

const MAX_DEPTH = 32;
const ESCAPES: Readonly<Record<string, string>> = Object.assign(Object.create(null), { n: '\n', r: '\r', t: '\t', f: '\f' });

interface Tree {
  readonly entries: Entry[];
  /** Maps below, by key; a map has no prototype to be confused with. */
  readonly below: Map<string, { readonly tree: Tree; readonly items: Node[] }>;
}

/**
 * Java's properties as the tree that Spring and Quarkus make of them: `a.b.c=x` is a map in a map, `a.b[0]=x` a list. A map's span
 * is that of the first key which names it. Never throws, linear time; there is no text that is no properties file.
 */
export function parseProperties(source: Source): Document[] {
  const { text } = source;
  const comments: Comment[] = [];
  const root: Tree = { entries: [], below: new Map() };
  for (let at = 0; at < text.length;) {
    const start = skip(text, at, text.length, /[^ \t\f\r\n]/g);
    if (start >= text.length) break;
    const end = logicalEnd(text, start);
    at = end + 1;
    if (text[start] === '#' || text[start] === '!') {
      const close = lineEnd(text, start);
      comments.push({ span: { start, end: close } });
      at = close + 1;
      continue;
    }
    const keyEnd = endOfKey(text, start, end);
    let from = skip(text, keyEnd, end, /[^ \t\f]/g);
    if (from < end && (text[from] === '=' || text[from] === ':')) from = skip(text, from + 1, end, /[^ \t\f]/g);
    put(root, start, text.slice(start, keyEnd), decoded(text, from, end));
  }
  const span = { start: 0, end: text.length };
  const map: Node = { kind: 'map', span, entries: root.entries };
  return [{ source, syntax: 'properties', span, within: 'file', root: map, comments, problems: [] }];
}

/** Puts a value where its dotted key says. */
function put(root: Tree, start: number, key: string, value: StringNode): void {
  let tree = root;
  let at = start;
  const steps = key.split('.');
  const last = Math.min(steps.length, MAX_DEPTH) - 1;
  for (const [number, step] of steps.slice(0, last + 1).entries()) {
    const whole = number === last ? steps.slice(last).join('.') : step;
    const index = /^([^[\]]{1,500})\[\d{1,6}\]$/.exec(whole);
    const name = index?.[1] ?? whole;
    const node: StringNode = { kind: 'string', span: { start: at, end: at + name.length }, value: name, quoted: false };
    at += whole.length + 1;
    if (number === last && !index) return void tree.entries.push({ key: node, value });
    let held = tree.below.get(name);
    if (!held) {
      held = { tree: { entries: [], below: new Map() }, items: [] };
      const span = node.span;
      tree.below.set(name, held);
      tree.entries.push({
        key: node,
        value: index ? { kind: 'seq', span, items: held.items } : { kind: 'map', span, entries: held.tree.entries },
      });
    }
    if (number === last) return void held.items.push(value);
    tree = held.tree;
  }
}

const skip = (text: string, from: number, end: number, wanted: RegExp): number => {
  wanted.lastIndex = from;
  const found = wanted.exec(text);
  return found && found.index < end ? found.index : end;
};

function lineEnd(text: string, from: number): number {
  const found = text.indexOf('\n', from);
  const end = found < 0 ? text.length : found;
  return text[end - 1] === '\r' && end > from ? end - 1 : end;
}

/** Where the line ends that begins here, lines that a backslash joins to it counted in. */
function logicalEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    if (at >= text.length) return text.length;
    if (text[at] === '\n') return text[at - 1] === '\r' && at > from ? at - 1 : at;
    if (text[at] !== '\\') continue;
    at++;
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
  }
}

function endOfKey(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (text[at] === '\\') at++;
    else if (/[=: \t\f\n]/.test(text[at]!)) return at;
  }
  return end;
}

/** The value without its escapes and the breaks that a backslash takes away. */
function decoded(text: string, start: number, end: number): StringNode {
  const span = { start, end };
  const raw = text.slice(start, end);
  if (!raw.includes('\\')) return { kind: 'string', span, value: raw, quoted: false };
  const offsets: number[] = [];
  let value = '';
  for (let at = start; at < end; at++) {
    if (text[at] !== '\\') {
      offsets.push(at);
      value += text[at];
      continue;
    }
    if (at + 1 >= end) break;
    const next = text[at + 1]!;
    if (next === '\n' || next === '\r') {
      at = skip(text, at + (text.startsWith('\r\n', at + 1) ? 3 : 2), end, /[^ \t\f]/g) - 1;
      continue;
    }
    const code = next === 'u' ? /^[0-9A-Fa-f]{4}/.exec(text.slice(at + 2, Math.min(at + 6, end)))?.[0] : undefined;
    offsets.push(at);
    value += code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[next] ?? next);
    at += code ? 5 : 1;
  }
  offsets.push(end);
  return { kind: 'string', span, value, quoted: false, offsets: Uint32Array.from(offsets) };
}

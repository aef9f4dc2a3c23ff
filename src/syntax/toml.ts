import type { Document, Entry, MapNode, Node, SeqNode, StringNode } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { mention } from './toml-mentions.ts';
import { TomlScanner } from './toml-scan.ts';

const DEPTH = 100;
const HEADER =
  /^\[{1,2}[ \t]{0,9}(?!(?:true|false|inf|nan)\b)(?:[A-Za-z_][\w-]{0,99}|"[^"\n]{0,99}"[ \t]{0,9}\.)[^\n,]{0,300}\]{1,2}[ \t]{0,99}(?:#|\r?$)/;
const ASSIGNMENT = /^(?:[A-Za-z_][\w.-]{0,99}|"[^"\n]{0,99}")[ \t]{0,99}=/;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type GrowingMap = Writable<Omit<MapNode, 'entries'>> & { readonly entries: Entry[] };
type GrowingSeq = Writable<Omit<SeqNode, 'items'>> & { readonly items: Node[] };
/** How a table came to be: only by the path of another, by its own header, by a dotted key, or in braces. */
type Origin = 'path' | 'header' | 'dotted' | 'inline';

/** A table of tables, such as `mcp_servers`: defined twice, it is one table that holds what stands in either place. */
function holdsTables(node: Node): node is GrowingMap {
  return node.kind === 'map' && node.entries.every(({ value }) => value.kind === 'map');
}

/**
 * TOML 1.0 and 1.1. Never throws, linear time: a faulty line is a problem, and reading goes on behind it.
 * Tables of several headers are merged into one tree; a table's span runs from its first header to its last line. Dates are strings.
 */
export function parseToml(source: Source, range: Span, within: Document['within']): Document[] {
  const reader = new TomlReader(source.text, range.start, range.end);
  const root = reader.document();
  return [{ source, syntax: 'toml', span: range, within, root, comments: reader.comments, problems: reader.problems.list }];
}

class TomlReader extends TomlScanner {
  private readonly origins = new WeakMap<object, Origin>();
  private readonly index = new WeakMap<object, Map<string, Entry>>();
  private readonly tableLists = new WeakSet<object>();

  document(): MapNode {
    const root = this.newMap(this.at, 'header');
    /** The tables that the current line lies in, the outermost first: all of them grow with it. */
    let chain: (GrowingMap | GrowingSeq)[] = [root];
    for (let c = this.trivia(true); c !== ''; c = this.trivia(true)) {
      const before = this.at;
      if (c === '[') chain = this.header(root) ?? chain;
      else this.assignment(chain.at(-1) as GrowingMap, false);
      for (const table of chain) table.span = { start: table.span.start, end: Math.max(table.span.end, this.at) };
      const rest = this.trivia(false);
      if (rest !== '' && rest !== '\n' && rest !== '#') {
        const start = this.at;
        this.at = this.lineEnd();
        this.error('Nothing may follow the value in its line.', start, this.at);
      }
      if (this.at === before) this.at++;
    }
    root.span = { start: root.span.start, end: this.end };
    return root;
  }

  private newMap(start: number, origin: Origin): GrowingMap {
    const map: GrowingMap = { kind: 'map', span: { start, end: start }, entries: [] };
    this.origins.set(map, origin);
    this.index.set(map, new Map());
    return map;
  }

  private find(map: object, key: string): Entry | undefined {
    return this.index.get(map)?.get(key);
  }

  private put(map: GrowingMap, key: StringNode, value: Node): void {
    const entry = { key, value };
    map.entries.push(entry);
    this.index.get(map)?.set(key.value, entry);
  }

  private duplicate({ span }: StringNode, message: string): void {
    this.problems.error(message, span.start, span.end, 'duplicate-key');
  }

  private header(root: GrowingMap): (GrowingMap | GrowingSeq)[] | undefined {
    const start = this.at;
    const list = this.text[start + 1] === '[';
    this.at += list ? 2 : 1;
    const parts = this.keys(']');
    if (parts.length === 0) {
      this.at = this.lineEnd();
      this.error('A table header needs a name.', start, this.at);
      return undefined;
    }
    const closing = this.trivia(false) === ']' ? (this.text[this.at + 1] === ']' && this.at + 1 < this.end ? 2 : 1) : 0;
    this.at += closing;
    if (closing !== (list ? 2 : 1)) this.error('The brackets of this header do not match.', start, Math.max(this.at, start + 1));
    const chain: (GrowingMap | GrowingSeq)[] = [root];
    let table = root;
    const last = parts.pop()!;
    for (const part of parts) table = this.descend(table, part, 'path', start, chain);
    const entry = this.find(table, last.value);
    const known = entry?.value;
    if (list) {
      const next = this.newMap(start, 'header');
      if (known?.kind === 'seq' && this.tableLists.has(known)) {
        (known as GrowingSeq).items.push(next);
        mention(entry!.key, last.span);
        chain.push(known as GrowingSeq, next);
      } else {
        if (known) this.duplicate(last, 'This name is taken by something that is no list of tables.');
        const seq: GrowingSeq = { kind: 'seq', span: { start, end: start }, items: [next] };
        this.tableLists.add(seq);
        this.put(table, last, seq);
        chain.push(seq, next);
      }
      return chain;
    }
    if (known?.kind === 'map' && this.origins.get(known) === 'path') {
      this.origins.set(known, 'header');
      mention(entry!.key, last.span);
      chain.push(known as GrowingMap);
      return chain;
    }
    if (known) this.duplicate(last, 'This table is defined twice.');
    if (known && holdsTables(known)) {
      mention(entry!.key, last.span);
      chain.push(known);
      return chain;
    }
    const next = this.newMap(start, 'header');
    this.put(table, last, next);
    chain.push(next);
    return chain;
  }

  /** The table of this name below another; made where there is none. */
  private descend(table: GrowingMap, key: StringNode, origin: Origin, start: number, chain: (GrowingMap | GrowingSeq)[]): GrowingMap {
    const entry = this.find(table, key.value);
    const known = entry?.value;
    if (known?.kind === 'map' && this.origins.get(known) !== 'inline') {
      mention(entry!.key, key.span);
      if (origin === 'dotted' && this.origins.get(known) === 'header') this.duplicate(key, 'This table has a header of its own.');
      chain.push(known as GrowingMap);
      return known as GrowingMap;
    }
    const item = known?.kind === 'seq' && this.tableLists.has(known) ? known.items.at(-1) : undefined;
    if (item?.kind === 'map' && origin === 'path') {
      mention(entry!.key, key.span);
      chain.push(known as GrowingSeq, item as GrowingMap);
      return item as GrowingMap;
    }
    if (known) this.duplicate(key, 'This name is already taken by a value.');
    if (known && holdsTables(known)) {
      chain.push(known);
      return known;
    }
    const next = this.newMap(start, origin);
    this.put(table, key, next);
    chain.push(next);
    return next;
  }

  /** Reads `key = value`. @param inside whether it stands in braces. */
  private assignment(table: GrowingMap, inside: boolean, depth = 0): void {
    const start = this.at;
    const parts = this.keys('=');
    if (parts.length === 0) {
      if (!inside) this.at = this.lineEnd();
      else if (this.at === start) this.at++;
      this.error('A key is expected here.', start, this.at);
      return;
    }
    const sign = this.trivia(false);
    if (sign === '=' || sign === ':') {
      if (sign === ':') this.error('An equals sign stands between key and value.', this.at);
      this.at++;
    } else {
      this.error('This key has no value.', start, this.at);
      const last = parts.at(-1)!;
      if (!inside) this.at = this.lineEnd();
      this.put(table, last, { kind: 'missing', span: { start: last.span.end, end: last.span.end } });
      return;
    }
    const last = parts.pop()!;
    const chain: (GrowingMap | GrowingSeq)[] = [];
    for (const part of parts) table = this.descend(table, part, 'dotted', part.span.start, chain);
    const value = this.value(depth + chain.length, inside);
    for (const map of chain) map.span = { start: map.span.start, end: this.at };
    if (this.find(table, last.value)) this.duplicate(last, 'This key stands in the table twice.');
    this.put(table, last, value);
  }

  /** A dotted key; parts beyond the depth limit are left out. @param stop the sign that follows. */
  private keys(stop: string): StringNode[] {
    const parts: StringNode[] = [];
    const first = this.at;
    for (;;) {
      const c = this.trivia(false);
      const start = this.at;
      if (c === '"' || c === "'") parts.push(this.string(false));
      else {
        let at = start;
        while (at < this.end && !/[\s.=:[\]{}"'#,]/.test(this.text[at]!)) at++;
        if (at === start) {
          if (parts.length > 0) this.error('A part of this key is missing.', start, start);
          break;
        }
        const value = this.text.slice(start, at);
        if (!/^[\w-]+$/.test(value)) this.error('This key needs quotes.', start, at);
        parts.push({ kind: 'string', span: { start, end: at }, value, quoted: false });
        this.at = at;
      }
      const next = this.trivia(false);
      if (next !== '.') {
        // `[mcp servers]`: what stands before the closing bracket is all of one name.
        if (next !== stop && stop === ']') {
          const rest = this.at;
          const line = this.lineEnd();
          while (this.at < line && this.text[this.at] !== ']') this.at++;
          if (this.at > rest) this.error('This name needs quotes.', rest, this.at);
        }
        break;
      }
      this.at++;
      if (parts.length > DEPTH) parts.pop();
    }
    if (parts.length >= DEPTH) {
      this.problems.error('This key has too many parts.', first, this.at, 'too-deep');
      parts.length = DEPTH;
    }
    return parts;
  }

  private value(depth: number, inside: boolean): Node {
    const c = this.trivia(false);
    const start = this.at;
    if (c === '"' || c === "'") return this.string(true);
    if (c === '[' || c === '{') {
      if (depth < DEPTH) return c === '[' ? this.list(depth) : this.inlineTable(depth);
      this.at = this.end;
      this.problems.error('This is nested too deeply; the rest was not read.', start, start + 1, 'too-deep');
      return { kind: 'missing', span: { start, end: start } };
    }
    const node = this.bare(inside);
    if (node.span.end > start) return node;
    this.error('A value is missing here.', start, start);
    return { kind: 'missing', span: { start, end: start } };
  }

  private mark(): readonly [number, number] {
    return [this.at, this.comments.length];
  }

  /** Goes back over white space, so that what follows begins its line. */
  private back([at, comments]: readonly [number, number]): void {
    this.at = at;
    this.comments.length = comments;
  }

  private list(depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    let mark = this.mark();
    for (;;) {
      const c = this.trivia(true);
      if (c === ']') {
        this.at++;
        break;
      }
      if (c === '' || this.breaksOff(c)) {
        this.back(mark);
        this.error('This bracket is never closed.', start);
        break;
      }
      if (c === '}') {
        this.error('A closing bracket is missing before this brace.', this.at);
        break;
      }
      if (c === ',') {
        this.error('This comma has nothing before it.', this.at++);
        continue;
      }
      const item = this.value(depth + 1, true);
      if (item.kind !== 'missing') items.push(item);
      mark = this.mark();
      const next = this.trivia(true);
      if (next === ',') {
        this.at++;
        mark = this.mark();
      } else if (next !== ']' && next !== '' && next !== '}') {
        if (this.breaksOff(next)) continue;
        this.error('A comma is missing before this value.', this.at);
        if (next === '=' || next === ':') this.at++;
      }
    }
    return { kind: 'seq', span: { start, end: this.at }, items };
  }

  /** Whether a line begins here that can only be the next header or key: the bracket above was never closed. */
  private breaksOff(c: string): boolean {
    const before = this.text.slice(Math.max(0, this.at - 40), this.at);
    if (!/\n[ \t]{0,39}$/.test(before)) return false;
    const ahead = this.text.slice(this.at, Math.min(this.lineEnd(), this.at + 500));
    return c === '[' ? HEADER.test(ahead) : ASSIGNMENT.test(ahead);
  }

  private inlineTable(depth: number): Node {
    const map = this.newMap(this.at++, 'inline');
    let mark = this.mark();
    for (;;) {
      const c = this.trivia(true);
      if (c === '}') {
        this.at++;
        break;
      }
      if (c === '' || (c === '[' && this.breaksOff(c))) {
        this.back(mark);
        this.error('This brace is never closed.', map.span.start);
        break;
      }
      if (c === ']') {
        this.error('A closing brace is missing before this bracket.', this.at);
        break;
      }
      if (c === ',') {
        this.error('This comma has nothing before it.', this.at++);
        continue;
      }
      this.assignment(map, true, depth + 1);
      mark = this.mark();
      const next = this.trivia(true);
      if (next === ',') {
        this.at++;
        mark = this.mark();
      } else if (next !== '}' && next !== '' && next !== ']' && !(next === '[' && this.breaksOff(next)))
        this.error('A comma is missing before this key.', this.at);
    }
    map.span = { start: map.span.start, end: this.at };
    return map;
  }
}

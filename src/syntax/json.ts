import type { Document, Entry, MapNode, Node, StringNode } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { reportDuplicates } from './duplicates.ts';
import { JsonScanner } from './json-scan.ts';
import { Problems } from './problems.ts';

const DEPTH = 200;
const MOST_DOCUMENTS = 1000;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type GrowingMap = Writable<Omit<MapNode, 'entries'>> & { readonly entries: Entry[] };

/**
 * JSON with comments and trailing commas (both warned of), and whatever a hand left broken: never throws, linear time.
 * @param range part of the source that holds the text; offsets in the result are into the whole source.
 * @returns one Document for each value at the top, at least one.
 */
export function parseJson(
  source: Source,
  range: Span = { start: 0, end: source.text.length },
  within: Document['within'] = 'file',
): Document[] {
  const reader = new JsonReader(source.text, range.start, range.end, source.path.toLowerCase().endsWith('.json5'));
  const found: Document[] = [];
  for (let start = range.start; ;) {
    const root = reader.root(found.length > 0);
    if (root === undefined && found.length > 0) {
      const last = found.at(-1)!;
      found[found.length - 1] = {
        ...last,
        span: { start: last.span.start, end: range.end },
        comments: [...last.comments, ...reader.comments],
        problems: [...last.problems, ...reader.problems.list],
      };
      return found;
    }
    const full = found.length === MOST_DOCUMENTS - 1;
    if (full) reader.problems.error('The file holds too many values; the rest was not read.', reader.at, reader.at, 'too-large');
    const end = full || root === undefined || reader.done() ? range.end : reader.at;
    found.push({ source, syntax: 'json', span: { start, end }, within, root, comments: reader.comments, problems: reader.problems.list });
    if (end === range.end) return found;
    start = end;
    reader.fresh();
  }
}

class JsonReader extends JsonScanner {
  private maps = 0;
  private lists = 0;
  private unclosed = false;

  fresh(): void {
    this.comments = [];
    this.problems = new Problems();
    this.unclosed = false;
  }

  done(): boolean {
    return this.trivia() === -1;
  }

  /** The next value at the top, with all that plainly belongs to it; undefined where only junk is left. */
  root(follows: boolean): Node | undefined {
    const first = this.at;
    for (;;) {
      const c = this.trivia();
      if (c === -1) {
        if (!follows && this.problems.list.every(({ level }) => level === 'warning')) {
          this.problems.warning('There is no value in this text.', first, first, 'syntax');
        }
        return undefined;
      }
      const start = this.at;
      if (c === OPEN_MAP || c === OPEN_LIST) {
        if (follows) this.error('A second value follows; JSON has one.', start);
        const node = this.value(0);
        if (node.kind === 'map') this.reopen(node as GrowingMap);
        else this.strayClosers();
        return node;
      }
      if (this.keyAhead()) {
        this.error('The outer braces are missing.', start, start);
        const map: GrowingMap = { kind: 'map', span: { start, end: start }, entries: [] };
        this.entries(map, 0, false);
        return map;
      }
      if (this.opensString(c)) {
        if (follows) this.error('A second value follows; JSON has one.', start);
        return this.string();
      }
      const mark = this.problems.list.length;
      const node = this.bareValue();
      if (node.kind !== 'string' && !follows) return node;
      // Prose around a value: `const config = {`, `Add this:`.
      this.problems.rewind(mark);
      this.at = start;
      if (c !== COMMA || !follows) this.error('This text is not JSON and was passed over.', start, this.junk());
      else this.error('Nothing follows this comma that belongs to the value before it.', this.at++);
      if (this.at === start) this.at++;
    }
  }

  /** Moves to the line's end or the next opening bracket. */
  private junk(): number {
    const stop = this.lineEnd(this.at);
    while (this.at < stop && this.text[this.at] !== '{' && this.text[this.at] !== '[') this.at++;
    return this.at;
  }

  private strayClosers(): void {
    for (let c = this.trivia(); c === CLOSE_MAP || c === CLOSE_LIST; c = this.trivia()) {
      this.error('This closing bracket has no partner.', this.at++);
    }
  }

  /** A root that was closed too early goes on where keys follow. */
  private reopen(map: GrowingMap): void {
    for (;;) {
      this.strayClosers();
      const mark = this.mark();
      if (this.trivia() === COMMA) this.at++;
      this.trivia();
      const start = this.at;
      if (!this.keyAhead()) return this.back(mark);
      this.error('The object ends before this key; a closing brace above is too many.', start, start + 1);
      this.entries(map, 0, false);
    }
  }

  private mark(): readonly [number, number, number] {
    return [this.at, this.problems.list.length, this.comments.length];
  }

  private back([at, problems, comments]: readonly [number, number, number]): void {
    this.at = at;
    this.problems.rewind(problems);
    this.comments.length = comments;
  }

  /** Whether a key and a colon come next; reads nothing. */
  private keyAhead(): boolean {
    const c = this.trivia();
    if (c === OPEN_MAP || c === OPEN_LIST || c === COMMA || c === -1) return false;
    const mark = this.mark();
    const key = this.opensString(c) ? this.string() : this.bareKey();
    const found = key.span.end > key.span.start && key.value.length <= 200 && this.trivia() === COLON;
    const url = found && !key.quoted && this.text[this.at + 1] === '/';
    const line = found && (key.quoted || /["'{[\w$-]/.test(this.text.slice(this.at + 1, this.lineEnd(this.at)).trimStart()[0] ?? ''));
    this.back(mark);
    return line && !url;
  }

  value(depth: number): Node {
    const c = this.trivia();
    if (c === 0x22) return this.string();
    if (c === OPEN_MAP) {
      if (this.text.charCodeAt(this.at + 1) !== OPEN_MAP || this.tagEnd(this.at) < 0) {
        if (depth >= DEPTH) return this.tooDeep();
        const map: GrowingMap = { kind: 'map', span: { start: this.at++, end: this.at }, entries: [] };
        this.maps++;
        this.entries(map, depth, true);
        this.maps--;
        return map;
      }
    } else if (c === OPEN_LIST) return depth >= DEPTH ? this.tooDeep() : this.list(depth);
    else if (this.opensString(c)) return this.string();
    const start = this.at;
    const node = this.bareValue();
    if (node.span.end > start) return node;
    this.error('A value is missing here.', start, start);
    return { kind: 'missing', span: { start, end: start } };
  }

  /** Reads entries to the closing brace, or to the end where there is no brace to close. */
  private entries(map: GrowingMap, depth: number, braced: boolean): void {
    const { entries } = map;
    let comma = -1;
    let extra = 0;
    for (;;) {
      const c = this.trivia();
      if (c === CLOSE_MAP && (!braced || extra > 0)) {
        if (extra > 0) extra--;
        else this.error('This closing bracket has no partner.', this.at);
        this.at++;
        continue;
      }
      if (c === CLOSE_MAP || c === -1) {
        if (comma >= 0) this.problems.warning('Strict JSON has no comma before a closing brace.', comma, comma + 1, 'trailing-comma');
        if (c === CLOSE_MAP) this.at++;
        else if (braced) this.neverClosed('This brace is never closed.', map.span.start);
        break;
      }
      if (c === CLOSE_LIST) {
        if (this.lists > 0) {
          this.error('A closing brace is missing before this bracket.', this.at);
          break;
        }
        this.error('This closing bracket has no partner.', this.at++);
        continue;
      }
      if (c === COMMA) {
        this.error('This comma has nothing before it.', this.at++);
        continue;
      }
      if (!braced && entries.length > 0 && c === OPEN_MAP && comma < 0) break;
      if (c === OPEN_MAP && this.text.charCodeAt(this.at + 1) === OPEN_MAP) {
        const stop = this.tagEnd(this.at);
        this.error('This is template syntax, which JSON does not know; it was passed over.', this.at, stop < 0 ? this.at + 1 : stop);
        if (stop < 0) extra++;
        this.at = stop < 0 ? this.at + 1 : stop;
        continue;
      }
      if (c === OPEN_MAP && entries.length === 0 && this.text.charCodeAt(this.at - 1) === OPEN_MAP) {
        this.error('This brace is too many.', this.at++);
        extra++;
        continue;
      }
      comma = -1;
      const next = this.entry(c, depth);
      if (next) entries.push(next);
      else continue;
      const after = this.trivia();
      if (after === COMMA) comma = this.at++;
      else if (after !== CLOSE_MAP && after !== CLOSE_LIST && after !== -1 && !(after === OPEN_MAP && !braced) && this.untold(next)) {
        this.error('A comma is missing before this key.', this.at);
      }
    }
    reportDuplicates(entries, this.problems);
    map.span = { start: map.span.start, end: Math.max(this.at, map.span.end) };
    if (!braced) map.span = { start: map.span.start, end: Math.max(entries.at(-1)?.value.span.end ?? 0, this.at) };
  }

  /** Whether what stands here, behind an entry, has not been complained about already. */
  private untold({ value }: Entry): boolean {
    return value.kind !== 'missing' && this.problems.list.at(-1)?.span.start !== this.at;
  }

  private entry(c: number, depth: number): Entry | undefined {
    const start = this.at;
    if (c === OPEN_MAP || c === OPEN_LIST) {
      this.error('A key is missing before this value.', start);
      return { key: { kind: 'string', span: { start, end: start }, value: '', quoted: false }, value: this.value(depth + 1) };
    }
    const key = this.key(c);
    if (!key) return undefined;
    const end = this.at;
    let colon = this.trivia();
    if (colon === COLON) this.at++;
    else if (colon === 0x3d) {
      this.error('A colon stands between key and value.', this.at);
      this.at += this.text[this.at + 1] === '>' ? 2 : 1;
    } else {
      const sameLine = this.at > end && !this.text.slice(end, Math.min(this.at, end + 200)).includes('\n');
      this.error(sameLine ? 'A colon is missing before this value.' : 'This key has no value.', key.span.start, key.span.end);
      if (!sameLine) return { key, value: { kind: 'missing', span: { start: end, end } } };
      colon = -1;
    }
    const from = this.at;
    const next = this.trivia();
    if (next === COMMA || next === CLOSE_MAP || next === CLOSE_LIST || next === -1) {
      if (colon !== -1) this.error('This key has no value.', key.span.start, key.span.end);
      return { key, value: { kind: 'missing', span: { start: from, end: from } } };
    }
    const mark = this.mark();
    const value = this.value(depth + 1);
    if (value.kind === 'string' && this.trivia() === COLON) {
      // The value was forgotten and the next key taken for it.
      this.back(mark);
      this.error('This key has no value.', key.span.start, key.span.end);
      return { key, value: { kind: 'missing', span: { start: from, end: from } } };
    }
    return { key, value };
  }

  private key(c: number): StringNode | undefined {
    if (this.opensString(c)) return this.string();
    const start = this.at;
    const mark = this.mark();
    const key = this.bareKey();
    if (key.value === '' || key.value === '...' || key.value === '…') {
      this.back(mark);
      this.at = Math.min(this.end, start + Math.max(1, key.value.length));
      this.error(key.value ? 'An ellipsis stands for text that was left out.' : 'A key is expected here.', start, this.at);
      return undefined;
    }
    return key;
  }

  private list(depth: number): Node {
    const start = this.at++;
    const items: Node[] = [];
    let comma = -1;
    this.lists++;
    for (;;) {
      const c = this.trivia();
      if (c === CLOSE_LIST || c === -1) {
        if (comma >= 0) this.problems.warning('Strict JSON has no comma before a closing bracket.', comma, comma + 1, 'trailing-comma');
        if (c === CLOSE_LIST) this.at++;
        else this.neverClosed('This bracket is never closed.', start);
        break;
      }
      if (c === CLOSE_MAP) {
        if (this.maps > 0) {
          this.error('A closing bracket is missing before this brace.', this.at);
          break;
        }
        this.error('This closing bracket has no partner.', this.at++);
        continue;
      }
      if (c === COMMA) {
        this.error('This comma has nothing before it.', this.at++);
        continue;
      }
      if (c === 0x2e && this.text.startsWith('...', this.at)) {
        comma = -1;
        this.error('An ellipsis stands for text that was left out.', this.at, (this.at += 3));
        if (this.trivia() === COMMA) this.at++;
        continue;
      }
      comma = -1;
      const mark = this.mark();
      const item = this.value(depth + 1);
      const after = this.trivia();
      if (after === COLON) {
        if (item.kind === 'string' && this.maps > 0) {
          this.back(mark);
          this.error('A closing bracket is missing before this key.', this.at);
          break;
        }
        this.error('A list has no keys.', this.at++);
      }
      if (item.span.end > item.span.start) items.push(item);
      else if (this.at === item.span.start && after !== CLOSE_MAP) this.at++;
      if (after === COMMA) comma = this.at++;
      else if (after !== CLOSE_LIST && after !== CLOSE_MAP && after !== -1 && after !== COLON)
        this.error('A comma is missing before this value.', this.at);
    }
    this.lists--;
    return { kind: 'seq', span: { start, end: this.at }, items };
  }

  private neverClosed(message: string, start: number): void {
    if (!this.unclosed) this.error(message, start);
    this.unclosed = true;
  }

  /** Passes over a container without looking into it. */
  private tooDeep(): Node {
    const { text, end } = this;
    const start = this.at;
    let open = 0;
    let at = start;
    for (; at < end; at++) {
      const c = text.charCodeAt(at);
      if (c === 0x22) {
        for (at++; at < end && text.charCodeAt(at) !== 0x22; at++) if (text.charCodeAt(at) === 0x5c) at++;
      } else if (c === OPEN_MAP || c === OPEN_LIST) open++;
      else if ((c === CLOSE_MAP || c === CLOSE_LIST) && --open === 0) break;
    }
    this.at = Math.min(end, at + 1);
    this.problems.error('This is nested too deeply and was not read.', start, start + 1, 'too-deep');
    return { kind: 'missing', span: { start, end: this.at } };
  }
}

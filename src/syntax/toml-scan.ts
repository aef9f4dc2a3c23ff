import type { Comment, ScalarNode, StringNode } from '../core/node.ts';
import { CONFLICT, isConflictMark } from './conflicts.ts';
import { Problems } from './problems.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  ['"', '"'],
  ['\\', '\\'],
]);
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);
const INTEGER = /^(?:[-+]?(?:0|[1-9](?:_?\d)*)|0x[\da-fA-F](?:_?[\da-fA-F])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*)$/;
const FLOAT = /^[-+]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][-+]?\d(?:_?\d)*)?$/;
const DATE = /^(?:\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,20})?)?(?:[Zz]|[-+]\d\d:\d\d)?)?|\d\d:\d\d(?::\d\d(?:\.\d{1,20})?)?)$/;

/** Reads the small parts of TOML text. Offsets are UTF-16, `at` is the next character. */
export class TomlScanner {
  readonly comments: Comment[] = [];
  readonly problems = new Problems();
  at: number;
  readonly text: string;
  readonly end: number;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  error(message: string, start: number, end = Math.min(start + 1, this.end)): void {
    this.problems.error(message, start, end);
  }

  /** Skips blanks, and with `lines` line breaks and comments too. @returns the next character, '' at the end. */
  trivia(lines: boolean): string {
    const { text, end } = this;
    for (;;) {
      if (this.at >= end) return '';
      const c = text[this.at]!;
      if (c === ' ' || c === '\t' || (lines && (c === '\n' || c === '\r'))) this.at++;
      else if (c === '#' && lines) {
        const stop = this.lineEnd();
        this.comments.push({ span: { start: this.at, end: stop } });
        this.at = stop;
      } else if (lines && isConflictMark(text, this.at)) {
        const stop = this.lineEnd();
        this.error(CONFLICT, this.at, stop);
        this.at = stop;
      } else if (c === '\r' && (text[this.at + 1] === '\n' || this.at + 1 >= end)) this.at++;
      else return c;
    }
  }

  /** End of the line that `at` stands in, without its line break. */
  lineEnd(): number {
    let stop = this.text.indexOf('\n', this.at);
    if (stop < 0 || stop > this.end) stop = this.end;
    return stop > this.at && this.text[stop - 1] === '\r' ? stop - 1 : stop;
  }

  string(multiline: boolean): StringNode {
    const start = this.at;
    const quote = this.text[start]!;
    return multiline && this.text.startsWith(quote.repeat(3), start) ? this.longString(quote) : this.shortString(quote);
  }

  private shortString(quote: string): StringNode {
    const { text, end } = this;
    const start = this.at;
    let at = start + 1;
    const stops = quote === "'" ? "'\n" : '"\n\\';
    while (at < end && !stops.includes(text[at]!)) at++;
    if (at < end && text[at] === quote) {
      this.at = at + 1;
      return { kind: 'string', span: { start, end: at + 1 }, value: text.slice(start + 1, at), quoted: true };
    }
    const unit = new Units(text, start + 1);
    while (at < end && text[at] !== quote && text[at] !== '\n') {
      if (text[at] === '\\' && quote === '"') at = this.escape(at, unit);
      else at++;
    }
    at = Math.min(at, end);
    if (at < end && text[at] === quote) {
      this.at = at + 1;
      return unit.node(start, at, at + 1);
    }
    while (at > unit.copied && /[\s,]/.test(text[at - 1]!)) at--;
    this.error('This string is never closed.', start, at);
    this.at = at;
    return unit.node(start, at, at);
  }

  private longString(quote: string): StringNode {
    const { text, end } = this;
    const start = this.at;
    let at = start + 3;
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else if (text[at] === '\n') at++;
    const unit = new Units(text, Math.min(at, end));
    while (at < end) {
      const c = text[at]!;
      if (c === '\\' && quote === '"') {
        const rest = /^[ \t]{0,100}\r?\n/.exec(text.slice(at + 1, Math.min(end, at + 104)));
        if (!rest) {
          at = this.escape(at, unit);
          continue;
        }
        unit.copy(at);
        at += 1 + rest[0].length;
        while (at < end && /\s/.test(text[at]!)) at++;
        unit.copied = at;
      } else if (c === quote && text.startsWith(quote.repeat(3), at) && at + 3 <= end) {
        // Up to two quotes may stand right before the closing three.
        for (let n = 0; n < 2 && text[at + 3] === quote && at + 3 < end; n++) at++;
        this.at = at + 3;
        return unit.node(start, at, at + 3);
      } else at++;
    }
    this.error('This string is never closed.', start, Math.min(start + 3, end));
    this.at = end;
    return unit.node(start, end, end);
  }

  private escape(at: number, unit: Units): number {
    const letter = this.text[at + 1] ?? '';
    const digits = DIGITS.get(letter);
    if (digits !== undefined && at + 2 + digits <= this.end) {
      const hex = this.text.slice(at + 2, at + 2 + digits);
      const code = hex.length === digits && /^[\da-fA-F]+$/.test(hex) ? Number.parseInt(hex, 16) : Infinity;
      if (code <= 0x10ffff) return unit.decoded(at, String.fromCodePoint(code), at + 2 + digits);
    }
    const plain = at + 1 < this.end ? ESCAPES.get(letter) : undefined;
    if (plain !== undefined) return unit.decoded(at, plain, at + 2);
    this.error('This backslash begins no known escape; use single quotes for text with backslashes.', at, Math.min(this.end, at + 2));
    return at + 1;
  }

  /** A number, boolean, date or text that lacks its quotes. */
  bare(inside: boolean): ScalarNode | StringNode {
    const { text } = this;
    const start = this.at;
    const line = this.lineEnd();
    let at = start;
    const stops = inside ? '#,]}' : '#';
    while (at < line && !stops.includes(text[at]!)) at++;
    while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t' || text[at - 1] === '\r')) at--;
    this.at = at;
    const span = { start, end: at };
    const raw = text.slice(start, at);
    if (raw === 'true' || raw === 'false') return { kind: 'boolean', span, value: raw === 'true' };
    if (raw.length <= 1000) {
      if (INTEGER.test(raw) || FLOAT.test(raw)) return { kind: 'number', span, value: Number(raw.replaceAll('_', '')) };
      const special = /^([-+]?)(inf|nan)$/.exec(raw);
      if (special) return { kind: 'number', span, value: special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity };
      if (DATE.test(raw)) return { kind: 'string', span, value: raw, quoted: false };
    }
    if (raw !== '') this.error('This text needs quotes.', start, at);
    return { kind: 'string', span, value: raw, quoted: false };
  }
}

/** Gathers a string's decoded text with the source offset of each unit. */
class Units {
  copied: number;
  private value = '';
  private readonly offsets: number[] = [];
  private readonly text: string;

  constructor(text: string, from: number) {
    this.text = text;
    this.copied = from;
  }

  copy(to: number): void {
    for (let i = this.copied; i < to; i++) this.offsets.push(i);
    this.value += this.text.slice(this.copied, to);
    this.copied = to;
  }

  decoded(at: number, value: string, next: number): number {
    this.copy(at);
    for (let i = 0; i < value.length; i++) this.offsets.push(at);
    this.value += value;
    this.copied = next;
    return next;
  }

  node(start: number, stop: number, end: number): StringNode {
    this.copy(stop);
    this.offsets.push(Math.max(stop, this.copied));
    return { kind: 'string', span: { start, end }, value: this.value, quoted: true, offsets: Uint32Array.from(this.offsets) };
  }
}

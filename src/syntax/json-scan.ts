import type { Comment, ScalarNode, StringNode } from '../core/node.ts';
import { CONFLICT, isConflictMark } from './conflicts.ts';
import { Problems } from './problems.ts';

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
/** What JSON5 and careless writers add: a sign, hexadecimal, a bare point, leading zeros. */
const LOOSE_NUMBER = /^[-+]?(?:0[xX][\da-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|Infinity|NaN)$/;
const ESCAPES = new Map([...'"\\/'].map(c => [c, c]).concat([...'bfnrt'].map((c, i) => [c, '\b\f\n\r\t'[i]!])) as [string, string][]);
const JSON5_ESCAPES = new Map([
  ["'", "'"],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
]);
/** Longest template tag or `${…}` that is looked for. */
const TAG_LIMIT = 1000;

/** Reads the small parts of JSON text: space, comments, strings, bare words. Offsets are UTF-16, `at` is the next character. */
export class JsonScanner {
  comments: Comment[] = [];
  problems = new Problems();
  at: number;
  readonly text: string;
  readonly end: number;
  /** JSON5 files may use its additions: they are then warnings. */
  readonly loose: boolean;
  /** Characters that may still be looked ahead for a closing quote; keeps the whole linear. */
  private budget: number;

  constructor(text: string, start: number, end: number, loose: boolean) {
    this.text = text;
    this.at = start;
    this.end = end;
    this.loose = loose;
    this.budget = 4 * (end - start) + 1000;
  }

  error(message: string, start: number, end = Math.min(start + 1, this.end)): void {
    this.problems.error(message, start, end);
  }

  notStrict(message: string, start: number, end: number): void {
    if (this.loose) this.problems.warning(message, start, end, 'not-strict');
    else this.problems.error(message, start, end, 'not-strict');
  }

  /** Skips space, comments and what can only be foreign to JSON. @returns the next character's code, -1 at the end. */
  trivia(): number {
    const { text, end } = this;
    for (;;) {
      if (this.at >= end) return -1;
      const c = text.charCodeAt(this.at);
      if (c === 32 || c === 10 || c === 13 || c === 9) this.at++;
      else if (c === QUOTE || c === 0x7d || c === 0x2c || (c > 0x3e && c < 0x7b) || (c >= 0x30 && c < 0x3b)) return c;
      else if (!this.foreign(c)) return c;
    }
  }

  private foreign(c: number): boolean {
    const { text, at: start, end } = this;
    if (c === 0x2f && start + 1 < end) {
      const next = text.charCodeAt(start + 1);
      if (next === 0x2f) return this.comment(start, this.lineEnd(start));
      if (next !== 0x2a) return false;
      const stop = text.indexOf('*/', start + 2);
      const closed = stop >= 0 && stop + 2 <= end;
      if (!closed) this.error('This comment is never closed.', start, start + 2);
      return this.comment(start, closed ? stop + 2 : end);
    }
    if (c === 0x23) {
      const stop = this.lineEnd(start);
      this.notStrict('JSON has no comments that begin with "#".', start, stop);
      this.comments.push({ span: { start, end: stop } });
      this.at = stop;
      return true;
    }
    if (c === 0x7b && text.charCodeAt(start + 1) === 0x25) {
      const stop = this.tagEnd(start);
      if (stop < 0) return false;
      this.error('This is template syntax, which JSON does not know; it was passed over.', start, stop);
      this.at = stop;
      return true;
    }
    if (isConflictMark(text, start)) {
      this.at = this.lineEnd(start);
      this.error(CONFLICT, start, this.at);
      return true;
    }
    if (c === 0 || c === 0xfeff || c === 0xa0 || (c > 0x7f && /\s/u.test(text[start]!)) || c === 11 || c === 12) {
      this.notStrict('This invisible character is not allowed between values.', start, start + 1);
      this.at++;
      return true;
    }
    return false;
  }

  private comment(start: number, end: number): boolean {
    this.comments.push({ span: { start, end } });
    this.problems.warning('Strict JSON has no comments.', start, end, 'comment');
    this.at = end;
    return true;
  }

  /** @returns the offset of the line's end without a carriage return. */
  lineEnd(from: number): number {
    let stop = this.text.indexOf('\n', from);
    if (stop < 0 || stop > this.end) stop = this.end;
    return stop > from && this.text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
  }

  /** End of a template tag (`{{ x }}`, `{% x %}`) that begins here and stays on its line, or -1. */
  tagEnd(start: number): number {
    const { text } = this;
    const second = text[start + 1];
    const close = second === '{' ? '}' : second === '%' ? '%' : '';
    if (close === '') return -1;
    let first = start + 2;
    while (text[first] === ' ') first++;
    if (text[first] === '"' || text[first] === "'") return -1;
    const limit = Math.min(this.end, start + TAG_LIMIT);
    for (let i = start + 2; i + 1 < limit; i++) {
      const c = text[i];
      if (c === '\n' || (c === '{' && i > start + 2)) return -1;
      if (c === close && text[i + 1] === '}') return text[i + 2] === '}' && i + 2 < limit && close === '}' ? i + 3 : i + 2;
    }
    return -1;
  }

  /** Whether a string begins with this character; typographic quotes count, as pages on the web turn plain ones into them. */
  opensString(c: number): boolean {
    return c === QUOTE || c === APOSTROPHE || (c >= 0x2018 && c <= 0x201f) || c === 0x60;
  }

  /** Reads a string of which the opening quote is the next character. */
  string(): StringNode {
    const { text, end } = this;
    const start = this.at;
    const quote = text.charCodeAt(start);
    let at = start + 1;
    if (quote === QUOTE) {
      while (at < end) {
        const c = text.charCodeAt(at);
        if (c === QUOTE) {
          this.at = at + 1;
          return { kind: 'string', span: { start, end: at + 1 }, value: text.slice(start + 1, at), quoted: true };
        }
        if (c === BACKSLASH || c < 32) break;
        at++;
      }
    } else if (quote === APOSTROPHE) this.notStrict('JSON strings stand in double quotes.', start, start + 1);
    else this.error('This quotation mark is not the one of JSON; write ".', start, start + 1);
    return this.slowString(start, at, quote);
  }

  private slowString(start: number, from: number, quote: number): StringNode {
    const { text, end } = this;
    const close = quote > 0x7f ? [0x201d, 0x2019, quote, QUOTE] : [quote];
    const pieces: string[] = [];
    const offsets: number[] = [];
    let copied = start + 1;
    let escaped = false;
    let told = false;
    const flush = (to: number) => {
      for (let i = copied; i < to; i++) offsets.push(i);
      pieces.push(text.slice(copied, to));
    };
    for (let at = from; ;) {
      const c = at < end ? text.charCodeAt(at) : -1;
      if (c === BACKSLASH && at + 1 < end) {
        flush(at);
        const [value, next] = this.escape(at);
        for (let i = 0; i < value.length; i++) offsets.push(next - at === value.length ? at + i : at);
        pieces.push(value);
        escaped ||= next - at !== value.length;
        at = copied = next;
      } else if (close.includes(c)) {
        flush(at);
        offsets.push(at);
        this.at = at + 1;
        return stringNode(start, at + 1, pieces.join(''), escaped ? offsets : undefined);
      } else if (c === -1 || (c === 10 && !this.goesOn(at, close))) {
        let stop = at;
        // A comma at the end of the line separates; it does not belong to the text.
        while (stop > copied && /[ \t\r]/.test(text[stop - 1]!)) stop--;
        if (stop > copied && text[stop - 1] === ',') stop--;
        else stop = Math.max(copied, stop);
        this.error('This string is never closed.', start, stop);
        flush(stop);
        offsets.push(stop);
        this.at = stop;
        return stringNode(start, stop, pieces.join(''), escaped ? offsets : undefined);
      } else {
        if (c < 32 && !told) {
          told = true;
          if (c === 10 || c === 13) this.error('A line break inside a string is written \\n.', at);
          else this.notStrict('This control character must be escaped inside a string.', at, at + 1);
        }
        at++;
      }
    }
  }

  /** After a line break in a string: does a closing quote come that a comma, bracket or colon follows? */
  private goesOn(from: number, close: readonly number[]): boolean {
    const { text } = this;
    const limit = Math.min(this.end, from + 20_000, from + this.budget);
    let at = from;
    while (at < limit && !close.includes(text.charCodeAt(at))) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
    this.budget -= Math.min(at, limit) - from;
    if (at >= limit) return false;
    at++;
    while (at < limit && (text[at] === ' ' || text[at] === '\t' || text[at] === '\r')) at++;
    return at >= this.end || ',}]:\n'.includes(text[at]!);
  }

  /** @returns the decoded text and the offset after the escape. An unknown escape stays as it is written. */
  private escape(at: number): [string, number] {
    const { text } = this;
    const letter = text[at + 1]!;
    const plain = ESCAPES.get(letter);
    if (plain !== undefined) return [plain, at + 2];
    const digits = letter === 'u' ? 4 : letter === 'x' ? 2 : 0;
    if (digits > 0 && at + 2 + digits <= this.end) {
      const hex = text.slice(at + 2, at + 2 + digits);
      if (hex.length === digits && /^[\da-fA-F]+$/.test(hex)) {
        if (digits === 2) this.notStrict('JSON does not know this escape.', at, at + 4);
        return [String.fromCharCode(Number.parseInt(hex, 16)), at + 2 + digits];
      }
    }
    const json5 = JSON5_ESCAPES.get(letter);
    if (json5 !== undefined) {
      this.notStrict('JSON does not know this escape.', at, at + 2);
      return [json5, at + 2];
    }
    this.error('This backslash begins no known escape; write \\\\ for a backslash.', at, at + 2);
    // What stands behind may be a quote or a line break of its own right.
    return letter.charCodeAt(0) < 32 ? ['\\', at + 1] : ['\\' + letter, at + 2];
  }

  /** A key without quotes; empty where no word stands here. */
  bareKey(): StringNode {
    const { text, end } = this;
    const start = this.at;
    let at = start;
    while (at < end && !/[\s:,{}[\]"'=]/.test(text[at]!)) at++;
    this.at = at;
    const value = text.slice(start, at);
    if (text[at] === '"' && at < end && at > start) {
      this.at = at + 1;
      this.error('The opening quote of this key is missing.', start, at + 1);
    } else if (value !== '') this.notStrict('Keys stand in double quotes.', start, at);
    return { kind: 'string', span: { start, end: this.at }, value, quoted: false };
  }

  /** A value that is neither string nor container; empty text where none stands here. */
  bareValue(): ScalarNode | StringNode {
    const { text, end } = this;
    const start = this.at;
    let at = start;
    while (at < end) {
      const c = text.charCodeAt(at);
      if (c === 0x7b) {
        // `{{ x }}` or `${x}`
        const stop = text[at - 1] === '$' && at > start ? this.closeOf(at) : this.tagEnd(at);
        if (stop < 0) break;
        at = stop;
      } else if (c === 0x2c || c === 0x7d || c === 0x5d || c === 0x5b || c === QUOTE || c === 10 || c === 13) break;
      else if (c === 0x2f && at > start && (text[at - 1] === ' ' || text[at - 1] === '\t') && /[/*]/.test(text[at + 1] ?? '')) break;
      else at++;
    }
    while (at > start && /\s/.test(text[at - 1]!)) at--;
    this.at = at;
    const span = { start, end: at };
    const raw = text.slice(start, at);
    if (raw === 'true' || raw === 'false') return { kind: 'boolean', span, value: raw === 'true' };
    if (raw === 'null') return { kind: 'null', span, value: null };
    if (NUMBER.test(raw)) return { kind: 'number', span, value: Number(raw) };
    if (raw.length <= 40 && LOOSE_NUMBER.test(raw)) {
      this.notStrict('JSON does not write numbers like this.', start, at);
      const [, sign, digits] = /^([-+]?)(.*)$/.exec(raw)!;
      return { kind: 'number', span, value: (sign === '-' ? -1 : 1) * Number(digits) };
    }
    if (raw === 'True' || raw === 'False' || raw === 'None') {
      this.error('JSON writes true, false and null in small letters.', start, at);
      return raw === 'None' ? { kind: 'null', span, value: null } : { kind: 'boolean', span, value: raw === 'True' };
    }
    if (raw !== '')
      this.error(raw.includes('{{') ? 'This is template syntax, which JSON does not know.' : 'This text needs double quotes.', start, at);
    return { kind: 'string', span, value: raw, quoted: false };
  }

  private closeOf(open: number): number {
    const limit = Math.min(this.end, open + TAG_LIMIT);
    for (let i = open; i < limit; i++) {
      if (this.text[i] === '\n') return -1;
      if (this.text[i] === '}') return i + 1;
    }
    return -1;
  }
}

function stringNode(start: number, end: number, value: string, offsets: readonly number[] | undefined): StringNode {
  const node = { kind: 'string', span: { start, end }, value, quoted: true } as const;
  return offsets ? { ...node, offsets: Uint32Array.from(offsets) } : node;
}

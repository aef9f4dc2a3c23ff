/** A decoded scalar: `offsets` has the source offset of each UTF-16 unit of `value` and one more for the end. */
export interface Decoded {
  readonly value: string;
  readonly offsets: Uint32Array;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...(['0\0', 'a\x07', 'b\b', 'e\x1b', 'f\f', 'n\n', 'r\r', 't\t', 'v\v'].map(pair => [pair[0]!, pair[1]!]) as [string, string][]),
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['\t', '\t'],
]);
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

function isSpace(c: string | undefined): boolean {
  return c === ' ' || c === '\t';
}

/** Length of the line break at an offset: 0, 1 or 2. */
function breakAt(text: string, at: number): number {
  if (text[at] === '\n') return 1;
  return text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0;
}

/**
 * Undoes quotes, escapes and line folding of a flow scalar.
 * @param start offset behind the opening quote (of the text itself when plain). @param end offset of the closing quote.
 */
export function decodeFlow(text: string, start: number, end: number, quote: '' | "'" | '"'): Decoded {
  const units: string[] = [];
  const offsets: number[] = [];
  // Length up to which nothing is white space that a line break would take away.
  let solid = 0;
  let solidTo = start;
  const push = (value: string, at: number, keep: boolean) => {
    for (let i = 0; i < value.length; i++) {
      units.push(value[i]!);
      offsets.push(at);
    }
    if (keep) solid = units.length;
  };
  const skipSpace = (from: number) => {
    while (from < end && isSpace(text[from])) from++;
    return from;
  };
  for (let at = start; at < end;) {
    const c = text[at]!;
    const step = breakAt(text, at);
    if (solid === units.length) solidTo = at;
    if (step > 0) {
      units.length = offsets.length = solid;
      let next = skipSpace(at + step);
      let empty = 0;
      let from = solidTo;
      for (let size = breakAt(text, next); size > 0 && next < end; size = breakAt(text, next)) {
        push('\n', from, true);
        from = next;
        empty++;
        next = skipSpace(next + size);
      }
      if (empty === 0) push(' ', from, true);
      at = next;
    } else if (c === "'" && quote === "'" && text[at + 1] === "'") {
      push("'", at, true);
      at += 2;
    } else if (c === '\\' && quote === '"') {
      const size = breakAt(text, at + 1);
      if (size > 0) {
        at = skipSpace(at + 1 + size);
        solid = units.length;
        continue;
      }
      const letter = text[at + 1] ?? '';
      const digits = DIGITS.get(letter);
      const code = digits === undefined ? Number.NaN : hexadecimal(text.slice(at + 2, at + 2 + digits), digits);
      const value = code <= 0x10ffff ? String.fromCodePoint(code) : (ESCAPES.get(letter) ?? text.slice(at, at + 2));
      push(value, at, true);
      at += 2 + (code <= 0x10ffff ? digits! : 0);
    } else {
      push(c, at, !isSpace(c));
      at++;
    }
  }
  offsets.push(end);
  return { value: units.join(''), offsets: Uint32Array.from(offsets) };
}

function hexadecimal(digits: string, length: number): number {
  return digits.length === length && /^[\da-fA-F]+$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
}

/**
 * Finds each unit of a block scalar's decoded value in the source: both hold the same characters in the same order, but for
 * indentation and folded line breaks. @param start offset of `|` or `>`. @returns null where the two do not fit.
 */
export function alignBlock(text: string, start: number, end: number, value: string): Uint32Array | null {
  let at = text.indexOf('\n', start) + 1;
  if (at === 0 || at > end) return value === '' ? Uint32Array.of(end) : null;
  const indent = Math.max(0, leading(text, at, end) - leading(value, 0, value.length));
  const offsets = new Uint32Array(value.length + 1);
  let lineStart = true;
  for (let i = 0; i < value.length;) {
    if (lineStart) {
      for (let n = 0; n < indent && text[at] === ' ' && at < end; n++) at++;
      lineStart = false;
    }
    const c = value[i]!;
    const step = at < end ? breakAt(text, at) : 0;
    if (step > 0) {
      if (c === '\n' || c === ' ') offsets[i++] = at;
      at += step;
      lineStart = true;
    } else if (at < end && text[at] === c) offsets[i++] = at++;
    else if (c === '\n' && at >= end) offsets[i++] = end;
    else return null;
  }
  offsets[value.length] = Math.min(end, at);
  return offsets;
}

/** Spaces before the first line that holds anything else. */
function leading(text: string, from: number, end: number): number {
  let count = 0;
  for (let at = from; at < end; at++) {
    const c = text[at];
    if (c === ' ') count++;
    else if (c === '\n') count = 0;
    else if (c !== '\r' || text[at + 1] !== '\n') return count;
  }
  return count;
}

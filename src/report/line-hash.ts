import type { Source } from '../core/source.ts';

/*
 * GitHub tells alerts apart by a hash of the text that begins at their line; its own upload step computes the same and
 * complains when a file brings another. The scheme: a polynomial of base 37 modulo 2^64 over a window of 100 UTF-16
 * units, blanks and tabs left out and line ends unified, read from where the line begins; then a colon and how often
 * that value has occurred in the file so far.
 */

const WINDOW = 100;
const BASE = 37;
const HALF = 2 ** 32;
const END = 0xffff;
const [LEAVING_HIGH, LEAVING_LOW] = power(BASE, WINDOW);

/**
 * Value of `primaryLocationLineHash` for each wanted line.
 * @param lines 1-based, as GitHub counts: LF, CR and CRLF end a line.
 */
export function lineHashes(source: Source, lines: ReadonlySet<number>): ReadonlyMap<number, string> {
  const text = onDisk(source);
  const wanted = new Map<number, string>();
  const seen = new Map<string, number>();
  // The last 100 units, and for each the line that begins with it; 0 where none does.
  const units = new Uint16Array(WINDOW);
  const begins = new Float64Array(WINDOW);
  let at = 0;
  // Two halves of 32 bits: products with 37 and with a unit stay exact in a double.
  let high = 0;
  let low = 0;

  const push = (unit: number): void => {
    const leaving = units[at]!;
    units[at] = unit;
    const sum = BASE * low + unit - LEAVING_LOW * leaving;
    const carry = Math.floor(sum / HALF);
    low = sum - carry * HALF;
    const top = BASE * high - LEAVING_HIGH * leaving + carry;
    high = top - Math.floor(top / HALF) * HALF;
    at = at + 1 === WINDOW ? 0 : at + 1;
  };
  // The slot to be written next holds the oldest unit: the window begins there.
  const take = (): void => {
    const line = begins[at]!;
    if (line === 0) return;
    begins[at] = 0;
    const hash = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0');
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    if (lines.has(line)) wanted.set(line, `${hash}:${count}`);
  };

  let line = 0;
  let isStart = true;
  let afterReturn = false;
  const read = (unit: number): void => {
    if (unit === 0x20 || unit === 0x09 || (unit === 0x0a && afterReturn)) {
      afterReturn = false;
      return;
    }
    afterReturn = unit === 0x0d;
    take();
    if (isStart) begins[at] = ++line;
    isStart = afterReturn || unit === 0x0a;
    push(afterReturn ? 0x0a : unit);
  };
  for (let index = 0; index < text.length && wanted.size < lines.size; index++) read(text.charCodeAt(index));
  read(END);
  for (let index = 0; index < WINDOW && wanted.size < lines.size; index++) {
    take();
    push(0);
  }
  return wanted;
}

/** The file as GitHub reads it: always as UTF-8, byte order mark and all. */
function onDisk({ text, encoding }: Source): string {
  if (encoding === 'utf-8') return text;
  if (encoding === 'utf-8-bom') return '\ufeff' + text;
  const bytes = Buffer.from('\ufeff' + text, 'utf16le');
  return (encoding === 'utf-16be' ? bytes.swap16() : bytes).toString('utf8');
}

/** @returns base to the exponent modulo 2^64, in halves. */
function power(base: number, exponent: number): readonly [number, number] {
  let value = 1n;
  for (let count = 0; count < exponent; count++) value = BigInt.asUintN(64, value * BigInt(base));
  return [Number(value >> 32n), Number(value & 0xffffffffn)];
}

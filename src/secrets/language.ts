import { holds, isDigit, isLetter, isLower, isUpper } from '../core/chars.ts';
import { pieces } from '../generated/secrets.ts';

let costs: ReadonlyMap<string, number> | undefined;
/** No piece is longer. */
const LONGEST = 12;
/** Bits for a letter that no piece covers, for what begins a new run, for a sign between runs. */
const UNKNOWN = 9;
const RUN = 2.5;
const SIGN = 1.5;

/** Words, capitals, numbers, and what stands between. */
export const RUNS = /[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]+/g;

/**
 * How much longer a text gets when it is told in pieces of words and numbers than when it is told character by character
 * of its alphabet: bits for each letter and digit. Above 0 a machine drew it, below 0 a person wrote it.
 */
export function surprise(text: string): number {
  let told = 0;
  let length = 0;
  for (const match of text.slice(0, 512).matchAll(RUNS)) {
    const run = match[0];
    const first = run.charCodeAt(0);
    if (isDigit(first)) {
      told += RUN + Math.min(run.length * Math.log2(10), 4 + run.length * 2.6);
      length += run.length;
    } else if (isLetter(first)) {
      told += RUN + bitsOf(run.toLowerCase());
      length += run.length;
    } else told += SIGN * run.length;
  }
  return length === 0 ? 0 : (told - length * bitsEach(text)) / length;
}

/** Bits that a character of the text's alphabet takes. */
function bitsEach(text: string): number {
  const isMixed = holds(text, isLower) && holds(text, isUpper);
  if (!isMixed && !holds(text, isBeyondHex)) return 4;
  return isMixed ? 5.95 : 5.17;
}

/** A letter behind F. */
function isBeyondHex(code: number): boolean {
  return isLetter(code) && (code & 31) > 6;
}

/** The cheapest way to tell a lower-case run in pieces. */
function bitsOf(run: string): number {
  costs ??= read();
  const best: number[] = [0];
  for (let end = 1; end <= run.length; end++) {
    let least = best[end - 1]! + UNKNOWN;
    for (let start = Math.max(0, end - LONGEST); start < end; start++) {
      const cost = costs.get(run.slice(start, end));
      if (cost !== undefined && best[start]! + cost < least) least = best[start]! + cost;
    }
    best.push(least);
  }
  return best[run.length]!;
}

function read(): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  for (const [bits, shelf] of pieces().entries()) if (shelf !== '') for (const piece of shelf.split(' ')) map.set(piece, bits + 0.5);
  return map;
}

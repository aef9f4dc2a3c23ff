import { holds, isDigit, isLetter, isLower, isUpper } from '../core/chars.ts';
import { table } from '../core/table.ts';
import { pieces } from '../generated/secrets.ts';

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
  const tree = pieces();
  /** By offset: how to tell what stands in front. */
  const best: number[] = [0];
  for (let start = 0; start < run.length; start++) {
    const least = best[start]!;
    best[start + 1] = Math.min(best[start + 1] ?? Infinity, least + UNKNOWN);
    // Nodes that may hold the next letter.
    let from = firsts()[run.charCodeAt(start) - LETTER_A]!;
    let to = tree.length;
    for (let at = start; at < run.length; at++) {
      const letter = run.charCodeAt(at);
      while (from < to && tree.charCodeAt(from) !== letter) from = behind(tree, from);
      if (from >= to) break;
      const bits = tree.charCodeAt(from + 1) - DIGIT_0;
      if (bits >= 0) best[at + 1] = Math.min(best[at + 1] ?? Infinity, least + bits + 0.5);
      to = behind(tree, from);
      from += NODE;
    }
  }
  return best[run.length]!;
}

/** The offset behind a node of {@link pieces} and all nodes below it. Each is a letter, what a piece that ends there costs, and a count. */
function behind(tree: string, node: number): number {
  return node + NODE * ((tree.charCodeAt(node + 2) - DIGIT_0) * 64 + tree.charCodeAt(node + 3) - DIGIT_0);
}
const NODE = 4;
const DIGIT_0 = 48;
const LETTER_A = 97;

/** By first letter: the offset of its node; behind the last one where no piece begins with it. */
const firsts = table(() => {
  const tree = pieces();
  const found = Array.from({ length: 26 }, () => tree.length);
  for (let at = 0; at < tree.length; at = behind(tree, at)) found[tree.charCodeAt(at) - LETTER_A] = at;
  return found;
});

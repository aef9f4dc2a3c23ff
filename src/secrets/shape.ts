import { consistsOf, holds, indexOfAny, isAlnum, isDigit, isLetter, isLower, isUpper } from '../core/chars.ts';
import { table } from '../core/table.ts';
import { bigrams, language as languageTable } from '../generated/secrets.ts';
import { RUNS, surprise } from './language.ts';

const language = table((): ReadonlySet<string> => new Set(languageTable().split(' ')));

/** How far a text is from one that a machine drew. */
export interface Shape {
  readonly random: boolean;
  /** Also long and mixed enough to be told apart with no name beside it. */
  readonly strong: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return text.length === 36 && text[8] === '-' && UUID.test(text);
}

export const isHexDigit = (code: number): boolean => isLowerHex(code) || isUpperHex(code);
const isLowerHex = (code: number) => isDigit(code) || (code >= 97 && code <= 102);
const isUpperHex = (code: number) => isDigit(code) || (code >= 65 && code <= 70);

/** Hexadecimal digits alone, with letters of one case. */
export function isHex(text: string): boolean {
  return consistsOf(text, isLowerHex) || consistsOf(text, isUpperHex);
}

/**
 * Is this text drawn at random? Four tests: entropy not below what random text of its alphabet and length nearly always
 * has; few letters in words or in pronounceable runs; no counting up or down; not the same few characters.
 */
export function shapeOf(text: string): Shape {
  const no = { random: false, strong: false };
  if (text.length < 8 || text.length > 8192) return no;
  if (isUuid(text)) return { random: !isSequence(text.replaceAll('-', '')), strong: false };
  const plain = text.replace(/[^A-Za-z0-9]/g, '');
  if (plain.length < 6 || plain.length < text.length * 0.6) return no;
  if (consistsOf(plain, isDigit)) return no;
  if (isSlug(text)) return no;
  if (isSequence(plain)) return no;
  if (entropy(plain) < floorOf(plain)) return partsOf(text);
  const { words, letters } = wordShares(text);
  const hex = isHex(plain);
  // Chance puts a short word into some of them; the text as a whole decides.
  if (!hex && (words > 0.5 || (letters.share > 0.75 && letters.count >= 6)) && surprise(text) < 0.6) return no;
  if (hex && (!holds(plain, isDigit) || words > 0.7)) return no;
  // Shorter told in words and numbers than letter by letter: `ProdKey2024v2`.
  if (!hex && surprise(text) < 0) return partsOf(text);
  if (!holds(plain, isDigit) && !isMixed(plain)) return no;
  const strong = plain.length >= 20 && !hex && holds(plain, isDigit) && holds(plain, isLetter) && words < 0.3;
  return { random: true, strong };
}

/** Hexadecimal next to capitals, or several numbers: one long part that is drawn is enough. */
function partsOf(text: string): Shape {
  const shapes = text.split(/[^A-Za-z0-9]/).flatMap(piece => (piece.length >= 16 && piece.length < text.length ? [shapeOf(piece)] : []));
  return shapes.find(shape => shape.strong) ?? shapes.find(shape => shape.random) ?? { random: false, strong: false };
}

/** The weaker question for a text whose shape is known: is the rest drawn, or written by a person? */
export function isDrawn(text: string): boolean {
  if (isUuid(text)) return !isSequence(text.replaceAll('-', ''));
  const plain = text.replace(/[^A-Za-z0-9]/g, '');
  if (plain.length < 8) return true;
  if (isSequence(plain) || entropy(plain) < floorIn(FLOORS[16]!, plain.length) - 0.15) return false;
  return wordShares(text).words <= 0.5;
}

/** Shannon entropy in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}

/** Entropy below which a random text of this alphabet and length nearly never falls (measured 0.5 % quantiles). */
const FLOORS: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  16: [
    [8, 1.9],
    [16, 2.63],
    [20, 2.8],
    [32, 3.23],
    [40, 3.37],
    [64, 3.6],
  ],
  36: [
    [8, 2.1],
    [16, 3.08],
    [20, 3.35],
    [32, 3.84],
    [40, 4.09],
    [64, 4.5],
  ],
  62: [
    [8, 2.2],
    [16, 3.33],
    [20, 3.58],
    [32, 4.18],
    [40, 4.42],
    [64, 4.9],
  ],
};

function floorOf(plain: string): number {
  // Nearly all hexadecimal: a UUID with a suffix, hex with a checksum in capitals.
  let hex = 0;
  for (let at = 0; at < plain.length; at++) if (isHexDigit(plain.charCodeAt(at))) hex++;
  const single = !mixedCase(plain);
  return floorIn(FLOORS[hex >= plain.length * 0.88 ? 16 : single ? 36 : 62]!, plain.length) - 0.15;
}

/** Between two measured lengths: a straight line. */
function floorIn(table: readonly (readonly [number, number])[], length: number): number {
  let [beforeLength, beforeFloor] = table[0]!;
  for (const [nextLength, floor] of table) {
    if (length <= nextLength) {
      const share = nextLength === beforeLength ? 1 : (length - beforeLength) / (nextLength - beforeLength);
      return beforeFloor + Math.max(0, share) * (floor - beforeFloor);
    }
    [beforeLength, beforeFloor] = [nextLength, floor];
  }
  return beforeFloor;
}

/** `team-prod-0042`: words and numbers, each on its own; or lower case with at least half of its pieces letters alone. */
function isSlug(text: string): boolean {
  if (indexOfAny(text, '-_.') < 0) return false;
  const pieces = text.split(/[-_.]+/);
  if (pieces.length < 2) return false;
  if (pieces.every(isPlain)) return true;
  return (
    pieces.length >= 4 &&
    pieces.every(piece => /^[a-z0-9]{0,12}$/.test(piece)) &&
    pieces.filter(piece => /^[a-z]+$/.test(piece)).length * 2 >= pieces.length
  );
}

/** A word in one case of up to ten letters, a number, or nothing. */
function isPlain(piece: string): boolean {
  if (piece === '' || consistsOf(piece, isDigit)) return true;
  return piece.length <= 10 && (consistsOf(piece, isLower) || consistsOf(piece, isUpper));
}

/** Letters alone: capitals strewn all over, or a long run that no language has. */
function isMixed(plain: string): boolean {
  const turns = plain.match(/[a-z][A-Z]|[A-Z][a-z]/g)?.length ?? 0;
  if (turns >= Math.max(4, plain.length / 4)) return true;
  return !mixedCase(plain) && plain.length >= 24 && bigramMean(plain.toLowerCase()) < 4.8;
}

function mixedCase(text: string): boolean {
  return holds(text, isLower) && holds(text, isUpper);
}

/** Share of the characters that stand in runs which count up, down or on the spot, next to each other or every other one. */
export function isSequence(text: string): boolean {
  const codes = [...text.toLowerCase()].map(char => char.charCodeAt(0));
  for (const stride of [1, 2]) {
    const steps = codes.slice(stride).map((code, at) => code - codes[at]!);
    let inRuns = 0;
    let run = 1;
    for (let at = 1; at <= steps.length; at++) {
      if (at < steps.length && steps[at] === steps[at - 1] && Math.abs(steps[at]!) <= 1) run++;
      else {
        if (Math.abs(steps[at - 1] ?? 9) <= 1 && run >= 2) inRuns += run + 1;
        run = 1;
      }
    }
    if (inRuns >= codes.length * 0.45) return true;
  }
  return new Set(codes).size <= Math.max(3, codes.length / 12);
}

/** Share of the letters and digits, and of the letters, that belong to words: known ones, or runs that read like language. */
function wordShares(text: string): { words: number; letters: { share: number; count: number } } {
  let known = 0;
  let all = 0;
  let count = 0;
  for (const match of text.matchAll(RUNS)) {
    const run = match[0];
    if (!isAlnum(run.charCodeAt(0))) continue;
    all += run.length;
    if (run.charCodeAt(0) <= 57) continue;
    count += run.length;
    known += wordsIn(run.toLowerCase());
  }
  return { words: all === 0 ? 0 : known / all, letters: { share: count === 0 ? 0 : known / count, count } };
}

/** Number of letters of a lower-case run that words cover, or all where the run is pronounceable. */
function wordsIn(run: string): number {
  if (run.length < 3) return 0;
  if (run.length === 3) return language().has(run) ? 3 : 0;
  if (run.length >= 5 && bigramMean(run) >= 6.2) return run.length;
  let covered = 0;
  for (let at = 0; at < run.length;) {
    let length = 0;
    for (let size = Math.min(16, run.length - at); size >= 4 && length === 0; size--)
      if (language().has(run.slice(at, at + size))) length = size;
    covered += length;
    at += Math.max(1, length);
  }
  return covered;
}

/** 5 is as by chance; English is about 7, random letters about 4. */
function bigramMean(run: string): number {
  let sum = 0;
  const usual = bigrams();
  for (let at = 1; at < run.length; at++) sum += Number(usual[(run.charCodeAt(at - 1) - 97) * 26 + run.charCodeAt(at) - 97] ?? 5);
  return sum / (run.length - 1);
}

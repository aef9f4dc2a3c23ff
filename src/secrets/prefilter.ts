import { table } from '../core/table.ts';
import { beginnings, literals } from '../generated/secrets.ts';
import { type Kind, kindAt } from './kinds.ts';

/** The kinds are those of the text and of every literal that it begins with, as {@link kindAt} takes them. */
type Literal = readonly [text: string, kinds: readonly number[]];

/** Two UTF-16 units as one number; units beyond Latin-1 may share theirs with others. */
const pair = (first: number, second: number): number => ((first & 255) << 8) | (second & 255);

/** By {@link pair}: what it is of some literal. */
const pairs = table(() => {
  const all = beginnings();
  const found = new Uint8Array(1 << 16);
  for (let at = 0; at < all.length; at += 3) {
    const second = all.charCodeAt(at + 1);
    const third = all.charCodeAt(at + 2);
    found[pair(all.charCodeAt(at), second)]! |= third === BLANK ? BEGINS | IS_WHOLE : BEGINS;
    found[pair(second, third)]! |= GOES_ON;
  }
  return found;
});
const BEGINS = 1;
const IS_WHOLE = 2;
const GOES_ON = 4;
const BLANK = 32;

const read = new Map<string, readonly Literal[]>();

/** @param begin two characters. @returns the literals that begin with them, the longest first. */
function literalsOf(begin: string): readonly Literal[] {
  let list = read.get(begin);
  if (!list) read.set(begin, (list = JSON.parse(literals.get(begin) ?? '[]') as Literal[]));
  return list;
}

/** Every place of `text` where a literal of some kind begins, with the kinds to try there; one pass. Offsets are 0-based. */
export function* hits(text: string): Generator<{ at: number; literal: string; kinds: readonly Kind[] }> {
  const known = pairs();
  const last = text.length - 1;
  let second = text.charCodeAt(0);
  for (let at = 0; at < last; at++) {
    const state = known[pair(second, (second = text.charCodeAt(at + 1)))]!;
    if ((state & BEGINS) === 0) continue;
    if ((state & IS_WHOLE) === 0 && (known[pair(second, text.charCodeAt(at + 2))]! & GOES_ON) === 0) continue;
    const found = literalsOf(text.slice(at, at + 2)).find(literal => text.startsWith(literal[0], at));
    if (found) yield { at, literal: found[0], kinds: found[1].map(kindAt) };
  }
}

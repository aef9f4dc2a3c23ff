import { kindIndex } from '../generated/secrets.ts';
import { type Kind, kindAt } from './kinds.ts';

interface Literal {
  readonly text: string;
  /** Kinds of it and of every literal that it begins with. */
  readonly kinds: readonly number[];
}

interface Filter {
  /** 1 where some literal begins with this {@link pair}. */
  readonly begins: Uint8Array;
  /** By {@link pair}; the longest first. */
  readonly literals: ReadonlyMap<number, readonly Literal[]>;
}

let filter: Filter | undefined;

/** Two UTF-16 units as one number; units beyond Latin-1 may share theirs with others. */
const pair = (first: number, second: number): number => ((first & 255) << 8) | (second & 255);

function build(): Filter {
  const begins = new Uint8Array(1 << 16);
  const literals = new Map<number, Literal[]>();
  for (const [text, kinds] of kindIndex().near) {
    const key = pair(text.charCodeAt(0), text.charCodeAt(1));
    begins[key] = 1;
    const list = literals.get(key);
    if (list) list.push({ text, kinds });
    else literals.set(key, [{ text, kinds }]);
  }
  return { begins, literals };
}

/** Every place of `text` where a literal of some kind begins, with the kinds to try there; one pass. Offsets are 0-based. */
export function* hits(text: string): Generator<{ at: number; literal: string; kinds: readonly Kind[] }> {
  const { begins, literals } = (filter ??= build());
  const last = text.length - 1;
  let second = text.charCodeAt(0);
  for (let at = 0; at < last; at++) {
    const key = pair(second, (second = text.charCodeAt(at + 1)));
    if (begins[key] === 0) continue;
    const found = literals.get(key)!.find(literal => text.startsWith(literal.text, at));
    if (found) yield { at, literal: found.text, kinds: found.kinds.map(kindAt) };
  }
}

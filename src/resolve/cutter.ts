import type { Word } from './launch-types.ts';

/** Longest text in which the place of a word is searched when quotes of an outer shell stand between. */
const MAX_SEARCH = 4000;

/**
 * Makes words out of a word's value: by the offsets of the text as written, with the value that they mean.
 * Where an outer shell's quotes stand between value and text, a part that occurs once is found again; else it is the whole.
 */
export function cutter(word: Word): (start: number, end: number, value: string, dynamic: boolean) => Word {
  const written = word.slot.value.slice(word.start, word.end);
  const same = written === word.value;
  const inset = !same && /^["']/.test(written) && written.slice(1, -1) === word.value ? 1 : 0;
  return (start, end, value, dynamic) => {
    const made = { value, slot: word.slot, ...(dynamic ? { dynamic } : {}) };
    if (same || inset > 0) return { ...made, start: word.start + inset + start, end: word.start + inset + end };
    if (written.length <= MAX_SEARCH) {
      const raw = word.value.slice(start, end);
      const at = written.indexOf(raw);
      if (at >= 0 && written.indexOf(raw, at + 1) < 0) return { ...made, start: word.start + at, end: word.start + at + raw.length };
    }
    return { ...made, start: word.start, end: word.end };
  };
}

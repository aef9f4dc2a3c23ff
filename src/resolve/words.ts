import type { Server, Slot } from '../core/model.ts';
import { inner, within } from '../core/node.ts';
import type { Place } from '../core/rule.ts';
import type { Span } from '../core/source.ts';
import { setOf } from '../core/words.ts';
import { cutter } from './cutter.ts';
import type { Option, Word } from './launch-types.ts';

/** A slot's whole value as one word. */
export function wordOf(slot: Slot): Word {
  return { value: slot.value, slot, start: 0, end: slot.value.length };
}

/** Part of a word's value as a word of its own. @param start 0-based offset into `word.value`, @param end exclusive. */
export function part(word: Word, start: number, end: number = word.value.length): Word {
  return cutter(word)(start, end, word.value.slice(start, end), word.dynamic ?? false);
}

/** Where a word stands in the source, quotes of the file not included. */
export function spanOf(word: Word): Span {
  const { node, value } = word.slot;
  // A format may mean another text than the one that stands there: `docker` for a bare image.
  if (node.kind !== 'string' || node.value !== value || word.end <= word.start) return inner(node);
  return within(node, word.start, word.end);
}

/** From the first word's start to the last one's end; words of one source. */
export function spanOver(words: readonly Word[]): Span {
  const spans = words.map(spanOf);
  return { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
}

/** A word as a place to report at. */
export function placeOf(server: Server, word: Word): Place {
  return { at: spanOf(word), source: server.document.source, path: word.slot.path, server };
}

const ENDINGS = setOf('exe cmd bat ps1 com');

/** A program's name: lower case, without folder and Windows ending. `C:\Tools\NPX.CMD` → `npx`. */
export function programName(value: string): string {
  const cut = Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\'));
  const name = value.slice(cut + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return dot >= 0 && ENDINGS.has(name.slice(dot + 1)) ? name.slice(0, dot) : name;
}

export interface Options {
  readonly options: readonly Option[];
  /** From the first word that is no option (or follows `--`). */
  readonly rest: readonly Word[];
}

/**
 * Reads the options in front of the first positional word.
 * @param takes names of options that take the next word as their value; `*` says: every long option that is not in `flags`.
 */
export function readOptions(words: readonly Word[], takes: ReadonlySet<string>, flags?: ReadonlySet<string>): Options {
  const options: Option[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    const { value } = word;
    if (value === '--') return { options, rest: words.slice(at + 1) };
    if (value.length < 2 || value[0] !== '-') break;
    const equals = value.startsWith('--') ? value.indexOf('=') : -1;
    if (equals > 0) {
      options.push({ name: value.slice(0, equals), value: value.slice(equals + 1), word, valueWord: part(word, equals + 1) });
      continue;
    }
    const bundled = value.startsWith('--') || !flags ? null : bundle(word, flags);
    if (bundled) {
      options.push(...bundled.options);
      if (!bundled.open) continue;
      const next = words[++at];
      options.push({ name: bundled.open, value: next?.value ?? null, word, valueWord: next ?? null });
      continue;
    }
    const open = takes.has(value) || (takes.has('*') && value.startsWith('--') && !flags?.has(value));
    const next = open ? words[++at] : undefined;
    options.push({ name: value, value: next?.value ?? null, word, valueWord: next ?? null });
  }
  return { options, rest: words.slice(at) };
}

/** `-it`, `-eNAME=x`, `-i`: short options of which those in `flags` take nothing and any other takes the rest or the next word. */
function bundle(word: Word, flags: ReadonlySet<string>): { options: Option[]; open: string | null } {
  const options: Option[] = [];
  for (let at = 1; at < word.value.length; at++) {
    const name = '-' + word.value[at]!;
    if (flags.has(name)) {
      options.push({ name, value: null, word, valueWord: null });
      continue;
    }
    if (at + 1 === word.value.length) return { options, open: name };
    const from = word.value[at + 1] === '=' ? at + 2 : at + 1;
    options.push({ name, value: word.value.slice(from), word, valueWord: part(word, from) });
    break;
  }
  return { options, open: null };
}

/** Value of the last option of some names. */
export function optionValue(options: readonly Option[], ...names: readonly string[]): string | null {
  return options.findLast(option => names.includes(option.name))?.value ?? null;
}

export function hasOption(options: readonly Option[], ...names: readonly string[]): boolean {
  return options.some(option => names.includes(option.name));
}

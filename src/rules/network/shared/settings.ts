// What a server is started with, as name and value, whichever way it is written: a variable, a flag, `-e NAME=value`,
// a key of the server's object.
import { isDigit, isLower, isUpper } from '../../../core/chars.ts';
import type { Server, Slot } from '../../../core/model.ts';
import { type Node, type Path, within } from '../../../core/node.ts';
import type { Span } from '../../../core/source.ts';
import { endsInOneOf, setOf } from '../../../core/words.ts';

export interface Setting {
  /** As written: `NODE_TLS_REJECT_UNAUTHORIZED`, `--insecure`, `verify`. */
  readonly name: string;
  /** The same in one spelling for all: `INSECURE_SKIP_VERIFY` for `--insecure-skip-verify` and `insecureSkipVerify`. */
  readonly word: string;
  /** Null for a flag that stands alone. */
  readonly value: string | null;
  readonly by: 'variable' | 'flag' | 'key';
  /** Span of the value, or of the flag where it has none. */
  readonly at: Node | Span;
  readonly path: Path;
  readonly slot: Slot;
  /** Name and value as a person would write them: `--host 0.0.0.0`, `VERIFY_SSL=false`. Show it only for values that are known words. */
  readonly text: string;
}

const known = new WeakMap<Server, readonly Setting[]>();
const MAX_VALUE = 2000;

/** All settings of a server in the order of the file; computed once. */
export function settingsOf(server: Server): readonly Setting[] {
  let found = known.get(server);
  if (!found) known.set(server, (found = [...variables(server.env), ...flags(server.args), ...keys(server)]));
  return found;
}

function* variables(slots: readonly Slot[]): Generator<Setting> {
  for (const slot of slots) {
    if (slot.key === null) yield* pair(slot, 0);
    else yield variable(slot.key, slot.value, slot.node, slot);
  }
}

function* keys({ others, auth }: Server): Generator<Setting> {
  for (const slot of [...others, ...auth]) {
    if (slot.key === null) continue;
    yield { ...variable(slot.key, slot.value, slot.node, slot), by: 'key', text: `${slot.key}: ${slot.value}` };
  }
}

/** `--name value`, `--name=value`, `--name`, and the pairs that containers and `env` take: `-e NAME=value`, `NAME=value`. */
function* flags(args: readonly Slot[]): Generator<Setting> {
  for (const [index, slot] of args.entries()) {
    const { value } = slot;
    if (value.length > MAX_VALUE) continue;
    const after = args[index + 1];
    if (!value.startsWith('-')) {
      if (/^[A-Za-z_]\w*=/.test(value)) yield* pair(slot, 0);
      continue;
    }
    const equals = value.indexOf('=');
    const name = equals < 0 ? value : value.slice(0, equals);
    if (!/^--?[A-Za-z][\w.-]*$/.test(name)) continue;
    if ((name === '--env' || name === '-e') && equals > 0) {
      yield* pair(slot, equals + 1);
      continue;
    }
    const word = wordOf(name);
    const base = { name, word, by: 'flag', slot } as const;
    if (equals >= 0) yield { ...base, value: value.slice(equals + 1), at: spanOf(slot, equals + 1), path: slot.path, text: value };
    else if (after && !after.value.startsWith('-') && after.value.length <= MAX_VALUE)
      yield { ...base, value: after.value, at: after.node, path: after.path, text: `${name} ${after.value}` };
    else yield { ...base, value: null, at: slot.node, path: slot.path, text: name };
  }
}

function* pair(slot: Slot, from: number): Generator<Setting> {
  const equals = slot.value.indexOf('=', from);
  if (equals <= from) return;
  yield variable(slot.value.slice(from, equals), slot.value.slice(equals + 1), spanOf(slot, equals + 1), slot);
}

function variable(name: string, value: string, at: Node | Span, slot: Slot): Setting {
  return { name, word: wordOf(name), value, by: 'variable', at, path: slot.path, slot, text: `${name}=${value}` };
}

function spanOf(slot: Slot, start: number): Node | Span {
  const { node } = slot;
  return node.kind === 'string' && start < slot.value.length ? within(node, start, slot.value.length) : node;
}

/** `--ignore-https-errors`, `ignoreHttpsErrors` and `IGNORE_HTTPS_ERRORS` are one word. */
export function wordOf(name: string): string {
  const text = name.slice(0, 200);
  const from = text.startsWith('--') ? 2 : text.startsWith('-') ? 1 : 0;
  let word = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!;
    if (at > from && isUpper(text.charCodeAt(at)) && endsWord(text.charCodeAt(at - 1))) word += '_';
    word += sign === '-' || sign === '.' || sign.trim() === '' ? '_' : sign;
  }
  return word.toUpperCase();
}
const endsWord = (code: number) => isLower(code) || isDigit(code);

/** Whether a word is one of `tails`, or ends in one behind words of its own: `MY_SSL_VERIFY`, but not `x:SSL_VERIFY`. */
export function isNamed(word: string, tails: ReadonlySet<string>): boolean {
  return endsInOneOf(word, tails) && WORDS.test(word);
}
const WORDS = /^[A-Z0-9]+(?:_[A-Z0-9]+)*$/;

/** Whether a word turns what it ends in into its contrary: `SKIP_TLS_VERIFY`, `NO_VERIFY_SSL`. */
export function isNegated(word: string): boolean {
  return word.split('_').some(one => NEGATIONS.has(one));
}
const NEGATIONS = setOf('NO NOT SKIP DISABLE DISABLED IGNORE BYPASS WITHOUT');

/** A flag that stands alone is on; one that is followed by a word that is no truth value is on too (the word is the next argument). */
export function isOn({ value, by }: Setting): boolean {
  if (value === null) return true;
  const word = value.trim().toLowerCase();
  if (by === 'flag') return !FALSE.has(word);
  return TRUE.has(word);
}

/** Said to be off in so many words; an empty value says nothing. */
export function isOff({ value }: Setting): boolean {
  return value !== null && FALSE.has(value.trim().toLowerCase());
}

const TRUE = setOf('true 1 yes on y enabled');
const FALSE = setOf('false 0 no off n disabled none never');

/**
 * Where a switch stands and how to show it: by its name alone unless its value is a plain yes or no, since the next
 * argument may be no value of it at all.
 */
export function switchPlace(setting: Setting): { at: Node | Span; path: Path; text: string } {
  const { at, path, text, value, by, slot, name } = setting;
  const word = value?.trim().toLowerCase() ?? '';
  if (value === null || TRUE.has(word) || FALSE.has(word)) return { at, path, text };
  return by === 'flag' ? { at: slot.node, path: slot.path, text: name } : { at, path, text: name };
}

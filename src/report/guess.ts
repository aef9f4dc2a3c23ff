// What a report hides on suspicion. Scanned by hand where most lines need it, since a short run compiles each regular
// expression for a handful of lines.
import { consistsOf, isBlank, isDigit, isLetter, isWord } from '../core/chars.ts';
import type { Span } from '../core/source.ts';
import { setOf } from '../core/words.ts';
import { merge, type Mask, type Masking } from './masking.ts';
import { plain } from './sanitise.ts';

const HIDDEN = '…';
/** No longer value is looked for; what follows is hidden by its own. */
const LONGEST = 400;

/**
 * Stretches of a line that look like credentials although no finding says so (its rule may be off, or it lies below the
 * wished severity). Errs on the side of hiding.
 * @param own the finding's own place, relative to the text; shown unless it is nearly certain.
 */
export function guess(text: string, own: Span): Mask[] {
  const masks: Mask[] = [];
  const inOwn = ({ start, end }: Span): boolean => start >= own.start && end <= own.end;
  for (const run of longRuns(text)) {
    if (looksRandom(text.slice(run.start, run.end), inOwn(run))) masks.push({ ...run, text: HIDDEN });
  }
  for (const span of suspects(text)) {
    const value = text.slice(span.start, span.end);
    if (!isHarmless(value) && (!inOwn(span) || LIKELY.test(value))) masks.push({ ...span, text: HIDDEN });
  }
  for (const match of text.includes('://') && text.includes('@') ? text.matchAll(USERINFO) : []) {
    const value = match[1]!;
    const end = match.index + match[0].length - 1;
    if (!isHarmless(value)) masks.push({ start: end - value.length, end, text: HIDDEN });
  }
  return merge(masks);
}

/** A line of a file that has no finding to show: whatever is or may be a credential is masked. */
export function safeLine(line: string, masking: Masking): string {
  let shown = masking.scrub(line);
  for (const { start, end, text } of guess(shown, { start: 0, end: 0 }).toReversed())
    shown = shown.slice(0, start) + text + shown.slice(end);
  return plain(shown);
}

// In a command line: `--password x`.
const FLAG = /--[\w-]{0,40}(?:passw|secret|token|api[_-]?key|credential)[\w-]{0,40}["']?\s{1,4}["']?([^\s"'\\,;}\]]{1,400})/gi;
// `${TOKEN:-x}`, whatever name stands in front of it.
const DEFAULT = /\$\{\w{1,100}(?::\w{1,100})?:[-=+]([^\s"'\\}]{1,400})/g;
const DEFAULTS = [':-', ':=', ':+'];
// A letter and a digit, and nothing that a path or an address has.
const LIKELY = /^(?=\D{0,400}\d)(?=[^A-Za-z]{0,400}[A-Za-z])[\w.+=!#%&*@^~-]{8,}$/;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;
const UUID_LENGTH = 36;
const USERINFO = /:\/\/[^\s:@/"']{0,100}:([^\s@/"']{1,400})@/g;
const CONSTANTS = setOf('true false null');

/** Where a name or what stands in front says that a secret follows. */
function suspects(text: string): Span[] {
  // The one letter that gets longer in lower case.
  const lower = text.replaceAll('\u0130', 'I').toLowerCase();
  const found = named(text, lower);
  if (found.mayBeFlag && text.includes('--')) found.spans.push(...matches(text, FLAG));
  const spans = [...found.spans, ...afterBearer(text, lower)];
  if (text.includes('${') && DEFAULTS.some(mark => text.includes(mark))) spans.push(...matches(text, DEFAULT));
  return spans;
}

/** Where the one group of an expression, with which it ends, matches. */
function matches(text: string, expression: RegExp): Span[] {
  return Array.from(text.matchAll(expression), match => {
    const end = match.index + match[0].length;
    return { start: end - match[1]!.length, end };
  });
}

const WORDS = ['passw', 'secret', 'token', 'api', 'credential', 'authorization'];
/** So many letters of a name may follow its telling word. */
const MORE_NAME = 40;

/** Values after a telling name: `"apiToken": "x"`, `PASSWORD=x`, `"--api-key", "x"`, `${TOKEN:-x}`, `{\"apiKey\": \"x\"}`. */
function named(text: string, lower: string): { spans: Span[]; mayBeFlag: boolean } {
  const spans: Span[] = [];
  const next = WORDS.map(word => lower.indexOf(word));
  const mayBeFlag = next.some(at => at >= 0);
  for (let from = 0; ;) {
    let which = -1;
    for (let index = 0; index < WORDS.length; index++) {
      if (next[index]! >= 0 && next[index]! < from) next[index] = lower.indexOf(WORDS[index]!, from);
      if (next[index]! >= 0 && (which < 0 || next[index]! < next[which]!)) which = index;
    }
    if (which < 0) return { spans, mayBeFlag };
    const start = next[which]!;
    const value = valueOf(text, lower, start + WORDS[which]!.length, WORDS[which] === 'api');
    if (value) spans.push(value);
    from = value ? value.end : start + 1;
  }
}

/** @param at behind a telling word. @param isApi what follows has to be a key. */
function valueOf(text: string, lower: string, at: number, isApi: boolean): Span | null {
  if (isApi) {
    if (text[at] === '_' || text[at] === '-') at++;
    if (!lower.startsWith('key', at)) return null;
    at += 3;
  }
  at = skip(text, at, isOfName, MORE_NAME);
  at = blanks(text, quote(text, at));
  if (text[at] !== ':' && text[at] !== '=' && text[at] !== ',') return null;
  at = quote(text, blanks(text, at + 1));
  return behindScheme(text, lower, at) ?? valueAt(text, at);
}

function behindScheme(text: string, lower: string, at: number): Span | null {
  const scheme = SCHEMES.find(word => lower.startsWith(word, at));
  if (scheme === undefined) return null;
  const end = at + scheme.length;
  const start = blanks(text, end);
  return start > end ? valueAt(text, start) : null;
}
const SCHEMES = ['bearer', 'basic', 'token'];

/** `Bearer x`, whatever stands in front of it. */
function afterBearer(text: string, lower: string): Span[] {
  const spans: Span[] = [];
  for (let at = lower.indexOf('bearer'); at >= 0;) {
    const end = at + 'bearer'.length;
    const start = blanks(text, end);
    const value = start > end && !isWord(text.charCodeAt(at - 1)) ? valueAt(text, start) : null;
    if (value) spans.push(value);
    at = lower.indexOf('bearer', value ? value.end : at + 1);
  }
  return spans;
}

function valueAt(text: string, start: number): Span | null {
  const end = skip(text, start, isOfValue, LONGEST);
  return end > start ? { start, end } : null;
}

/** The offset behind at most two backslashes and a quote. */
function quote(text: string, at: number): number {
  const end = skip(text, at, code => code === BACKSLASH, 2);
  return text[end] === '"' || text[end] === "'" ? end + 1 : end;
}

function blanks(text: string, at: number): number {
  return skip(text, at, isBlank, 4);
}

/** The offset behind at most so many characters of a kind. */
function skip(text: string, at: number, kind: (code: number) => boolean, most: number): number {
  const last = Math.min(text.length, at + most);
  while (at < last && kind(text.charCodeAt(at))) at++;
  return at;
}

const isOfName = (code: number) => isWord(code) || code === DOT || code === HYPHEN;
const isOfValue = (code: number) => !isBlank(code) && !ENDS_VALUE.includes(String.fromCharCode(code));
const ENDS_VALUE = '"\'\\,;}]';
const BACKSLASH = 92;
const DOT = 46;
const HYPHEN = 45;

/** Runs of what tokens are made of. */
function longRuns(text: string): Span[] {
  const runs: Span[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && isOfRun(text.charCodeAt(at))) continue;
    if (at - start >= SHORTEST_RUN) runs.push({ start, end: at });
    start = at + 1;
  }
  return runs;
}
const SHORTEST_RUN = 20;
const isOfRun = (code: number) => isWord(code) || code === HYPHEN || code === 43 || code === 47 || code === 61;

/** A reference, a flag, a constant, a number or an address. */
function isHarmless(value: string): boolean {
  const lower = value.toLowerCase();
  if ('$%<{[(!&*-'.includes(value[0]!) || CONSTANTS.has(lower) || lower.startsWith('http:') || lower.startsWith('https:')) return true;
  return value.length <= 9 && consistsOf(value, isDigit);
}

function looksRandom(run: string, strictly: boolean): boolean {
  if (run.length >= UUID_LENGTH && run.includes('-') && UUID.test(run)) return true;
  let longest = '';
  let start = 0;
  for (let at = 0; at <= run.length; at++) {
    if (at < run.length && !'/_=-'.includes(run[at]!)) continue;
    if (at - start > longest.length) longest = run.slice(start, at);
    start = at + 1;
  }
  // Words and versions are shorter than that; in the finding's own place they are what it is about.
  if (longest.length < (strictly ? 16 : 10)) return false;
  let digits = 0;
  let letters = 0;
  for (let at = 0; at < longest.length; at++) {
    if (isDigit(longest.charCodeAt(at))) digits++;
    else if (isLetter(longest.charCodeAt(at))) letters++;
  }
  return digits >= 2 && letters > 0;
}

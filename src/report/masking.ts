import type { CredentialFacts, Fix } from '../core/finding.ts';
import { toPointer, type Path } from '../core/node.ts';
import type { Report } from '../core/report.ts';
import { Secret } from '../core/secret.ts';
import type { Source, Span } from '../core/source.ts';
import { setOf } from '../core/words.ts';
import { plain } from './sanitise.ts';

/** A stretch of a source and what may be shown instead. */
export interface Mask extends Span {
  readonly text: string;
}

/** What a report must not show, by place and by text. */
export interface Masking {
  /** Sorted by start, without overlaps. */
  readonly of: (source: Source) => readonly Mask[];
  /** Every occurrence of a credential in any text, relative to it; sorted, without overlaps. */
  readonly find: (text: string) => Mask[];
  /** The same text with those occurrences replaced. */
  readonly scrub: (text: string) => string;
}

const HIDDEN = '…';
const KEY = 8;

/**
 * Collects the credentials of the run and of all findings, suppressed ones too. A `Secret` gives away nothing, so the text
 * to look for is read from the source at the credential's own span.
 */
export function maskingOf(report: Report): Masking {
  const spans = new Map<Source, Mask[]>();
  const values = new Map<string, Map<string, string>>();
  const add = (source: Source, span: Span, credential: CredentialFacts): void => {
    const inner = unquoted(source, span);
    const text = plain(credential.secret.mask);
    const list = spans.get(source);
    if (list) list.push({ ...inner, text });
    else spans.set(source, [{ ...inner, text }]);
    for (const value of spellings(source.slice(inner))) {
      if (!isTelling(value, credential)) continue;
      const key = value.slice(0, KEY);
      const same = values.get(key);
      if (same) same.set(value, text);
      else values.set(key, new Map([[value, text]]));
    }
  };
  for (const credential of report.credentials ?? []) add(credential.source, credential.span, credential);
  for (const { source, span, credential, related } of report.findings) {
    if (!credential) continue;
    add(source, span, credential);
    for (const label of related) {
      const inner = unquoted(label.source, label.span);
      if (spellings(label.source.slice(inner)).some(value => credential.secret.equals(new Secret(value, '')))) {
        add(label.source, inner, credential);
      }
    }
  }
  for (const [source, list] of spans) spans.set(source, merge(list));
  const firsts = new Set([...values.keys()].map(key => key.charCodeAt(0)));
  const find = (text: string): Mask[] => occurrences(text, values, firsts);
  return {
    of: source => spans.get(source) ?? [],
    find,
    scrub: text => (values.size === 0 ? text : replace(text, find(text))),
  };
}

/** RFC 6901; a key can be a credential too. */
export function pointerOf(path: Path, { scrub }: Masking): string {
  return toPointer(path.map(step => (typeof step === 'string' ? scrub(step) : step)));
}

/** The fix, unless one of its edits would write a credential into the report. */
export function printable(fix: Fix | null, masking: Masking): Fix | null {
  return fix && fix.edits.every(edit => masking.find(edit.text).length === 0) ? fix : null;
}

/** Sorted by start, overlapping ones joined under the first one's text. */
export function merge(masks: readonly Mask[]): Mask[] {
  const merged: Mask[] = [];
  for (const mask of masks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && mask.start < last.end) {
      const text = last.text === HIDDEN ? mask.text : last.text;
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, mask.end), text };
    } else merged.push(mask);
  }
  return merged;
}

/**
 * Stretches of a line that look like credentials although no finding says so (its rule may be off, or it lies below the
 * wished severity). Errs on the side of hiding.
 * @param own the finding's own place, relative to the text; shown unless it is nearly certain.
 */
export function guess(text: string, own: Span): Mask[] {
  const masks: Mask[] = [];
  const inOwn = (start: number, end: number): boolean => start >= own.start && end <= own.end;
  for (const match of text.matchAll(/[A-Za-z0-9_+/=-]{20,}/g)) {
    const end = match.index + match[0].length;
    if (looksRandom(match[0], inOwn(match.index, end))) masks.push({ start: match.index, end, text: HIDDEN });
  }
  for (const pattern of patternsFor(text)) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1]!;
      const start = match.index + match[0].length - value.length;
      if (isHarmless(value) || (inOwn(start, start + value.length) && !LIKELY.test(value))) continue;
      masks.push({ start, end: start + value.length, text: HIDDEN });
    }
  }
  for (const match of text.includes('://') ? text.matchAll(USERINFO) : []) {
    const value = match[1]!;
    const end = match.index + match[0].length - 1;
    if (!isHarmless(value)) masks.push({ start: end - value.length, end, text: HIDDEN });
  }
  return merge(masks);
}

/** Those that may find something: a pattern takes longer to be compiled than to look for a word that it cannot do without. */
function patternsFor(text: string): RegExp[] {
  const lower = text.toLowerCase();
  const patterns: RegExp[] = [];
  if (WORDS.some(word => lower.includes(word))) {
    patterns.push(TELLING);
    if (text.includes('--')) patterns.push(FLAG);
  }
  if (lower.includes('bearer')) patterns.push(BEARER);
  if (text.includes('${')) patterns.push(DEFAULT);
  return patterns;
}
const WORDS = ['passw', 'secret', 'token', 'api', 'credential', 'authorization'];

// A telling name, then a value: `"apiToken": "x"`, `PASSWORD=x`, `"--api-key", "x"`, `${TOKEN:-x}`, `{\"apiKey\": \"x\"}`.
const TELLING =
  /(?:passw|secret|token|api[_-]?key|credential|authorization)[\w.-]{0,40}\\{0,2}["']?\s{0,4}(?:[:=,]|:[-=+])\s{0,4}\\{0,2}["']?(?:(?:bearer|basic|token)\s{1,4})?([^\s"'\\,;}\]]{1,400})/gi;
// In a command line: `--password x`.
const FLAG = /--[\w-]{0,40}(?:passw|secret|token|api[_-]?key|credential)[\w-]{0,40}["']?\s{1,4}["']?([^\s"'\\,;}\]]{1,400})/gi;
const BEARER = /\bbearer\s{1,4}([^\s"'\\,;}\]]{1,400})/gi;
// `${TOKEN:-x}`, whatever name stands in front of it.
const DEFAULT = /\$\{\w{1,100}(?::\w{1,100})?:[-=+]([^\s"'\\}]{1,400})/g;
// A letter and a digit, and nothing that a path or an address has.
const LIKELY = /^(?=\D{0,400}\d)(?=[^A-Za-z]{0,400}[A-Za-z])[\w.+=!#%&*@^~-]{8,}$/;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;
const USERINFO = /:\/\/[^\s:@/"']{0,100}:([^\s@/"']{1,400})@/g;
const CONSTANTS = setOf('true false null');

/** A reference, a flag, a constant, a number or an address. */
function isHarmless(value: string): boolean {
  const lower = value.toLowerCase();
  if ('$%<{[(!&*-'.includes(value[0]!) || CONSTANTS.has(lower) || lower.startsWith('http:') || lower.startsWith('https:')) return true;
  return value.length <= 9 && /^\d+$/.test(value);
}

function looksRandom(run: string, strictly: boolean): boolean {
  if (UUID.test(run)) return true;
  let longest = '';
  for (const piece of run.split(/[/_=-]/)) if (piece.length > longest.length) longest = piece;
  // Words and versions are shorter than that; in the finding's own place they are what it is about.
  if (longest.length < (strictly ? 16 : 10)) return false;
  return longest.replace(/\D/g, '').length >= 2 && /[a-z]/i.test(longest);
}

/** Without the quotes around it, where the span takes them in. */
function unquoted(source: Source, span: Span): Span {
  const first = source.text[span.start];
  const quoted = span.end - span.start > 2 && (first === '"' || first === "'") && source.text[span.end - 1] === first;
  return quoted ? { start: span.start + 1, end: span.end - 1 } : { start: span.start, end: span.end };
}

/** A value as the source writes it, and as JSON or a URL would mean it. */
function spellings(text: string): string[] {
  const all = [text];
  // A word is often cut off at a `=`, and the padding of base64 goes with it.
  if (text.endsWith('=')) all.push(text.replace(/={1,2}$/, ''));
  if (text.includes('\\')) {
    try {
      const decoded: unknown = JSON.parse(`"${text}"`);
      if (typeof decoded === 'string') all.push(decoded);
    } catch {
      // Not an escaped string: the text itself is all there is.
    }
  }
  if (text.includes('%')) {
    try {
      all.push(decodeURIComponent(text));
    } catch {
      // A lone percent sign.
    }
  }
  return all;
}

/** Would finding this text elsewhere mean anything? `postgres` in a sentence does not. */
function isTelling(value: string, credential: CredentialFacts): boolean {
  if (credential.class === 'default') return false;
  return value.length >= 12 || (value.length >= KEY && /\d/.test(value) && /[A-Za-z]/.test(value));
}

/** @param values by their first {@link KEY} characters. @param firsts codes of the first one. */
function occurrences(text: string, values: ReadonlyMap<string, ReadonlyMap<string, string>>, firsts: ReadonlySet<number>): Mask[] {
  const found: Mask[] = [];
  if (values.size === 0) return found;
  for (let at = 0; at + KEY <= text.length; at++) {
    if (!firsts.has(text.charCodeAt(at))) continue;
    const candidates = values.get(text.slice(at, at + KEY));
    if (!candidates) continue;
    let best: Mask | undefined;
    for (const [value, mask] of candidates) {
      const end = at + value.length;
      if ((!best || end > best.end) && text.startsWith(value, at)) best = { start: at, end, text: mask };
    }
    if (best) found.push(best);
  }
  return merge(found);
}

function replace(text: string, masks: readonly Mask[]): string {
  let result = '';
  let from = 0;
  for (const mask of masks) {
    result += text.slice(from, mask.start) + mask.text;
    from = mask.end;
  }
  return result + text.slice(from);
}

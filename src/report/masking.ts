import type { CredentialFacts, Fix } from '../core/finding.ts';
import { toPointer, type Path } from '../core/node.ts';
import type { Report } from '../core/report.ts';
import { Secret } from '../core/secret.ts';
import type { Source, Span } from '../core/source.ts';
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
/** So many values are looked for one after the other. */
const FEW = 16;

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
  const isFew = [...values.values()].reduce((sum, { size }) => sum + size, 0) <= FEW;
  const firsts = new Set(isFew ? [] : [...values.keys()].map(key => key.charCodeAt(0)));
  const find = (text: string): Mask[] => (isFew ? oneByOne(text, values) : inOnePass(text, values, firsts));
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

/** @param values by their first {@link KEY} characters. */
function oneByOne(text: string, values: ReadonlyMap<string, ReadonlyMap<string, string>>): Mask[] {
  const found: Mask[] = [];
  for (const some of values.values()) {
    for (const [value, mask] of some) {
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
        found.push({ start: at, end: at + value.length, text: mask });
    }
  }
  return found.length === 0 ? found : merge(found);
}

/** The same in one pass. @param firsts codes of the first characters. */
function inOnePass(text: string, values: ReadonlyMap<string, ReadonlyMap<string, string>>, firsts: ReadonlySet<number>): Mask[] {
  const found: Mask[] = [];
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

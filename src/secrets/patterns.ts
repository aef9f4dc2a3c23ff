import { isAlnum } from '../core/chars.ts';
import { kindIndex } from '../generated/secrets.ts';
import { type Kind, kindAt } from './kinds.ts';
import { Stretches } from './overlap.ts';
import { hits } from './prefilter.ts';
import { prove, type Proof } from './proofs.ts';
import { isHexDigit } from './shape.ts';

/** A piece of text that has the shape of a kind. Offsets are 0-based into the text that was searched. */
export interface Match {
  readonly kind: Kind;
  /** Of the secret part, which is smaller than the shape where the shape is a whole URL. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Of the whole shape. */
  readonly outer: { readonly start: number; readonly end: number };
  readonly proof: Proof;
}

const compiled = new Map<Kind, RegExp>();
/** How far in front of its literal a shape may begin. */
const REACH = 200;
/** No shape is shorter. */
const SHORTEST = 12;

function expression(kind: Kind): RegExp {
  let found = compiled.get(kind);
  if (!found) {
    const after = kind.after === 'none' ? '' : `(?!${kind.after ?? '[A-Za-z0-9_-]'})`;
    found = new RegExp(`(?:${kind.pattern})${after}`, 'y');
    compiled.set(kind, found);
  }
  return found;
}

/** Every known shape in a text of any kind, left to right, without overlaps: the most specific kind wins. */
export function matchAll(text: string): Match[] {
  if (text.length < SHORTEST) return [];
  const found: Match[] = [];
  const tried = new Map<Kind, number>();
  for (const { at, kinds } of hits(text)) {
    for (const kind of kinds) {
      if (!kind.inside) {
        const match = matchAt(text, kind, at);
        if (match) found.push(match);
        continue;
      }
      // Each start is tried once for a kind, however many literals follow it: linear for any text.
      const first = Math.max(at - REACH, tried.get(kind) ?? 0);
      tried.set(kind, Math.max(at, tried.get(kind) ?? 0));
      for (let start = first; start <= at; start++) {
        const match = matchAt(text, kind, start);
        if (match && match.outer.end > at) {
          found.push(match);
          break;
        }
      }
    }
  }
  return withoutOverlaps(found);
}

const conditions = new Map<number, RegExp>();

/** The kind that has this value as a whole, among those that need no name. */
export function matchWhole(value: string): Match | undefined {
  if (value.length < 16 || value.length > 400) return undefined;
  for (const held of kindIndex().whole) {
    if (value.length < held[1] || value.length > held[2]) continue;
    const match = wholeOf(value, kindAt(held[0]));
    if (match) return match;
  }
  return undefined;
}

/** The provider's kind that has this value as a whole and this name beside it. @param words the name in lower-case words, one blank between. */
export function matchNamed(value: string, words: string): Match | undefined {
  if (value.length > 6000 || words === '') return undefined;
  for (const held of kindIndex().named) {
    // Most end here, and taking the entry apart takes longer than that.
    if (value.length < held[1] || value.length > held[2]) continue;
    const [at, , , any, when] = held;
    if (!any.some(word => words.includes(word))) continue;
    if (when !== undefined && !condition(at, when).test(words)) continue;
    const match = wholeOf(value, kindAt(at));
    if (match && match.proof !== 'fail') return match;
  }
  return undefined;
}

function condition(index: number, text: string): RegExp {
  let made = conditions.get(index);
  if (!made) conditions.set(index, (made = new RegExp(text)));
  return made;
}

function wholeOf(value: string, kind: Kind): Match | undefined {
  const match = matchAt(value, kind, 0);
  return match?.outer.end === value.length ? match : undefined;
}

function matchAt(text: string, kind: Kind, start: number): Match | undefined {
  if (!isBoundary(text, start)) return undefined;
  const sticky = expression(kind);
  sticky.lastIndex = start;
  const match = sticky.exec(text);
  if (!match) return undefined;
  let end = start + match[0].length;
  if (kind.id === 'pem-private-key') end = endOfPem(text, end);
  const value = match[1] ?? text.slice(start, end);
  const from = match[1] === undefined ? start : start + match[0].lastIndexOf(match[1]);
  const proof = kind.proof ? prove(kind.proof, value) : 'none';
  return { kind, start: from, end: from + value.length, value, outer: { start, end }, proof };
}

/** A token does not begin within a word; an escape sequence (`\n`, `%3D`) in front of it is no word. */
function isBoundary(text: string, start: number): boolean {
  if (start === 0 || !isAlnum(text.charCodeAt(start - 1))) return true;
  if (start >= 2 && text[start - 2] === '\\' && 'nrtbfu'.includes(text[start - 1]!)) return true;
  return start >= 3 && text[start - 3] === '%' && isHexDigit(text.charCodeAt(start - 2)) && isHexDigit(text.charCodeAt(start - 1));
}

/** Behind the END line, or behind what looks like the body of a key that was cut short. */
function endOfPem(text: string, from: number): number {
  const rest = text.slice(from, from + 20_000);
  const at = rest.indexOf('-----END');
  if (at < 0) return from + /^(?:[A-Za-z0-9+/=\s]|\\[nr])*/.exec(rest)![0].trimEnd().length;
  const close = rest.slice(at + 8, at + 88).indexOf('-----');
  return from + at + 8 + (close < 0 ? 0 : close + 5);
}

function withoutOverlaps(found: Match[]): Match[] {
  if (found.length < 2) return found;
  const best = found.toSorted((a, b) => rank(b) - rank(a) || length(b) - length(a) || a.start - b.start);
  const kept: Match[] = [];
  const taken = new Stretches<Match>();
  for (const match of best) {
    if (taken.meeting(match.outer).length > 0) continue;
    taken.add(match.outer, match);
    kept.push(match);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function rank(match: Match): number {
  const confidence = match.kind.confidence === undefined ? 2 : match.kind.confidence === 'medium' ? 1 : 0;
  return (match.proof === 'pass' ? 100 : match.proof === 'fail' ? -50 : 0) + confidence * 10 + (match.kind.id === 'jwt' ? -5 : 0);
}

function length(match: Match): number {
  return match.outer.end - match.outer.start;
}

import { isBlank } from '../core/chars.ts';
import { setOf } from '../core/words.ts';
import { meaningOf } from './names.ts';

/** A text inside of another, with the way back: root offset of each unit, or of the whole where it was encoded. */
export interface View {
  readonly text: string;
  /** Root offset of unit 0, where `map` is absent. */
  readonly base: number;
  /** Root offset of each unit and of the end. */
  readonly map?: readonly number[];
  /** Root span of the encoded text: every part of this view is all of it. */
  readonly whole?: { readonly start: number; readonly end: number };
}

/** Something carried by a text: where it stands and what name it has there. */
export interface Carried {
  readonly view: View;
  readonly name: string | null;
  /** User name that goes with it. */
  readonly user?: string;
  /** Read out of running text: weaker evidence than a place of its own. */
  readonly loose?: boolean;
}

/** @returns root offsets of a part of a view. */
export function rootSpan(view: View, start: number, end: number): { start: number; end: number } {
  if (view.whole) return view.whole;
  const { map } = view;
  return map ? { start: map[start]!, end: map[end]! } : { start: view.base + start, end: view.base + end };
}

export function part(view: View, start: number, end: number): View {
  const text = view.text.slice(start, end);
  if (view.whole) return { text, base: 0, whole: view.whole };
  return view.map ? { text, base: 0, map: view.map.slice(start, end + 1) } : { text, base: view.base + start };
}

/** `klaviyo-api-key`. */
const LONGEST_SCHEME = 15;
const SCHEMES = setOf(
  'bearer basic token apikey api-key key ssws bot private-token digest klaviyo-api-key deepl-auth-key geniekey sentry-bearer oauth',
);
const HEADER = /^([A-Za-z][A-Za-z0-9-]{1,60})\s{0,3}:\s{0,3}(?=\S)/;
const ASSIGNMENT = /^(-{0,2}[A-Za-z_][A-Za-z0-9_.-]{0,80})=(?=[^\s=])/;
/** Quotes or angle brackets that were pasted along, or a remark behind the value. */
const WRAPPED = /^\s*(?:"([^"'\s]{3,4096})"|'([^"'\s]{3,4096})'|([^\s#"']{12,4096})[ \t]{1,8}#[^\n]*|<([A-Za-z0-9_.-]{20,400})>)\s*$/;
/** `--env=NAME=value` and its like, and an item of a list of variables: an assignment. */
const SETS = setOf('e env environment set set-env var build-arg define D');
const HEADER_FLAGS = setOf('-H --H -header --header -headers --headers');

/**
 * What a text carries in the places that configurations know: JSON in a string, `Bearer …`, `Header: …`, `NAME=value`,
 * `--flag=value`, cookies, and pairs of name and value in a shell line. Empty where the text is a plain value.
 */
export function carriedBy(view: View, name: string | null, isArgument: boolean): Carried[] {
  const { text } = view;
  const first = text[text.length - text.trimStart().length];
  if (first === '{' || first === '[' || (first === '"' && /^\s*"\s*[{[]/.test(text))) {
    const inside = inJson(view);
    if (inside.length > 0) return inside;
  }
  const meaning = name === null ? 'neutral' : meaningOf(name);
  const mayBeWrapped = first === '"' || first === "'" || first === '<' || text.includes('#');
  const wrapped = name !== null && mayBeWrapped ? WRAPPED.exec(text) : null;
  const bare = wrapped?.[1] ?? wrapped?.[2] ?? wrapped?.[3] ?? (meaning === 'password' ? undefined : wrapped?.[4]);
  if (bare !== undefined) return [{ view: part(view, text.indexOf(bare), text.indexOf(bare) + bare.length), name }];
  const scheme = schemeOf(text);
  if (scheme && (meaning !== 'pointer' || /auth/i.test(name ?? '')) && !/\s\S+\s/.test(text.slice(scheme.end))) {
    const rest = part(view, scheme.end, text.trimEnd().length);
    if (scheme.name === 'basic') return basic(rest);
    return [{ view: rest, name: 'authorization' }];
  }
  if (meaning === 'cookie' && text.includes('=')) return cookies(view);
  const lower = name?.toLowerCase() ?? '';
  const header = (isArgument || lower.includes('header')) && text.includes(':') ? HEADER.exec(text) : null;
  if (header && !text.startsWith('//', header[1]!.length + 1) && (HEADER_FLAGS.has(name ?? '') || isTelling(header[1]!))) {
    return [{ view: part(view, header[0].length, text.length), name: header[1]! }];
  }
  if (lower.endsWith('headers') && HEADER_LIST.test(text)) return headerList(view);
  if ((isArgument || name === null || isSetting(name)) && text.includes('=')) {
    const pair = ASSIGNMENT.exec(text);
    if (pair) {
      const value: Carried = { view: part(view, pair[0].length, text.length), name: pair[1]! };
      return /\s/.test(text) ? [value, ...inProse(view)] : [value];
    }
  }
  if (/\s/.test(text)) return inProse(view);
  if (isArgument && text.includes(',') && text.includes('=')) return inProse(view);
  return [];
}

/** The word in front that says how a client proves itself, in lower case, with the offset behind it and what separates it. */
function schemeOf(text: string): { name: string; end: number } | null {
  let end = 0;
  while (end <= LONGEST_SCHEME && end < text.length && text[end] !== '=' && !isBlank(text.charCodeAt(end))) end++;
  if (end > LONGEST_SCHEME || end === text.length) return null;
  const name = text.slice(0, end).toLowerCase();
  if (!SCHEMES.has(name)) return null;
  return { name, end: text[end] === '=' ? end + 1 : text.length - text.slice(end).trimStart().length };
}

/** `env`, `--env`, `-e`. */
function isSetting(name: string): boolean {
  return name[0] === '-' ? SETS.has(name.slice(name[1] === '-' ? 2 : 1)) : name === 'env' || name === 'environment';
}

/** `Authorization=Basic …,X-Tenant=acme`, the headers of OpenTelemetry. */
const HEADER_LIST = /^[A-Za-z][A-Za-z0-9-]{1,60}=[^=,]/;

function headerList(view: View): Carried[] {
  return [...view.text.matchAll(/(?:^|,)\s{0,3}([A-Za-z][A-Za-z0-9-]{1,60})=([^,]{1,4096})/g)].map(match => {
    const end = match.index + match[0].length;
    return { view: part(view, end - match[2]!.length, end), name: match[1]! };
  });
}

function isTelling(name: string): boolean {
  const meaning = meaningOf(name);
  return meaning === 'secret' || meaning === 'cookie' || meaning === 'password';
}

/** base64 of `user:password`. */
function basic(view: View): Carried[] {
  const encoded = view.text.trim();
  if (!/^[A-Za-z0-9+/_-]{6,4096}={0,2}$/.test(encoded)) return [{ view, name: 'authorization' }];
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  // eslint-disable-next-line no-control-regex
  if (colon < 0 || /[\u0000-\u001f\ufffd]/.test(decoded)) return [{ view, name: 'authorization' }];
  const whole = rootSpan(view, 0, encoded.length);
  return [{ view: { text: decoded.slice(colon + 1), base: 0, whole }, name: 'basic password', user: decoded.slice(0, colon) }];
}

function cookies(view: View): Carried[] {
  const found: Carried[] = [];
  for (const match of view.text.matchAll(/([^=;\s]{1,80})=([^;]{1,4096})/g)) {
    const start = match.index + match[1]!.length + 1;
    found.push({ view: part(view, start, start + match[2]!.trimEnd().length), name: 'cookie' });
  }
  return found;
}

const QUOTED_OR_BARE = `"([^"\\n]{0,2048})"|'([^'\\n]{0,2048})'`;
const PAIR = new RegExp(
  `(?:\\$env:)?([A-Za-z_][A-Za-z0-9_.-]{1,60})["']?[ \\t]{0,4}[=:][ \\t]{0,4}(?:${QUOTED_OR_BARE}|([^\\s"',;}\\])]{1,2048}))`,
  'g',
);
const FLAG = new RegExp(`(?:^|\\s)(--?[A-Za-z][A-Za-z0-9_-]{0,40})[ \\t]+(?:${QUOTED_OR_BARE}|([^\\s"'-][^\\s"']{0,2048}))`, 'g');

/** Pairs of name and value in running text: `KEY=value`, `$env:KEY = "value"`, `key: "value"`, `--flag value`. */
function inProse(view: View): Carried[] {
  const found: Carried[] = [];
  for (const expression of [PAIR, FLAG]) {
    if (!(expression === PAIR ? view.text.includes('=') || view.text.includes(':') : holdsFlag(view.text))) continue;
    for (const match of view.text.matchAll(expression)) {
      const value = match[2] ?? match[3] ?? match[4];
      if (!value || value.length < 3) continue;
      const close = match[4] === undefined ? 1 : 0;
      const end = match.index + match[0].length - close;
      const trailing = close === 0 && (value.endsWith('.') || value.endsWith(')')) ? 1 : 0;
      found.push({ view: part(view, end - value.length, end - trailing), name: match[1]!, loose: true });
    }
  }
  return found;
}

/** Whether a word begins with a hyphen. */
function holdsFlag(text: string): boolean {
  for (let at = text.indexOf('-'); at >= 0; at = text.indexOf('-', at + 1)) if (at === 0 || isBlank(text.charCodeAt(at - 1))) return true;
  return false;
}

/** Strings of JSON text with the key each stands under; empty where the text is no JSON. Escapes are undone, twice where it is twice JSON. */
function inJson(view: View): Carried[] {
  const { text } = view;
  const found: Carried[] = [];
  let key: string | null = null;
  let closed = false;
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === '"') {
      const string = readString(view, at);
      if (!string) return found;
      at = string.end;
      const isKey = /^\s{0,40}:/.test(text.slice(at, at + 42));
      if (isKey) key = string.view.text;
      else found.push({ view: string.view, name: key });
      closed = true;
    } else {
      if (char === ',' && closed) closed = false;
      if (char === '{' || char === '}') key = null;
      at++;
    }
  }
  return found;
}

function readString(view: View, open: number): { view: View; end: number } | undefined {
  const { text } = view;
  let decoded = '';
  const map: number[] = [];
  const rootOf = (index: number) => rootSpan(view, index, index).start;
  for (let at = open + 1; at < text.length;) {
    const char = text[at]!;
    if (char === '"') {
      map.push(rootOf(at));
      return { view: view.whole ? { text: decoded, base: 0, whole: view.whole } : { text: decoded, base: 0, map }, end: at + 1 };
    }
    map.push(rootOf(at));
    if (char === '\\') {
      const next = text[at + 1] ?? '';
      const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
      decoded += code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[next] ?? next);
      at += code ? 6 : 2;
    } else {
      decoded += char;
      at++;
    }
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = Object.assign(Object.create(null), { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' });

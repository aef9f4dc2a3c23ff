import type { Credential } from '../../core/model.ts';
import { parts } from '../../resolve/references.ts';

/** Takes what may be a credential out of a text that is shown. */
export interface Shown {
  /** A name: known credentials and runs that look random become an ellipsis. */
  readonly name: (text: string) => string;
  /** A sentence of ours: known credentials alone. */
  readonly message: (text: string) => string;
  /** A version, tag, digest or commit. */
  readonly version: (text: string) => string;
  /** Scheme, host and path alone. */
  readonly address: (text: string) => string;
}

const HIDDEN = '…';
const KEY = 8;
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** @param credentials of the whole run: one file's credential can be another file's server name. */
export function shownOf(credentials: readonly Credential[]): Shown {
  const values = new Map<string, Map<string, string>>();
  for (const credential of credentials) {
    for (const value of spellings(credential)) {
      const same = values.get(value.slice(0, KEY));
      if (same) same.set(value, credential.secret.mask);
      else values.set(value.slice(0, KEY), new Map([[value, credential.secret.mask]]));
    }
  }
  const message = (text: string): string => (values.size === 0 ? text : scrub(text, values));
  const name = (text: string): string => withoutRandom(withoutFlags(message(withoutDefaults(text))), 16);
  return {
    name,
    message,
    version: text => (/^(?:sha256:)?[0-9a-f]{7,64}$/.test(text) ? message(text) : name(text)),
    address: text => address(message(withoutDefaults(text))),
  };
}

/** The credential as its file writes it, and as JSON or an address would mean it; nothing where it is too plain to look for. */
function spellings({ source, span, class: kind }: Credential): string[] {
  if (kind === 'default') return [];
  const text = source.slice(span);
  const all = [text];
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
  return all.filter(value => value.length >= 12 || (value.length >= KEY && /\d/.test(value) && /[A-Za-z]/.test(value)));
}

function scrub(text: string, values: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let result = '';
  let from = 0;
  for (let at = 0; at + KEY <= text.length; at++) {
    const candidates = values.get(text.slice(at, at + KEY));
    if (!candidates) continue;
    let length = 0;
    let shown = '';
    for (const [value, mask] of candidates) {
      if (value.length > length && text.startsWith(value, at)) [length, shown] = [value.length, mask];
    }
    if (length === 0) continue;
    result += text.slice(from, at) + shown;
    from = at + length;
    at = from - 1;
  }
  return result + text.slice(from);
}

/** `${NAME:-text}` is shown as `${NAME:-…}`: what stands there may be a credential. */
function withoutDefaults(text: string): string {
  if (!text.includes('{')) return text;
  let result = '';
  for (const part of parts(text)) {
    const cut = part.kind === 'reference' ? part.default : undefined;
    result +=
      cut && cut.end > cut.start
        ? text.slice(part.start, cut.start) + HIDDEN + text.slice(cut.end, part.end)
        : text.slice(part.start, part.end);
  }
  return result;
}

/** A command line in one piece: what follows `--token` is hidden whatever it looks like, a reference aside. */
function withoutFlags(text: string): string {
  return text.replace(FLAG, `$1${HIDDEN}`);
}
const FLAG = /(--?[\w-]{0,40}(?:passw|secret|token|api[_-]?key|credential)[\w-]{0,40}[ =]{1,4}["']?)[^\s"'$<{%-][^\s"']{0,400}/gi;

/** @param least letters and digits in a row that no name has; some of them digits. */
function withoutRandom(text: string, least: number): string {
  if (text.length < least) return text;
  const known = text.replace(UUID, HIDDEN);
  return known.replace(/[A-Za-z0-9+=]{8,}/g, run => (run.length >= least && isMixed(run) ? HIDDEN : run));
}

function isMixed(run: string): boolean {
  return run.replace(/\D/g, '').length >= 2 && /[A-Za-z]/.test(run);
}

function address(text: string): string {
  const match = /^([a-z][a-z0-9+.-]{0,20}:\/\/)([^/?#]{0,2000})([^?#]{0,4000})/i.exec(text);
  // Not an address yet: `${SERVER_URL}`, `localhost:3000/mcp`.
  if (!match) return withoutRandom(text.replace(/^[^/@\s]{0,500}@/, '').replace(/[?#].*$/s, ''), 12);
  const [, scheme = '', authority = '', path = ''] = match;
  return scheme.toLowerCase() + authority.slice(authority.lastIndexOf('@') + 1) + withoutRandom(path, 12);
}

// Where a server's traffic goes: every address in its object, and what kind of place its host is.
import { indexOfAny, isBlank, isWord } from '../../../core/chars.ts';
import type { Server, Slot } from '../../../core/model.ts';
import { within } from '../../../core/node.ts';
import type { Node } from '../../../core/node.ts';
import type { Span } from '../../../core/source.ts';
import { endsInOneOf, holdsOneOf, setOf } from '../../../core/words.ts';

export type HostKind =
  | 'loopback'
  /** Any interface of this machine. */
  | 'unspecified'
  | 'private'
  /** 169.254.0.0/16 and its IPv6 kin: cloud metadata lives there. */
  | 'link-local'
  /** A name that only an inner network knows, or one reserved for tests and documentation. */
  | 'internal'
  /** Not a host yet: a reference or a placeholder. */
  | 'template'
  | 'public-address'
  | 'public';

export interface Endpoint {
  /** Lower case, as written, with `:`. */
  readonly scheme: string;
  /** Lower case, without port and user. */
  readonly host: string;
  readonly kind: HostKind;
  readonly slot: Slot;
  /** Scheme to host and port; user and password are never part of it, nor is what follows. */
  readonly at: Node | Span;
  /** Offset of the address in the slot's value. */
  readonly start: number;
}

const SCHEMES = setOf('http https ws wss ftp');
const LONGEST_SCHEME = 5;
const LONGEST_AUTHORITY = 300;
const MAX_ADDRESSES = 20;
const known = new WeakMap<Server, readonly Endpoint[]>();

/** Addresses in the url, arguments, variables, headers and settings of a server; computed once. */
export function endpointsOf(server: Server): readonly Endpoint[] {
  let found = known.get(server);
  if (!found) {
    const slots = [server.url, ...server.args, ...server.env, ...server.headers, ...server.auth, server.command];
    known.set(server, (found = slots.flatMap(slot => (slot ? endpointsIn(slot) : []))));
  }
  return found;
}

export function endpointsIn(slot: Slot): Endpoint[] {
  const found: Endpoint[] = [];
  const text = slot.value.slice(0, 10_000);
  for (const { index, scheme, authority, end } of addressesIn(text)) {
    const user = authority.lastIndexOf('@') + 1;
    const host = hostOf(authority.slice(user));
    if (host === null) continue;
    const start = user > 0 ? end - authority.length + user : index;
    const at = slot.node.kind === 'string' ? within(slot.node, start, end) : slot.node;
    found.push({ scheme: scheme + ':', host, kind: kindOfHost(host), slot, at, start: index });
    if (found.length === MAX_ADDRESSES) break;
  }
  return found;
}

/** Scheme, in lower case, and authority of each address in running text, as far as one is there. */
function addressesIn(text: string): { index: number; scheme: string; authority: string; end: number }[] {
  const found = [];
  let from = 0;
  for (let colon = text.indexOf('://'); colon >= 0; colon = text.indexOf('://', Math.max(from, colon + 1))) {
    let index = colon;
    while (index > from && colon - index <= LONGEST_SCHEME && isWord(text.charCodeAt(index - 1))) index--;
    const scheme = text.slice(index, colon).toLowerCase();
    if (!SCHEMES.has(scheme) || (index > 0 && isWord(text.charCodeAt(index - 1)))) continue;
    const start = colon + 3;
    let end = start;
    while (end < text.length && end - start < LONGEST_AUTHORITY && !isBehindHost(text, end)) end++;
    if (end === start) continue;
    found.push({ index, scheme, authority: text.slice(start, end), end });
    from = end;
  }
  return found;
}

const isBehindHost = (text: string, at: number) => '/?#"\'`\\,;|)'.includes(text[at]!) || isBlank(text.charCodeAt(at));

function hostOf(text: string): string | null {
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    return end < 0 ? null : text.slice(1, end).toLowerCase();
  }
  // A reference with a default (`${HOST:-x}`) has a colon of its own.
  const host = text.includes('${') || text.includes('{') ? text : text.slice(0, text.includes(':') ? text.indexOf(':') : text.length);
  if (host === '') return null;
  return (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
}

const INNER_ENDINGS = setOf(
  'local localdomain internal intranet lan home corp private svc test example invalid localhost home.arpa cluster.local ts.net example.com example.net example.org beta.tailscale.net',
);
/** Words by which people say "put your own host here". */
const STAND_IN = /_|^your|(?:^|[-.])(?:your|my-|todo|xxx|changeme|placeholder|replace)/;
const STAND_IN_HINTS = ['_', 'your', 'my-', 'todo', 'xxx', 'changeme', 'placeholder', 'replace'];

/** @param host lower case, without port. */
export function kindOfHost(host: string): HostKind {
  if (indexOfAny(host, '${}<>%*[]') >= 0) return 'template';
  const v4 = host[0]! <= '9' ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host) : null;
  if (v4) return kindOfV4(v4.slice(1).map(Number));
  if (host.includes(':')) return kindOfV6(host);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  if (!host.includes('.')) return 'internal';
  if (endsInOneOf(host, INNER_ENDINGS, '.')) return 'internal';
  if (host.includes('.svc.') || host.includes('.cluster.')) return 'internal';
  if (holdsOneOf(host, STAND_IN_HINTS) && STAND_IN.test(host)) return 'template';
  return /[a-z]/.test(host.slice(host.lastIndexOf('.'))) ? 'public' : 'template';
}

function kindOfV4(parts: readonly number[]): HostKind {
  const [a = 0, b = 0, c = 0] = parts;
  if (parts.some(part => part > 255)) return 'template';
  if (a === 127) return 'loopback';
  if (a === 0) return 'unspecified';
  if (a === 169 && b === 254) return 'link-local';
  if (a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b <= 127)) return 'private';
  // Reserved for documentation.
  if ((a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113)) return 'internal';
  if (a >= 224 || (a === 198 && (b === 18 || b === 19))) return 'private';
  // `1.2.3.4` is what people write when they mean "some address".
  return parts.join('.') === '1.2.3.4' ? 'template' : 'public-address';
}

function kindOfV6(host: string): HostKind {
  if (host === '::1') return 'loopback';
  if (host === '::' || host === '0:0:0:0:0:0:0:0') return 'unspecified';
  if (/^fe[89ab]/.test(host)) return 'link-local';
  if (/^f[cd]/.test(host)) return 'private';
  if (host.startsWith('2001:db8:')) return 'internal';
  const mapped = /^::ffff:(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  return mapped ? kindOfV4(mapped.slice(1).map(Number)) : 'public-address';
}

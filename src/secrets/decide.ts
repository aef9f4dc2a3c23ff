import type { Confidence, CredentialClass } from '../core/finding.ts';
import { consistsOf, indexOfAny, isAlnum, isDigit, isLetter } from '../core/chars.ts';
import { extensionOf, setOf } from '../core/words.ts';
import { stateOf } from '../resolve/references.ts';
import { isDefaultPassword, isPlaceholder } from '../resolve/placeholders.ts';
import { type Kind, kind } from './kinds.ts';
import { surprise } from './language.ts';
import { meaningOf, type NameMeaning, wordsOf } from './names.ts';
import { type Match, matchNamed, matchWhole } from './patterns.ts';
import { jwtOf } from './proofs.ts';
import { entropy, isDrawn, isSequence, isUuid, shapeOf } from './shape.ts';
import { isPublished } from './published.ts';
import { isUnnamedSecret, isWrittenInBase64 } from './unnamed.ts';

/** What stands around a value. */
export interface Surroundings {
  /** Name of the variable, flag, header, parameter or key; null where there is none. */
  readonly name: string | null;
  /** Inside of a server entry, where names mean what they say; false for other settings, comments, running text. */
  readonly firm: boolean;
  /** User name that goes with a password. */
  readonly user?: string;
}

/** A value is a credential: of which kind and class, how sure, and why. */
export interface Verdict {
  readonly kind: Kind;
  readonly class: CredentialClass;
  readonly confidence: Confidence;
  readonly because: string;
  readonly known: boolean;
}

/**
 * Is this value, taken alone, a credential? In this order, the first that applies decides:
 * 1. nothing, a reference, an address in a secret store, a placeholder, a published development value: no;
 * 2. a shape that is told from the whole value: yes, of that kind;
 * 3. the name says public, pointer or address: no;
 * 4. the name says password: the usual first passwords are of class `default`, any other text counts;
 * 5. the name belongs to a provider and the value has its shape and is random: yes, of that kind;
 * 6. the name says secret: a random value counts; a bare `key` or `auth` needs a longer one;
 * 7. no name speaks, in a server entry: only a value that a machine drew and that is no id counts, with low confidence.
 */
export function decide(value: string, around: Surroundings): Verdict | null {
  const text = value.trim();
  if (text.length < 3 || text.length > 20_000) return null;
  const verdict = verdictOn(text, around);
  return verdict && !isPublished(text) ? verdict : null;
}

function verdictOn(text: string, around: Surroundings): Verdict | null {
  const whole = matchWhole(text);
  if (whole) {
    const verdict = judge(whole);
    if (verdict && (around.name === null || meaningOf(around.name) !== 'pointer')) return verdict;
  }
  const meaning = around.name === null ? 'neutral' : meaningOf(around.name);
  if (meaning === 'password') return password(text, around);
  if (meaning === 'neutral' && around.firm) return unnamed(text, around.name);
  if (meaning !== 'secret' && meaning !== 'weak' && meaning !== 'cookie') return null;
  if (stateOf(text) !== 'literal' || isPlaceholder(withoutPrefix(text))) return null;
  return named(text, around) ?? issued(text, around, meaning);
}

/** What a recognised shape amounts to: a checksum that fits decides alone, else the rest must be drawn at random. */
export function judge(match: Match): Verdict | null {
  const { kind: found, value, proof } = match;
  if (isPublished(value)) return null;
  if (found.id === 'jwt' || found.proof === 'jwt') return jwt(match);
  if (found.id === 'pem-private-key' && !hasKeyBody(value)) return null;
  const own = classOf(found, value);
  const base = { kind: found, class: own, known: true } as const;
  // Some proofs are about the front alone, and documents blot out the rest: `….XXXXXX.XXXXXXXX`.
  if (proof === 'pass' && !/([xX*])\1{5}/.test(value)) return { ...base, confidence: 'high', because: 'shape and checksum' };
  if (!UNDRAWN.has(found.id)) {
    const rest = found.mask && value.startsWith(found.mask) ? value.slice(found.mask.length) : value;
    const drawn = found.confidence === undefined ? isDrawn(rest) : shapeOf(rest).random;
    if (!drawn || isPlaceholder(value) || isPlaceholder(rest)) return null;
  }
  if (proof === 'fail') {
    const low = found.confidence === 'low' || found.confidence === 'medium';
    return { ...base, confidence: low ? 'low' : 'medium', because: 'shape, though its checksum does not fit' };
  }
  return { ...base, confidence: found.confidence ?? 'high', because: 'shape of its kind' };
}

/** A header alone, or one around dots or words, is how documents speak of keys. */
function hasKeyBody(pem: string): boolean {
  const body = pem
    .slice(pem.indexOf('-----', 11) + 5)
    .replace(/-----END.*$/s, '')
    .replace(/\\[nr]|\s/g, '');
  return body.length >= 40 && entropy(body) > 3.5 && !isPlaceholder(body.slice(-60));
}

/** Kinds whose text is not drawn character by character. */
const UNDRAWN: ReadonlySet<string> = new Set(['pem-private-key', 'putty-key', 'bip39-mnemonic', 'twitter-bearer']);

function classOf(found: Kind, value: string): CredentialClass {
  if (found.test && value.includes(found.test)) return 'test';
  return found.class ?? 'secret';
}

function jwt(match: Match): Verdict | null {
  const facts = jwtOf(match.value);
  if (!facts) return null;
  if (facts.demo)
    return { kind: kind('jwt-demo'), class: 'publishable', confidence: 'high', because: 'signed with a published secret', known: true };
  if (facts.role === 'anon')
    return { kind: kind('supabase-anon-jwt'), class: 'publishable', confidence: 'high', because: 'its role is anon', known: true };
  if (facts.role === 'service_role') {
    return {
      kind: kind('supabase-service-role-jwt'),
      class: 'service-role',
      confidence: 'high',
      because: 'its role is service_role',
      known: true,
    };
  }
  if (isPlaceholder(match.value.split('.')[2] ?? '')) return null;
  return {
    kind: match.kind,
    class: classOf(match.kind, match.value),
    confidence: 'high',
    because: 'header and payload decode',
    known: true,
  };
}

function password(text: string, around: Surroundings): Verdict | null {
  if (/^\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}$/.test(text) || /^\$(?:argon2[a-z]{1,2}|scrypt|6|5)\$/.test(text)) {
    return { kind: kind('password-hash'), class: 'secret', confidence: 'medium', because: 'shape of a password hash', known: false };
  }
  if (isNoPassword(text)) return null;
  if (isDefaultPassword(text, around.user)) {
    if (!around.firm || /^(?:xxx|example|(?:my[_-]?)?(?:password|passwd|pass|secret)|user|username)$/i.test(text)) {
      if (around.user === undefined || !around.firm) return null;
    }
    return { kind: kind('default-password'), class: 'default', confidence: 'high', because: 'a usual first password', known: false };
  }
  if (stateOf(text) !== 'literal') return null;
  const { random } = shapeOf(text);
  if (!around.firm && !random) return null;
  const secret = named(text, around);
  if (secret) return secret;
  const because = random ? 'telling name and random value' : 'telling name';
  return { kind: kind('generic-password'), class: 'secret', confidence: random ? 'high' : 'medium', because, known: false };
}

function isNoPassword(text: string): boolean {
  return (
    /^(?:true|false|null|none|yes|no|on|off|boolean|string|number|integer|object|text|required|optional|hidden|prompt|ask|[0-9]{1,3})$/i.test(
      text,
    ) ||
    isPath(text) ||
    /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text) ||
    (/\s\S+\s\S+\s/.test(text) && !isGrouped(text))
  );
}

/** What a service issues for one program, shown in groups of four letters, with blanks between. */
function isGrouped(text: string): boolean {
  const plain = text.replaceAll(' ', '');
  return /^[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){3,7}$/.test(text) && !isSequence(plain) && surprise(plain) > 0;
}

function isPath(text: string): boolean {
  if (FILES.has(extensionOf(text))) return true;
  if (!text.includes('/') && !text.includes('\\')) return false;
  return (
    (/^(?:~|\.{1,2})?\/[A-Za-z0-9._-]+\//.test(text) && surprise(text) < 0.6) ||
    /^[A-Za-z]:[\\/]/.test(text) ||
    /^[~.]{1,2}[\\/]/.test(text) ||
    /^[A-Za-z0-9._-]+\/.{0,400}\.[a-z]{2,4}$/.test(text)
  );
}
const FILES = setOf('json pem key txt yaml yml crt env p12 pfx');

/** The kind of the provider that the name speaks of. */
function named(text: string, around: Surroundings): Verdict | null {
  const match = matchNamed(text, wordsOf(around.name ?? '').join(' '));
  if (!match) return null;
  const verdict = judge(match);
  if (!verdict) return null;
  const proven = match.proof === 'pass' || verdict.kind.id !== match.kind.id || match.kind.proof === 'jwt';
  return { ...verdict, known: proven, because: proven ? verdict.because : "name and shape of the provider's tokens" };
}

function issued(text: string, around: Surroundings, meaning: NameMeaning): Verdict | null {
  // `acme_[A-Za-z0-9]{32}` describes a token.
  if (/\s/.test(text) || (text.includes('[') && /\[(?:A-Z|a-z|0-9)/.test(text)) || isPath(text)) return null;
  if (indexOfAny(text, '\\|<>()?*"\'`') >= 0 || isLowerPath(text)) return null;
  // A JSON Web Token whose signature somebody wrote: `eyJ….eyJ….demo`.
  if (text.startsWith('eyJ') && /^eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{4,4000}\.[A-Za-z0-9_-]{0,16}$/.test(text)) return null;
  const confidence: Confidence = meaning === 'weak' ? 'medium' : around.firm ? 'high' : 'medium';
  const verdict: Verdict = {
    kind: generic(around.name ?? '', meaning),
    class: meaning === 'cookie' ? 'session' : 'secret',
    confidence,
    because: 'telling name and random value',
    known: false,
  };
  if (meaning === 'secret' && around.firm && isDrawnNumber(text)) return { ...verdict, confidence: 'medium' };
  const shape = shapeOf(withoutPrefix(text));
  if (!shape.random || isWrittenInBase64(text)) return null;
  // Eight letters and a number are a name; a key that short changes more often.
  if (text.length < 12 && (text.match(/[A-Za-z][0-9]|[0-9][A-Za-z]/g)?.length ?? 0) < 3) return null;
  if (meaning === 'weak') {
    if (text.length < 16 || (!around.firm && !shape.strong)) return null;
    // Twilio's ids, and sessions that a UUID names.
    if (text.length === 34 && /^[A-Z]{2}[0-9a-f]{32}$/.test(text)) return null;
    if (isUuid(text) && (!around.firm || /(?:session|sid)$/i.test(around.name ?? ''))) return null;
  }
  if (!around.firm && text.length < 12) return null;
  return verdict;
}

/** Digits alone: no date, no moment, no counting up, and enough different ones. */
function isDrawnNumber(text: string): boolean {
  if (text.length < 9 || text.length > 64 || !consistsOf(text, isDigit) || isSequence(text) || new Set(text).size < 5) return false;
  return !/^(?:1[4-9][0-9]{8}(?:[0-9]{3})?|20[0-9]{2}[01][0-9][0-3][0-9][0-9]{0,6})$/.test(text);
}

/** With nothing beside it that speaks. */
function unnamed(text: string, name: string | null): Verdict | null {
  if (!isUnnamedSecret(text, name)) return null;
  return {
    kind: kind('generic-secret'),
    class: 'secret',
    confidence: 'low',
    because: 'drawn by a machine, though its name says nothing',
    known: false,
  };
}

function generic(name: string, meaning: NameMeaning): Kind {
  if (meaning === 'cookie') return kind('session-cookie');
  const words = wordsOf(name);
  if (words.includes('authorization') || words.includes('bearer')) return kind('bearer-token');
  if (words.some(word => word.endsWith('key')) || words.at(-1) === 'k') return kind('generic-api-key');
  if (words.some(word => word.endsWith('token') || word === 'pat' || word === 'jwt')) return kind('generic-token');
  return kind('generic-secret');
}

/** `docs/setup/v2`, `traefik.io/v1alpha1`. */
function isLowerPath(text: string): boolean {
  if (!text.includes('/')) return false;
  return /^[a-z0-9._-]+(?:\/[a-z0-9._-]+)+\/?$/.test(text) && !text.split('/').some(piece => piece.length >= 16 && shapeOf(piece).random);
}

/** Without a vendor's prefix (`sk-user-`, `ref-`), which reads like words. */
function withoutPrefix(text: string): string {
  let end = 0;
  for (let pieces = 0; pieces < 3; pieces++) {
    let at = end;
    if (isLetter(text.charCodeAt(at))) while (at < end + 12 && isAlnum(text.charCodeAt(at))) at++;
    if (at === end || at === text.length || !'-_.'.includes(text[at]!)) break;
    end = at + 1;
  }
  return text.length - end >= 12 ? text.slice(end) : text;
}

import { createHash } from 'node:crypto';
import { SAMPLES } from '../generated/secret-samples.ts';
import { kind } from './kinds.ts';
import { withMarvin } from './marvin.ts';
import { BECH32, bech32Sum, withChecksum } from './proofs.ts';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALNUM = DIGITS + UPPER + LOWER;
const HEX = DIGITS + 'abcdef';
const BASE64 = ALNUM + '+/';
const WORD = ALNUM + '_-';
const SETS: Readonly<Record<string, string>> = {
  alnum: ALNUM,
  alpha: UPPER + LOWER,
  lower: LOWER,
  UPPER,
  digit: DIGITS,
  hex: HEX,
  HEX: DIGITS + 'ABCDEF',
  lower36: DIGITS + LOWER,
  UPPER36: DIGITS + UPPER,
  word: WORD,
  base64: BASE64,
  base32: LOWER + '234567',
  BASE32: UPPER + '234567',
};

/**
 * A made-up credential of a kind: the same one at every call, with a checksum that fits where the kind has one.
 * @param variant another number gives another value.
 * @throws for a kind that has no recipe.
 */
export function sample(kindId: string, variant = 0): string {
  const recipe = SAMPLES[kindId];
  if (recipe === undefined) throw new Error(`no recipe for a sample of "${kindId}"`);
  const { proof } = kind(kindId);
  const next = draw(`${kindId} ${variant}`);
  const make = MADE[kindId] ?? MADE[proof ?? ''];
  if (make) return make(next, kindId);
  const drawn = () =>
    recipe.replace(/\{(\[[^\]]+\]|[A-Za-z0-9]+):([0-9]+)\}/g, (whole, set: string, count: string) => {
      const chars = set.startsWith('[') ? set.slice(1, -1) : SETS[set];
      return chars === undefined ? whole : next(chars, Number(count));
    });
  if (proof === 'marvin32') return azure(kindId, drawn);
  return proof ? withChecksum(proof, drawn()) : drawn();
}

type Draw = (chars: string, count: number) => string;

/** Characters that depend on nothing but the seed; edges are letters or digits. */
function draw(seed: string): Draw {
  let round = 0;
  return (chars, count) => {
    let text = '';
    while (text.length < count) {
      for (const byte of createHash('sha256').update(`${seed} ${round++}`).digest()) {
        const char = chars[byte % chars.length]!;
        const atEdge = text === '' || text.length === count - 1;
        if (text.length < count && !(atEdge && /[^A-Za-z0-9]/.test(char))) text += char;
      }
    }
    return text;
  };
}

/** Kinds whose value is built, not drawn: by their id, or by the name of their check. */
const MADE: Readonly<Record<string, (draw: Draw, kindId: string) => string>> = {
  jwt: next => jwt(next, 'HS256', 0, 43),
  'k8s-sa-token': next => jwt(next, 'RS256', 60, 342),
  'langchain-n8n-apikey': next => jwt(next, 'HS256', 60, 43),
  'turso-token': next => jwt(next, 'EdDSA', 20, 86),
  'pem-private-key': next => pem(next),
  'base64-pem': next => encoded(pem(next)),
  macaroon: next => 'pypi-' + Buffer.from(`\u0002\u0001\u0008pypi.org\u0002${next(ALNUM, 80)}`, 'latin1').toString('base64url'),
  'base64-json-signin': next => 'ops_' + url({ signInAddress: 'my.1password.com', userAuth: next(ALNUM, 40), muk: next(ALNUM, 43) }),
  'age-secret-key': next => bech32('age-secret-key-', next).toUpperCase(),
  'nostr-nsec': next => bech32('nsec', next),
  'base64-number-colon': (next, id) => (id.startsWith('bitbucket') ? 'BBDC-' : '') + numbered(next),
  'base64-bedrock': next => 'ABSK' + encoded(`BedrockAPIKey-${next(LOWER, 4)}-at-${next(DIGITS, 12)}:${next(ALNUM, 51)}`),
  'base64-json-org': next => 'glc_' + encoded(JSON.stringify({ o: next(DIGITS, 6), n: next(LOWER, 8), k: next(ALNUM, 24) })),
  'base64-json-key': next => encoded(JSON.stringify({ k: next(ALNUM, 32), n: next(LOWER, 7), id: 1 })),
  'base64-tok': next => encoded(`tok:${next(ALNUM, 40)}`),
  'mapbox-secret': next => `sk.${url({ u: next(LOWER, 8), a: next(ALNUM, 25) })}.${next(ALNUM, 22)}`,
  'mapbox-public': next => `pk.${url({ u: next(LOWER, 8), a: next(ALNUM, 25) })}.${next(ALNUM, 22)}`,
  'tinybird-token': next => `p.${url({ u: uuid(next), id: uuid(next) })}.${next(ALNUM, 43)}`,
  'zapier-mcp-url': next => `https://mcp.zapier.com/api/mcp/s/${encoded(`${uuid(next)}:${uuid(next)}`)}/mcp`,
};

const url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const encoded = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const uuid = (next: Draw) => [8, 4, 4, 4, 12].map(count => next(HEX, count)).join('-');
const pem = (next: Draw) => `-----BEGIN PRIVATE KEY-----\n${next(BASE64, 64)}\n${next(BASE64, 64)}\n-----END PRIVATE KEY-----`;

function jwt(next: Draw, alg: string, more: number, signature: number): string {
  const payload = { sub: next(DIGITS, 12), iat: 1700000000, ...(more > 0 ? { jti: next(ALNUM, more) } : {}) };
  return `${url({ alg, typ: 'JWT' })}.${url(payload)}.${next(WORD, signature)}`;
}

/** base64 of a number, a colon and bytes, without signs that some layouts leave out. */
function numbered(next: Draw): string {
  for (;;) {
    const text = encoded(`${next(DIGITS, 12)}:${next(ALNUM, 20)}`);
    if (/^[MNO][ADQTgjwkzc][A-Za-z0-9]{42}$/.test(text)) return text;
  }
}

function bech32(prefix: string, next: Draw): string {
  const data = [...next(BECH32, 52)].map(char => BECH32.indexOf(char));
  const sum = bech32Sum(prefix, [...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  const check = [0, 1, 2, 3, 4, 5].map(at => (sum >>> (5 * (5 - at))) & 31);
  return `${prefix}1${[...data, ...check].map(value => BECH32[value]).join('')}`;
}

/** Draws until the checksum that belongs at the end keeps the layout. */
function azure(kindId: string, drawn: () => string): string {
  const layout = new RegExp(`^(?:${kind(kindId).pattern})$`);
  for (;;) {
    const text = withMarvin(drawn());
    if (layout.test(text)) return text;
  }
}

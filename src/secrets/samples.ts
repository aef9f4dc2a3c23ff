import { createHash } from 'node:crypto';
import { SAMPLES } from '../generated/secret-samples.ts';
import { kind } from './kinds.ts';
import { withChecksum } from './proofs.ts';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const SETS: Readonly<Record<string, string>> = {
  alnum: DIGITS + UPPER + LOWER,
  alpha: UPPER + LOWER,
  lower: LOWER,
  UPPER,
  digit: DIGITS,
  hex: DIGITS + 'abcdef',
  HEX: DIGITS + 'ABCDEF',
  lower36: DIGITS + LOWER,
  UPPER36: DIGITS + UPPER,
  word: DIGITS + UPPER + LOWER + '_-',
  base64: DIGITS + UPPER + LOWER + '+/',
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
  const made = MADE[proof ?? kindId]?.(draw(`${kindId} ${variant}`));
  if (made !== undefined) return made;
  const next = draw(`${kindId} ${variant}`);
  const text = recipe.replace(/\{(\[[^\]]+\]|[A-Za-z0-9]+):([0-9]+)\}/g, (whole, set: string, count: string) => {
    const chars = set.startsWith('[') ? set.slice(1, -1) : SETS[set];
    return chars === undefined ? whole : next(chars, Number(count));
  });
  return proof ? withChecksum(proof, text) : text;
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

const encoded = (text: string) => Buffer.from(text).toString('base64');
const url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Kinds whose value is built, not drawn. */
const MADE: Readonly<Record<string, (draw: Draw) => string>> = {
  jwt: next => `${url({ alg: 'HS256', typ: 'JWT' })}.${url({ sub: next(SETS['digit']!, 12), iat: 1700000000 })}.${next(SETS['word']!, 43)}`,
  'pem-private-key': next =>
    `-----BEGIN PRIVATE KEY-----\n${next(SETS['base64']!, 64)}\n${next(SETS['base64']!, 64)}\n-----END PRIVATE KEY-----`,
  'base64-pem': next => encoded(`-----BEGIN PRIVATE KEY-----\n${next(SETS['base64']!, 64)}\n-----END PRIVATE KEY-----`),
};

import { createHash, createHmac } from 'node:crypto';
import { table } from '../core/table.ts';
import { jwtSecrets } from '../generated/secrets.ts';
import { marvinCask, marvinKey } from './marvin.ts';

/** `pass`: the value carries its own evidence. `fail`: it has the shape and cannot be genuine. `none`: nothing to check. */
export type Proof = 'pass' | 'fail' | 'none';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE62_LOWER = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

const crcTable = table(() =>
  Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value >>> 0;
  }),
);

/** CRC-32 (IEEE) of a text's Latin-1 bytes or of bytes. */
export function crc32(data: string | Uint8Array): number {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data;
  const steps = crcTable();
  let value = 0xffffffff;
  for (const byte of bytes) value = steps[(value ^ byte) & 255]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function inBase(value: number, alphabet: string, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / alphabet.length)) text = alphabet[rest % alphabet.length] + text;
  return text.padStart(width, alphabet[0]);
}

const hex = (value: number) => value.toString(16).padStart(8, '0');
const hexLittle = (value: number) => hex(value).match(/../g)!.reverse().join('');
const bodyOf = (token: string, tail: number) => token.slice(token.indexOf('_') + 1, -tail);

/**
 * Checks that are the token's end computed from its front: what the last characters ought to be.
 * Sources: vendors' pages on token formats, and agreement on published revoked tokens.
 */
const CHECKSUMS: Readonly<Record<string, (token: string) => { at: number; want: string }>> = {
  'crc32-base62-body': token => ({ at: token.length - 6, want: inBase(crc32(bodyOf(token, 6)), BASE62, 6) }),
  'crc32-base62-all': token => ({ at: token.length - 6, want: inBase(crc32(token.slice(0, -6)), BASE62, 6) }),
  'crc32-base62-lower-all': token => ({ at: token.length - 6, want: inBase(crc32(token.slice(0, -6)), BASE62_LOWER, 6) }),
  'crc32-base36-all': token => ({ at: token.length - 7, want: inBase(crc32(token.slice(0, -7)), BASE36, 7) }),
  'crc32-hex-all': token => ({
    at: token.length - 8,
    want: sameCase(hex(crc32(token.replace(/%3D/i, '=').slice(0, -8))), token.slice(-8)),
  }),
  'crc32-hex-body': token => ({ at: token.length - 8, want: hex(crc32(bodyOf(token, 8))) }),
  'crc32-hex-separated': token => ({ at: token.length - 8, want: hex(crc32(bodyOf(token, 9))) }),
  'crc32-hex-little': token => ({ at: token.length - 8, want: sameCase(hexLittle(crc32(token.slice(0, -9))), token.slice(-8)) }),
  'crc32-base64-little': token => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(crc32(token.slice(4, 58)));
    return { at: 58, want: bytes.toString('base64').slice(0, 6) };
  },
  'github-sha256': token => ({
    at: 77,
    want: base32(createHash('sha256').update(token.slice(0, 77)).digest()).slice(0, 8),
  }),
};

function sameCase(want: string, like: string): string {
  return like === like.toUpperCase() && /[A-F]/.test(like)
    ? want.toUpperCase()
    : /[a-f]/.test(like)
      ? want
      : like.toLowerCase() === want
        ? like
        : want.toUpperCase();
}

/** Other checks on the whole value; false is a failed proof. */
const STRUCTURES: Readonly<Record<string, (token: string) => boolean>> = {
  macaroon: token => {
    const bytes = Buffer.from(token.slice(5), 'base64url');
    const length = bytes[2] ?? 0;
    const place = bytes.subarray(3, 3 + length).toString('latin1');
    return bytes[0] === 2 && bytes[1] === 1 && (place === 'pypi.org' || place === 'test.pypi.org') && bytes[3 + length] === 2;
  },
  'base64-reftkn': token => latin(token).startsWith('reftkn'),
  'base64-tok': token => latin(token).startsWith('tok:'),
  'base64-bedrock': token => latin(token.slice(4)).startsWith('BedrockAPIKey'),
  'base64-pem': token => /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/.test(latin(token)),
  'base64-json-org': token => has(json(token.slice(4)), 'o', 'k'),
  'base64-json-key': token => has(json(token), 'k', 'n'),
  'base64-json-iat': token => has(json(token.slice(7, token.lastIndexOf('_'))), 'iat'),
  'base64-json-signin': token => has(json(token.slice(4)), 'signInAddress'),
  'json-payload': token => has(json(token.split('.')[1] ?? ''), 'u'),
  'discord-snowflake': token => /^[0-9]{17,20}$/.test(latin(token.split('.')[0] ?? '')),
  'base64-number-colon': token => /^[0-9]{4,20}:/.test(latin(token.replace(/^BBDC-/, ''))),
  'base64-uuid-pair': token => /^[0-9a-f-]{36}:[0-9a-f-]{36}$/.test(latin(token)),
  'base64-colon': token => /^[A-Za-z0-9_-]{10,40}:[A-Za-z0-9_-]{10,60}$/.test(latin(token)),
  'azure-devops-crc32': azureDevops,
  marvin32: marvinKey,
  'marvin32-cask': marvinCask,
  bech32,
  jwt: token => jwtOf(token) !== undefined,
  'base58-64': token => base58Length(token) === 64,
  secp256k1: token => {
    const value = BigInt('0x' + token.replace(/^0x/, ''));
    return value > 0n && value < 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  },
  'mixed-case-40': token => /[A-Z]/.test(token) && /[a-z]/.test(token) && /[0-9]/.test(token),
  'aws-account': () => true,
  'bip39-words': token => new Set(token.split(' ')).size >= 6 && [12, 15, 18, 21, 24].includes(token.split(' ').length),
};
/** Checks that many genuine values fail, or whose passing says little: never a `fail`, or never a `pass`. */
const NEVER_FAIL = new Set(['azure-devops-crc32', 'base64-colon', 'marvin32-cask', 'base64-json-iat', 'discord-snowflake']);
const NEVER_PASS = new Set(['aws-account', 'secp256k1', 'mixed-case-40', 'bip39-words', 'jwt', 'base64-colon', 'base58-64']);

/** Runs an offline check by its name in rules/secrets. Never throws. */
export function prove(name: string, token: string): Proof {
  const good = holds(name, token);
  if (good === undefined) return 'none';
  if (good) return NEVER_PASS.has(name) ? 'none' : 'pass';
  return NEVER_FAIL.has(name) ? 'none' : 'fail';
}

function holds(name: string, token: string): boolean | undefined {
  const checksum = CHECKSUMS[name];
  if (checksum) {
    const { at, want } = checksum(token);
    return token.slice(at, at + want.length) === want;
  }
  return STRUCTURES[name]?.(token);
}

/** Puts a right checksum into a made-up token; other kinds of check leave it as it is. */
export function withChecksum(name: string, token: string): string {
  const checksum = CHECKSUMS[name];
  if (!checksum) return token;
  const { at, want } = checksum(token);
  return token.slice(0, at) + want + token.slice(at + want.length);
}

/** What the payload of a JSON Web Token says. */
export interface JwtFacts {
  readonly issuer: string | undefined;
  /** `anon`, `service_role`; from any claim that holds one of them. */
  readonly role: string | undefined;
  readonly expires: number | undefined;
  /** Signed with a secret that documentation publishes. */
  readonly demo: boolean;
}

/** @returns undefined where header or payload is no JSON object. */
export function jwtOf(token: string): JwtFacts | undefined {
  const [head, body, signature] = token.split('.');
  const header = json(head ?? '');
  const payload = json(body ?? '');
  if (!has(header, 'alg') || !isObject(payload)) return undefined;
  const role = Object.values(payload).find(value => value === 'service_role' || value === 'anon');
  const expires = payload['exp'];
  const issuer = payload['iss'];
  return {
    issuer: typeof issuer === 'string' ? issuer : undefined,
    role: typeof role === 'string' ? role : undefined,
    expires: typeof expires === 'number' ? expires : undefined,
    demo: jwtSecrets().some(key => createHmac('sha256', key).update(`${head}.${body}`).digest('base64url') === signature),
  };
}

/** The account number of an AWS access key id: 12 digits. */
export function awsAccount(id: string): string {
  const bytes = unbase32(id.slice(4));
  let value = 0n;
  for (const byte of bytes.subarray(0, 6)) value = (value << 8n) | BigInt(byte);
  return ((value & 0x7fffffffff80n) >> 7n).toString().padStart(12, '0');
}

function azureDevops(token: string): boolean {
  const bytes = unbase32(token.toUpperCase());
  if (bytes.length !== 32) return false;
  const rest = Buffer.concat([bytes.subarray(0, 2), bytes.subarray(3, 7), bytes.subarray(9, 22), bytes.subarray(23, 32)]);
  const want = Buffer.from([bytes[22]!, bytes[8]!, bytes[7]!, bytes[2]!]).readUInt32LE(0);
  const value = crc32(rest);
  return want === (value ^ 0xe0b9692d) >>> 0 || want === (value ^ 0x1019f92e) >>> 0;
}

function bech32(token: string): boolean {
  const text = token.toLowerCase();
  const split = text.lastIndexOf('1');
  const values = Array.from(text.slice(split + 1), char => BECH32.indexOf(char));
  return split >= 1 && !values.includes(-1) && bech32Sum(text.slice(0, split), values) === 1;
}

/** The checksum of BIP 173 over a prefix and 5-bit values; 1 where the last six values fit. */
export function bech32Sum(prefix: string, data: readonly number[]): number {
  const codes = [...prefix].map(char => char.charCodeAt(0));
  const values = [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31), ...data];
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >> bit) & 1) sum ^= generator;
  }
  return sum;
}

function base58Length(text: string): number {
  let value = 0n;
  for (const char of text) {
    const digit = BASE58.indexOf(char);
    if (digit < 0) return -1;
    value = value * 58n + BigInt(digit);
  }
  const zeros = /^1*/.exec(text)![0].length;
  return zeros + Math.ceil(value.toString(16).length / 2);
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return text;
}

function unbase32(text: string): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const char of text) {
    held = ((held << 5) | Math.max(0, BASE32.indexOf(char))) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}

function latin(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(value: unknown, ...keys: string[]): boolean {
  return isObject(value) && keys.every(key => Object.hasOwn(value, key));
}

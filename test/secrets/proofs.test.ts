import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { marvin32, marvinKey } from '../../src/secrets/marvin.ts';
import { awsAccount, crc32, jwtOf, prove, withChecksum } from '../../src/secrets/proofs.ts';
import { sample } from '../../src/secrets/samples.ts';

test('CRC-32 gives the published check value', () => {
  expect(crc32('123456789').toString(16)).toBe('cbf43926');
  expect(crc32('')).toBe(0);
});

test('Marvin32 gives the published check value', () => {
  // Seed 0xD53CD9CECD0893B7 over "abc", from the tests of the .NET runtime.
  const seed = Buffer.from('d53cd9cecd0893b7', 'hex').toString('latin1');
  expect(marvin32(Buffer.from('abc'), seed).toString(16)).toBe('6be02a86');
});

test.each([
  ['crc32-base62-body', 'github-pat-classic'],
  ['crc32-base62-body', 'npm-token'],
  ['crc32-base62-body', 'github-refresh'],
  ['crc32-base62-body', 'vercel-token'],
  ['crc32-base62-lower-all', 'apify-token'],
  ['crc32-base36-all', 'gitlab-pat-routable'],
  ['crc32-hex-all', 'atlassian-cloud-token'],
  ['crc32-hex-all', 'canva-secret'],
  ['crc32-hex-body', 'cloudflare-scannable'],
  ['crc32-hex-separated', 'npm-zuplo-key'],
  ['crc32-hex-little', 'grafana-sa-token'],
  ['crc32-base64-little', 'confluent-secret'],
  ['github-sha256', 'github-pat-fine-grained'],
  ['marvin32', 'azure-storage-identifiable'],
  ['bech32', 'age-secret-key'],
  ['macaroon', 'pypi-token'],
  ['base64-json-org', 'grafana-cloud-token'],
])('%s of %s: made right passes, changed does not', (proof, id) => {
  const text = sample(id);
  expect(prove(proof, text)).toBe('pass');
  const middle = proof.startsWith('base64') || proof === 'macaroon' ? 6 : 20;
  const changed = text.slice(0, middle) + (/[aA0]/.test(text[middle]!) ? 'q' : text[middle] === 'Q' ? 'P' : 'A') + text.slice(middle + 1);
  expect(prove(proof, changed)).not.toBe('pass');
});

test('a checksum is put right wherever it stands', () => {
  const text = sample('grafana-sa-token');
  const wrong = text.slice(0, -8) + '00000000';
  expect(prove('crc32-hex-little', wrong)).toBe('fail');
  expect(withChecksum('crc32-hex-little', wrong).toLowerCase()).toBe(text.toLowerCase());
});

test('an AWS key id tells its account', () => {
  // 123456789012 << 7 in 48 bits, in base 32, after the prefix.
  let value = (123456789012n << 7n) | (1n << 47n);
  const bytes = Buffer.alloc(10);
  for (let at = 5; at >= 0; at--) {
    bytes[at] = Number(value & 255n);
    value >>= 8n;
  }
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('');
  const text = bits
    .match(/.{5}/g)!
    .map(five => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
  expect(awsAccount('AKIA' + text)).toBe('123456789012');
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (payload: unknown, key: string) => {
  const text = `${part({ alg: 'HS256' })}.${part(payload)}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

test('a web token tells role, issuer and end, and whether documentation signed it', () => {
  expect(jwtOf(signed({ iss: 'supabase', role: 'anon', exp: 9 }, 'k'))).toEqual({
    issuer: 'supabase',
    role: 'anon',
    expires: 9,
    demo: false,
  });
  expect(jwtOf(signed({ rose: 'service_role' }, 'k'))?.role).toBe('service_role');
  expect(jwtOf(signed({ sub: '1' }, 'your-256-bit-secret'))?.demo).toBe(true);
  expect(jwtOf(`${part([1])}.${part({})}.x`)).toBeUndefined();
  expect(jwtOf('a.b.c')).toBeUndefined();
});

test('checks never throw', () => {
  for (const text of ['', 'x', '_', '\u{1f600}', 'ghp_', '0x', '='.repeat(90)]) {
    for (const name of [
      'crc32-base62-body',
      'crc32-hex-all',
      'github-sha256',
      'macaroon',
      'bech32',
      'marvin32',
      'marvin32-cask',
      'azure-devops-crc32',
      'jwt',
      'json-payload',
      'base58-64',
      'no-such-check',
    ]) {
      expect(['pass', 'fail', 'none']).toContain(prove(name, text));
    }
  }
  expect(marvinKey('')).toBe(false);
});

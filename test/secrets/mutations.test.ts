// One changed character must be enough to doubt a credential that carries a checksum.
import { expect, test } from 'vitest';
import { SAMPLES } from '../../src/generated/secret-samples.ts';
import { inspect } from '../../src/secrets/inspect.ts';
import { kind } from '../../src/secrets/kinds.ts';
import { prove } from '../../src/secrets/proofs.ts';
import { sample } from '../../src/secrets/samples.ts';

const CHECKSUM = /^(?:crc32|github-sha256|bech32|marvin32$)/;
const checked = Object.keys(SAMPLES).filter(id => CHECKSUM.test(kind(id).proof ?? ''));

/** Another character of the same alphabet: digits, hexadecimal letters and cases stay what they are. */
function other(char: string): string | null {
  for (const set of ['0123456789', 'abcdef', 'ABCDEF', 'ghijkmnpqrstuvwxyz', 'GHJKLMNPQRSTUVWXYZ']) {
    const at = set.indexOf(char);
    if (at >= 0) return set[(at + 1) % set.length]!;
  }
  return null;
}

/** Characters that the issuer's checksum leaves out: the last eight of GitHub's, unused bits in front of `=`. */
function covered(id: string, text: string): number {
  if (id === 'github-pat-fine-grained') return text.length - 8;
  return text.endsWith('=') ? text.replace(/=+$/, '').length - 1 : text.length;
}

test('there are kinds of every checksum', () => {
  expect(checked.length).toBeGreaterThan(25);
});

test.each(checked)('%s', id => {
  const { mask = '', pattern = '', proof } = kind(id);
  const layout = new RegExp(`^(?:${pattern})$`);
  const text = sample(id, 5);
  expect(prove(proof!, text)).toBe('pass');
  const around = { name: kind(id).variables?.[0] ?? 'ACCESS_TOKEN', firm: true, isArgument: false };
  expect(inspect({ text, base: 0 }, around).map(hit => `${hit.kind.id} ${hit.confidence}`)).toEqual([`${id} high`]);
  const doubted: string[] = [];
  for (let at = mask.length; at < covered(id, text); at += 3) {
    const char = other(text[at]!);
    const changed = text.slice(0, at) + char + text.slice(at + 1);
    if (char === null || !layout.test(changed)) continue;
    const hits = inspect({ text: changed, base: 0 }, around);
    // Still told, but no longer for sure as what it was; the name alone may speak for a secret.
    if (hits.length !== 1 || hits.some(hit => hit.kind.id === id && hit.confidence === 'high'))
      doubted.push(`at ${at}: ${hits.map(hit => hit.kind.id)}`);
  }
  expect(doubted).toEqual([]);
});

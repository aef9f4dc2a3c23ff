import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectFingerprints, fingerprintOf, sha256 } from '../../src/core/fingerprint.ts';

test('the first and the later ones are SHA-256, whichever way they are made', () => {
  const own = (text: string) => createHash('sha256').update(text).digest('hex');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1200 }), text => {
      expect(sha256(text)).toBe(own(text));
    }),
  );
  expectFingerprints(1000);
  expect(fingerprintOf({ identity: 'rule\0file' })).toBe(own('rule\0file').slice(0, 32));
});

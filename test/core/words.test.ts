import { expect, test } from 'vitest';
import { endsInOneOf, extensionOf, setOf } from '../../src/core/words.ts';

const TAILS = setOf('SSL_VERIFY VERIFY');

test.each([
  ['SSL_VERIFY', true],
  ['MY_SSL_VERIFY', true],
  ['MY_VERIFY', true],
  ['MYVERIFY', false],
  ['VERIFY_', false],
  ['', false],
  [`${'MY_'.repeat(1000)}VERIFY`, true],
  [`VERIFY${'_MY'.repeat(1000)}`, false],
])('%s ends in one of the names: %s', (name, expected) => expect(endsInOneOf(name, TAILS)).toBe(expected));

test.each([
  ['a/b.JSON', 'json'],
  ['b.tar.gz', 'gz'],
  ['b', ''],
  ['b.', ''],
])('the extension of %s is %s', (path, expected) => expect(extensionOf(path)).toBe(expected));

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Slot } from '../../src/core/model.ts';
import { endpointsIn } from '../../src/rules/network/shared/endpoints.ts';

// The same, said as a regular expression.
const ADDRESS = /\b(https?|wss?|ftp):\/\/([^\s/?#"'`\\,;|)]{1,300})/gi;

const piece = fc.oneof(
  fc.constantFrom(
    'http',
    'HTTPS',
    'ws',
    'wss',
    'ftp',
    'x',
    '_',
    '://',
    '://',
    ':',
    '/',
    ' ',
    '"',
    ',',
    '.',
    '-',
    '@',
    'acme.dev',
    ':80',
    '\u00a0',
    'é',
  ),
  fc.integer({ min: 296, max: 302 }).map(count => 'h'.repeat(count)),
);

test('addresses are found in running text', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }), pieces => {
      const text = pieces.join('');
      const slot = { value: text, node: { kind: 'number' } } as unknown as Slot;
      const found = endpointsIn(slot).map(({ scheme, start }) => [start, scheme]);
      const expected = Array.from(text.matchAll(ADDRESS), match => [match.index, `${match[1]!.toLowerCase()}:`, match[2]!] as const)
        // Nothing that could be a host.
        .filter(([, , authority]) => /[^@]$/.test(authority) && !/^(?:.*@)?:/.test(authority))
        .map(([start, scheme]) => [start, scheme]);
      expect(found).toEqual(expected);
    }),
    { numRuns: 5000 },
  );
});

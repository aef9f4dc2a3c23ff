import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf } from '../../src/core/day.ts';

test('a moment has the day that a Date has', () => {
  const end = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  const times = fc.oneof(
    fc.integer({ min: 0, max: end }),
    fc.constantFrom(0, end, Date.UTC(2000, 1, 29), Date.UTC(2100, 1, 28, 23), Date.UTC(2100, 2, 1)),
  );
  fc.assert(
    fc.property(times, time => {
      expect(dayOf(time)).toBe(new Date(time).toISOString().slice(0, 10));
    }),
    { numRuns: 3000 },
  );
  for (let day = 0; day < 366 * 8; day++) expect(dayOf(day * 86_400_000)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieces } from '../../src/generated/secrets.ts';
import { surprise } from '../../src/secrets/language.ts';

/** The pieces that the tree holds, with what each costs, read in the plainest way. */
const costs = new Map<string, number>();
(function read(tree: string, before: string): void {
  for (let rest = tree; rest !== '';) {
    const [letter, cost, high, low] = rest.slice(0, 4) as unknown as [string, string, string, string];
    const size = 4 * ((high.charCodeAt(0) - 48) * 64 + low.charCodeAt(0) - 48);
    if (cost !== ' ') costs.set(before + letter, cost.charCodeAt(0) - 48 + 0.5);
    read(rest.slice(4, size), before + letter);
    rest = rest.slice(size);
  }
})(pieces(), '');

/** The cheapest way to tell a text: all ways to cut it are tried, 9 bits for a letter alone that is no piece. */
function told(text: string): number {
  const best = [0];
  for (let end = 1; end <= text.length; end++) {
    const cost = (start: number) => Math.min(costs.get(text.slice(start, end)) ?? Infinity, start === end - 1 ? 9 : Infinity);
    const ways = best.map((least, start) => least + cost(start));
    best.push(Math.min(...ways));
  }
  return best.at(-1)!;
}

test('there are pieces of several lengths', () => {
  expect(costs.size).toBeGreaterThan(1000);
  expect(costs.get('ing')).toBeLessThan(costs.get('browser')!);
});

test('a word is told in the cheapest pieces', () => {
  const word = fc.oneof(
    fc.stringMatching(/^[a-z]{1,30}$/),
    fc.array(fc.constantFrom(...costs.keys(), 'q', 'zx'), { minLength: 1, maxLength: 6 }).map(parts => parts.join('')),
  );
  fc.assert(
    fc.property(word, text => {
      const each = /[g-z]/.test(text) ? 5.17 : 4;
      expect(surprise(text)).toBeCloseTo((2.5 + told(text) - text.length * each) / text.length, 9);
    }),
  );
});

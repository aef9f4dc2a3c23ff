import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternError } from '../../src/engine/custom-rules-pattern.ts';
import { linearRegex } from '../../src/engine/custom-rules-regex.ts';

const PATTERNS = [
  'a', '^a', 'a$', '^$', 'a|b', '(a|b)+c', '(?:ab)*$', 'a{2,3}b', 'a{2}', 'a{2,}', '[a-c]+x', '[^a-c]', '[\\]a]', '[a-]', '[\\d-]', '\\d+\\.\\d*', '\\bab\\b',
  '\\Ba', '^(a+)+$', 'a?b??c', '.*b', 'a.c', '\\(a\\)', '()', '(|a)b', '(a*)*b', '[\\w.]+', '\\s', '[^\\s]a', '(a|ab)(c|bcd)', '^(?:https?|wss)://',
]; // prettier-ignore

test.each(PATTERNS)('%s says what a backtracking engine says', pattern => {
  const ours = linearRegex(pattern);
  const theirs = new RegExp(pattern, 'u');
  const letters = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'd', 'x', '.', '-', ' ', '1', '(', ')', ']', '\n', 'ä', '😀'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(letters, text => {
      expect([text, ours.test(text)]).toEqual([text, theirs.test(text)]);
    }),
    { numRuns: 300 },
  );
});

test('(?i) passes over the case of ASCII', () => {
  expect(linearRegex('(?i)^npx$').test('NpX')).toBe(true);
  expect(linearRegex('(?i)[a-f]').test('E')).toBe(true);
  expect(linearRegex('^npx$').test('NpX')).toBe(false);
});

test('no pattern and no text make it slow', () => {
  const evil = ['^(a+)+$', '(a|a)*b', '(a*)*b', '(.*)*x', '(a?){100}a{100}b', '((a{1,10}){1,10}){1,5}b'];
  const text = 'a'.repeat(5000);
  const started = performance.now();
  for (const pattern of evil) linearRegex(pattern).test(text + '!');
  expect(performance.now() - started).toBeLessThan(5000);
});

test.each([
  ['a(', 1], ['a)', 1], ['[a', 0], ['*a', 0], ['a**', 2], ['a\\', 1], ['(?=a)', 1], ['\\1', 0], ['\\p{L}', 0], ['a{3,2}', 1], ['a{x', 1], ['[z-a]', 1],
  ['(a{200}){200}', 0], ['('.repeat(30) + ')'.repeat(30), 20], ['[[:alpha:]]', 1], ['a'.repeat(500), 0],
] as const)('%s is refused, and where', (pattern, at) => {
  try {
    linearRegex(pattern);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PatternError);
    expect((error as PatternError).at).toBe(at);
  }
}); // prettier-ignore

test('never fails on any pattern but by saying so', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?\\^$-.,12dwb:'), maxLength: 20 }),
      fc.string({ maxLength: 20 }),
      (pattern, text) => {
        try {
          linearRegex(pattern).test(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

import { expect, test } from 'vitest';
import { lengths, wordsOf } from './compile.ts';

test.each([
  ['abc', 3, 3],
  ['sk-[a-z]{8}(?:[A-Z]{4,6})?', 11, 17],
  [String.raw`\b(?:a|bcd)\.x+$`, 3, 20_000],
  ['a{2}|b{5,}', 2, 20_000],
  [String.raw`(?:[\w-]{3}\.){2}z*`, 8, 20_000],
])('a match of %s has %i to %i characters', (pattern, least, most) => expect(lengths(pattern)).toEqual([least, most]));

test('a pattern that it does not understand is a mistake', () => expect(() => lengths('(?=a)b')).toThrow('what is'));

test.each([
  ['wallet|private.?key', ['wallet', 'private']],
  ['azure.{0,12}(?:openai|ai)', ['azure']],
  ['(?:do|spaces).{0,12}secret', ['do', 'spaces']],
  [String.raw`\bexa`, ['exa']],
  ['(?:ether|bsc)scan', ['scan']],
])('a name that fits %s holds one of its words', (when, words) => expect(wordsOf(when)).toEqual(words));

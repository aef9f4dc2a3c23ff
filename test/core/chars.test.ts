import { expect, test } from 'vitest';
import { consistsOf, holds, indexOfAny, isDigit, lowerWords } from '../../src/core/chars.ts';

test.each([
  ['api key2', ['api', 'key2']],
  ['__contraseña--x__', ['contraseña', 'x']],
  ['-', []],
  ['', []],
])('the words of %j', (text, expected) => expect(lowerWords(text)).toEqual(expected));

test('an empty text consists of nothing', () => {
  expect(consistsOf('', isDigit)).toBe(false);
  expect(consistsOf('12', isDigit)).toBe(true);
  expect(consistsOf('1２', isDigit)).toBe(false);
  expect(holds('a1', isDigit)).toBe(true);
  expect(holds('', isDigit)).toBe(false);
});

test('the first of some characters', () => {
  expect(indexOfAny('a?b#c', '#?')).toBe(1);
  expect(indexOfAny('a?b#c', '#?', 2)).toBe(3);
  expect(indexOfAny('abc', '#?')).toBe(-1);
});

import { describe, expect, test } from 'vitest';
import { compileGlob, expandBraces } from '../../src/core/glob.ts';
import { compilePatterns } from '../../src/engine/globs.ts';

describe('compileGlob', () => {
  test.each([
    ['*.json', 'a.json', true],
    ['*.json', 'a/b.json', false],
    ['**/*.json', 'a.json', true],
    ['**/*.json', 'a/b/c.json', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'ab/c', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**/z', 'a/b/c/zz', false],
    ['?.{json,y{a,}ml}', 'x.yml', true],
    ['?.{json,y{a,}ml}', 'x.yaml', true],
    ['?.{json,y{a,}ml}', 'xy.json', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[!a-c]x', 'dx', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['{a', '{a', true],
    ['[a', '[a', true],
    ['**/a/**/b', 'x/a/y/a/z/b', true],
  ])('%s on %s: %s', (glob, path, wanted) => expect(compileGlob(glob)(path)).toBe(wanted));

  test('bait is over soon', () => {
    expect(compileGlob('*a'.repeat(400) + 'b')('a'.repeat(4000))).toBe(false);
    expect(compileGlob('**/a/'.repeat(200) + 'b')('a/'.repeat(2000) + 'c')).toBe(false);
    expect(expandBraces('{a,b}'.repeat(60)).length).toBeLessThanOrEqual(256);
    expect(expandBraces('{'.repeat(5000) + 'a,b' + '}'.repeat(5000)).length).toBeLessThanOrEqual(256);
  });
});

test('patterns of people: names anywhere, folders with all below, a prefix for a root further down', () => {
  const search = compilePatterns(['vendor', '/docs/*.md', 'a/b/']);
  expect(search('x/vendor/y.json')).toBe('vendor');
  expect(search('docs/a.md')).toBe('/docs/*.md');
  expect(search('x/docs/a.md')).toBeNull();
  expect(search('a/b/c/d')).toBe('a/b/');
  expect(compilePatterns(['services/api/x'], 'services/api/')('x')).toBe('services/api/x');
});

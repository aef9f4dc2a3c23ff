import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookup } from '../../src/core/table.ts';

const part = fc.string({ maxLength: 6 }).map(text => text.replace(/[\t\n]/g, ''));
const texts = fc.dictionary(part, part, { minKeys: 1, noNullPrototype: true });

test.each([1, 100])('finds what a map finds, for who asks %i times', times => {
  fc.assert(
    fc.property(texts, fc.array(fc.oneof(part, fc.string()), { maxLength: 5 }), fc.boolean(), (held, asked, isText) => {
      const map = new Map(Object.entries(held));
      const lines = Array.from(map, ([key, text]) => `${key}\t${text}`);
      const found = lookup(() => (isText ? `\n${lines.join('\n')}\n` : lines));
      for (let time = 0; time < times; time++) {
        for (const key of [...asked, ...map.keys()]) expect(found.get(key)).toBe(map.get(key));
      }
      if (map.size > 0) expect(found.keys()).toEqual([...map.keys()]);
    }),
  );
});

test('a key is a whole key, and what it means is a whole line', () => {
  const found = lookup(() => ['acme\tone', 'acme-mcp\ttwo', 'constructor\tthree']);
  expect(['acme', 'acme-mcp', 'cme', 'acme\tone', 'one\nacme-mcp', 'toString', ''].map(found.get)).toEqual([
    'one',
    'two',
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('makes its text when it is asked, once', () => {
  let made = 0;
  const found = lookup(() => {
    made++;
    return ['a\t1'];
  });
  expect(made).toBe(0);
  for (let time = 0; time < 200; time++) found.get('a');
  expect(made).toBe(1);
});

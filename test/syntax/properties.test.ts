import fc from 'fast-check';
import { expect, test } from 'vitest';
import { get, inner, scalars, toJS } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { parseProperties } from '../../src/syntax/properties.ts';

const parse = (text: string) => parseProperties(new Source('a.properties', text))[0]!;
const plain = (text: string): unknown => JSON.parse(JSON.stringify(toJS(parse(text).root)));

test.each([
  ['a=1', { a: '1' }],
  ['a.b = x y ', { a: { b: 'x y ' } }],
  ['a.b: x\na.c x', { a: { b: 'x', c: 'x' } }],
  ['a[0]=x\na[1]=y', { a: ['x', 'y'] }],
  ['# note\n! note\r\n\r\n a=1\r\n', { a: '1' }],
  ['a=x\\\n  y', { a: 'xy' }],
  ['a=x\\\r\n  y\r\nb=2', { a: 'xy', b: '2' }],
  ['a=\\u0041\\tb\\=c', { a: 'A\tb=c' }],
  ['a\\:b=1', { 'a\\:b': '1' }],
  ['a=', { a: '' }],
  ['a', { a: '' }],
  ['a=1\na.b=2', { a: { b: '2' } }],
  ['__proto__.x=1', { ['__proto__']: { x: '1' } }],
  ['', {}],
])('%j', (text, wanted) => {
  const read = JSON.stringify(plain(text));
  expect(read).toBe(JSON.stringify(wanted));
});

test('places are exact, escapes and joined lines undone', () => {
  const text = 'é.url = https://a\\\n   .example.com\nb=\\u0041B\n';
  const { root, source } = { ...parse(text), source: new Source('a.properties', text) };
  const url = get(root, 'é', 'url')!;
  expect(source.slice(inner(url))).toBe('https://a\\\n   .example.com');
  const b = get(root, 'b')!;
  expect(b.kind === 'string' && [...b.offsets!].map(offset => text[offset])).toEqual(['\\', 'B', '\n']);
});

test('comments stand apart', () => {
  const text = '# one\na=1 # no comment\n! two';
  expect(parse(text).comments.map(({ span }) => text.slice(span.start, span.end))).toEqual(['# one', '! two']);
  expect(plain(text)).toEqual({ a: '1 # no comment' });
});

test('any text is read, and every value lies within it', () => {
  const piece = fc.constantFrom('a', '.', '=', ':', ' ', '\\', '\n', '\r\n', '#', '!', '[0]', '[', ']', '\\u00', 'é', '\t');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), pieces => {
      const text = pieces.join('');
      for (const { node } of scalars(parse(text).root)) {
        expect(node.span.start).toBeGreaterThanOrEqual(0);
        expect(node.span.end).toBeLessThanOrEqual(text.length);
        expect(node.span.start).toBeLessThanOrEqual(node.span.end);
        if (node.kind === 'string' && node.offsets) expect(node.offsets.length).toBe(node.value.length + 1);
      }
    }),
    { numRuns: 2000 },
  );
});

test('long files of any shape take a moment', () => {
  const start = performance.now();
  for (const bait of ['\\', '\\\n', '[', ' ', '\n', 'a.', '\\u', 'a=1\n', 'a.b=\\\r\n', '#', '.'])
    parse(bait.repeat(Math.ceil(300_000 / bait.length)));
  expect(performance.now() - start).toBeLessThan(3000);
});

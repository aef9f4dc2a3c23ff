import fc from 'fast-check';
import { expect, test } from 'vitest';
import { get, type StringNode, toJS, within } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { parse } from '../../src/syntax/index.ts';
import { expectInRange, expectNested, one } from './tree.ts';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown;

test('reads what JSON.parse reads', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom(0, 1, 2, '\t'), fc.boolean(), async (value, space, crlf) => {
      const lf = JSON.stringify(value, null, space);
      const text = crlf ? lf.replaceAll('\n', '\r\n') : lf;
      const document = await one(text, 'json');
      expect(document.problems).toEqual([]);
      expect(JSON.stringify(toJS(document.root))).toBe(JSON.stringify(JSON.parse(text)));
      expectInRange(document);
      expectNested(document.root);
    }),
    { numRuns: 300 },
  );
});

const messy = fc.string({
  // prettier-ignore
  unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"', '\\', '\\u0041', '\\n', 'a', '1', '//', '/*', '*/', '#', '\n', '\r\n', ' ', "'", 'true', 'é', '🚀', '{{', '}}', '{%', '%}', '$', '“', '...', '=', '<<<<<<<', '\0', '"k":', '\u00a0'),
  maxLength: 60,
});

test('never throws on a mess, spans lie in the text, children nest', async () => {
  await fc.assert(
    fc.asyncProperty(messy, async text => {
      for (const document of await parse(new Source('x', text), 'json')) {
        expectInRange(document);
        expectNested(document.root);
      }
    }),
    { numRuns: 3000 },
  );
});

test('a strict reader refuses exactly what has a problem', async () => {
  await fc.assert(
    fc.asyncProperty(messy, async text => {
      let strict = true;
      try {
        JSON.parse(text);
      } catch {
        strict = false;
      }
      const documents = await parse(new Source('x', text), 'json');
      expect(documents.every(({ problems }) => problems.length === 0)).toBe(strict);
    }),
    { numRuns: 3000 },
  );
});

test('within() points at the text that decodes to the part', async () => {
  const unit = fc.constantFrom('a', '"', '\\', '\n', '\u0007', 'é', '🚀', '/', '\ud800');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit }), fc.nat(), fc.nat(), async (value, a, b) => {
      const text = `{"é🚀": ${JSON.stringify(value)}}`;
      const node = get((await one(text, 'json')).root, 'é🚀') as StringNode;
      const [start, end] = [a % (value.length + 1), b % (value.length + 1)].sort((x, y) => x - y) as [number, number];
      const span = within(node, start, end);
      expect(JSON.parse(`"${text.slice(span.start, span.end)}"`)).toBe(value.slice(start, end));
    }),
    { numRuns: 1000 },
  );
});

// [what is wrong, text, what is still read, problems as level:code@text they stand at]
const BROKEN: [string, string, unknown, string[]][] = [
  ['comments', '{ // a\n "k": /* b */ 1 }', { k: 1 }, ['warning:comment@// a', 'warning:comment@/* b */']],
  ['trailing commas', '{"a": [1, 2,], }', { a: [1, 2] }, ['warning:trailing-comma@,', 'warning:trailing-comma@,']],
  ['a key twice', '{"a": 1, "a": 2}', { a: 2 }, ['warning:duplicate-key@"a"']],
  ['single quotes', "{'a': 'it'}", { a: 'it' }, ["error:not-strict@'", "error:not-strict@'"]],
  ['keys without quotes', '{a: 1, $b-c: 2}', { a: 1, '$b-c': 2 }, ['error:not-strict@a', 'error:not-strict@$b-c']],
  [
    'a value without quotes',
    '{"a": npx, "b": https://h/p}',
    { a: 'npx', b: 'https://h/p' },
    ['error:syntax@npx', 'error:syntax@https://h/p'],
  ],
  ['an unclosed string', '{"a": "npx,\n "b": "c"}', { a: 'npx', b: 'c' }, ['error:syntax@"npx']],
  ['an unclosed string at the end', '{"a": "npx', { a: 'npx' }, ['error:syntax@"npx', 'error:syntax@{']],
  ['a line break in a string', '{"a": "x\ny", "b": 1}', { a: 'x\ny', b: 1 }, ['error:syntax@\n']],
  ['a missing comma', '{"a": 1\n "b": 2}', { a: 1, b: 2 }, ['error:syntax@"']],
  ['a missing comma in a list', '["a" "b"]', ['a', 'b'], ['error:syntax@"']],
  ['a missing colon', '{"a" 1}', { a: 1 }, ['error:syntax@"a"']],
  ['a missing value', '{"a": , "b": 2}', { b: 2 }, ['error:syntax@"a"']],
  ['a forgotten value', '{"a":\n "b": 2}', { b: 2 }, ['error:syntax@"a"']],
  ['no outer braces', '"mcp": {"a": 1},\n"b": 2', { mcp: { a: 1 }, b: 2 }, ['error:syntax@']],
  ['a brace too many at the end', '{"a": {"b": 1}}}', { a: { b: 1 } }, ['error:syntax@}']],
  ['a brace too many in the middle', '{"a": 1}}, "b": 2}', { a: 1, b: 2 }, ['error:syntax@}', 'error:syntax@"', 'error:syntax@}']],
  ['a brace that is missing at the end', '{"a": {"b": 1}', { a: { b: 1 } }, ['error:syntax@{']],
  ['a bracket that is missing before a key', '{"a": ["x", "y",\n "b": {"c": 1}}', { a: ['x', 'y'], b: { c: 1 } }, ['error:syntax@"']],
  ['a bracket that is missing before a brace', '{"a": {"b": ["x"}, "c": 1}', { a: { b: ['x'] }, c: 1 }, ['error:syntax@}']],
  ['a template as a value', '{"a": {{ port }}, "b": 1}', { a: '{{ port }}', b: 1 }, ['error:syntax@{{ port }}']],
  [
    'template tags between entries',
    '{\n{% if x %}\n"a": 1,\n{% endif %}\n"b": 2}',
    { a: 1, b: 2 },
    ['error:syntax@{% if x %}', 'error:syntax@{% endif %}'],
  ],
  ['a variable without quotes', '{"a": ${PORT}, "b": 1}', { a: '${PORT}', b: 1 }, ['error:syntax@${PORT}']],
  ['doubled braces', '{{"a": {"b": 1}}}', { a: { b: 1 } }, ['error:syntax@{']],
  ['a NUL', '{"a":\0 1}', { a: 1 }, ['error:not-strict@\0']],
  ['typographic quotes', '{“a”: “b”}', { a: 'b' }, ['error:syntax@“', 'error:syntax@“']],
  ['words of Python', '{"a": True, "b": None}', { a: true, b: null }, ['error:syntax@True', 'error:syntax@None']],
  [
    'numbers of JSON5',
    '[0x10, +1, .5, 007]',
    [16, 1, 0.5, 7],
    ['error:not-strict@0x10', 'error:not-strict@+1', 'error:not-strict@.5', 'error:not-strict@007'],
  ],
  ['a Windows path', String.raw`{"a": "C:\Users\new"}`, { a: 'C:\\Users\new' }, [String.raw`error:syntax@\U`]],
  ['an ellipsis', '{"a": [1, ...], ...}', { a: [1] }, ['error:syntax@...', 'error:syntax@...']],
  ['an equals sign', '{"a" = 1}', { a: 1 }, ['error:syntax@=']],
  [
    'a merge conflict',
    '{\n<<<<<<< a\n"a": 1,\n||||||| c\n=======\n"b": 2,\n>>>>>>> b\n"c": 3}',
    { a: 1, b: 2, c: 3 },
    ['error:syntax@<<<<<<< a', 'error:syntax@||||||| c', 'error:syntax@=======', 'error:syntax@>>>>>>> b'],
  ],
  ['text before the value', 'const x = {"a": 1}', { a: 1 }, ['error:syntax@const x = ']],
  ['nothing', ' \n', null, ['warning:syntax@']],
  ['a key of the prototype', '{"__proto__": {"x": 1}}', JSON.parse('{"__proto__": {"x": 1}}'), []],
];

test.each(BROKEN)('reads on behind %s', async (_, text, value, problems) => {
  const document = await one(text, 'json');
  expect(plain(toJS(document.root))).toEqual(value);
  expect(document.problems.map(({ level, code, span }) => `${level}:${code}@${text.slice(span.start, span.end)}`)).toEqual(problems);
  for (const { message } of document.problems) expect(message).toMatch(/^[A-Z].{10,100}\.$/);
});

test('documents that follow each other are read each', async () => {
  const text = '{"a": 1}\n{"b": 2} // x\n[3]';
  const documents = await parse(new Source('x', text), 'json');
  expect(documents.map(({ root }) => plain(toJS(root)))).toEqual([{ a: 1 }, { b: 2 }, [3]]);
  expect(documents.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
  expect(documents.map(({ problems }) => problems.filter(({ level }) => level === 'error').length)).toEqual([0, 1, 1]);
});

test('JSON5 additions are warnings in a .json5 file only', async () => {
  const text = "{a: 'b', c: +1}";
  expect((await one(text, 'json', 'a.json5')).problems.map(({ level }) => level)).toEqual(['warning', 'warning', 'warning', 'warning']);
  expect((await one(text, 'json', 'a.json')).problems.every(({ level }) => level === 'error')).toBe(true);
});

test('deep nesting is passed over, the rest is read', async () => {
  const text = `{"a": ${'['.repeat(5000)}"]"${']'.repeat(5000)}, "b": 1}`;
  const document = await one(text, 'json');
  expect(document.problems).toEqual([expect.objectContaining({ code: 'too-deep' })]);
  expect(get(document.root, 'b')).toMatchObject({ value: 1 });
  expect((await one('['.repeat(100_000), 'json')).problems.map(({ code }) => code)).toContain('too-deep');
});

test.each(['{"', '"\\"\n', '{{', '{% ', '/*', '#', 'a:', '“\n', '[1,', '{}"a":1', '<<<<<<<\n', '{"a" "b"'])(
  'a long row of %j ends',
  async unit => {
    const documents = await parse(new Source('x', unit.repeat(20_000)), 'json');
    expect(documents.length).toBeLessThanOrEqual(1000);
    for (const { problems } of documents) expect(problems.length).toBeLessThanOrEqual(700);
  },
);

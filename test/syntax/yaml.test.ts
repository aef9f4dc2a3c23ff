import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Document, parseDocument, type ScalarTag, stringify } from 'yaml';
import { get, type StringNode, toJS, within } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { parse } from '../../src/syntax/index.ts';
import { mayBeNoString } from '../../src/syntax/yaml.ts';
import { expectInRange, expectNested, one, walk } from './tree.ts';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown;
const telling = (text: string) => (problem: { code: string; level: string; span: { start: number; end: number } }) =>
  `${problem.level}:${problem.code}@${text.slice(problem.span.start, problem.span.end)}`;

const scalar = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b ', ' ', '\n', '\t', ':', '#', '"', "'", '\\', 'é', '🚀', '-', '\u0007'), maxLength: 40 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('yes', 'no', '1_000', '0x', '~', 'null', '1.5', '2026-01-01', '<<'),
);
const tree = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ unit: fc.constantFrom('a', 'b', ':', ' ', '1'), maxLength: 4 }), tie('value'), { maxKeys: 4 }),
  ),
})).value;
const styles = fc.record({
  defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
  lineWidth: fc.constantFrom(0, 20, 80),
  indent: fc.constantFrom(1, 2, 4),
  collectionStyle: fc.constantFrom('any', 'flow', 'block'),
} as const);

test('reads what the library reads, in every style', async () => {
  await fc.assert(
    fc.asyncProperty(tree, styles, fc.boolean(), async (value, style, crlf) => {
      const lf = stringify(value, { ...style, aliasDuplicateObjects: false } as never);
      const text = crlf ? lf.replaceAll('\n', '\r\n') : lf;
      const expected = parseDocument(text, { uniqueKeys: false, merge: false });
      fc.pre(expected.errors.length === 0 && !text.includes('<<'));
      const document = await one(text, 'yaml');
      expect(plain(toJS(document.root))).toEqual(plain(expected.toJS()));
      expectInRange(document);
      expectNested(document.root);
    }),
    { numRuns: 500 },
  );
});

test('every unit of a decoded text has its own place', async () => {
  await fc.assert(
    fc.asyncProperty(scalar, styles, async (value, style) => {
      const text = stringify({ k: value }, style as never);
      const node = get((await one(text, 'yaml')).root, 'k');
      if (node?.kind !== 'string') return;
      const visible = [...node.value.matchAll(/[a-zA-Zé]/g)];
      for (const { index } of visible) {
        const span = within(node, index, index + 1);
        expect(text.slice(span.start, span.end)).toBe(node.value[index]);
      }
      // Coarse offsets, all the same, would mean that the text was not understood.
      if (node.offsets) expect(new Set(node.offsets).size).toBeGreaterThan(node.value.length / 11);
    }),
    { numRuns: 500 },
  );
});

// prettier-ignore
const messy = fc.string({
  unit: fc.constantFrom('a', 'b: ', 'k:', ': ', '- ', '\n', '\n  ', '\n    ', '\r\n', '\t', '{', '}', '[', ']', ', ', '"', "'", '\\', '\\n', '|', '>', '|-\n', '&x ', '*x', '!t ', '#', ' # c', '---\n', '...\n', '%', '? ', '<<: ', '{{ x }}', '{% y %}', 'é', '🚀', '\0', '@', '`', '1', 'true', '~'),
  maxLength: 40,
});

test('never throws on a mess, spans lie in the text, children nest', async () => {
  await fc.assert(
    fc.asyncProperty(messy, async text => {
      for (const document of await parse(new Source('x', text), 'yaml')) {
        expectInRange(document);
        const nodes = [...walk(document.root)].map(node => node.kind === 'map' && node.entries.some(({ inherited }) => inherited));
        if (!text.includes('*x') && !nodes.includes(true)) expectNested(document.root);
      }
    }),
    { numRuns: 2500 },
  );
});

test('a key that is left empty behind a mistake stands in its map', async () => {
  for (const text of ['- &x - : ', '- &x - : 1\n', 'a: &x - : b\n']) {
    const { root } = await one(text, 'yaml');
    expectNested(root);
  }
});

test('within() points into quotes, block scalars and plain text of several lines', async () => {
  const text = [
    'double: "a\\u0041\\x42\\tc \\',
    '  d e',
    '  f"',
    "single: 'it''s é🚀 x'",
    'literal: |  # note',
    '    one',
    '      two',
    '',
    '    three',
    'folded: >-',
    '  p q',
    '  r',
    '',
    '  s',
    'plain: u v',
    '  w',
    '',
  ].join('\n');
  const { root } = await one(text, 'yaml');
  const values: Record<string, string> = {
    double: 'aAB\tc d e f',
    single: "it's é🚀 x",
    literal: 'one\n  two\n\nthree\n',
    folded: 'p q r\ns',
    plain: 'u v w',
  };
  for (const [key, value] of Object.entries(values)) expect((get(root, key) as StringNode).value).toBe(value);
  const at = (key: string, part: string) => {
    const node = get(root, key) as StringNode;
    const index = node.value.indexOf(part);
    const span = within(node, index, index + part.length);
    return text.slice(span.start, span.end);
  };
  expect(at('double', 'A')).toBe('\\u0041');
  expect(at('double', 'AB')).toBe('\\u0041\\x42');
  expect(at('double', 'd e')).toBe('d e');
  expect(at('double', 'e f')).toBe('e\n  f');
  expect(at('single', "'s é🚀")).toBe("''s é🚀");
  expect(at('literal', 'two')).toBe('two');
  expect(at('literal', 'three')).toBe('three');
  expect(at('folded', 'r\ns')).toBe('r\n\n  s');
  expect(at('plain', 'v w')).toBe('v\n  w');
});

test('aliases are their target, merge keys are inherited, own keys win', async () => {
  const text = 'base: &b {x: 1, y: 2}\nother: &o\n  z: 3\nmine:\n  y: 9\n  <<: [*b, *o]\nsame: *b\nnone: *q\nself: &s [*s]\n';
  const { root, problems } = await one(text, 'yaml');
  expect(plain(toJS(get(root, 'mine')))).toEqual({ y: 9, x: 1, z: 3 });
  const mine = get(root, 'mine');
  expect(mine?.kind === 'map' && mine.entries.map(({ key, inherited }) => [key.value, inherited ?? false])).toEqual([
    ['y', false],
    ['x', true],
    ['z', true],
  ]);
  expect(get(root, 'same')).toBe(get(root, 'base'));
  expect(problems.map(telling(text))).toEqual(['error:syntax@*q', 'error:syntax@*s']);
});

test('tags are kept as written, custom ones are no problem', async () => {
  const { root, problems } = await one('a: !secret name\nb: !!str 1\nc: !Sub "x"\nd: 1\ne: yes\n', 'yaml');
  expect(problems).toEqual([]);
  expect(get(root, 'a')).toMatchObject({ value: 'name', tag: '!secret' });
  expect(get(root, 'b')).toMatchObject({ kind: 'string', value: '1', tag: '!!str' });
  expect(get(root, 'c')).toMatchObject({ value: 'x', tag: '!Sub', quoted: true });
  expect(get(root, 'd')).toMatchObject({ kind: 'number', value: 1 });
  expect(get(root, 'e')).toMatchObject({ kind: 'string', value: 'yes' });
});

test('each document of a stream has its own tree, comments and span', async () => {
  const text = '# one\na: 1\n---\n# two\nb: 2 # three\n---\n';
  const documents = await parse(new Source('x', text), 'yaml');
  expect(documents.map(({ root }) => plain(toJS(root)))).toEqual([{ a: 1 }, { b: 2 }]);
  expect(documents.map(({ comments }) => comments.map(({ span }) => text.slice(span.start, span.end)))).toEqual([
    ['# one'],
    ['# two', '# three'],
  ]);
});

test.each<[string, string, unknown, string[]]>([
  ['a key twice', 'a: 1\nb: 2\na: 3\n', { a: 3, b: 2 }, ['warning:duplicate-key@a']],
  ['an unclosed quote', 'a: "x\nb: 1\n', { a: 'x', b: 1 }, ['error:syntax@"']],
  ['an unclosed quote in brackets', "a: [y, 'x: 2]\nb: 1\n", { a: ['y', 'x: 2'], b: 1 }, ["error:syntax@'"]],
  ['an unclosed quote at the end', 'b: 1\na: "x\n', { b: 1, a: 'x' }, ['error:syntax@"']],
  [
    'a merge conflict',
    'a:\n<<<<<<< HEAD\n  b: 1\n||||||| base\n=======\n  c: 2\n>>>>>>> x\n  d: |\n    y\n',
    { a: { b: 1, c: 2, d: 'y\n' } },
    ['error:syntax@<<<<<<< HEAD', 'error:syntax@||||||| base', 'error:syntax@=======', 'error:syntax@>>>>>>> x'],
  ],
  [
    'a line without a colon',
    'a:\n  b: 1\n  oops\n  c: 2\nstray words\nd: 3\n',
    { a: { b: 1, c: 2 }, d: 3 },
    ['error:syntax@oops\n  c', 'error:syntax@stray words\nd'],
  ],
  ['a line of equal signs that is a text', 'a: |\n  =======\n', { a: '=======\n' }, []],
  [
    'an expression without quotes in braces',
    'a:\n  - b: { c: ${{ secrets.X }}, d: 1 }\n  - e: 2\n',
    { a: [{ b: { c: '${{ secrets.X }}', d: 1 } }, { e: 2 }] },
    [expect.stringMatching(/^error:syntax@/)] as unknown as string[],
  ],
  ['an unclosed bracket', 'a: [x, y\nb: 1\n', { a: ['x', 'y'], b: 1 }, ['error:syntax@b']],
  ['tabs that indent', 'a:\n\tb: 1\n\tc: "x"\n', { a: { b: 1, c: 'x' } }, ['error:syntax@\t']],
  ['JSON with tabs and a trailing comma', '{\n\t"a": [1,],\n}', { a: [1] }, []],
  [
    'Helm tags alone in a line',
    'a:\n  {{- if .x }}\n  b: 1\n  {{- end }}\n  c: {{ .y | quote }}\n',
    { a: { b: 1, c: '{{ .y | quote }}' } },
    ['warning:not-strict@{{- if .x }}', 'warning:not-strict@{{- end }}'],
  ],
  [
    'Jinja tags',
    '{% if x %}\na: {{ y }}:1\n{% endif %}\n',
    { a: '{{ y }}:1' },
    ['warning:not-strict@{% if x %}', 'warning:not-strict@{% endif %}'],
  ],
  ['expressions of workflows', 'a: ${{ secrets.X }}\n', { a: '${{ secrets.X }}' }, []],
  ['a template inside a block scalar', 'a: |\n  x\n  {{ y }}\n  z\n', { a: 'x\n{{ y }}\nz\n' }, ['warning:not-strict@{{ y }}']],
  ['an at sign', 'a:\n  - @scope/x\n  - y\n', { a: ['@scope/x', 'y'] }, ['error:syntax@@']],
  ['a colon in plain text', 'a: b: c\nd: 1\n', { a: 'b: c', d: 1 }, ['error:syntax@b']],
  ['nothing', '# only a comment\n', null, []],
  ['a key of the prototype', '__proto__: {x: 1}\n', JSON.parse('{"__proto__": {"x": 1}}'), []],
])('reads on behind %s', async (_, text, value, problems) => {
  const document = await one(text, 'yaml');
  expect(plain(toJS(document.root))).toEqual(value);
  expect(document.problems.map(telling(text))).toEqual(problems);
  for (const { message } of document.problems) expect(message).toMatch(/^[A-Z].{10,100}\.$/);
});

test('nesting that would abort the process is refused, the documents before are read', async () => {
  for (let depth = 500; depth <= 4300; depth += 475) {
    for (const unit of ['[', '{a: ', '- ', 'a: ', '? ']) {
      const documents = await parse(new Source('x', `a: 1\n---\n${unit.repeat(depth)}`), 'yaml');
      expect(get(documents[0]?.root, 'a')).toMatchObject({ value: 1 });
      expect(documents.flatMap(({ problems }) => problems.map(({ code }) => code))).toContain('too-deep');
    }
  }
  const steps = Array.from({ length: 90 }, (_, i) => ' '.repeat(i) + 'a:').join('\n');
  expect((await one(steps + ' 1', 'yaml')).problems).toEqual([]);
});

test('twenty thousand keys are compared, not each with each', async () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `key${i}: ${i}\n`).join('') + 'key7: again\n';
  const { root, problems } = await one(text, 'yaml');
  expect(root?.kind === 'map' && root.entries.length).toBe(20_001);
  expect(problems.map(telling(text))).toEqual(['warning:duplicate-key@key7']);
});

test('aliases do not unfold without end', async () => {
  const names = 'abcdefghijklmnop';
  const lines = [...names].map(
    (name, i) =>
      `${name}: &${name} [${
        i === 0
          ? 'x'
          : Array(10)
              .fill('*' + names[i - 1])
              .join(', ')
      }]`,
  );
  const { root, problems } = await one(lines.join('\n'), 'yaml');
  expect(problems.map(({ code }) => code)).toContain('too-large');
  expect(JSON.stringify(toJS(root)).length).toBeLessThan(2_000_000);
});

test('whatever the library takes for more than a string is asked about', () => {
  const { tags } = new Document(null, { version: '1.2', schema: 'core' }).schema!;
  const tests = tags.flatMap(tag => (tag as ScalarTag).test ?? []);
  expect(tests.length).toBeGreaterThan(7);
  const piece = fc.constantFrom(
    '',
    '+',
    '-',
    '.',
    '0',
    '9',
    'e',
    'E',
    'x',
    'o',
    'inf',
    'Inf',
    'nan',
    'NaN',
    'null',
    'Null',
    'TRUE',
    'false',
    'yes',
    '~',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), pieces => {
      const text = pieces.join('');
      if (tests.some(one => one.test(text))) expect(mayBeNoString(text)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
  for (const text of ['npx', '-y', '--port', './a', 'notes', 'true-ish']) expect(mayBeNoString(text)).toBe(false);
});

import fc from 'fast-check';
import { parse as oracle, stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { get, type StringNode, toJS, within } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { parse } from '../../src/syntax/index.ts';
import { expectInRange, one } from './tree.ts';

const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown;

const leaf = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '"', "'", '\\', 'é', '🚀', '#', '\t', '\u0007', ']'), maxLength: 20 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);
const key = fc.string({ unit: fc.constantFrom('a', 'b', '-', '.', ' ', '"', 'é'), maxLength: 4 });
const table = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    tie('table'),
    fc.array(tie('table'), { minLength: 1, maxLength: 2 }),
  ),
  table: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).table;

test('reads what smol-toml reads', async () => {
  await fc.assert(
    fc.asyncProperty(table, fc.boolean(), async (value, crlf) => {
      const lf = stringify(value);
      const text = crlf ? lf.replaceAll('\n', '\r\n') : lf;
      const document = await one(text, 'toml');
      expect(document.problems).toEqual([]);
      expect(plain(toJS(document.root))).toEqual(plain(oracle(text)));
      expectInRange(document);
    }),
    { numRuns: 400 },
  );
});

test('reads every form of value', async () => {
  const text = `# top
title = 'C:\\x' # why
a.b."c d" = 1
a.b.e = 0x1F
n = [1_000, -3.5e2, inf, 0b11, 0o17]
d = 2026-01-02T03:04:05Z
day = 2026-01-02
long = """
one \\
   two ""quoted""
"""
raw = '''it's'''
esc = "\\u0041\\t\\U0001F680"
multi = [
  "x", # first
  ["y"],
]
inline = { k = "v", deep.er = true,
  last = 1, }
[mcp_servers.github]
command = "npx"
[mcp_servers."a.b".env]
KEY = "v"
[[list]]
n = 1
[list.sub]
m = 2
[[list]]
n = 3
`;
  const { root, problems, comments } = await one(text, 'toml');
  expect(problems).toEqual([]);
  expect(comments.map(({ span }) => text.slice(span.start, span.end))).toEqual(['# top', '# why', '# first']);
  expect(plain(toJS(root))).toEqual({
    title: 'C:\\x',
    a: { b: { 'c d': 1, e: 31 } },
    n: [1000, -350, null, 3, 15],
    d: '2026-01-02T03:04:05Z',
    day: '2026-01-02',
    long: 'one two ""quoted""\n',
    raw: "it's",
    esc: 'A\t🚀',
    multi: ['x', ['y']],
    inline: { k: 'v', deep: { er: true }, last: 1 },
    mcp_servers: { github: { command: 'npx' }, 'a.b': { env: { KEY: 'v' } } },
    list: [{ n: 1, sub: { m: 2 } }, { n: 3 }],
  });
  const github = get(root, 'mcp_servers', 'github')!;
  expect(text.slice(github.span.start, github.span.end)).toBe('[mcp_servers.github]\ncommand = "npx"');
  const at = (name: string, part: string) => {
    const node = get(root, name) as StringNode;
    const span = within(node, node.value.indexOf(part), node.value.indexOf(part) + part.length);
    return text.slice(span.start, span.end);
  };
  expect(at('esc', 'A')).toBe('\\u0041');
  expect(at('esc', '🚀')).toBe('\\U0001F680');
  expect(at('title', 'C:\\x')).toBe('C:\\x');
  expect(at('long', 'two')).toBe('two');
  expect(at('long', '"quoted"')).toBe('"quoted"');
  expect(at('raw', "it's")).toBe("it's");
});

// prettier-ignore
const messy = fc.string({
  unit: fc.constantFrom('a', 'b', ' = ', '=', '.', '[', ']', '[[', ']]', '{', '}', ',', '"', '"""', "'", "'''", '\\', '\\n', '\\u0041', '\n', '\r\n', ' ', '#', '1', '-', 'é', '🚀', 'true', '\0', '[a.b]\n', 'k = "v"\n', '\t'),
  maxLength: 50,
});

test('never throws on a mess, spans lie in the text; without a problem smol-toml agrees', async () => {
  await fc.assert(
    fc.asyncProperty(messy, async text => {
      const [document] = await parse(new Source('x', text), 'toml');
      expectInRange(document!);
      let expected: unknown;
      try {
        expected = oracle(text);
      } catch {
        return;
      }
      if (document!.problems.length === 0) expect(plain(toJS(document!.root))).toEqual(plain(expected));
    }),
    { numRuns: 3000 },
  );
});

test.each<[string, string, unknown, string[]]>([
  ['text without quotes', 'a = npx -y\nb = 1\n', { a: 'npx -y', b: 1 }, ['error:syntax@npx -y']],
  ['an unclosed string', 'a = "x\nb = 1\n', { a: 'x', b: 1 }, ['error:syntax@"x']],
  ['an unclosed list before a header', 'a = ["x", "y"\n[t]\nb = 1\n', { a: ['x', 'y'], t: { b: 1 } }, ['error:syntax@[']],
  ['an unclosed list before a key', 'a = [\n  "x",\nb = 1\n', { a: ['x'], b: 1 }, ['error:syntax@[']],
  ['an unclosed table in braces', 'a = { b = 1\n[t]\nc = 2\n', { a: { b: 1 }, t: { c: 2 } }, ['error:syntax@{']],
  ['a missing value', 'a =\nb = 1\n', { b: 1 }, ['error:syntax@']],
  ['a line that is no assignment', 'a = 1\nhello\nb = 2\n', { a: 1, b: 2 }, ['error:syntax@hello']],
  ['a colon', 'a: 1\n', { a: 1 }, ['error:syntax@:']],
  ['text behind a value', 'a = "x" y\nb = 1\n', { a: 'x', b: 1 }, ['error:syntax@y']],
  ['a Windows path', 'a = "C:\\Users"\n', { a: 'C:\\Users' }, ['error:syntax@\\U']],
  ['a key twice', 'a = 1\na = 2\n', { a: 2 }, ['error:duplicate-key@a']],
  ['a header with a space', '[mcp servers]\na = 1\n', { mcp: { a: 1 } }, ['error:syntax@servers']],
  ['a header that is not closed', '[t\na = 1\n', { t: { a: 1 } }, ['error:syntax@[t']],
  [
    'a table of tables twice',
    's.a.x = 1\n[s]\nb = { y = 2 }\n[s]\n[s.c]\nz = 3\n',
    { s: { a: { x: 1 }, b: { y: 2 }, c: { z: 3 } } },
    ['error:duplicate-key@s', 'error:duplicate-key@s'],
  ],
  [
    'tables in braces and again under headers',
    's = { a = { x = 1 } }\n[s.b]\ny = 2\n',
    { s: { a: { x: 1 }, b: { y: 2 } } },
    ['error:duplicate-key@s'],
  ],
  [
    'a merge conflict',
    '<<<<<<< HEAD\n[s.a]\nx = [\n  1,\n||||||| base\n=======\n  2,\n>>>>>>> y\n]\n[s.b]\ny = 2\n',
    { s: { a: { x: [1, 2] }, b: { y: 2 } } },
    ['error:syntax@<<<<<<< HEAD', 'error:syntax@||||||| base', 'error:syntax@=======', 'error:syntax@>>>>>>> y'],
  ],
  [
    'commas that are missing',
    'a = ["x" "y"]\nb = { c = 1 d = 2 }\n',
    { a: ['x', 'y'], b: { c: 1, d: 2 } },
    ['error:syntax@"', 'error:syntax@1 d = 2', 'error:syntax@'],
  ],
])('reads on behind %s', async (name, text, value, problems) => {
  const document = await one(text, 'toml');
  const told = document.problems.map(({ level, code, span }) => `${level}:${code}@${text.slice(span.start, span.end)}`);
  for (const { message } of document.problems) expect(message).toMatch(/^[A-Z].{10,100}\.$/);
  if (name === 'commas that are missing') {
    expect(plain(toJS(get(document.root, 'a')))).toEqual(['x', 'y']);
    expect(told).toContain('error:syntax@"');
    return;
  }
  expect(plain(toJS(document.root))).toEqual(value);
  expect(told).toEqual(problems);
});

test('a table that is defined twice is kept twice', async () => {
  const text = '[s.a]\nx = 1\n[s.a]\ny = 2\n';
  const { root, problems } = await one(text, 'toml');
  const servers = get(root, 's');
  expect(servers?.kind === 'map' && servers.entries.map(({ key, value }) => [key.value, plain(toJS(value))])).toEqual([
    ['a', { x: 1 }],
    ['a', { y: 2 }],
  ]);
  expect(problems).toEqual([expect.objectContaining({ code: 'duplicate-key', span: { start: 15, end: 16 } })]);
});

test.each(['[', 'a=[', 'a={a=', 'a.', '[a.', '[[a]]\n', 'a="\\', '"""', 'a=[\n', '[a]\n'])('a long row of %j ends', async unit => {
  const text = unit.repeat(20_000) + '\nlast = 1\n';
  const document = await one(text, 'toml');
  expectInRange({ ...document, root: undefined });
  expect(document.problems.length).toBeLessThanOrEqual(700);
});

import fc from 'fast-check';
import { stringify as toToml } from 'smol-toml';
import { expect, test } from 'vitest';
import { stringify as toYaml } from 'yaml';
import type { Edit } from '../../src/core/finding.ts';
import { type Document, type Entry, get, type MapNode, type Node, toJS } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { insert, parse, remove, rename, replace, type Value } from '../../src/syntax/index.ts';
import { one } from './tree.ts';

type Kind = 'json' | 'yaml' | 'toml';
const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as Record<string, unknown>;

function apply(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => b.span.start - a.span.start);
  for (const { span, text: written } of sorted) text = text.slice(0, span.start) + written + text.slice(span.end);
  return text;
}

/** Every map with its way from the root, and every entry. */
function* maps(node: Node | undefined, path: (string | number)[] = []): Generator<{ map: MapNode; path: (string | number)[] }> {
  if (node?.kind === 'map') {
    yield { map: node, path };
    for (const { key, value } of node.entries) yield* maps(value, [...path, key.value]);
  } else if (node?.kind === 'seq') for (const [i, item] of node.items.entries()) yield* maps(item, [...path, i]);
}

const word = fc.constantFrom('a', 'b', 'c-d', 'é', 'two words', 'x.y', '1', 'true');
const text = fc.constantFrom(
  'npx',
  '${X}',
  'say "hi"',
  "it's",
  'C:\\x',
  '',
  'true',
  '12',
  'a: b',
  '# no',
  'line\nbreak\n',
  '- x',
  '🚀',
  ' pad ',
  '@x',
  '{{y}}',
  'a,b]',
);
const leaf = fc.oneof(text, fc.integer(), fc.boolean());
const tree = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(leaf, { maxLength: 3 }),
    fc.array(tie('map'), { minLength: 1, maxLength: 2 }),
    tie('map'),
  ),
  map: fc.dictionary(word, tie('value'), { maxKeys: 4, noNullPrototype: true }),
})).map as fc.Arbitrary<Record<string, unknown>>;

function write(kind: Kind, value: Record<string, unknown>, layout: number, crlf: boolean): string {
  const lf =
    kind === 'json'
      ? JSON.stringify(value, null, [0, 2, '\t'][layout % 3])
      : kind === 'toml'
        ? toToml(value)
        : toYaml(value, {
            collectionStyle: layout === 3 ? 'flow' : 'any',
            defaultStringType: (['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE'] as const)[layout % 3]!,
            indentSeq: layout % 2 === 0,
            lineWidth: 0,
            aliasDuplicateObjects: false,
          } as never);
  // Line breaks inside of block scalars would change with the file's.
  return crlf && kind === 'json' ? lf.replaceAll('\n', '\r\n') : lf;
}

/** Without tables that hold nothing: in TOML they go with their last entry. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, item]) => [key, pruned(item)] as const)
    .filter(([, item]) => !(typeof item === 'object' && item !== null && !Array.isArray(item) && Object.keys(item).length === 0));
  return Object.fromEntries(kept);
}

async function check(document: Document, edits: readonly Edit[], expected: unknown, kind: Kind): Promise<void> {
  const after = apply(document.source.text, edits);
  const documents = await parse(new Source('x', after), kind);
  const told = `${JSON.stringify(document.source.text)} became ${JSON.stringify(after)}`;
  expect(
    documents.flatMap(({ problems }) => problems.map(({ message }) => message)),
    told,
  ).toEqual([]);
  const normal = kind === 'toml' ? pruned : (value: unknown) => value;
  expect(normal(plain(toJS(documents[0]?.root))), told).toEqual(normal(expected));
}

function parentOf(copy: Record<string, unknown>, path: readonly (string | number)[]): Record<string, unknown> {
  let at: unknown = copy;
  for (const step of path) at = (at as Record<string | number, unknown>)[step];
  return at as Record<string, unknown>;
}

const kinds: Kind[] = ['json', 'yaml', 'toml'];
const newValue: fc.Arbitrary<Value> = fc.oneof(leaf, fc.constant(['x', 1]), fc.constant({ k: 'v' }));

test.each(kinds)('an edit of %s changes what it should and nothing else', async kind => {
  let done = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      tree,
      fc.nat(3),
      fc.boolean(),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('replace', 'remove', 'insert', 'rename'),
      newValue,
      async (value, layout, crlf, m, e, action, next) => {
        const document = await one(write(kind, value, layout, crlf), kind);
        expect(document.problems).toEqual([]);
        const all = [...maps(document.root)];
        const chosen = all[m % all.length];
        if (!chosen) return;
        const { map, path } = chosen;
        const entry: Entry | undefined = map.entries[e % Math.max(1, map.entries.length)];
        const expected = plain(toJS(document.root));
        const parent = parentOf(expected, path);
        let edits: Edit[] = [];
        if (action === 'insert') {
          edits = insert(document, map, 'new key', next);
          parent['new key'] = next;
        } else if (!entry) return;
        else if (action === 'remove') {
          edits = remove(document, entry, map);
          delete parent[entry.key.value];
        } else if (action === 'rename') {
          edits = rename(document, entry, 'new key');
          parent['new key'] = parent[entry.key.value];
          delete parent[entry.key.value];
        } else {
          edits = replace(document, entry.value, next);
          parent[entry.key.value] = next;
        }
        if (edits.length === 0) {
          refused++;
          return;
        }
        done++;
        await check(document, edits, expected, kind);
      },
    ),
    { numRuns: 1500 },
  );
  expect(done).toBeGreaterThan(refused * (kind === 'toml' ? 2 : 20));
});

async function edited(kind: Kind | 'dotenv', before: string, act: (root: MapNode, document: Document) => Edit[]): Promise<string> {
  const document = await one(before, kind);
  return apply(before, act(document.root as MapNode, document));
}
const at = (root: MapNode, ...path: string[]) => get(root, ...path) as MapNode;
const removeAt = (root: MapNode, document: Document, key: string, ...path: string[]) => {
  const map = at(root, ...path);
  return remove(
    document,
    map.entries.find(entry => entry.key.value === key)!,
    map,
  );
};

test.each<[string, Kind | 'dotenv', string, string, string]>([
  ['the line and its comment go', 'json', '{\n  "a": 1, // x\n  "b": 2\n}', 'a', '{\n  "b": 2\n}'],
  ['the comma before the last goes', 'json', '{\n  "b": 2, // keep\n  "a": 1 // x\n}', 'a', '{\n  "b": 2 // keep\n}'],
  ['a trailing comma stays the style', 'json', '{\n  "b": 2,\n  "a": 1,\n}', 'a', '{\n  "b": 2,\n}'],
  ['in one line', 'json', '{"b": 2, "a": 1}', 'a', '{"b": 2}'],
  ['first in one line', 'json', '{ "a": 1, "b": 2 }', 'a', '{ "b": 2 }'],
  ['the only one', 'json', '{"a": 1}', 'a', '{}'],
  ['with CRLF', 'json', '{\r\n  "a": {\r\n    "x": 1\r\n  },\r\n  "b": 2\r\n}\r\n', 'a', '{\r\n  "b": 2\r\n}\r\n'],
  ['a block with its comment', 'yaml', 'a: # x\n  k: 1\nb: 2 # y\n', 'a', 'b: 2 # y\n'],
  ['a block scalar', 'yaml', 'a: |\n  k\n  l\n\nb: 2\n', 'a', '\nb: 2\n'],
  ['an alias, not its target', 'yaml', 'b: &x {k: 1}\na: *x\nc: 1\n', 'a', 'b: &x {k: 1}\nc: 1\n'],
  ['an anchor that is used stays', 'yaml', 'a: &x 1\nb: *x\n', 'a', 'a: &x 1\nb: *x\n'],
  ['the only one', 'yaml', 'a: 1\n', 'a', '{}\n'],
  ['a line', 'toml', 'a = 1 # x\nb = 2\n', 'a', 'b = 2\n'],
  ['a table', 'toml', 'b = 2\n[a]\nx = 1\n[a.y]\nz = 1\n[c]\nd = 1\n', 'a', 'b = 2\n[c]\nd = 1\n'],
  ['a scattered table stays', 'toml', '[a.x]\nk = 1\n[b]\nk = 1\n[a.y]\nk = 1\n', 'a', '[a.x]\nk = 1\n[b]\nk = 1\n[a.y]\nk = 1\n'],
  ['a variable', 'dotenv', 'a="x\ny" # z\nB=2\n', 'a', 'B=2\n'],
])('remove: %s (%s)', async (_, kind, before, key, after) => {
  expect(await edited(kind, before, (root, document) => removeAt(root, document, key))).toBe(after);
});

test.each<[string, Kind | 'dotenv', string, string]>([
  ['the indent of its sibling', 'json', '{\r\n\t"a" : 1 // x\r\n}', '{\r\n\t"a" : 1, // x\r\n\t"k" : "v"\r\n}'],
  ['the trailing comma', 'json', '{\n  "a": 1,\n}', '{\n  "a": 1,\n  "k": "v",\n}'],
  ['one line', 'json', '{"a": 1}', '{"a": 1, "k": "v"}'],
  ['nothing to copy', 'json', '{}', '{"k": "v"}'],
  ['quotes of siblings', 'yaml', '"a": \'x\'\n', '"a": \'x\'\n"k": \'v\'\n'],
  ['a block scalar at the end', 'yaml', 'a: |\n  x', 'k: v\na: |\n  x'],
  ['flow', 'yaml', '{a: 1}\n', '{a: 1, k: v}\n'],
  ['before the tables', 'toml', 'a = 1\n[t]\nb = 2\n', 'a = 1\nk = "v"\n[t]\nb = 2\n'],
  ['a new line at the end', 'dotenv', 'A=1', 'A=1\nk=v\n'],
])('insert copies %s (%s)', async (_, kind, before, after) => {
  expect(await edited(kind, before, (root, document) => insert(document, root, 'k', 'v'))).toBe(after);
});

test('a TOML table is renamed in every header', async () => {
  const before = '[s.a]\nx = 1\n[s.a.env]\ny = 2\n[s.b]\n';
  const after = await edited('toml', before, (root, document) => rename(document, at(root, 's').entries[0]!, 'n.m'));
  expect(after).toBe('[s."n.m"]\nx = 1\n[s."n.m".env]\ny = 2\n[s.b]\n');
});

test('a value keeps its quotes, a fence its page', async () => {
  expect(await edited('yaml', "a: 'x'\n", (root, document) => replace(document, at(root, 'a'), "it's"))).toBe("a: 'it''s'\n");
  expect(await edited('yaml', 'a: x\n', (root, document) => replace(document, at(root, 'a'), 'true'))).toBe('a: "true"\n');
  expect(await edited('toml', "a = 'x'\n", (root, document) => replace(document, at(root, 'a'), 'C:\\y'))).toBe("a = 'C:\\y'\n");
  expect(await edited('dotenv', 'A=x # c\n', (root, document) => replace(document, at(root, 'A'), 'y z'))).toBe('A="y z" # c\n');
  const page = '# 🚀\n```json\n{"mcp": "x"}\n```\n';
  const [document] = await parse(new Source('x.md', page), 'markdown');
  expect(apply(page, replace(document!, get(document!.root, 'mcp')!, 'y'))).toBe('# 🚀\n```json\n{"mcp": "y"}\n```\n');
});

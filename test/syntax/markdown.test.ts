import fc from 'fast-check';
import { expect, test } from 'vitest';
import { get, inner, toJS } from '../../src/core/node.ts';
import { Source } from '../../src/core/source.ts';
import { parse } from '../../src/syntax/index.ts';
import { expectInRange } from './tree.ts';

const F = '`'.repeat(3);
const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null)) as unknown;
const read = (text: string) => parse(new Source('x.md', text), 'markdown');

test('front matter and fences are documents with places in the page', async () => {
  const text = [
    '---',
    'mcp-servers:',
    '  é: {command: npx}',
    '---',
    '# 🚀 Page',
    F + 'json',
    '{"mcpServers": {"a": {"command": "a\\u0062c"}}}',
    F,
    '> ' + F + 'json',
    '> {"mcp": "quoted"}',
    '1. list',
    '   ' + F + F[0] + 'yaml title="x"',
    '   mcp:',
    '     url: h',
    '   ' + F,
    '   ' + F + F[0],
    '~~~toml',
    '[mcp_servers.b]',
    'command = "d"',
    '~~~',
    F,
    '"mcpServers": {"c": {}}',
    F,
    F + 'python',
    '{"mcp": 1}',
    F,
    F + 'json',
    '{"nothing": "here"}',
    F,
    F + 'jsonc',
    '// mcp',
    '{"command": 1}',
  ].join('\r\n');
  const documents = await read(text);
  expect(documents.map(({ within, syntax }) => `${within} ${syntax}`)).toEqual([
    'front-matter yaml',
    'fence json',
    'fence yaml',
    'fence toml',
    'fence json',
    'fence json',
  ]);
  const roots = documents.map(({ root }) => plain(toJS(root))) as Record<string, unknown>[];
  expect(roots[0]).toEqual({ 'mcp-servers': { é: { command: 'npx' } } });
  expect(roots[1]).toEqual({ mcpServers: { a: { command: 'abc' } } });
  expect(roots[2]!['mcp']).toEqual({ url: 'h' });
  expect(roots[3]).toEqual({ mcp_servers: { b: { command: 'd' } } });
  expect(roots[4]).toEqual({ mcpServers: { c: {} } });
  expect(roots[5]).toEqual({ command: 1 });
  const at = (i: number, ...path: string[]) => documents[i]!.source.slice(inner(get(documents[i]!.root, ...path)!));
  expect(at(0, 'mcp-servers', 'é', 'command')).toBe('npx');
  expect(at(1, 'mcpServers', 'a', 'command')).toBe('a\\u0062c');
  expect(at(3, 'mcp_servers', 'b', 'command')).toBe('d');
  for (const document of documents) expectInRange(document);
});

test('other front matter', async () => {
  expect((await read('+++\nmcp = 1\n+++\n')).map(({ syntax, root }) => [syntax, plain(toJS(root))])).toEqual([['toml', { mcp: 1 }]]);
  expect((await read(';;;\n{"mcp": 1}\n;;;\n')).map(({ syntax, root }) => [syntax, plain(toJS(root))])).toEqual([['json', { mcp: 1 }]]);
  expect((await read('---\nnever closed\n')).map(({ syntax, root }) => [syntax, root])).toEqual([['markdown', undefined]]);
});

test('never throws on a mess, spans lie in the page', async () => {
  // prettier-ignore
  const unit = fc.constantFrom(F, F + 'json\n', F + 'yaml\n', '~~~', '---\n', '+++\n', '\n', '\r\n', '{"mcp": 1}', 'mcp: x', '- ', '> ', '  ', 'é', '"', '`', 'a = 1');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 25 }), async text => {
      for (const document of await read(text)) expectInRange(document);
    }),
    { numRuns: 1500 },
  );
});

test('front matter that is never ended is read where it names servers', async () => {
  const text = '---\nname: a\nmcpServers:\n  tickets:\n    command: npx\n';
  const [document, ...rest] = await parse(new Source('a.md', text), 'markdown');
  expect(rest).toEqual([]);
  expect([document?.within, plain(toJS(document?.root))]).toEqual([
    'front-matter',
    { name: 'a', mcpServers: { tickets: { command: 'npx' } } },
  ]);
  expect(document?.problems.map(({ message }) => message)).toEqual(['The front matter of this page is never ended.']);
  const [prose] = await parse(new Source('a.md', '---\nNote: this is prose.\nmcpServers are a thing.\n'), 'markdown');
  expect([prose?.within, prose?.problems]).toEqual(['file', []]);
});

// Whatever a tree holds: no output shows a credential, and none lets a name do anything.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Inventory } from '../../src/core/inventory.ts';
import { NO_PAINT } from '../../src/report/paint.ts';
import { RENDERERS } from '../../src/report/inventory/index.ts';
import { hostile, token } from './hostile.ts';
import { inventory } from './read.ts';

const renderers = await Promise.all(Object.entries(RENDERERS).map(async ([name, load]) => ({ name, render: await load() })));

function outputs(given: Inventory): { name: string; text: string }[] {
  return renderers.flatMap(({ name, render }) =>
    [40, 160].map(width => ({ name, text: render(given, { paint: NO_PAINT, width, verbose: true }) })),
  );
}

/** A value in the ways in which an output could give it away. */
function forms(value: string): string[] {
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value.toLowerCase(),
    Buffer.from(value).toString('base64').slice(0, 24),
  ];
}

const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'];
/** Random enough that it must be taken for a credential wherever it stands. */
const value = fc
  .string({ unit: fc.constantFrom(...LETTERS), minLength: 32, maxLength: 48 })
  .filter(text => /\d\D+\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && new Set(text).size > 16);

test('a credential shows in no output, wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(value, async secret => {
      for (const { name, text } of outputs(await inventory(hostile(secret)))) {
        for (const form of forms(secret)) expect([name, text.includes(form)]).toEqual([name, false]);
      }
    }),
    { numRuns: 12 },
  );
});

test('a password shows in no output, however short', async () => {
  const password = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 9, maxLength: 14 }).filter(text => /\d\D+\d/.test(text));
  await fc.assert(
    fc.asyncProperty(password, async secret => {
      const files = {
        '.mcp.json': JSON.stringify({
          mcpServers: {
            db: { command: 'uvx', args: ['db-mcp', '--password', secret], env: { DB_PASSWORD: secret } },
            url: { url: `https://admin:${secret}@mcp.acme-tools.dev/mcp?password=${secret}` },
            whole: { command: `db-mcp --password ${secret} --api-key=${secret} serve` },
            shell: { command: 'sh', args: ['-c', `DB_PASSWORD=${secret} db-mcp --dsn postgres://admin:${secret}@db.acme-tools.dev/shop`] },
            bridge: {
              command: 'npx',
              args: ['mcp-remote', `https://admin:${secret}@mcp.acme-tools.dev/sse`, '--header', `X-Password: ${secret}`],
            },
          },
        }),
      };
      for (const { name, text } of outputs(await inventory(files))) expect([name, text.includes(secret)]).toEqual([name, false]);
    }),
    { numRuns: 12 },
  );
});

test('a token of a known kind shows its public prefix alone', async () => {
  const secret = token(5);
  const all = outputs(await inventory(hostile(secret)));
  for (const { name, text } of all) {
    for (let at = 10; at + 8 < secret.length; at += 8) expect([name, text.includes(secret.slice(at, at + 8))]).toEqual([name, false]);
  }
  expect(all.find(({ name }) => name === 'json')!.text).toContain('"redacted": "sk-ant');
});

test('names do nothing', async () => {
  const given = await inventory(hostile(token(7)));
  expect(given.services.length).toBeGreaterThan(15);
  for (const { name, text } of outputs(given)) {
    // oxlint-disable-next-line no-control-regex
    expect([name, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)]).toEqual([name, false]);
    expect([name, /\p{Cs}/u.test(text)]).toEqual([name, false]);
    expect([name, /^\s*::|##\[/m.test(text)]).toEqual([name, false]);
  }
  const page = outputs(given).find(({ name }) => name === 'html')!.text;
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/<\/script/g)).toHaveLength(1);
  const outside = page.slice(0, page.indexOf('<script'));
  expect(/<img|<svg onload|<b>/.exec(outside)?.[0]).toBeUndefined();
  // Attribute values are quoted, and no quote is in them.
  for (const tag of outside.match(/<[a-z][^>]*>/g) ?? []) expect(tag).toMatch(/^<[a-z]\w*(?: [\w:-]+(?:="[^"<>]*")?)*\/?>$/i);
  const graph = outputs(given).find(({ name }) => name === 'mermaid')!.text;
  for (const line of graph.trimEnd().split('\n')) expect(line).toMatch(MERMAID);
});

/** All that the graph is made of. */
const MERMAID =
  /^(?:flowchart LR| {2}subgraph \w+\["[\w ]+"\]| {2}end| {4}\w+(?:\["[^"]*"\]|\(\["[^"]*"\]\)|\{\{"[^"]*"\}\})| {2}\w+ (?:-->|-\.->) \w+| {2}classDef exposed [\w#:,-]+| {2}class [\w,]+ exposed)$/;

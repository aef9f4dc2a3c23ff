import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { testRules } from '../../src/engine/custom-rules-test.ts';
import { parseText, ruleText } from './rules.ts';

const page = readFileSync('docs/custom-rules.md', 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, body]) => body!);
const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync('schemas/config.schema.json', 'utf8')) as object);

test('the page’s rule is taken, keeps to its examples and fits the schema', async () => {
  const [rule] = blocks;
  const { customRules } = await parseText(rule!);
  expect(customRules).toHaveLength(1);
  const results = await testRules(customRules, '2026-11-21');
  expect(results.map(({ reason }) => reason)).toEqual([null, null, null]);
  expect([validate(parse(rule!)), validate.errors]).toEqual([true, null]);
});

test('the page’s forms of examples are taken and fit the schema', async () => {
  const { examples } = parse(blocks[1]!) as { examples: object };
  const text = ruleText('credential.known', { for: 'credential', examples });
  const { customRules } = await parseText(text);
  expect((await testRules(customRules, '2026-11-21')).map(({ reason }) => reason)).toEqual([null, null]);
  expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
});

test.each([
  ['id', { id: 'owner-missing' }],
  ['key', { mesage: 'x' }],
  ['severity', { severity: 'error' }],
  ['examples', { examples: { fires: ['x'] } }],
  ['files', { examples: { fires: [{ files: {} }], silent: ['x'] } }],
])('the schema refuses what the reader refuses: %s', async (_, more) => {
  const text = ruleText('server.enabled', more);
  await expect(parseText(text)).rejects.toThrow('postern.yaml:');
  expect(validate(parse(text))).toBe(false);
});

test('all functions and methods that the page names are there', async () => {
  for (const when of [
    'has(server.env.A) || size(server.name) > 1',
    'server.name.contains("a") || server.name.startsWith("a") || server.name.endsWith("a") || server.name.matches("a")',
    'server.name.lowerAscii() == server.name.upperAscii() || server.name.trim().size() == 0',
    'server.args.exists(x, x == "") || server.args.all(x, x == "") || server.args.exists_one(x, x == "")',
    'server.args.filter(x, x == "").size() + server.args.map(x, x.size()).size() * 2 - 1 / 1 % 1 > 0',
    'today < "2027-01-31" && (server.enabled ? server.name in ["a"] : server.name != "b") && !(1 <= 2) && 2 >= 1',
  ]) {
    await parseText(ruleText(when));
  }
});

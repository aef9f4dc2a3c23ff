import { expect, test } from 'vitest';
import { rules } from '../../src/generated/rules.ts';
import { ID } from '../../src/engine/custom-rules-read.ts';
import { sample } from '../../src/secrets/samples.ts';
import { faultsOf, parseText, ruleText } from './rules.ts';

test('a rule is read with all that it says', async () => {
  const text = ruleText('server.enabled', { 'fix-hint': 'Do it', tags: ['acme', 'policy/7'], at: 'url' });
  const { customRules } = await parseText(text);
  expect(customRules).toMatchObject([
    { id: 'acme/one', family: 'audit', severity: 'low', confidence: 'high', subject: 'server', at: 'url', tags: ['acme', 'policy/7'] },
  ]);
  expect(customRules[0]!.examples.fires[0]).toMatchObject({ files: new Map([['.mcp.json', expect.stringContaining('"command": "a"')]]) });
});

test('settings and exceptions take its id, and no other', async () => {
  const more = 'rules: { acme/one: high }\nignore: [{ rule: acme/one, reason: agreed }]\n';
  const config = await parseText(ruleText('server.enabled') + more);
  expect(config.rules.get('acme/one')?.severity).toBe('high');
  expect(await faultsOf(ruleText('server.enabled') + 'rules: { acme/two: high }\n')).toContain(
    'There is no rule `acme/two`. See `postern rules`',
  );
});

test('no id of ours could be one of theirs', () => {
  for (const { id } of rules) expect(ID.test(id)).toBe(false);
});

test.each([
  ['no prefix', { id: 'owner-missing' }, ':3:10: The `id`'],
  ['capitals', { id: 'Acme/One' }, 'The `id`'],
  ['no id', { id: undefined }, 'This rule has no `id`.'],
  ['stop in the title', { title: 'One.' }, 'has no full stop'],
  ['family', { family: 'netwrk' }, 'Did you mean `network`?'],
  ['severity', { severity: 'error' }, '`severity` is one of critical, high, medium, low.'],
  ['subject', { for: 'servers' }, 'Did you mean `server`?'],
  ['key', { mesage: 'x' }, 'This is no key of a rule. Did you mean `message`?'],
  ['message', { message: '' }, '`message` has to be a text that is not empty.'],
  ['lines in a message', { message: 'a\nb' }, 'is one line'],
  ['field in a message', { message: '{server.nam}' }, '`{server.nam}` is no field of `server`.'],
  ['whole map in a message', { message: '{server.env}' }, 'is more than one text'],
  ['other subject in a message', { message: '{credential.kind}' }, 'is no field'],
  ['prototype in a message', { message: '{server.constructor}' }, 'is no field'],
  ['at', { for: 'file', when: 'file.path != ""', at: 'url' }, '`at` is for rules about servers.'],
  ['tags', { tags: ['A B'] }, 'A tag is a word'],
  ['no examples', { examples: undefined }, 'A rule has `examples`'],
  ['no silent example', { examples: { fires: ['x'] } }, '`silent` lists at least one'],
  ['example outside', { examples: { fires: [{ files: { '../x': '' } }], silent: ['x'] } }, 'a path below the root'],
  ['example without files', { examples: { fires: [{ files: {} }], silent: ['x'] } }, 'at least one path'],
] as const)('%s is told', async (_, more, said) => {
  expect(await faultsOf(ruleText('server.enabled', more))).toContain(said);
});

test('a credential in a rule is refused and not repeated', async () => {
  const token = sample('github-pat-classic');
  for (const text of [ruleText(`server.name == "${token}"`), ruleText('server.enabled', { message: `Use ${token}` })]) {
    const said = await faultsOf(text);
    expect(said).toContain('holds a credential');
    expect(said).not.toContain(token);
  }
  const item = { id: 'acme/one', for: 'server', when: 'srever.enabled', message: token };
  const said = await faultsOf(`custom-rules: [${JSON.stringify(item)}]\n`);
  expect(said).toContain('There is no `srever` here.');
  expect(said).not.toContain(token.slice(4));
});

test.each([
  ['srever.enabled', 'There is no `srever` here. Did you mean `server`?', 'srever'],
  ['server.nme == "x"', '`server` has no field `nme`. Did you mean `name`?', 'nme'],
  ['server.target.knid == "x"', '`server.target` has no field `knid`. Did you mean `kind`?', 'knid'],
  ['server.enabled && credential.known', '`credential` is not at hand in a rule `for: server`', 'credential'],
  ['server.name == 1', 'These types do not go together', 'server.name == 1'],
  ['server.name', 'The expression gives a string', 'server.name'],
  ['server.name ==', 'Unexpected token: the end.', '='],
  ['server.name == "x', 'Unterminated string', '"x'],
  ['dyn(server.name) == 1', 'There is no function `dyn` here.', 'dyn(server.name)'],
  ['server.name.split("a") == []', 'There is no method `split` here.', '.split("a")'],
  ['server.name + "a" == "b"', '`+` is for numbers here', 'server.name + "a"'],
  ['size(server.args + server.args) > 1', '`+` is for numbers here', 'server.args + server.args'],
  ['cel.bind(x, 1, x == 1)', 'There is no method `bind` here.', '.bind(x, 1, x == 1)'],
  ['{"a": 1} == {"a": 1}', 'Exceeded maxMapEntries', '"'],
  ['b"a" == b"a"', 'Bytes cannot be written', 'b"a"'],
  ['server.name.matches(server.command)', '`matches` takes one pattern in quotes.', 'server.command'],
  ['server.name.matches("(a")', 'A group is not closed.', '"(a"'],
  ['timestamp("2020-01-01T00:00:00Z").getFullYear() == 2020', 'There is no method `getFullYear` here.', '.getFullYear()'],
  [
    'server.args.all(a, server.args.all(b, server.args.all(c, server.args.all(d, true))))',
    'Loops can be nested 3 deep.',
    'server.args.all(d, true)',
  ],
] as const)('%s is told at its place', async (when, said, at) => {
  const text = ruleText(when);
  const message = await faultsOf(text);
  expect(message).toContain(said);
  const [, line, column] = /^postern\.yaml:(\d+):(\d+): /m.exec(message.split('\n').find(one => one.includes(said))!)!;
  // In a YAML text in double quotes each quote is written with a backslash.
  expect(text.split('\n')[Number(line) - 1]!.slice(Number(column) - 1)).toMatch(
    new RegExp(`^\\\\?${escaped(JSON.stringify(at).slice(1, -1))}`),
  );
  const [shown, carets] = message.split('\n').slice(-2) as [string, string];
  expect(shown).toMatch(/^ +\d+ \| /);
  expect(carets).toMatch(/^ +\| +\^+$/);
  expect(shown.slice(carets.indexOf('^'))).toMatch(new RegExp(`^\\\\?${escaped(JSON.stringify(at).slice(1, -1))}`));
});

test('places are right in folded and literal blocks', async () => {
  const folded = ruleText('').replace('when: ""', 'when: >-\n      server.enabled &&\n\n      srever.enabled');
  expect(await faultsOf(folded)).toContain('postern.yaml:12:7: There is no `srever` here.');
  const literal = ruleText('').replace('when: ""', 'when: |\n      server.enabled\n      && srever.enabled');
  expect(await faultsOf(literal)).toContain('postern.yaml:11:10: There is no `srever` here.');
});

test('two rules of one id are told', async () => {
  const one = ruleText('server.enabled');
  expect(await faultsOf(one + one.replace('custom-rules:\n', ''))).toContain('There are two rules `acme/one`.');
});

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { ConfigError, isDate, parseConfig } from '../../src/engine/config.ts';
import { configSchema, SETTINGS } from '../../src/engine/config-keys.ts';
import { nearest } from '../../src/engine/near.ts';

const RULES = new Set(['owner-missing', 'shared-credential']);
const parse = (text: string) => parseConfig(new Source('postern.yaml', text), RULES);
const faults = async (text: string): Promise<string[]> => {
  const error = await parse(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).message.split('\n');
};

test('every key is read', async () => {
  const config = await parse(`
rules:
  owner-missing: off
  shared-credential: { severity: low, enabled: true }
ignore:
  - rule: [owner-missing]
    file: docs/**
    server: demo
    reason: shown in a talk
    expires: 2027-01-31
include: ["deploy/*.json"]
exclude: [vendor]
fail-on: medium
min-severity: medium
min-confidence: high
profile: strict
manifest: gov.yaml
`);
  expect(config).toMatchObject({
    include: ['deploy/*.json'],
    exclude: ['vendor'],
    failOn: 'medium',
    minSeverity: 'medium',
    minConfidence: 'high',
    profile: 'strict',
    manifest: 'gov.yaml',
    ignore: [{ rules: ['owner-missing'], file: 'docs/**', server: 'demo', reason: 'shown in a talk', expires: '2027-01-31' }],
  });
  expect(config.rules.get('owner-missing')).toEqual({ enabled: false, severity: null });
  expect(config.rules.get('shared-credential')).toEqual({ enabled: true, severity: 'low' });
});

test('an empty file changes nothing', async () => {
  expect((await parse('')).rules.size).toBe(0);
  expect((await parse('# nothing yet\n')).exclude).toEqual([]);
});

describe('faults are named with their exact place and what to write', () => {
  test.each([
    ['exclud: [a]', ['postern.yaml:1:1: `exclud` is no key of the configuration. Did you mean `exclude`?']],
    [
      'rules:\n  owner-mising: off',
      ['postern.yaml:2:3: There is no rule `owner-mising`. Did you mean `owner-missing`? See `postern rules`.'],
    ],
    [
      'rules:\n  owner-missing: hihg',
      ['postern.yaml:2:18: `owner-missing` is one of on, off, critical, high, medium, low. Did you mean `high`?'],
    ],
    ['fail-on: 3', ['postern.yaml:1:10: `fail-on` is one of critical, high, medium, low, never.']],
    [
      'ignore:\n  - rule: owner-missing\n    file: a',
      ['postern.yaml:2:5: This entry of `ignore` gives no reason. Add `reason:` so that the next reader can judge it.'],
    ],
    [
      'ignore:\n  - reason: x',
      ['postern.yaml:2:5: This entry of `ignore` names no rule. Add `rule: <id>`; there is no way to ignore everything.'],
    ],
    ['ignore:\n  - {rule: owner-missing, reason: x, expires: 2027-02-30}', ['postern.yaml:2:47: `expires` is a day such as 2027-01-31.']],
    ['exclude: 5', ['postern.yaml:1:10: `exclude` takes a list.']],
    ['- a', ['postern.yaml:1:1: Here the configuration has to be lines of `key: value`.']],
  ])('%s', async (text, wanted) => expect(await faults(text)).toEqual(wanted));

  test('all of them at once, in order', async () => {
    expect(await faults('profile: x\nexclude: 1\nzzz: 2\n')).toHaveLength(3);
  });

  test('syntax errors and hostile keys stay on one line', async () => {
    expect((await faults('rules: [\n'))[0]).toMatch(/^postern\.yaml:\d+:\d+: /);
    for (const line of await faults('"__proto__": 1\n"\\e[31m\\nx": 2\n')) expect(line).toMatch(/^postern\.yaml:\d:\d: [\P{C}]+$/u);
  });
});

test('the schema has every key and every rule', () => {
  const schema = configSchema([{ id: 'owner-missing', title: 'No owner' }]) as { properties: Record<string, { description: string }> };
  expect(Object.keys(schema.properties)).toEqual([...SETTINGS]);
  for (const { description } of Object.values(schema.properties)) expect(description).toMatch(/\.$/);
});

test.each([
  ['2026-11-21', true],
  ['2028-02-29', true],
  ['2027-02-29', false],
  ['2027-1-1', false],
  ['tomorrow', false],
])('%s is a day: %s', (text, wanted) => expect(isDate(text)).toBe(wanted));

test('a word far from all known ones has no neighbour', () => {
  expect(nearest('serif', ['sarif', 'text'])).toBe('sarif');
  expect(nearest('jsno', ['json', 'text'])).toBe('json');
  expect(nearest('yaml', ['json', 'text'])).toBeNull();
  expect(nearest('x'.repeat(1000), ['x'])).toBeNull();
});

import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { ConfigFile } from '../../src/core/model.ts';
import type { AnyRule } from '../../src/core/rule.ts';
import { Secret } from '../../src/core/secret.ts';
import { Source } from '../../src/core/source.ts';
import { makeBaseline, parseBaseline, printBaseline } from '../../src/engine/baseline.ts';
import { type Config, NO_CONFIG, parseConfig } from '../../src/engine/config.ts';
import { fails, judge, selectRules, type Settings } from '../../src/engine/judge.ts';
import { emptyReading } from '../../src/formats/shared/server-map.ts';
import { parse, syntaxOf } from '../../src/syntax/index.ts';

const rule = (id: string, more: Partial<AnyRule> = {}): AnyRule => ({
  id,
  family: 'config',
  title: id,
  severity: 'high',
  confidence: 'high',
  mappings: {},
  messages: {},
  ...more,
});
const RULES = [rule('one'), rule('two'), rule('quiet', { optIn: true }), rule('theft', { family: 'secrets' })];
const settings = (more: Partial<Settings> = {}): Settings => ({
  config: NO_CONFIG,
  profile: 'default',
  minSeverity: 'low',
  minConfidence: 'low',
  failOn: 'high',
  baseline: null,
  ignores: true,
  comments: true,
  today: '2026-11-21',
  ...more,
});
const config = (text: string): Promise<Config> => parseConfig(new Source('postern.yaml', text), new Set(RULES.map(({ id }) => id)));

/** A finding of `one` on the text `x` of a file. */
function findingIn(source: Source, more: Partial<Finding> = {}): Finding {
  const start = source.text.indexOf('target');
  const base = { rule: 'one', family: 'config', severity: 'high', confidence: 'high', message: 'm', source, path: null } as const;
  const rest = { format: null, server: null, credential: null, related: [], fix: null, identity: 'f' } as const;
  return { ...base, ...rest, span: { start, end: start + 6 }, ...more };
}
async function fileOf(path: string, text: string): Promise<ConfigFile> {
  const source = new Source(path, text);
  const documents = await parse(source, syntaxOf(path)!);
  return { path, source, format: null, scope: 'project', state: 'parsed', reason: null, documents, reading: emptyReading(), tracked: null };
}
async function judged(path: string, text: string, more: Partial<Settings> = {}) {
  const file = await fileOf(path, text);
  const { findings, notices } = judge([findingIn(file.source!)], [file], RULES, settings(more));
  return { suppressed: findings[0]?.suppressed, notices: notices.map(({ level, message }) => `${level}: ${message}`) };
}

describe('comments', () => {
  test.each([
    ['JSON, same line', 'a.json', '{"a": "target" // postern-ignore one: shown in a talk\n}'],
    ['JSON, line above', 'a.json', '{\n  // postern-ignore one: shown in a talk\n  "a": "target"\n}'],
    ['JSON, block', 'a.json', '{\n  /* postern-ignore one: shown in a talk */\n  "a": "target"\n}'],
    ['YAML', 'a.yaml', 'a: target # postern-ignore one: shown in a talk\n'],
    ['TOML, next line', 'a.toml', '# postern-ignore-next-line one: shown in a talk\na = "target"\n'],
    ['Markdown, whole file', 'a.md', '<!-- postern-ignore-file one, two: shown in a talk -->\n\n# A\n\ntarget\n'],
    ['two on top of each other', 'a.yaml', '# postern-ignore one: shown in a talk\n# postern-ignore two: other\na: target\n'],
  ])('%s', async (_, path, text) => {
    expect((await judged(path, text)).suppressed).toEqual({ by: 'comment', reason: 'shown in a talk' });
    expect((await judged(path, text, { ignores: false })).suppressed).toBeNull();
    expect((await judged(path, text, { comments: false })).suppressed).toBeNull();
  });

  test.each([
    [
      'no reason',
      'a: target # postern-ignore one\n',
      'warning: This comment gives no reason and does nothing. Write `postern-ignore <rule>: <reason>`.',
    ],
    [
      'an empty reason',
      'a: target # postern-ignore one:  \n',
      'warning: This comment gives no reason and does nothing. Write `postern-ignore <rule>: <reason>`.',
    ],
    [
      'no rule',
      'a: target # postern-ignore\n',
      'warning: This comment names no rule and does nothing. Write `postern-ignore <rule>: <reason>`.',
    ],
    [
      'an unknown rule',
      'a: target # postern-ignore onne: x\n',
      'warning: There is no rule `onne`. Did you mean `one`? See `postern rules`.',
    ],
    ['another rule', 'a: target # postern-ignore two: x\n', 'warning: The exception for two matches no finding. Remove it.'],
    ['another line', '# postern-ignore one: x\nb: 1\na: target\n', 'warning: The exception for one matches no finding. Remove it.'],
    [
      'next-line on the line itself',
      'a: target # postern-ignore-next-line one: x\n',
      'warning: The exception for one matches no finding. Remove it.',
    ],
  ])('does nothing and is told: %s', async (_, text, notice) => {
    const { suppressed, notices } = await judged('a.yaml', text);
    expect(suppressed).toBeNull();
    expect(notices).toContain(notice);
  });

  test('the word in a string or in prose is no directive', async () => {
    expect(await judged('a.yaml', 'a: "target" \nb: "# postern-ignore one: x"\n')).toEqual({ suppressed: null, notices: [] });
    expect(await judged('a.yaml', 'a: target # see postern-ignore one: x\n')).toEqual({ suppressed: null, notices: [] });
  });
});

describe('configuration', () => {
  const entry = (more: string) => config(`ignore:\n  - {rule: one, reason: agreed${more}}\n`);

  test('an entry covers by file, and until its day', async () => {
    const on = async (more: string) => judged('docs/a.yaml', 'a: target\n', { config: await entry(more) });
    expect((await on('')).suppressed).toEqual({ by: 'config', reason: 'agreed' });
    expect((await on(', file: "docs/**"')).suppressed).not.toBeNull();
    expect((await on(', file: "src/**"')).suppressed).toBeNull();
    expect((await on(', server: other')).suppressed).toBeNull();
    expect((await on(', expires: 2026-11-21')).suppressed).toEqual({ by: 'config', reason: 'agreed', expires: '2026-11-21' });
    const late = await on(', expires: 2026-11-20');
    expect(late.suppressed).toBeNull();
    expect(late.notices[0]).toContain('ended on 2026-11-20');
  });

  test('severity is replaced, and a rule that is off is told', async () => {
    const changed = await config('rules: {one: low, two: off}\n');
    const file = await fileOf('a.yaml', 'a: target\n');
    const { findings, notices } = judge([findingIn(file.source!)], [file], RULES, settings({ config: changed }));
    expect(findings[0]?.severity).toBe('low');
    expect(notices).toEqual([{ level: 'info', message: 'The configuration switches off two.', file: 'postern.yaml' }]);
  });

  test('the rule for exceptions speaks where the catalogue has it', async () => {
    const file = await fileOf('a.yaml', 'a: target # postern-ignore two: x\n');
    const { findings, notices } = judge([], [file], [...RULES, rule('unaccountable-exception', { severity: 'medium' })], settings());
    expect(notices).toEqual([]);
    expect(findings.map(({ rule: id, severity, span }) => [id, severity, file.source!.slice(span)])).toEqual([
      ['unaccountable-exception', 'low', 'postern-ignore two: x'],
    ]);
  });
});

test('profiles choose rules, the configuration has the last word', async () => {
  const ids = (more: Partial<Settings>) => selectRules(RULES, settings(more)).map(({ id }) => id);
  expect(ids({})).toEqual(['one', 'two', 'theft']);
  expect(ids({ profile: 'strict' })).toEqual(['one', 'two', 'quiet', 'theft']);
  expect(ids({ profile: 'secrets' })).toEqual(['theft']);
  expect(ids({ config: await config('rules: {quiet: on, one: off}\n') })).toEqual(['two', 'quiet', 'theft']);
});

test('what is below the wished severity or confidence is left out; what is left decides the exit', async () => {
  const file = await fileOf('a.yaml', 'a: target\n');
  const all = [findingIn(file.source!), findingIn(file.source!, { severity: 'low' }), findingIn(file.source!, { confidence: 'low' })];
  const count = (more: Partial<Settings>) => judge(all, [file], RULES, settings(more)).findings.length;
  expect([count({}), count({ minSeverity: 'high' }), count({ minConfidence: 'high' })]).toEqual([3, 2, 2]);
  const { findings } = judge(all, [file], RULES, settings());
  expect([fails(findings, 'high'), fails(findings, 'critical'), fails(findings, 'never')]).toEqual([true, false, false]);
});

describe('baseline', () => {
  const source = new Source('a.yaml', 'a: target\n');
  const secret = (value: string) => findingIn(source, { credential: { kind: 'k', class: 'secret', secret: new Secret(value, '') } });
  const under = (now: readonly Finding[], before: readonly Finding[]) => {
    const data = parseBaseline(printBaseline(makeBaseline(before)), 'b.json');
    return judge(now, [], RULES, settings({ baseline: { data, path: 'b.json' } })).findings.map(({ suppressed }) => suppressed?.by ?? null);
  };

  test('covers as many as it counted', () => {
    expect(under([findingIn(source), findingIn(source)], [findingIn(source)])).toEqual(['baseline', null]);
    expect(under([findingIn(source, { identity: 'other' })], [findingIn(source)])).toEqual([null]);
  });

  test('a changed credential is new', () => {
    expect(under([secret('before')], [secret('before')])).toEqual(['baseline']);
    const changed = Array.from({ length: 40 }, (_, index) => under([secret(`after ${index}`)], [secret('before')])[0]);
    expect(changed.filter(by => by === null).length).toBeGreaterThan(35);
  });

  test('holds no value and only eight bits of a digest', () => {
    const text = printBaseline(makeBaseline([secret('correct horse battery')]));
    expect(text).not.toContain('correct');
    expect(JSON.parse(text).findings[0].value).toMatch(/^[0-9a-f]{2}$/);
  });

  test.each(['', '[]', '{"findings": 1}', '{"version": 2, "salt": "", "findings": []}', '{"version": 1, "salt": "", "findings": [1]}'])(
    '%j is refused in words',
    text => expect(() => parseBaseline(text, 'b.json')).toThrow(/^b\.json .*postern baseline/),
  );
});

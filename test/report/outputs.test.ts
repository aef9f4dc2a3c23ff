import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { REPORTERS } from '../../src/report/index.ts';
import { file, finding, OPTIONS, PAGES, report, sample, source } from './sample.ts';

const endings: Record<string, string> = { json: 'json', sarif: 'sarif', markdown: 'md', junit: 'xml', gitlab: 'json', csv: 'csv' };
const options = { ...OPTIONS, pages: PAGES };

describe('every output', () => {
  for (const [name, load] of Object.entries(REPORTERS)) {
    test(`${name} is as it was reviewed`, async () => {
      await expect((await load())(sample(), options)).toMatchFileSnapshot(`snapshots/${name}.${endings[name] ?? 'txt'}`);
    });
    test(`${name} says the same twice, and ends its last line`, async () => {
      const reporter = await load();
      const first = reporter(sample(), options);
      expect(reporter(sample(), options)).toBe(first);
      expect(first).toMatch(/\n$/);
      expect(first).not.toMatch(/[^\n\P{Cc}]/u);
    });
    test(`${name} stands an empty report`, async () => {
      const empty = (await load())(report([]), options);
      if (name === 'concise' || name === 'github') expect(empty).toBe('');
      else expect(empty).toMatch(/\n$/);
    });
  }
  test('has no output by the name of an object member', () => {
    expect(REPORTERS['constructor']).toBeUndefined();
  });
});

describe('json', () => {
  const schema: object = JSON.parse(readFileSync(new URL('../../schemas/report-1.schema.json', import.meta.url), 'utf8'));
  const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);
  const written = async (given = sample()) => JSON.parse((await REPORTERS['json']!())(given, options)) as Record<string, any>;

  test('fits its schema', async () => {
    validate(await written());
    expect(validate.errors).toBeNull();
    validate(await written(report([])));
    expect(validate.errors).toBeNull();
  });
  test.each([
    ['a property more', (data: any) => (data.findings[0].extra = 1)],
    ['a line of 0', (data: any) => (data.findings[0].line = 0)],
    ['no credential', (data: any) => delete data.findings[0].credential],
    ['a value that is not redacted', (data: any) => (data.findings[0].credential.redacted = 'abc')],
    ['an unknown state', (data: any) => (data.files[0].state = 'fine')],
    ['an absolute root', (data: any) => (data.root = '/home')],
  ])('the schema refuses %s', async (_, spoil) => {
    const data = await written();
    spoil(data);
    expect(validate(data)).toBe(false);
  });
  test('counts without suppressed findings, and lists them', async () => {
    const data = await written();
    expect(data['summary']).toEqual({ files: 4, servers: 4, findings: { critical: 1, high: 1, medium: 1, low: 2 }, suppressed: 1 });
    expect(data['findings']).toHaveLength(6);
  });
  test('names places from 1, with an exclusive end', async () => {
    const [first] = (await written())['findings'];
    expect(first).toMatchObject({ line: 7, column: 26, endLine: 7, endColumn: 66 });
    expect(first.fix.edits).toEqual([{ file: '.mcp.json', line: 7, column: 26, endLine: 7, endColumn: 66, text: '${GITHUB_TOKEN}' }]);
  });
  test('keeps the order of the contract', async () => {
    const data = await written();
    expect(Object.keys(data)).toEqual(['schemaVersion', 'tool', 'root', 'summary', 'files', 'findings', 'notices']);
    expect(Object.keys(data['findings'][0])).toEqual(
      'rule family severity confidence message file line column endLine endColumn pointer format server fingerprint credential related fix suppressed'.split(
        ' ',
      ),
    );
  });
});

describe('github', () => {
  const many = (severity: 'high' | 'medium' | 'low', count: number) => {
    const config = source('a.json', ['{"a":1}']);
    return Array.from({ length: count }, (_, index) => finding({ source: config, at: '1', severity, message: `Number ${index}.` }));
  };
  test('shows ten of a level, the worst first, and tells how many are left', async () => {
    const github = await REPORTERS['github']!();
    const lines = github(report([...many('low', 12), ...many('medium', 3), ...many('high', 14)]), OPTIONS)
      .trimEnd()
      .split('\n');
    const count = (level: string) => lines.filter(line => line.startsWith(`::${level} `)).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 3, 10]);
    expect(lines[0]).toContain('::error');
    expect(lines.at(-1)).toContain('7 more annotations of 29');
  });
  test('has no closing line where all are shown', async () => {
    const lines = (await REPORTERS['github']!())(report(many('low', 10)), OPTIONS)
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('Number 9.');
  });
  test('gives no columns over several lines, and no file for a personal one', async () => {
    const config = source('~/.claude.json', ['{', '}']);
    const shared = source('a,b:c%.json', ['{', '}']);
    const out = (await REPORTERS['github']!())(
      report([finding({ source: config, at: '{' }), finding({ source: shared, at: { start: 0, end: 3 } })]),
      OPTIONS,
    );
    expect(out).toMatch(/^::error title=high%3A hardcoded-known-secret::~\/\.claude\.json:1:1: /);
    expect(out).toContain('::error file=a%2Cb%3Ac%25.json,line=1,endLine=2,title=');
  });
});

describe('junit', () => {
  test('fails from the threshold on, and only remarks below', async () => {
    const junit = await REPORTERS['junit']!();
    const failures = (failOn: 'critical' | 'low' | 'never') => junit(sample(), { ...OPTIONS, failOn }).split('<failure').length - 1;
    expect([failures('critical'), failures('low'), failures('never')]).toEqual([1, 5, 0]);
  });
  test('has a case when all is well', async () => {
    expect((await REPORTERS['junit']!())(report([]), OPTIONS)).toContain('tests="1" failures="0"');
  });
});

describe('gitlab', () => {
  test('gives each issue a fingerprint of its own', async () => {
    const config = source('a.json', ['{"a":1}']);
    const same = [1, 2, 3].map(() => finding({ source: config, at: '1', identity: 'abcd' }));
    const issues = JSON.parse((await REPORTERS['gitlab']!())(report(same), OPTIONS)) as { fingerprint: string }[];
    expect(new Set(issues.map(issue => issue.fingerprint)).size).toBe(3);
  });
});

describe('markdown', () => {
  test('stays below what a comment can hold', async () => {
    const config = source('a.json', ['{"a":1}']);
    const message = 'A | long `one` with <b> and more words in it than anybody would read. '.repeat(9);
    const findings = Array.from({ length: 500 }, () => finding({ source: config, at: '1', message }));
    const out = (await REPORTERS['markdown']!())(report(findings, { files: [file('a.json')] }), OPTIONS);
    expect(out.length).toBeLessThan(62_000);
    expect(out).toMatch(/\d+ more not shown here\./);
  });
});

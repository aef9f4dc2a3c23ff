import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { sarif } from '../../src/report/sarif.ts';
import { edit, file, finding, label, OPTIONS, PAGES, report, sample, source, credential, TOKEN } from './sample.ts';
import { invariantProblems } from './sarif-invariants.ts';
import { hasMultitool, multitoolProblems, schemaProblems } from './sarif-validators.ts';

const options = { ...OPTIONS, pages: PAGES };
const write = (given: Report, over: Partial<ReportOptions> = {}): Log => JSON.parse(sarif(given, { ...options, ...over })) as Log;
const results = (given: Report) => write(given).runs[0]!.results!;

/** Everything that a hostile tree could bring into a report, and the edges of what is allowed. */
function hostile(): Report {
  const odd = source('a b/%41 (1)!*\u202e\ud800[x](y)/ü:#?.json', ['{ "k": "v" }', '']);
  const personal = source('~/.claude.json', ['{ "k": "v" }']);
  const message = 'x\u001b[31m\r\n::error::y [go](https://evil.example) [1](1) \u202e<script>##[group]';
  return report([
    finding({ source: odd, at: '"k"', message, server: message, path: ['[a](b)', message], related: [label(odd, 'v', '](9) [b')] }),
    finding({ source: odd, at: { start: odd.text.length, end: odd.text.length }, message: '', path: null, server: null, format: null }),
    finding({ source: odd, at: { start: 0, end: odd.text.length }, related: [label(personal, 'k', 'elsewhere'), label(odd, 'k', '')] }),
    finding({ source: personal, at: 'k' }),
    finding({ source: source('/etc/mcp.json', ['{}']), at: '{' }),
    finding({ source: source('../up.json', ['{}']), at: '{' }),
  ]);
}

describe('what the three validators say', () => {
  const logs = {
    'sample.sarif': sarif(sample(), options),
    'category.sarif': sarif(sample(), { ...options, category: 'team/mcp/' }),
    'bare.sarif': sarif(sample(), OPTIONS),
    'empty.sarif': sarif(report([]), options),
    'nothing.sarif': sarif(report([], { rules: [] }), options),
    'hostile.sarif': sarif(hostile(), options),
  };
  test.each(Object.entries(logs))('schema and invariants: %s', (_, text) => {
    const log: unknown = JSON.parse(text);
    expect(schemaProblems(log)).toEqual([]);
    expect(invariantProblems(log)).toEqual([]);
  });
  test.runIf(hasMultitool)(
    'Multitool: no error and no warning',
    () => {
      const { 'nothing.sarif': _, ...others } = logs;
      expect(multitoolProblems(others)).toEqual(Object.fromEntries(Object.keys(others).map(name => [name, []])));
    },
    60_000,
  );
  test.runIf(hasMultitool)(
    'Multitool speaks up when something is wrong',
    () => {
      const text = logs['sample.sarif'].replaceAll('"uri": ".mcp.json"', '"uri": "C:/repo/.mcp.json"');
      expect(multitoolProblems({ 'drive.sarif': text })['drive.sarif']).not.toEqual([]);
    },
    60_000,
  );
});

const samples = new URL('../../../shared/reference/sarif-samples/', import.meta.url);
describe.runIf(existsSync(samples))('the validators themselves', () => {
  const names = existsSync(samples) ? readdirSync(samples).filter(name => name.endsWith('.sarif')) : [];
  const read = (name: string) => readFileSync(new URL(name, samples), 'utf8');
  const problems = (name: string) => {
    const log: unknown = JSON.parse(read(name));
    return [...schemaProblems(log), ...invariantProblems(log)];
  };
  test('find a mistake in every bad sample', () => {
    const bad = names.filter(name => name.startsWith('bad-'));
    expect(bad.length).toBeGreaterThan(20);
    const missed = bad.filter(name => problems(name).length === 0);
    if (!hasMultitool || missed.length === 0) return expect(missed).toEqual([]);
    const found = multitoolProblems(Object.fromEntries(missed.map(name => [name, read(name)])));
    expect(Object.entries(found).filter(([, list]) => list.length === 0)).toEqual([]);
  }, 60_000);
  test.each(names.filter(name => name.startsWith('good-')))('find nothing in %s', name => {
    expect(problems(name)).toEqual([]);
  });
});

describe('results', () => {
  test('leave out what is suppressed, and what is not in the repository', () => {
    expect(results(sample())).toHaveLength(5);
    expect(results(hostile())).toHaveLength(3);
    const notes = write(hostile()).runs[0]!.invocations![0]!.toolExecutionNotifications!;
    expect(notes.map(note => note.message.text)).toEqual([expect.stringContaining('3 findings outside the repository')]);
  });
  test('name no personal file at all', () => {
    const given = report([], { files: [file('~/.claude.json', 'partial', 'broken'), file('a.json', 'partial', 'broken')] });
    expect(sarif(given, options)).not.toContain('.claude.json');
    expect(sarif(given, options)).toContain("'a.json' was read in part: broken.");
  });
  test('stay on one line, with at least one column', () => {
    for (const result of results(hostile())) {
      const region = result.locations![0]!.physicalLocation!.region!;
      expect(region.endLine).toBe(region.startLine);
      expect(region.endColumn).toBeGreaterThan(region.startColumn!);
    }
  });
  test('encode paths so that they decode to the file', () => {
    const config = source('a b/%41 (1)!*/ü:#?@.json', ['{}']);
    const { uri } = results(report([finding({ source: config, at: '{' })]))[0]!.locations![0]!.physicalLocation!.artifactLocation!;
    expect(uri).toBe('a%20b/%2541%20%281%29%21%2A/%C3%BC%3A%23%3F@.json');
    expect(decodeURIComponent(uri!)).toBe(config.path);
  });
  test('bring a fix only where its text is no credential and its files can be named', () => {
    const config = source('a.json', [`{"k": "${TOKEN}"}`]);
    const personal = source('~/b.json', ['{}']);
    const fixed = (...edits: ReturnType<typeof edit>[]) =>
      results(
        report([finding({ source: config, at: TOKEN, credential: credential(TOKEN), fix: { title: 'Mend it', safe: true, edits } })]),
      )[0]!.fixes;
    expect(fixed(edit(config, TOKEN, '${K}'))).toHaveLength(1);
    expect(fixed(edit(config, TOKEN, '${K}'), edit(config, '{', `{"n": "${TOKEN}", `))).toBeUndefined();
    expect(fixed(edit(personal, '{', '{ '))).toBeUndefined();
  });
  test('of 6000 are the 5000 worst, in the order of the report', () => {
    const config = source('a.json', ['{"a": 1}']);
    const findings = Array.from({ length: 6000 }, (_, index) =>
      finding({
        source: config,
        at: '1',
        severity: index % 6 === 0 ? 'high' : index % 3 === 0 ? 'low' : 'medium',
        message: `Number ${index}.`,
      }),
    );
    const log = write(report(findings));
    const numbers = log.runs[0]!.results!.map(result => Number(/\d+/.exec(result.message.text!)![0]));
    expect(numbers).toHaveLength(5000);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers.filter(number => number % 6 === 0)).toHaveLength(1000);
    expect(numbers.filter(number => number % 3 !== 0)).toHaveLength(4000);
    expect(numbers.filter(number => number % 6 === 3)).toHaveLength(0);
    expect(JSON.stringify(log.runs[0]!.invocations)).toContain('1000 more were left out');
    expect(invariantProblems(log)).toEqual([]);
  });
});

describe('run', () => {
  test('has a category only when asked for one', () => {
    expect(write(sample()).runs[0]!.automationDetails).toBeUndefined();
    expect(write(sample(), { category: 'mcp' }).runs[0]!.automationDetails).toEqual({ id: 'mcp/' });
  });
  test('has the whole catalogue whatever was found', () => {
    const rules = (given: Report) => write(given).runs[0]!.tool.driver.rules;
    expect(rules(report([]))).toEqual(rules(sample()));
  });
  test('relates rules to the taxa that they map to', () => {
    const { taxonomies, tool } = write(sample()).runs[0]!;
    const rule = tool.driver.rules!.find(({ id }) => id === 'hardcoded-known-secret')!;
    const named = rule.relationships!.map(({ target }) => {
      const taxonomy = taxonomies![target.toolComponent!.index!]!;
      return [taxonomy.name, taxonomy.taxa![target.index!]!.id];
    });
    expect(named).toEqual([
      ['CWE', 'CWE-312'],
      ['CWE', 'CWE-798'],
      ['OWASP MCP Top 10', 'MCP01:2025'],
      ['OWASP Non-Human Identities Top 10', 'NHI2:2025'],
    ]);
    expect(rule.properties).toMatchObject({ 'security-severity': '8.0', precision: 'high', 'problem.severity': 'error' });
    expect(rule.properties!['tags']).toEqual([
      'security',
      'mcp',
      'secrets',
      'external/cwe/cwe-798',
      'external/cwe/cwe-312',
      'external/owasp-mcp/mcp01',
    ]);
  });
});

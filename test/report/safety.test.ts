import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Judged } from '../../src/core/finding.ts';
import type { Report } from '../../src/core/report.ts';
import { Source } from '../../src/core/source.ts';
import { REPORTERS } from '../../src/report/index.ts';
import { credential, file, finding, OPTIONS, PAGES, report } from './sample.ts';

const reporters = await Promise.all(Object.entries(REPORTERS).map(async ([name, load]) => ({ name, write: await load() })));

function outputs(given: Report): { name: string; text: string }[] {
  return reporters.flatMap(({ name, write }) =>
    [80, 40].flatMap(width =>
      [true, false].map(verbose => ({
        name,
        text: write(given, { ...OPTIONS, pages: PAGES, verbose, width, failOn: verbose ? 'low' : 'high' }),
      })),
    ),
  );
}

/** A value in the ways in which an output could give it away. */
function forms(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1);
  const pointer = value.replaceAll('~', '~0').replaceAll('/', '~1');
  return [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), pointer, value.replaceAll('_', '\\_'), base64];
}

const alphabet = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/+.~'];
const value = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 12, maxLength: 60 });
const noise = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      ' ',
      '\t',
      '\n',
      '\r\n',
      '{',
      '}',
      ':',
      ',',
      '=',
      '/',
      '\u00fc',
      '\ud83d\ude00',
      '\u202e',
      '\ud800',
      '\u001b',
      '\u4e2d',
    ),
    fc.constantFrom(...alphabet),
  ),
  maxLength: 300,
});

describe('a credential', () => {
  test('never stands in an output, wherever it stands in the source', () => {
    fc.assert(
      fc.property(value, noise, noise, noise, fc.nat(2), (secret, before, between, after, how) => {
        const text = `${before}${secret}${between}"${secret}"${after}`;
        const config = new Source('a.json', text);
        const first = { start: before.length, end: before.length + secret.length };
        const second = first.end + between.length;
        const facts = credential(secret, '', 'generic');
        const judged: Judged[] = [
          // Its own finding, with or without quotes in the span; a neighbour in the same line; names made of it.
          finding({
            source: config,
            at: how === 0 ? { start: second, end: second + secret.length + 2 } : first,
            credential: facts,
            message: `\`x\` holds ${secret} in it.`,
            server: secret,
            path: ['mcpServers', secret, 0],
            related: [{ source: config, span: { start: second + 1, end: second + 1 + secret.length }, text: `also ${secret}` }],
            fix: { title: `Drop ${secret}`, safe: true, edits: [{ source: config, span: first, text: secret }] },
            suppressed: how === 2 ? { by: 'comment', reason: `it is ${secret}` } : null,
          }),
          finding({ source: config, at: { start: 0, end: text.length }, rule: 'shell-download', severity: 'critical' }),
          finding({
            source: config,
            at: { start: Math.max(0, first.start - 1), end: first.end + 1 },
            rule: 'broad-filesystem-root',
            severity: 'medium',
          }),
        ];
        const given = report(judged, {
          files: [file('a.json', 'partial', `stopped at ${secret}`)],
          notices: [{ level: 'warning', message: `about ${secret}` }],
        });
        for (const output of outputs(given)) {
          for (const form of forms(secret)) if (output.text.includes(form)) throw new Error(`${output.name} gives it away`);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of few letters is hidden where it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'QXZJ'), minLength: 3, maxLength: 7 }), noise, (secret, before) => {
        const clean = before.replace(/[QXZJ]/g, '');
        const config = new Source('a.json', `${clean}"${secret}" }`);
        const at = { start: clean.length + 1, end: clean.length + 1 + secret.length };
        const judged = [
          finding({ source: config, at, credential: credential(secret, '', 'password', 'default'), message: 'It is weak.' }),
          finding({ source: config, at: { start: 0, end: at.end }, message: 'It is here.' }),
        ];
        for (const output of outputs(report(judged))) expect(output.text, output.name).not.toContain(secret);
      }),
      { numRuns: 60 },
    );
  });

  test('is hidden as an escape of it too', () => {
    const tail = 'dE5fG7hJ9kL1';
    const secret = `aB3/${tail}`;
    const config = new Source('a.json', `{"a": "${secret.replace('/', '\\/')}"}`);
    const at = { start: 7, end: 7 + secret.length + 1 };
    const given = report([finding({ source: config, at, credential: credential(secret, ''), message: `It holds ${secret}.` })]);
    for (const output of outputs(given)) expect(output.text, output.name).not.toContain(tail);
  });
});

const attacks = [
  '\u001b[31mred\u001b]8;;http://evil.example\u0007',
  '\u009b2J',
  '\n::error::gone',
  '\r\n::stop-commands::x',
  '::warning::start',
  ' ::add-mask::x',
  '##[group]x',
  '##vso[task.setvariable variable=x]y',
  '[x](javascript:alert(1))',
  '](http://evil.example) [',
  '<script>alert(1)</script>',
  '</failure><img src=x onerror=y>',
  ']]>',
  '=HYPERLINK("http://evil.example")',
  '+1+cmd|x',
  '@everyone',
  '| a | b |',
  '`code` ``',
  '\u202eevil\u2066',
  'zero\u200bwidth\ufeff\u2060',
  'tag\u{e0041}\u{e0042}',
  '\ud800',
  'x'.repeat(20_000),
  'a\u2028b\u2029c',
];

describe('a hostile name', () => {
  const judged = attacks.map((attack, index) => {
    const config = new Source(`${attack}/${index}.json`.replaceAll('//', '/'), `{ "${attack.replaceAll('\n', ' ')}": 1 }\n`);
    return finding({
      source: config,
      at: { start: 2, end: config.text.length - 3 },
      message: `\`${attack}\` is wrong. ${attack}`,
      server: attack,
      path: [attack],
      related: [{ source: config, span: { start: 0, end: 1 }, text: attack }],
      fix: { title: attack, safe: false, edits: [{ source: config, span: { start: 0, end: 1 }, text: attack }] },
    });
  });
  const given = report(judged, {
    files: attacks.map(attack => file(attack.replace(/^\//, ''), 'unreadable', attack)),
    notices: attacks.map(attack => ({ level: 'error' as const, message: attack, file: attack })),
  });

  for (const { name, text } of outputs(given)) {
    test(`does no harm in ${name} (${text.length} characters)`, () => {
      // Nothing hidden, nothing that ends a line or moves the cursor.
      expect(text).not.toMatch(/[^\n\P{C}]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      expect(text).not.toMatch(/##(?:\[|vso\[)/);
      const commands = text.split('\n').filter(line => /^\s*::/.test(line));
      if (name === 'github') {
        expect(commands.every(line => /^::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,]*,?)+::/.test(line))).toBe(true);
        expect(commands).toHaveLength(text.trimEnd().split('\n').length);
      } else expect(commands).toEqual([]);
      if (name === 'markdown' || name === 'junit' || name === 'json' || name === 'sarif' || name === 'gitlab') {
        expect(text).not.toMatch(/<script|<\/failure><img/i);
      }
      if (name === 'markdown') {
        const outsideCode = text.replace(/`[^`\n]*`/g, '');
        expect(outsideCode).not.toMatch(/\]\(|<[a-z!/]|@[a-z]|:\/\//i);
        expect(
          text
            .split('\n')
            .filter(line => line.startsWith('| '))
            .every(line => line.split('|').length === 6),
        ).toBe(true);
      }
      if (name === 'sarif') {
        const { results } = (JSON.parse(text) as { runs: [{ results: { message: { text: string } }[] }] }).runs[0];
        for (const { message } of results) {
          for (const [, target] of message.text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)) expect(target).toMatch(/^\d+$/);
        }
      }
      if (name === 'csv') expect(text).not.toMatch(/(?:^|,)"?\s*[=+@|-]/m);
    });
  }

  test('decodes from JSON to exactly what was read, halves of surrogate pairs aside', () => {
    const json = reporters.find(({ name }) => name === 'json')!.write(given, OPTIONS);
    const { findings } = JSON.parse(json) as { findings: { server: string; file: string }[] };
    // Half a surrogate pair is no text: many readers refuse a report that holds one.
    const whole = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');
    expect(findings.map(item => item.server)).toEqual(attacks.map(whole));
    expect(findings.map(item => item.file)).toEqual(judged.map(item => whole(item.source.path)));
  });
});

test('a thousand findings in one minified line are written in no time', () => {
  const text = '{' + Array.from({ length: 60_000 }, (_, index) => `"k${index}":"v${index}"`).join(',') + '}';
  const config = new Source('a.json', text);
  const judged = Array.from({ length: 1000 }, (_, index) => {
    const start = text.indexOf(`"v${index * 50}"`) + 1;
    return finding({ source: config, at: { start, end: start + 6 }, credential: credential(text.slice(start, start + 6), '') });
  });
  const start = performance.now();
  for (const { write } of reporters) write(report(judged), { ...OPTIONS, verbose: true });
  expect(performance.now() - start).toBeLessThan(4000);
});

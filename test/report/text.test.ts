import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { frameOf } from '../../src/report/frame.ts';
import { maskingOf } from '../../src/report/masking.ts';
import { paintFor } from '../../src/report/paint.ts';
import { columns, plain } from '../../src/report/sanitise.ts';
import { text } from '../../src/report/text.ts';
import { credential, file, finding, OPTIONS, PAGES, report, sample, source, spanOf } from './sample.ts';

const none = maskingOf(report([]));

/** The line and its caret line, as printed. */
function frame(line: string, needle: string, width = 76): [string, string] {
  const config = new Source('a.json', line);
  const { text, indent, length } = frameOf(config, spanOf(config, needle), none, false, width);
  return [text, ' '.repeat(indent) + '^'.repeat(length)];
}

describe('frame', () => {
  test.each([
    ['{"a": "b"}', 'b', '{"a": "b"}', '       ^'],
    ['\t\tkey: word', 'word', '    key: word', '         ^^^^'],
    ['{"日本": "b"}', '"b"', '{"日本": "b"}', '         ^^^'],
    ['{"e\u0301": "b"}', '"b"', '{"e\u0301": "b"}', '      ^^^'],
    ['a\u001bb', 'b', 'a\\u001bb', '       ^'],
  ])('puts the caret under the value: %j', (line, needle, shown, caret) => {
    expect(frame(line, needle)).toEqual([shown, caret]);
  });
  test('stands a span that is empty, at the end, or over several lines', () => {
    const config = new Source('a.json', 'ab\ncd');
    const at = (start: number, end: number) => frameOf(config, { start, end }, none, false, 76);
    expect(at(5, 5)).toEqual({ line: 2, text: 'cd', indent: 2, length: 1 });
    expect(at(1, 5)).toEqual({ line: 1, text: 'ab', indent: 1, length: 1 });
    expect(at(0, 0)).toEqual({ line: 1, text: 'ab', indent: 0, length: 1 });
  });
  test('never goes over its width, and always shows where the span begins', () => {
    const units = fc.constantFrom('a', ' ', '"', '\t', '\u4e2d', '\u{1f600}', '\u0301', '\u001b', '/');
    fc.assert(
      fc.property(
        fc.string({ unit: units, maxLength: 900 }),
        fc.string({ unit: units, maxLength: 900 }),
        fc.integer({ min: 30, max: 120 }),
        (before, after, width) => {
          const config = new Source('a.json', `${before}@${after}`);
          const shown = frameOf(config, { start: before.length, end: before.length + 1 }, none, false, width);
          expect(columns(shown.text)).toBeLessThanOrEqual(width);
          expect(shown.length).toBe(1);
          let at = 0;
          let found = '';
          for (const char of shown.text) {
            if (at === shown.indent && columns(char) > 0) found = char;
            at += columns(char);
          }
          expect(found).toBe('@');
        },
      ),
      { numRuns: 200 },
    );
  });
  test('underlines the mask, not the length of the value', () => {
    const secret = 'zY9' + 'xW8v'.repeat(5);
    const config = source('a.json', [`{"env": {"K": "${secret}", "L": 1}}`]);
    const masking = maskingOf(report([finding({ source: config, at: secret, credential: credential(secret, 'zY9') })]));
    const shown = frameOf(config, spanOf(config, secret), masking, true, 76);
    expect(shown).toEqual({ line: 1, text: '{"env": {"K": "zY9…", "L": 1}}', indent: 15, length: 4 });
    expect(frameOf(config, spanOf(config, '"L"'), masking, false, 76)).toMatchObject({ indent: 22, length: 3 });
  });
});

test('few credentials are found where many are', () => {
  const part = fc.constantFrom('aB3', 'x9', 'x9x9', '-', 'aB3x9');
  const values = fc.array(
    fc.array(part, { minLength: 4, maxLength: 8 }).map(parts => `aB3x9-Q${parts.join('')}`),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(values, fc.array(part), (some, rest) => {
      const others = Array.from({ length: 30 }, (_, index) => `zZ8-other-${index}-Yy7`);
      const masks = (held: readonly string[]) =>
        maskingOf(
          report(
            held.map((value, index) => {
              const config = source(`${index}.json`, [`"${value}"`]);
              return finding({ source: config, at: value, credential: credential(value, `${index}…`) });
            }),
          ),
        ).find([...some, ...rest, ...some].join(' ').replaceAll(' -', ''));
      expect(masks(some)).toEqual(masks([...some, ...others]));
      expect(masks(some).length).toBeGreaterThan(0);
    }),
  );
});

test('what passes without a look at classes of Unicode needs none, and is one column wide', () => {
  const hidden = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
  for (let code = 0; code < 0x3000; code++) {
    const char = String.fromCodePoint(code);
    expect([code, plain(char) === char]).toEqual([code, !hidden.test(char)]);
    if (code >= 0x20 && code < 0x250 && !hidden.test(char)) expect([code, columns(char)]).toEqual([code, 1]);
  }
  expect(columns('a…')).toBe(2);
});

describe('text', () => {
  const options = { ...OPTIONS, pages: PAGES };
  test('collapses low findings unless they count or all is asked for', () => {
    const shown = (over: Partial<typeof options>) => text(sample(), { ...options, ...over }).split('low[owner-missing]').length - 1;
    expect([shown({}), shown({ failOn: 'low' }), shown({ verbose: true })]).toEqual([1, 2, 2]);
  });
  test('is quiet when asked: findings, and nothing where there is none', () => {
    const quiet = text(sample(), { ...options, quiet: true });
    expect(quiet).toContain('critical[shell-download]');
    expect(quiet).not.toMatch(/why|postern explain|partial|warning/);
    expect(text(report([], { files: [file('a.json')] }), { ...options, quiet: true })).toBe('');
  });
  test('says in one line that nothing is wrong, with what was not looked at', () => {
    const files = ['a.json', 'b.json', 'c.json'].map(path => file(path));
    const servers = { length: 7 } as ReturnType<typeof report>['servers'];
    expect(text(report([], { files, servers }), options)).toBe('No findings in 3 MCP configuration files (7 servers).\n');
    const partial = [...files, file('d.json', 'partial', 'line 3'), file('e.json', 'skipped', 'ignored')];
    expect(text(report([], { files: partial, servers }), options)).toBe(
      'partial: d.json (line 3)\nNo findings in 4 MCP configuration files (7 servers).\n',
    );
  });
  test('puts the file with the worst finding first, and keeps lines in order within it', () => {
    const [a, b, c] = ['a.json', 'b.json', 'c.json'].map(path => source(path, ['1', '2', '3']));
    const findings = [
      finding({ source: a!, at: '1', severity: 'medium' }),
      finding({ source: b!, at: '1', severity: 'medium' }),
      finding({ source: b!, at: '2', severity: 'critical' }),
      finding({ source: c!, at: '3', severity: 'medium' }),
    ];
    const places = [...text(report(findings), options).matchAll(/--> (\S+)/g)].map(match => match[1]);
    expect(places).toEqual(['b.json:1:1', 'b.json:2:1', 'a.json:1:1', 'c.json:3:1']);
  });
  test('fits in the width of the terminal', () => {
    for (const width of [60, 80, 120]) {
      const widest = Math.max(
        ...text(sample(), { ...options, width, verbose: true })
          .split('\n')
          .map(columns),
      );
      expect(widest).toBeLessThanOrEqual(width);
    }
  });
  test('says the same in colour', async () => {
    const coloured = text(sample(), { ...options, paint: await paintFor(true) });
    const escape = String.fromCharCode(27);
    expect(coloured).toContain(escape + '[');
    const bare = coloured.split(escape).map((part, index) => (index === 0 ? part : part.replace(/^\[[\d;]+m/, '')));
    expect(bare.join('')).toBe(text(sample(), options));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guess } from '../../src/report/guess.ts';

describe('guess', () => {
  const hidden = (line: string, own = { start: 0, end: 0 }) => {
    let shown = line;
    for (const mask of guess(line, own).toSorted((a, b) => b.start - a.start))
      shown = shown.slice(0, mask.start) + mask.text + shown.slice(mask.end);
    return shown;
  };
  const random = 'k3J9' + 'dQ7s'.repeat(6);
  test.each([
    [`x ${random} y`, 'x … y'],
    ['"password": "hunter"', '"password": "…"'],
    ['API_KEY=abc', 'API_KEY=…'],
    ['x 0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f y', 'x … y'],
    ['"--api-key", "abc"', '"--api-key", "…"'],
    ['"Authorization": "Bearer abc"', '"Authorization": "Bearer …"'],
    ['postgres://me:pw@host/db', 'postgres://me:…@host/db'],
    ['export TOKEN=abc; next', 'export TOKEN=…; next'],
    ['run --password abc', 'run --password …'],
    ['curl -H \\"X: Bearer abc\\" x', 'curl -H \\"X: Bearer …\\" x'],
    ['"CONF": "{\\"apiKey\\": \\"abc\\"}"', '"CONF": "{\\"apiKey\\": \\"…\\"}"'],
    ['"X": "${TOKEN:-abc}"', '"X": "${TOKEN:-…}"'],
    ['"TOKEN": "${env:TOKEN:-abc}"', '"TOKEN": "${env:TOKEN:-…}"'],
  ])('hides %j', (line, shown) => {
    expect(hidden(line)).toBe(shown);
  });
  test.each([
    '"@modelcontextprotocol/server-github"',
    '"GITHUB_PERSONAL_ACCESS_TOKEN": "${GITHUB_PERSONAL_ACCESS_TOKEN}"',
    '"token": "<your token>"',
    '"maxTokens": 4000',
    'https://example.com/a/long/path/with/many/words/in/it',
    'postgres://${USER}:${PASSWORD}@host/db',
  ])('shows %j', line => {
    expect(hidden(line)).toBe(line);
  });
  test('shows what the finding is about, unless it is nearly certain', () => {
    const path = '/home/me/Projects/server2017/build';
    expect(hidden(`"${path}"`)).toBe('"…"');
    expect(hidden(`"${path}"`, { start: 0, end: 99 })).toBe(`"${path}"`);
    expect(hidden(`"${random}"`, { start: 0, end: 99 })).toBe('"…"');
    expect(hidden('TOKEN=abcd1234; x', { start: 0, end: 99 })).toBe('TOKEN=…; x');
    expect(hidden('"${TOKEN:-abcd1234}"', { start: 0, end: 99 })).toBe('"${TOKEN:-…}"');
  });
  test.each(['token', '--token', '${a:-', '${a:', 'bearer ', '://a:', 'authorization: bearer ', 'aB3', '-_', 'secret"  : "', '\\'])(
    'reads %j a hundred thousand times in no time',
    piece => {
      const start = performance.now();
      guess(piece.repeat(100_000).slice(0, 400_000), { start: 0, end: 0 });
      expect(performance.now() - start).toBeLessThan(1500);
    },
  );
});

describe('what stands behind a telling name', () => {
  // The same, said as regular expressions.
  const TELLING =
    /(?:passw|secret|token|api[_-]?key|credential|authorization)[\w.-]{0,40}\\{0,2}["']?\s{0,4}[:=,]\s{0,4}\\{0,2}["']?(?:(?:bearer|basic|token)\s{1,4})?([^\s"'\\,;}\]]{1,400})/gi;
  const BEARER = /\bbearer\s{1,4}([^\s"'\\,;}\]]{1,400})/gi;
  const RUN = /[A-Za-z0-9_+/=-]{20,}/g;
  const isHarmless = (value: string) =>
    /^[$%<{[(!&*-]/.test(value) || /^(?:true|false|null|https?:.*)$/is.test(value) || /^\d{1,9}$/.test(value);
  const isRandom = (run: string) => {
    const [longest] = run.split(/[/_=-]/).sort((a, b) => b.length - a.length);
    const isMixed = longest!.replace(/\D/g, '').length >= 2 && /[a-z]/i.test(longest!);
    return (longest!.length >= 10 && isMixed) || /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.test(run);
  };

  /** Offsets that are hidden. */
  function expected(text: string): Set<number> {
    const hidden = new Set<number>();
    const hide = (start: number, end: number) => {
      for (let at = start; at < end; at++) hidden.add(at);
    };
    for (const match of text.matchAll(RUN)) if (isRandom(match[0])) hide(match.index, match.index + match[0].length);
    for (const pattern of [TELLING, BEARER]) {
      for (const match of text.matchAll(pattern)) {
        const end = match.index + match[0].length;
        if (!isHarmless(match[1]!)) hide(end - match[1]!.length, end);
      }
    }
    return hidden;
  }

  const piece = fc.oneof(
    fc.constantFrom('passw', 'SECRET', 'token', 'Api', '_', '-', 'key', 'credential', 'authorization', 'bearer', 'Basic', 'İ', 'é'),
    fc.constantFrom(
      '\\',
      '\\\\',
      '"',
      "'",
      ' ',
      '    ',
      '\t',
      '\u00a0',
      ':',
      '=',
      ',',
      ';',
      '}',
      ']',
      '.',
      '$',
      '<',
      'http:',
      'null',
      '0a1b2c3d-0a1b-',
    ),
    fc.stringMatching(/^[a-z0-9_.+/-]{1,12}$/),
    fc.integer({ min: 36, max: 44 }).map(count => `TOKEN${'n'.repeat(count)}=x`),
    fc.integer({ min: 398, max: 403 }).map(count => 'v.'.repeat(count / 2) + 'w'),
  );
  test('is hidden', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), pieces => {
        // Other shapes are for other patterns.
        const text = pieces.join('').replace(/-+/g, '-').replace(/:\/+/g, ':/');
        const hidden = new Set<number>();
        for (const { start, end } of guess(text, { start: 0, end: 0 })) for (let at = start; at < end; at++) hidden.add(at);
        expect([...hidden].sort((a, b) => a - b)).toEqual([...expected(text)].sort((a, b) => a - b));
      }),
      { numRuns: 5000 },
    );
  });
});

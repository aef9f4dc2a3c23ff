import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { lineHashes } from '../../src/report/line-hash.ts';

/** The definition, followed to the letter and slowly: what each line's value is, from all that stands after its start. */
function byDefinition(text: string): Map<number, string> {
  const units: number[] = [];
  const starts: number[] = [];
  let isStart = true;
  let afterReturn = false;
  const add = (unit: number): void => {
    if (isStart) starts.push(units.length);
    units.push(unit);
    isStart = unit === 10;
  };
  for (const unit of Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))) {
    const skip = unit === 32 || unit === 9 || (unit === 10 && afterReturn);
    afterReturn = unit === 13;
    if (!skip) add(unit === 13 ? 10 : unit);
  }
  add(65535);
  const seen = new Map<bigint, number>();
  return new Map(
    starts.map((start, index) => {
      let hash = 0n;
      for (let at = start; at < start + 100; at++) hash = BigInt.asUintN(64, hash * 37n + BigInt(units[at] ?? 0));
      seen.set(hash, (seen.get(hash) ?? 0) + 1);
      return [index + 1, `${hash.toString(16)}:${seen.get(hash)}`];
    }),
  );
}

const all = (text: string) => new Set(Array.from({ length: text.split(/\r\n?|\n/).length + 5 }, (_, index) => index + 1));

describe('line hash', () => {
  test.each([
    ['nothing', ''],
    ['one line', '{}'],
    ['a last line end', 'a\nb\n'],
    ['CRLF', 'a\r\nb\r\n\r\nc'],
    ['CR', 'a\rb\r\rc'],
    ['a blank between CR and LF', 'a\r \nb'],
    ['blanks and tabs', '  \t{\n\t "a" :  1\n }'],
    ['the same line often', 'x\n'.repeat(300)],
    ['a long line', 'ab c'.repeat(500) + '\nend'],
    ['text beyond ASCII', 'größe 😀\n\u0000\uffff\n'],
  ])('follows the definition: %s', (_, text) => {
    const expected = byDefinition(text);
    expect([...lineHashes(new Source('a', text), all(text))].toSorted(([a], [b]) => a - b)).toEqual([...expected]);
  });
  test('follows the definition on any text', () => {
    const units = fc.string({
      unit: fc.constantFrom(' ', '\t', '\r', '\n', '\r\n', 'a', 'b', '"', '\u00fc', '\ud83d', '\uffff'),
      maxLength: 400,
    });
    fc.assert(
      fc.property(units, text => {
        expect(new Map([...lineHashes(new Source('a', text), all(text))].toSorted(([a], [b]) => a - b))).toEqual(byDefinition(text));
      }),
      { numRuns: 150 },
    );
  });
  test('counts equal lines although only the last is wanted', () => {
    const text = 'x\n'.repeat(150) + 'y'.repeat(200);
    const hash = lineHashes(new Source('a', text), new Set([50])).get(50)!;
    expect(hash).toBe(byDefinition(text).get(50));
    expect(hash.endsWith(':50')).toBe(true);
  });
  test('takes in the byte order mark, as GitHub does', () => {
    const mark = lineHashes(new Source('a', '{}\n', 'utf-8-bom'), new Set([1])).get(1);
    expect(mark).toBe(byDefinition('\ufeff{}\n').get(1));
    expect(mark).not.toBe(byDefinition('{}\n').get(1));
  });
  test('takes UTF-16 for UTF-8, as GitHub does', () => {
    const bytes = Buffer.from('\ufeff{}\nü\n', 'utf16le');
    const little = lineHashes(new Source('a', '{}\nü\n', 'utf-16le'), new Set([1, 2]));
    expect(little.get(2)).toBe(byDefinition(bytes.toString('utf8')).get(2));
    const big = lineHashes(new Source('a', '{}\nü\n', 'utf-16be'), new Set([1, 2]));
    expect(big.get(2)).toBe(byDefinition(Buffer.from(bytes).swap16().toString('utf8')).get(2));
  });
  test('reads a megabyte in no time', () => {
    const text = 'abcdefghij'.repeat(200_000);
    const start = performance.now();
    lineHashes(new Source('a', text), new Set([2]));
    expect(performance.now() - start).toBeLessThan(1500);
  });

  const samples = new URL('../../../shared/reference/sarif-samples/', import.meta.url);
  test.runIf(existsSync(samples))('agrees with values that the upload step of GitHub took', () => {
    const log = JSON.parse(readFileSync(new URL('good-full.sarif', samples), 'utf8')) as { runs: [{ results: Sample[] }] };
    expect(log.runs[0].results.length).toBeGreaterThan(3);
    for (const { locations, partialFingerprints } of log.runs[0].results) {
      const { artifactLocation, region } = locations[0].physicalLocation;
      const path = decodeURIComponent(artifactLocation.uri);
      const text = readFileSync(new URL('repo/' + artifactLocation.uri, samples), 'utf8');
      const hashes = lineHashes(new Source(path, text), new Set([region.startLine]));
      expect(hashes.get(region.startLine)).toBe(partialFingerprints.primaryLocationLineHash);
    }
  });
});

interface Sample {
  readonly locations: [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } },
  ];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

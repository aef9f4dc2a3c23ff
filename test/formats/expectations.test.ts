// Real files of many repositories against what a person read in them. The files are kept beside the project, not in it: without
// them there is nothing to compare.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/engine/read.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';

const FILES = '../shared/corpus/files';
const LABELS = '../shared/corpus/labels.jsonl';

interface Expectation {
  /** The first folder is the repository. */
  readonly file: string;
  readonly format: string;
  readonly servers: number;
}

const lines = <T>(path: string): T[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);

/** As a scan of that repository alone would read it. */
async function read(file: string) {
  const result = decode(file.slice(file.indexOf('/') + 1), readFileSync(`${FILES}/${file}`));
  if (!result.source) return null;
  const candidates = candidatesFor(result.source.path);
  return candidates.length === 0 ? null : load(result.source, candidates, { explicit: false, tracked: true });
}

test('there are 200 expectations, each of another file', () => {
  const all = lines<Expectation>('test/formats/expectations.jsonl');
  expect(new Set(all.map(({ file }) => file)).size).toBe(200);
  expect(all.every(({ servers }) => servers > 0)).toBe(true);
});

describe.runIf(existsSync(FILES))('real files', () => {
  test('99 of 100 files that hold servers are read with the right format and number of servers', { timeout: 60_000 }, async () => {
    const expected = lines<Expectation>('test/formats/expectations.jsonl');
    const wrong: string[] = [];
    for (const { file, format, servers } of expected) {
      const found = await read(file);
      const is = `${found?.format?.id ?? 'none'} ${found?.reading.servers.length ?? 0}`;
      if (is !== `${format} ${servers}`) wrong.push(`${file}: ${is}, not ${format} ${servers}`);
    }
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(expected.length / 100);
  });

  test('no file without MCP configuration is claimed', { timeout: 60_000 }, async () => {
    const negatives = lines<{ file: string; set: string }>(LABELS).filter(({ set }) => set === 'negative');
    const claimed: string[] = [];
    for (const { file } of negatives) {
      const found = await read(file);
      if (!found?.format) continue;
      // A client's own settings are its settings, with servers or without.
      const own = candidatesFor(found.path).some(({ format, pattern }) => pattern.by === 'name' && format.id === found.format?.id);
      if (!own || found.reading.servers.length > 0) claimed.push(`${file}: ${found.format.id} ${found.reading.servers.length}`);
    }
    expect(claimed).toEqual([]);
    expect(negatives.length).toBeGreaterThan(0);
  });

  test('files that only speak of MCP are read by no reader that takes almost anything', { timeout: 60_000 }, async () => {
    const mentions = lines<{ file: string; set: string }>(LABELS).filter(({ set }) => set === 'mention');
    const claimed: string[] = [];
    for (const { file } of mentions) {
      const found = await read(file);
      if (found?.format?.kind === 'generic' && found.reading.servers.length > 0) claimed.push(file);
    }
    expect(claimed).toEqual([]);
  });
});

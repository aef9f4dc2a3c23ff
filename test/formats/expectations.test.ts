// Real files of many repositories against what a person read in them. The files are kept beside the project, not in it: without
// them there is nothing to compare.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { toJS } from '../../src/core/node.ts';
import { decode } from '../../src/engine/read.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { formats } from '../../src/generated/formats.ts';

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

  test('what a schema refuses is told in our own words, and that is seldom', { timeout: 60_000 }, async () => {
    const schema = (name: string) => JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')) as object;
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [schema('shared')] });
    const all = new Set(lines<{ file: string }>(LABELS).map(({ file }) => file));
    let checked = 0;
    const refused: string[] = [];
    const untold: string[] = [];
    for (const file of all) {
      const found = await read(file);
      const name = formats.find(({ id }) => id === found?.format?.id)?.schema;
      if (!found || !name || found.state !== 'parsed' || found.scope === 'docs') continue;
      const validate = ajv.getSchema(`postern:${name}`) ?? ajv.compile(schema(name));
      checked++;
      // An empty value is one that somebody left for later, which programs take and nothing is said of.
      const isEmpty = (data: unknown, pointer: string) =>
        pointer
          .split('/')
          .slice(1)
          .reduce<any>((value, step) => value?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], data) === null;
      const fits = found.documents.every(({ root }) => {
        const data = toJS(root);
        return validate(data) || validate.errors!.every(({ instancePath }) => isEmpty(data, instancePath));
      });
      if (fits) continue;
      refused.push(file);
      if (found.reading.problems.length === 0 && found.format?.confidence !== 'recalled') untold.push(file);
    }
    expect(checked).toBeGreaterThan(100);
    expect(untold).toEqual([]);
    expect(refused.length, refused.join('\n')).toBeLessThan(checked / 10);
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

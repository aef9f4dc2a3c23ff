// How much is found where, and how much is alleged: measured on made-up values that nothing was tuned on.
import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../src/generated/secret-samples.ts';
import { surprise } from '../../src/secrets/language.ts';
import { findCredentials } from '../../src/secrets/index.ts';
import { kind } from '../../src/secrets/kinds.ts';
import { sample } from '../../src/secrets/samples.ts';
import { configFile } from './files.ts';
import { BASE62, BENIGN, HEX, NEUTRAL_NAMES, PLACES, random, SHAPELESS } from './values.ts';

/** Other seeds than those of tuning, which began with "tune". */
const SEED = 'measure 1';
/** Where nothing speaks but the value. */
const HARD = /neutral|URL path/;
const EACH = 25;

const isFound = (content: object, text: string) => {
  const { file, source } = configFile({ mcpServers: { demo: content } });
  return findCredentials(file).some(({ span }) => [text, encodeURIComponent(text)].includes(source.slice(span)));
};
const share = (found: readonly boolean[]) => found.filter(Boolean).length / found.length;

describe.each(Object.entries(PLACES))('%s', (place, write) => {
  const bar = HARD.test(place) ? 0.95 : 0.99;

  test(`of values of no known shape at least ${bar * 100} % are found, whole`, () => {
    const found = Object.entries(SHAPELESS).map(([shape, make]) => {
      const r = random(`${SEED} ${place} ${shape}`);
      return Array.from({ length: EACH }, () => make(r)).map(text => isFound(write(text), text));
    });
    // Where a base64 text stands unescaped in a path, a part of it is as good.
    expect(share(found.flat())).toBeGreaterThanOrEqual(place.endsWith('raw') ? 0.93 : bar);
    for (const own of found) expect(share(own)).toBeGreaterThanOrEqual(place.endsWith('raw') ? 0.7 : 0.85);
  });

  test(`of values of known shapes at least ${bar * 100} % are told`, () => {
    const told = Object.keys(SAMPLES).flatMap(id => {
      const text = sample(id, 11);
      const { class: own } = kind(id);
      if (/\s|:\/\//.test(text) || own === 'publishable' || own === 'identifier') return [];
      return [findCredentials(configFile({ mcpServers: { demo: write(text) } }).file).length > 0];
    });
    expect(told.length).toBeGreaterThan(300);
    expect(share(told)).toBeGreaterThanOrEqual(HARD.test(place) ? 0.93 : bar);
  });
});

test('what is told with no name beside it is never said to be sure', () => {
  const r = random(`${SEED} unsure`);
  for (const make of Object.values(SHAPELESS)) {
    for (const content of [PLACES['env, neutral name']!(make(r)), PLACES['URL path']!(make(r)), { command: 'x', args: [make(r)] }]) {
      for (const { confidence } of findCredentials(configFile({ mcpServers: { demo: content } }).file)) expect(confidence).toBe('low');
    }
  }
});

test.each(NEUTRAL_NAMES)('a random value is told under %s', name => {
  const r = random(`${SEED} ${name}`);
  const found = Array.from({ length: 40 }, () => r.chars(BASE62, 20 + r.int(40))).map(text =>
    isFound({ command: 'x', env: { [name]: text } }, text),
  );
  expect(share(found)).toBeGreaterThanOrEqual(0.95);
});

test('digits alone are told under names of tokens, unless they count or tell a time', () => {
  const r = random(`${SEED} digits`);
  const found = Array.from({ length: 40 }, () => r.chars('3456789', 1) + r.chars('0123456789', 11 + r.int(20))).map(text =>
    isFound({ command: 'x', env: { ACME_TOKEN: text } }, text),
  );
  expect(share(found)).toBeGreaterThanOrEqual(0.97);
  for (const text of ['1234567890123', '1700000000000', '20260131120000', '000000000000', '111222333444']) {
    expect(isFound({ command: 'x', env: { ACME_TOKEN: text } }, text)).toBe(false);
  }
  expect(isFound({ command: 'x', env: { MAX_TOKENS: '83920471650' } }, '83920471650')).toBe(false);
});

test('at most 0.2 % of what is no credential is told, at its own name, as an argument and as the default of a setting', () => {
  const wrong: string[] = [];
  let all = 0;
  for (const [what, make] of Object.entries(BENIGN)) {
    const r = random(`${SEED} ${what}`);
    for (let round = 0; round < 40; round++) {
      const [name, text] = make(r);
      for (const content of [
        { command: 'x', env: { [name]: text } },
        { command: 'x', args: ['run', text] },
        { command: 'x', [name]: text },
      ]) {
        all++;
        if (findCredentials(configFile({ mcpServers: { demo: content } }).file).length > 0) wrong.push(`${what}: ${name}`);
      }
    }
  }
  expect(all).toBeGreaterThan(6000);
  expect(wrong.length / all, [...new Set(wrong)].join(', ')).toBeLessThanOrEqual(0.002);
});

test('the length of words and the length of chance lie apart', () => {
  const r = random(`${SEED} apart`);
  const drawn = Array.from({ length: 1000 }, () => surprise(r.chars(r.pick([BASE62, HEX]), 24 + r.int(40))));
  const written = ['host name', 'path', 'slug', 'long identifier', 'tool name', 'message key', 'package spec', 'display name'].flatMap(
    what => Array.from({ length: 120 }, () => surprise(BENIGN[what]!(r)[1])),
  );
  expect(drawn.filter(value => value < 0.45).length / drawn.length).toBeLessThan(0.01);
  expect(written.filter(value => value >= 0.45).length / written.length).toBeLessThan(0.01);
});

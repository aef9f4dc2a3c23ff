// Every entry of rules/secrets, held to what it says of itself.
import { describe, expect, test } from 'vitest';
import { kindTexts } from '../../src/generated/secrets.ts';
import { judge } from '../../src/secrets/decide.ts';
import { inspect } from '../../src/secrets/inspect.ts';
import { kind, type Kind } from '../../src/secrets/kinds.ts';
import { matchAll, matchNamed, matchWhole } from '../../src/secrets/patterns.ts';
import { prove } from '../../src/secrets/proofs.ts';
import { sample } from '../../src/secrets/samples.ts';
import { wordsOf } from '../../src/secrets/names.ts';
import { entries } from './compile.ts';

const all = entries();
const withPattern = all.filter(entry => entry.pattern !== undefined);
const around = { name: null, firm: true, isArgument: false };

test('ids are unique, kebab-case, and as many as the knowledge promises', () => {
  const ids = all.map(entry => entry.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter(id => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  expect(withPattern.filter(entry => entry.near).length).toBeGreaterThan(300);
  expect(withPattern.filter(entry => entry.when).length).toBeGreaterThan(70);
});

test('entries hold no credential, only recipes', () => {
  for (const entry of all) {
    const text = JSON.stringify({ ...entry, pattern: undefined, when: undefined, revoke: undefined });
    expect(
      matchAll(text).filter(match => judge(match) !== null),
      entry.id,
    ).toEqual([]);
  }
});

test.each(withPattern.map(entry => [entry.id, entry] as const))('%s: its sample matches, its near-misses do not', (id, entry) => {
  for (const variant of [0, 1, 2]) {
    const text = sample(id, variant);
    const match = entry.near ? matchAll(text)[0] : entry.when ? undefined : matchWhole(text);
    if (entry.when) {
      const names = entry.variables ?? [];
      if (names.length > 0) expect(names.some(name => matchNamed(text, wordsOf(name).join(' '))?.kind.id !== undefined)).toBe(true);
      expect(new RegExp(`^(?:${entry.pattern})$`).test(text)).toBe(true);
      continue;
    }
    expect(match, text.length + ' characters').toBeDefined();
    expect(match!.kind.id).toBe(id);
    expect(match!.outer).toEqual({ start: 0, end: text.length });
    if (entry.near) expect(entry.near.some(literal => text.includes(literal))).toBe(true);
    if (entry.proof) expect(match!.proof).not.toBe('fail');
    expect(inspect({ text, base: 0 }, around)).toHaveLength(1);
  }
  for (const miss of entry.not ?? []) expect(inspect({ text: miss, base: 0 }, around), miss).toEqual([]);
});

/** Kinds with one exact length, whose last piece is drawn. */
const exact = withPattern.filter(
  entry => entry.near && !/[{,]\d+,\d|[?*+]|\|/.test(entry.pattern!) && entry.sample?.endsWith('}') && !entry.after,
);

test('one character less is another thing', () => {
  expect(exact.length).toBeGreaterThan(80);
  const wrong = exact.filter(entry => matchAll(sample(entry.id).slice(0, -1)).some(match => match.kind.id === entry.id));
  expect(wrong.map(entry => entry.id)).toEqual([]);
});

test('a token does not begin or end within a word', () => {
  for (const entry of exact) {
    const text = sample(entry.id);
    const own = (value: string) => matchAll(value).filter(match => match.kind.id === entry.id);
    if (!entry.inside) expect(own('x' + text), entry.id).toEqual([]);
    expect(own(text + 'x'), entry.id).toEqual([]);
    expect(own(`\\n${text}\\n`).length + own(`%3D${text}`).length, entry.id).toBe(2);
  }
});

describe('what stands for a token is none', () => {
  const prefixes = withPattern.flatMap(entry => (entry.mask && entry.near && !entry.class ? [entry.mask] : []));
  const tails = [
    'your-token-here',
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'YOUR_API_KEY',
    '********************',
    '...',
    '<token>',
    'a'.repeat(36),
    '1234567890abcdef1234567890abcdef12345678',
    '${TOKEN}',
    'REPLACE_WITH_YOUR_ACTUAL_KEY',
  ];
  test.each(tails)('%s', tail => {
    const wrong = prefixes.filter(prefix => {
      const name = 'SERVICE_TOKEN';
      return inspect({ text: prefix + tail, base: 0 }, { name, firm: true, isArgument: false }).length > 0;
    });
    expect(wrong).toEqual([]);
  });
});

test('a checksum that does not fit lowers the confidence and is never silent', () => {
  const checked = withPattern.filter(entry => entry.proof?.startsWith('crc32') && entry.near);
  expect(checked.length).toBeGreaterThan(10);
  for (const { id } of checked) {
    const text = sample(id);
    const last = text.at(-1)!;
    const bad =
      text.slice(0, -1) +
      (/[0-9]/.test(last)
        ? last === '7'
          ? '8'
          : '7'
        : last.toLowerCase() === 'b'
          ? last === 'b'
            ? 'c'
            : 'C'
          : last === last.toUpperCase()
            ? 'B'
            : 'b');
    const [good] = inspect({ text, base: 0 }, around);
    const [found] = inspect({ text: bad, base: 0 }, around);
    expect(good!.confidence, id).toBe('high');
    expect(found, id).toBeDefined();
    if (prove(kind(id).proof!, bad) === 'fail') expect(found!.confidence, id).not.toBe('high');
  }
});

/** Milliseconds of processor time. */
const cost = (text: string) => {
  const start = process.cpuUsage();
  matchAll(text);
  const used = process.cpuUsage(start);
  return (used.user + used.system) / 1000;
};

describe('time grows with the length, not faster', () => {
  // Bait for each pattern: its own beginning, again and again, and pieces that satisfy it nearly to the end.
  const baits = [
    (text: string) => text.slice(0, Math.ceil(text.length / 2)) + '-',
    (text: string) => text.slice(0, -1) + '!',
    (text: string) => text.slice(0, 8) + ' ',
  ];
  test.each(baits.map((bait, index) => [index, bait] as const))('bait %i', (_, bait) => {
    const slow: string[] = [];
    for (const { id, near } of kindTexts().map(text => JSON.parse(text) as Kind)) {
      if (!near) continue;
      const piece = bait(sample(id));
      const text = piece.repeat(Math.ceil(100_000 / piece.length));
      // 100 kB in 400 ms of processor time leaves a factor of ten; a quadratic search takes minutes.
      if (cost(text) > 400 && cost(text) > 400) slow.push(id);
    }
    expect(slow).toEqual([]);
  });
});

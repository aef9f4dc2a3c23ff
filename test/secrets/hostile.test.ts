// Long and repetitive values take time in proportion to their length, wherever they stand.
import { expect, test } from 'vitest';
import { inspect } from '../../src/secrets/inspect.ts';

const BAITS = [
  'a',
  'aB1',
  'aB1+/',
  '/Ab',
  'a/',
  'A_',
  '-e X=',
  '0',
  '0f',
  'a.b-',
  '%2F',
  '%41',
  '01J',
  'sk-',
  '{"k":"',
  'x:y@',
  '1/',
  'Zm9v',
  '://',
  '=;',
];
const FRONTS: readonly (readonly [string | null, string])[] = [
  ['VALUE', ''],
  ['API_TOKEN', ''],
  ['PASSWORD', ''],
  ['url', 'https://mcp.acme.io/'],
  ['url', 'https://mcp.acme.io/?key='],
  ['DATABASE_URL', 'postgresql://app:'],
  ['--header', 'Authorization: Bearer '],
  [null, 'KEY='],
];

const milliseconds = (name: string | null, text: string) => {
  const start = performance.now();
  inspect({ text, base: 0 }, { name, firm: true, isArgument: name === null || name.startsWith('-'), isEndpoint: name === 'url' });
  return performance.now() - start;
};

test.each(FRONTS)('%s: %s…', (name, front) => {
  const slow: string[] = [];
  for (const bait of BAITS) {
    const text = front + bait.repeat(100_000 / bait.length);
    const taken = Math.min(milliseconds(name, text), milliseconds(name, text));
    if (taken > 400) slow.push(`${bait}: ${taken.toFixed(0)} ms`);
  }
  expect(slow).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { get, type StringNode, toJS, within } from '../../src/core/node.ts';
import { expectInRange, expectNested, one } from './tree.ts';

test('reads names, quotes, comments and values of several lines', async () => {
  const text = [
    '# top',
    'A=1',
    'export B = two words # why',
    'C="x\\ny # z" # after',
    "D='$E \\n'",
    'KEY="-----',
    'line',
    '-----"',
    'EMPTY=',
    'URL=https://h/#frag',
    'E=#gone',
    'A=again',
    'nonsense',
  ].join('\r\n');
  const { root, comments, problems } = await one(text, 'dotenv');
  expect({ ...(toJS(root) as object) }).toEqual({
    A: 'again',
    B: 'two words',
    C: 'x\ny # z',
    D: '$E \\n',
    KEY: '-----\r\nline\r\n-----',
    EMPTY: '',
    URL: 'https://h/#frag',
    E: '',
  });
  expect(comments.map(({ span }) => text.slice(span.start, span.end))).toEqual(['# top', '# why', '# after', '#gone']);
  expect(problems.map(({ code, span }) => `${code}@${text.slice(span.start, span.end)}`).sort()).toEqual([
    'duplicate-key@A',
    'syntax@nonsense',
  ]);
  const c = within(get(root, 'C') as StringNode, 1, 3);
  expect(text.slice(c.start, c.end)).toBe('\\ny');
});

test('an unclosed quote does not swallow the next variable', async () => {
  const { root, problems } = await one('A="x\nB="y"\n', 'dotenv');
  expect({ ...(toJS(root) as object) }).toEqual({ A: '"x', B: 'y' });
  expect(problems).toHaveLength(1);
});

test('never throws on a mess, spans lie in the text, entries in order', async () => {
  const unit = fc.constantFrom('A', '=', '"', "'", '`', '\\', '#', ' ', '\n', '\r\n', 'export ', 'é', '🚀', 'B=', '\0', ': ');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 40 }), async text => {
      const document = await one(text, 'dotenv');
      expectInRange(document);
      expectNested(document.root);
    }),
    { numRuns: 2000 },
  );
});

test.each(['A="\n', 'A="', "B='\n", 'A="\\'])('a long row of %j ends', async unit => {
  expectInRange({ ...(await one(unit.repeat(20_000), 'dotenv')), root: undefined });
});

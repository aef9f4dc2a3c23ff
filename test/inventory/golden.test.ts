// Every output of one made-up repository. `npx vitest run test/inventory -u` writes.
import { expect, test } from 'vitest';
import { RENDERERS } from '../../src/report/inventory/index.ts';
import { fixture, PLAIN } from './read.ts';

const ENDINGS: Readonly<Record<string, string>> = { text: 'txt', json: 'json', cyclonedx: 'cdx.json', html: 'page', mermaid: 'mmd' };

test.each(Object.keys(RENDERERS))('%s', async name => {
  const render = await RENDERERS[name]!();
  const text = render(await fixture(), PLAIN);
  expect(text.endsWith('\n')).toBe(true);
  // The page's style and script stand in their own files.
  const own = text.replace(/(<(style|script)>).*?(<\/\2>)/gs, '$1$3').replace(/'sha256-[^']*'/g, "'sha256-'");
  await expect(own).toMatchFileSnapshot(`snapshots/inventory.${ENDINGS[name]}`);
});

test('the table on a wide terminal', async () => {
  const text = (await RENDERERS['text']!())(await fixture(), { ...PLAIN, width: 140 });
  await expect(text).toMatchFileSnapshot('snapshots/wide.txt');
});

// Every slot of every fixture stands where its span says, whatever stands before it: a byte order mark, line ends of Windows, and
// letters beyond ASCII.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { ConfigFile, Slot } from '../../src/core/model.ts';
import { inner, within } from '../../src/core/node.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { decode } from '../../src/engine/read.ts';

const ROOT = 'fixtures/formats';
const paths = (readdirSync(ROOT, { recursive: true, encoding: 'utf8' }) as string[])
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => !path.endsWith('expected.txt') && statSync(`${ROOT}/${path}`).isFile())
  .toSorted();

/** The same file behind letters of one, two and four bytes. */
function disguised(path: string, text: string): string {
  const front = text.startsWith('---');
  const remark = '# größer 😀 日本\n';
  if (/\.jsonc?$|\.code-workspace$/.test(path)) return text.replace(/\{/, '{ "x-größer 😀": "日本 \\u00e4 \\ud83d\\ude00 \\"",\n');
  if (path.endsWith('.md')) return front ? text.replace('---\n', `---\n${remark}`) : `# größer 😀\n\n${text}`;
  return front ? text : remark + text;
}

async function read(path: string): Promise<ConfigFile> {
  const real = path.slice(path.indexOf('/') + 1).replace(/^broken\//, '');
  const text = disguised(path, readFileSync(`${ROOT}/${path}`, 'utf8').replace(/^\uFEFF/, ''));
  const result = decode(real, Buffer.from('\uFEFF' + text.replaceAll('\n', '\r\n')));
  return load(result.source!, candidatesFor(real), { explicit: true, tracked: null });
}

const slotsOf = ({ reading }: ConfigFile): Slot[] => [
  ...reading.slots,
  ...reading.servers.flatMap(one => [
    ...[one.command, one.url, one.cwd].flatMap(slot => slot ?? []),
    ...[one.args, one.env, one.headers, one.envFiles, one.auth, one.others].flat(),
  ]),
];

/** What a parser of somebody else's makes of a piece of the text. */
function decoded(text: string): string | null {
  try {
    const value: unknown = parseYaml(text.replaceAll('\r\n', '\n'));
    return value === null ? '' : String(value);
  } catch {
    return null;
  }
}

test.each(paths)('%s', async path => {
  const file = await read(path);
  const { source } = file;
  const wrong: string[] = [];
  for (const slot of slotsOf(file)) {
    const { node } = slot;
    const raw = source!.slice(node.span);
    if (node.kind !== 'string') {
      if (node.kind !== 'null' && decoded(raw) !== String(node.value) && raw !== String(node.value))
        wrong.push(`${raw} is ${String(node.value)}`);
      continue;
    }
    const bare = source!.slice(inner(node));
    if (node.value !== '' && !/[\\\r\n]/.test(raw) && bare !== node.value && !/''/.test(raw))
      wrong.push(`${raw} holds ${bare}, not ${node.value}`);
    // Each letter by itself; escapes and folded line ends take more text than one letter.
    for (let index = 0; index < Math.min(node.value.length, 300); index++) {
      const piece = source!.slice(within(node, index, index + 1)).replace(/(.)\\\s+$/, '$1');
      const letter = node.value[index]!;
      if (piece !== letter && !/^[\\\r\n'" ]|^\s*$/.test(piece)) wrong.push(`letter ${index} of ${raw}: ${piece}, not ${letter}`);
    }
  }
  expect(wrong).toEqual([]);
});

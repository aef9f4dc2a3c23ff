// What each format's reader makes of a real-shaped file, and of its broken twin, against a reviewed text beside it.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ConfigFile, Slot } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { formats } from '../../src/generated/formats.ts';

const ROOT = 'fixtures/formats';
const BROKEN = 'broken/';

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path !== 'expected.txt' && statSync(`${folder}/${path}`).isFile())
    .sort();

async function read(folder: string, path: string): Promise<ConfigFile> {
  const text = readFileSync(`${folder}/${path}`, 'utf8').replace(/^\uFEFF/, '');
  const real = path.startsWith(BROKEN) ? path.slice(BROKEN.length) : path;
  return load(new Source(real, text), candidatesFor(real), { explicit: false, tracked: null });
}

function describe(file: ConfigFile): string[] {
  const line = (offset: number) => file.source!.position(offset).line;
  const slots = (list: readonly (Slot | null)[]) =>
    list.flatMap(slot =>
      slot ? [`  ${slot.where}${slot.key === null ? '' : ` ${slot.key}`} = ${slot.value} (${line(slot.node.span.start)})`] : [],
    );
  const { reading } = file;
  return [
    `format ${file.format?.id ?? 'none'}, ${file.state}${file.reason ? ` (${file.reason})` : ''}, ${file.scope}`,
    ...reading.servers.flatMap(server => [
      `server ${server.name}: ${server.transport}${server.enabled ? '' : ', off'}, ${server.format.interpolation.id} (${line(server.node.span.start)})`,
      ...slots([
        server.command,
        ...server.args,
        server.url,
        server.cwd,
        ...server.env,
        ...server.envFiles,
        ...server.headers,
        ...server.auth,
      ]),
      ...slots(server.others),
    ]),
    ...reading.controls.map(
      control =>
        `control ${control.kind} ${control.key} = ${control.value} [${control.tools.join(', ')}]` +
        `${control.server ? ` of ${control.server.name}` : ''}${control.servers ? ` of ${control.servers.join(', ')} elsewhere` : ''}` +
        `${control.honoured ? '' : ', ignored'} (${line(control.node.span.start)})`,
    ),
    ...reading.inputs.map(input => `input ${input.id}${input.secret ? ', secret' : ''} (${line(input.idNode.span.start)})`),
    ...slots(reading.slots).map(text => `slot${text.slice(1)}`),
    ...reading.problems.map(
      problem =>
        `problem ${problem.kind}, ${problem.confidence} (${line(problem.span.start)}) at ${file.source!.slice(problem.span).split('\n', 1)[0]}: ${problem.message}` +
        (problem.replace ? ` -> ${problem.replace.text}` : ''),
    ),
  ];
}

const ids = readdirSync(ROOT).filter(id => files(`${ROOT}/${id}`).length > 0);

test.each(ids)('%s', async id => {
  const folder = `${ROOT}/${id}`;
  const parts: string[] = [];
  for (const path of files(folder)) {
    const file = await read(folder, path);
    expect(file.format?.id, path).toBe(id);
    parts.push([`# ${path}`, ...describe(file)].join('\n'));
  }
  await expect(parts.join('\n\n') + '\n').toMatchFileSnapshot(`../../${folder}/expected.txt`);
});

/** Read by other tests, or kept in no file of their own. */
const ELSEWHERE = new Set(['codex-plugin', 'copilot-cloud-agent', 'mcp-docs']);

test('every format has a fixture and a broken twin', () => {
  const all = formats.map(({ id }) => id).filter(id => !ELSEWHERE.has(id));
  expect(all.filter(id => !ids.includes(id))).toEqual([]);
  expect(all.filter(id => !files(`${ROOT}/${id}`).some(path => path.startsWith(BROKEN)))).toEqual([]);
});

test('each broken twin is worse than the file it is a twin of', async () => {
  for (const id of ids) {
    const folder = `${ROOT}/${id}`;
    for (const path of files(folder).filter(one => one.startsWith(BROKEN))) {
      const file = await read(folder, path);
      if (file.format?.confidence === 'recalled') expect(file.reading.problems, path).toEqual([]);
      else expect(file.reading.problems.length > 0 || file.state !== 'parsed', `${id} ${path}`).toBe(true);
    }
  }
});

// `node bench/secrets.mjs [seed]`: how many made-up credentials each scanner finds in each place, how many benign values it
// takes for one, and how fast it is. All scanners read the same tree in the same run.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fastest } from './measure.mjs';
import { benign, PLACEMENTS, plants, recipes } from './secrets-plants.mjs';
import { run, scanners } from './secrets-peers.mjs';

const BARS = { default: 0.97, 'env, neutral name': 0.85, 'URL path': 0.85 };
const FALSE_ALARMS = 0.002;

/** @returns true where our own figures are within the bars. */
export async function benchSecrets(seed = 1, { misses = false, peers = true } = {}) {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'postern-bench-')));
  try {
    const planted = plants(await recipes(), seed, 8);
    const harmless = benign(seed, 48);
    const tree = join(work, 'tree');
    const all = [...planted, ...harmless].map((one, index) => ({ ...one, ...write(tree, index, one) }));
    const found = scanners(work).slice(0, peers ? undefined : 1);
    const places = found.map(scanner => {
      const lines = new Map();
      for (const { path, line, endLine } of run(scanner, tree)) {
        for (let at = line; at <= Math.min(endLine, line + 100); at++) lines.set(`${path}:${at}`, true);
      }
      return lines;
    });
    const isFound = (index, { path, line }) => places[index].has(`${path}:${line}`);

    print(`${planted.length} made-up credentials and ${harmless.length} benign values, seed ${seed}; share found:`);
    table(['', ...found.map(({ name }) => name), 'bar']);
    let good = true;
    for (const placement of Object.keys(PLACEMENTS)) {
      const bar = BARS[placement] ?? BARS.default;
      for (const group of ['known', 'random']) {
        const list = all.filter(one => one.placement === placement && one.group === group);
        table([
          `${placement}, ${group} (${list.length})`,
          ...found.map((_, index) => percent(share(list, one => isFound(index, one)))),
          '',
        ]);
      }
      const list = all.filter(one => one.placement === placement);
      const shares = found.map((_, index) => share(list, one => isFound(index, one)));
      if (shares[0] < bar) good = false;
      table([placement, ...shares.map(percent), percent(bar)]);
    }
    const clean = all.filter(one => one.placement === 'benign');
    const alarms = found.map((_, index) => share(clean, one => isFound(index, one)));
    if (alarms[0] > FALSE_ALARMS) good = false;
    table([`false alarms (${clean.length})`, ...alarms.map(percent), percent(FALSE_ALARMS)]);

    if (misses) for (const line of wrong(all, one => isFound(0, one))) print(line);
    if (peers) speed(found);
    return good;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Ratios of one run over the same files, ours being 1. */
function speed(found) {
  const corpus = fileURLToPath(new URL('../../shared/corpus/files', import.meta.url));
  if (found.length < 2 || !existsSync(corpus)) return;
  const commands = found.map(({ command }) => command(corpus, ['']));
  const times = fastest(commands, 3);
  print(`time on real files: ${found.map(({ name }, index) => `${name} x ${(times[index] / times[0]).toFixed(1)}`).join(', ')}`);
}

/** One file for each value, its value on a line of its own. */
function write(tree, index, { server, value }) {
  const folder = `p${Math.floor(index / 100)}/s${index}`;
  mkdirSync(join(tree, folder), { recursive: true });
  const text = JSON.stringify({ mcpServers: { notes: server } }, null, 2) + '\n';
  writeFileSync(join(tree, folder, 'mcp.json'), text);
  const spellings = [value, encodeURIComponent(value)].flatMap(one => [
    JSON.stringify(one).slice(1, -1),
    JSON.stringify(JSON.stringify(one).slice(1, -1)).slice(1, -1),
  ]);
  const at = value === '' ? 0 : Math.max(...spellings.map(one => text.indexOf(one)));
  return { path: `${folder}/mcp.json`, line: text.slice(0, Math.max(0, at)).split('\n').length };
}

/** Counts of what ours got wrong, by place and kind of value; no value. */
function wrong(all, isFound) {
  const counts = new Map();
  for (const one of all) {
    if (isFound(one) === (one.placement !== 'benign')) continue;
    const key = `${one.placement === 'benign' ? 'false alarm' : 'missed'}: ${one.placement}, ${one.label ?? one.group}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([key, count]) => `${count} x ${key}`);
}

const share = (list, is) => (list.length === 0 ? 1 : list.filter(is).length / list.length);
const percent = value => `${(100 * value).toFixed(value > 0 && value < 0.01 ? 2 : 1)} %`;
function table(cells) {
  print(cells.map((cell, index) => (index === 0 ? cell.padEnd(38) : cell.padStart(index === cells.length - 1 ? 9 : 32))).join(''));
}
function print(text) {
  process.stdout.write(`${text.trimEnd()}\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  const args = process.argv.slice(2);
  const seed = Number(args.find(arg => /^\d+$/.test(arg)) ?? 1);
  const good = await benchSecrets(seed, { misses: args.includes('--misses'), peers: !args.includes('--alone') });
  process.exitCode = good ? 0 : 1;
}

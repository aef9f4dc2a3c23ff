// `npm run bench`: every figure is a ratio or difference inside this one run, so that a busy machine is busy for both sides.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastest, quietEnvironment } from './measure.mjs';
import { benchSecrets } from './secrets.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = join(root, 'bin', 'postern.js');
const corpus = join(root, '..', 'shared', 'corpus', 'files');
const work = mkdtempSync(join(tmpdir(), 'postern-bench-'));
const node = process.execPath;
const SMALL = JSON.stringify({ mcpServers: { notes: { command: 'npx', args: ['-y', 'notes-server@1.0.0'] } } }, null, 2);

try {
  coldStart();
  largeTree();
  memory();
  if (existsSync(corpus)) throughput();
  await benchSecrets();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function coldStart() {
  const cwd = join(work, 'small');
  plant(cwd, '.cursor/mcp.json', SMALL);
  const demo = ['--root', join(root, 'fixtures', 'demo')];
  const [bare, version, scan, text, json] = fastest(
    [
      { file: node, args: ['-e', '0'], cwd },
      { file: node, args: [bin, '--version'], cwd },
      { file: node, args: [bin, '--format', 'json'], cwd },
      { file: node, args: [bin, ...demo], cwd },
      { file: node, args: [bin, '--format', 'json', ...demo], cwd },
    ],
    40,
  );
  print(
    'cold start',
    `node -e 0 ${ms(bare)}, --version +${ms(version - bare)}, small scan +${ms(scan - bare)} (bar: +60 ms), ` +
      `fixtures/demo +${ms(text - bare)}, as JSON +${ms(json - bare)} (bar: +80 ms)`,
  );
}

function largeTree() {
  const cwd = join(work, 'large');
  for (let folder = 0; folder < 1000; folder++) {
    mkdirSync(join(cwd, `packages/p${folder}/src`), { recursive: true });
    for (let file = 0; file < 100; file++) writeFileSync(join(cwd, `packages/p${folder}/src/f${file}.ts`), '');
  }
  for (const name of ['', 'packages/p1/', 'packages/p500/']) plant(cwd, `${name}.cursor/mcp.json`, SMALL);
  const git = args => execFileSync('git', ['-C', cwd, ...args], { env: quietEnvironment(), stdio: 'ignore' });
  git(['-c', 'init.defaultBranch=main', 'init', '--quiet']);
  git(['add', '--all']);
  const list = ['-C', cwd, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const [bare, listing, tracked, scan] = fastest(
    [
      { file: node, args: ['-e', '0'], cwd },
      { file: 'git', args: list, cwd },
      { file: 'git', args: ['-C', cwd, 'ls-files', '-z'], cwd },
      { file: node, args: [bin, '--format', 'json'], cwd },
    ],
    7,
  );
  print(
    '100,000 files',
    `scan ${ms(scan)}, the same listing by git ${ms(listing)} (x ${(scan / listing).toFixed(2)}, bar: 1.5), ` +
      `tracked files alone ${ms(tracked)}; without node's own start x ${((scan - bare) / listing).toFixed(2)}`,
  );
  print('memory, 100,000 files', peak(cwd, []));
}

function memory() {
  const cwd = join(work, 'many');
  for (let folder = 0; folder < 2000; folder++) plant(cwd, `p${folder}/.cursor/mcp.json`, SMALL);
  print('memory, 2,000 configurations', peak(cwd, []));
}

function throughput() {
  const start = performance.now();
  const { stdout } = spawnSync(node, [bin, 'scan', corpus, '--root', corpus, '--format', 'json'], {
    env: quietEnvironment(),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const seconds = (performance.now() - start) / 1000;
  const { files } = JSON.parse(stdout);
  print(
    'corpus',
    `${files.length} files in ${seconds.toFixed(2)} s, ${Math.round(files.length / seconds)} files a second; ${peak(corpus, [])}`,
  );
}

/** Most memory that a run held, as it says itself. */
function peak(cwd, args) {
  const { stderr } = spawnSync(node, [bin, 'scan', '.', '--format', 'json', '--stats', ...args], {
    cwd,
    env: quietEnvironment(),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  return `peak ${/(\d+) MiB/.exec(stderr)?.[1] ?? '?'} MiB (bar: 150)`;
}

function plant(cwd, path, text) {
  const file = join(cwd, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
function ms(value) {
  return `${value.toFixed(0)} ms`;
}
function print(name, text) {
  process.stdout.write(`${name}: ${text}\n`);
}

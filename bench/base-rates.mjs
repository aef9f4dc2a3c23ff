// `npm run base-rates`: how often each rule speaks on real configurations, into docs/base-rates.md. The corpus lies beside the
// project; without it nothing is written. Run it after `npm run build`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quietEnvironment } from './measure.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const bin = join(root, 'bin', 'postern.js');
const corpus = join(root, '..', 'shared', 'corpus');
const LOUD = 10;

if (existsSync(corpus)) writeFileSync(join(root, 'docs', 'base-rates.md'), page(measure()));
else process.stdout.write('There is no corpus beside the project; nothing was measured.\n');

function measure() {
  const files = join(corpus, 'files');
  const { files: scanned, findings } = run(['scan', files, '--root', files, '--no-config', '--fail-on', 'never', '--format', 'json']);
  const rules = run(['rules', '--format', 'json']);
  const labels = readFileSync(join(corpus, 'labels.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
  const leaking = new Set(labels.filter(({ label }) => label === 'secret').map(({ file }) => file));
  const read = scanned.filter(({ format }) => format !== null);
  const healthy = new Set(read.map(({ path }) => path).filter(path => !leaking.has(path)));
  return { rules, read, healthy, findings };
}

function run(args) {
  const { stdout, error } = spawnSync(process.execPath, [bin, ...args], { env: quietEnvironment(), encoding: 'utf8', maxBuffer: 1e9 });
  if (error) throw error;
  return JSON.parse(stdout);
}

function page({ rules, read, healthy, findings }) {
  const rows = rules
    .map(rule => rateOf(rule, findings, healthy))
    .toSorted((a, b) => b.loud - a.loud || b.quiet - a.quiet || (a.id < b.id ? -1 : 1));
  const spoke = rows.filter(({ count }) => count > 0);
  const silent = rows.filter(({ count }) => count === 0).map(({ id }) => `\`${id}\``);
  const loud = rows.filter(row => row.loud > LOUD).map(({ id }) => `\`${id}\``);
  const hit = new Set(
    findings.filter(one => one.severity !== 'low' && one.family !== 'secrets' && healthy.has(one.file)).map(({ file }) => file),
  );
  return `<!-- Written by \`npm run base-rates\`. Do not edit. -->
# Base rates

How often each rule speaks on configurations of real repositories, by which severities are chosen: a rule that speaks of
most healthy files is told at low severity, or its page says why not.

${read.length} files of the corpus are configurations that Postern reads; ${healthy.size} of them are healthy, which means that nobody labelled a
secret in them. Several are versions of one file, and a repository is scanned without its manifest and its owners, so
rules that compare with these have nothing to say here. "Healthy" is the share of healthy files in which a rule speaks at all,
"medium or above" the share in which it speaks that loud.

${hit.size} healthy files (${percent((100 * hit.size) / healthy.size)}) have a finding at medium or above that is about no secret.
${loud.length === 0 ? `No rule speaks at medium or above of more than ${LOUD} % of healthy files.` : `These speak at medium or above of more than ${LOUD} % of healthy files: ${loud.join(', ')}.`}

On 2026-11-30 every one of these findings was read as the owner of the file would. All of them say what is so; in three files
the owner would leave it: two are copies kept as a backup, one is a sample that shows an entry switched off.

| rule | findings | critical | high | medium | low | files | healthy | medium or above |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
${spoke.map(row => `| [${row.id}](rules.md#${row.id}) | ${[row.count, ...row.by, row.files, percent(row.quiet), percent(row.loud)].join(' | ')} |`).join('\n')}

## Rules that have nothing to say here

${silent.join(', ')}.
`;
}

function rateOf({ id }, findings, healthy) {
  const own = findings.filter(({ rule }) => rule === id);
  const share = list => (100 * new Set(list.map(({ file }) => file).filter(file => healthy.has(file))).size) / Math.max(healthy.size, 1);
  return {
    id,
    count: own.length,
    by: ['critical', 'high', 'medium', 'low'].map(level => own.filter(({ severity }) => severity === level).length),
    files: new Set(own.map(({ file }) => file)).size,
    quiet: share(own),
    loud: share(own.filter(({ severity }) => severity !== 'low')),
  };
}

function percent(value) {
  return `${value.toFixed(1)} %`;
}

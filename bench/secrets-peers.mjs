// Scanners that find credentials in a tree: ours, and those that are installed. Each gives back places, never values.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quietEnvironment } from './measure.mjs';

const bin = fileURLToPath(new URL('../bin/postern.js', import.meta.url));
const SECRETLINT = ['secretlint@12.0.0', '@secretlint/secretlint-rule-preset-recommend@12.0.0'];

/** @returns name, command for a tree, and a reader of what it printed: `path:line` of each finding. */
export function scanners(work) {
  const found = [
    {
      name: 'postern',
      command: tree => ({
        file: process.execPath,
        args: [bin, 'scan', '.', '--root', '.', '--profile', 'secrets', '-f', 'json'],
        cwd: tree,
      }),
      // A rule of the same family that speaks of a reference (its place in a URL, say) takes no value for a credential.
      read: stdout =>
        JSON.parse(stdout)
          .findings.filter(({ credential }) => credential !== null)
          .map(({ file, line, endLine }) => ({ path: file, line, endLine })),
    },
  ];
  const secretlint = secretlintIn(work);
  if (secretlint) {
    const out = join(work, 'secretlint.json');
    found.push({
      name: 'secretlint, recommended preset',
      // Its time grows faster than the number of files, and a pipe loses the end of what it prints.
      batches: true,
      command: (tree, folders) => ({
        file: process.execPath,
        args: [
          secretlint.program,
          '--format',
          'json',
          '--secretlintrc',
          secretlint.config,
          '--output',
          out,
          ...folders.map(name => `${name}**/*`),
        ],
        cwd: tree,
      }),
      read: (_, tree) =>
        JSON.parse(readFileSync(out, 'utf8')).flatMap(({ filePath, messages }) =>
          messages.map(({ loc }) => ({ path: relative(tree, filePath), line: loc.start.line, endLine: loc.end.line })),
        ),
    });
  }
  for (const name of ['gitleaks', 'betterleaks']) {
    if (!onPath(name)) continue;
    const out = join(work, `${name}.json`);
    found.push({
      name,
      command: tree => ({ file: name, args: ['dir', '.', '--no-banner', '-f', 'json', '-r', out, '--exit-code', '0'], cwd: tree }),
      read: () =>
        JSON.parse(readFileSync(out, 'utf8')).map(({ File, StartLine, EndLine }) => ({ path: File, line: StartLine, endLine: EndLine })),
    });
  }
  if (onPath('detect-secrets')) {
    found.push({
      name: 'detect-secrets',
      command: tree => ({ file: 'detect-secrets', args: ['scan', '--all-files', '.'], cwd: tree }),
      read: stdout =>
        Object.entries(JSON.parse(stdout).results).flatMap(([path, list]) =>
          list.map(({ line_number: line }) => ({ path, line, endLine: line })),
        ),
    });
  }
  return found;
}

/** @returns the places of all findings. */
export function run({ command, read, batches = false }, tree) {
  const folders = readdirSync(tree).map(name => `${name}/`);
  const parts = batches ? Array.from({ length: Math.ceil(folders.length / 4) }, (_, at) => folders.slice(4 * at, 4 * at + 4)) : [['']];
  return parts.flatMap(part => {
    const { file, args, cwd } = command(tree, part);
    const { stdout, status, error } = spawnSync(file, args, {
      cwd,
      env: quietEnvironment(),
      encoding: 'utf8',
      maxBuffer: 2e9,
      timeout: 120_000,
    });
    if (error || status > 1) throw error ?? new Error(`${file} ended with ${status}`);
    return read(stdout, tree);
  });
}

/** The project's own copy, or one that is installed aside for this run; null where that fails. */
function secretlintIn(work) {
  const own = fileURLToPath(new URL('../', import.meta.url));
  const aside = join(tmpdir(), 'postern-bench-peers');
  let home = [own, aside].find(folder => existsSync(join(folder, 'node_modules', 'secretlint')));
  if (home === undefined) {
    mkdirSync(aside, { recursive: true });
    writeFileSync(join(aside, 'package.json'), '{"private":true}\n');
    spawnSync('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', ...SECRETLINT], {
      cwd: aside,
      stdio: 'ignore',
    });
    home = existsSync(join(aside, 'node_modules', 'secretlint')) ? aside : undefined;
  }
  if (home === undefined) return null;
  const config = join(work, 'secretlintrc.json');
  const preset = join(home, 'node_modules', '@secretlint', 'secretlint-rule-preset-recommend');
  writeFileSync(config, JSON.stringify({ rules: [{ id: preset }] }));
  const { bin: programs } = JSON.parse(readFileSync(join(home, 'node_modules', 'secretlint', 'package.json'), 'utf8'));
  return { program: join(home, 'node_modules', 'secretlint', typeof programs === 'string' ? programs : programs.secretlint), config };
}

function onPath(name) {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

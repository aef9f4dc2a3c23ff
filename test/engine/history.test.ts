// --history: every version that git has, each credential once; repositories are made here, tokens at run time.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sample } from '../../src/secrets/samples.ts';
import { postern } from '../cli/run.ts';
import { git, plant, tree } from './tree.ts';

const known = (variant: number) => sample('github-pat-classic', variant);
const config = (value: string, more: object = {}) =>
  JSON.stringify({ mcpServers: { notes: { command: 'notes', env: { GITHUB_TOKEN: value, ...more } } } }, null, 2) + '\n';
const CLEAN = config('${env:GITHUB_TOKEN}');

interface Reported {
  readonly files: readonly { path: string; state: string; reason?: string }[];
  readonly findings: readonly { rule: string; file: string; line: number; message: string; fingerprint: string; fix: unknown }[];
  readonly notices: readonly { level: string; message: string }[];
}

async function history(root: string, args: readonly string[] = []): Promise<Reported & { stdout: string }> {
  const { code, stdout, stderr } = await postern(root, ['--history', '-f', 'json', ...args]);
  expect([code, stderr]).toSatisfy(([left]) => left !== 2);
  return { ...(JSON.parse(stdout) as Reported), stdout };
}

/** A repository with one commit for each of these states; null deletes. @returns its folder and its commits, oldest first. */
function repository(states: readonly Readonly<Record<string, string | null>>[]): { root: string; commits: string[] } {
  const root = tree({ 'readme.txt': 'x' });
  git(root, 'init', '--quiet');
  const commits = states.map((state, index) => {
    for (const [path, text] of Object.entries(state)) {
      if (text === null) rmSync(join(root, path));
      else plant(root, { [path]: text });
    }
    git(root, 'add', '--all');
    const day = `2025-01-${String(index + 1).padStart(2, '0')}T12:00:00Z`;
    execFileSync(
      'git',
      ['-c', 'user.name=Somebody Private', '-c', 'user.email=private@example.com', '-C', root, 'commit', '-qm', `secret plan ${index}`],
      {
        env: { ...process.env, GIT_COMMITTER_DATE: day, GIT_AUTHOR_DATE: day },
      },
    );
    return git(root, 'rev-parse', 'HEAD').trim().slice(0, 10);
  });
  return { root, commits };
}

test('each value once, at its oldest path, with first and last commit, deleted files included', async () => {
  const { root, commits } = repository([
    { '.cursor/mcp.json': config(known(1)) },
    { '.cursor/mcp.json': config(known(1), { LOG: 'debug' }), 'a/.mcp.json': config(known(1)) },
    { '.cursor/mcp.json': CLEAN, 'a/.mcp.json': null, 'b/.mcp.json': config(known(2)) },
    { 'readme.txt': 'y' },
  ]);
  const { findings, files, notices, stdout } = await history(root);
  expect(findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
    'hardcoded-known-secret .cursor/mcp.json:6',
    'hardcoded-known-secret b/.mcp.json:6',
  ]);
  expect(findings[0]!.message).toContain(
    `First committed in \`${commits[0]}\` of 2025-01-01, last in \`${commits[1]}\` of 2025-01-02 (in 2 files); HEAD has it no more`,
  );
  expect(findings[1]!.message).toContain(`Committed in \`${commits[2]}\` of 2025-01-03; HEAD still has it.`);
  expect(files.map(({ path }) => path)).toEqual(['.cursor/mcp.json', 'a/.mcp.json', 'b/.mcp.json']);
  expect(notices).toContainEqual({ level: 'info', message: 'Looked through 4 file versions of 4 commits.' });
  expect(findings.every(({ fix }) => fix === null)).toBe(true);
  expect(stdout).not.toMatch(/Somebody|private@|secret plan/);
  expect(stdout).not.toContain(known(1).slice(8));
});

test('different values of one place are told apart, and new commits change no fingerprint', async () => {
  const states = [1, 2, 3].map(variant => ({ '.mcp.json': config(known(variant)) }));
  const { root } = repository(states);
  const before = await history(root);
  expect(before.findings).toHaveLength(3);
  expect(new Set(before.findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  plant(root, { '.mcp.json': config(known(4)) });
  git(root, 'commit', '--quiet', '-am', 'more');
  const after = await history(root);
  expect(after.findings.map(({ fingerprint }) => fingerprint)).toEqual(
    expect.arrayContaining(before.findings.map(({ fingerprint }) => fingerprint)),
  );
  expect(after.findings).toHaveLength(4);
});

test('branches, tags, stashes and what only a merge brings in', async () => {
  const { root } = repository([{ '.mcp.json': CLEAN }]);
  const commit = (text: string) => {
    plant(root, { '.mcp.json': text });
    git(root, 'commit', '--quiet', '-am', 'x');
  };
  git(root, 'checkout', '--quiet', '-b', 'side');
  commit(config(known(1)));
  git(root, 'checkout', '--quiet', '--detach');
  commit(config(known(2)));
  git(root, 'tag', 'kept');
  git(root, 'checkout', '--quiet', 'main');
  commit(config('${env:OTHER}'));
  git(root, 'merge', '--quiet', '--no-commit', '-s', 'ours', 'side');
  plant(root, { '.mcp.json': config(known(3)) });
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '-m', 'merged');
  plant(root, { '.mcp.json': config(known(4)) });
  git(root, 'stash', '--quiet');
  expect((await history(root)).findings).toHaveLength(4);
});

test('a path that no commit has is an error, one that is gone by now is not', async () => {
  const { root } = repository([{ 'old/.mcp.json': config(known(1)), '.mcp.json': CLEAN }, { 'old/.mcp.json': null }]);
  const gone = await history(root, ['old']);
  expect(gone.files.map(({ path }) => path)).toEqual(['old/.mcp.json']);
  expect(gone.notices.filter(({ level }) => level === 'error')).toEqual([]);
  const { code, stderr } = await postern(root, ['--history', 'old', 'nope']);
  expect(code).toBe(2);
  expect(stderr).toContain('nope does not exist, and is in no commit.');
  expect(stderr).not.toContain('old does not');
});

test('packed, bare and shallow repositories, and subfolders', async () => {
  const { root } = repository([{ 'sub/.mcp.json': config(known(1)), '.mcp.json': config(known(2)) }, { 'sub/.mcp.json': CLEAN }]);
  git(root, 'gc', '--quiet');
  expect((await history(root)).findings).toHaveLength(2);
  expect((await history(join(root, 'sub'))).findings.map(({ file }) => file)).toEqual(['.mcp.json']);
  expect((await history(root, ['sub'])).findings.map(({ file }) => file)).toEqual(['sub/.mcp.json']);
  const bare = join(tree({}), 'bare.git');
  git(root, 'clone', '--quiet', '--bare', root, bare);
  expect((await history(bare)).findings).toHaveLength(2);
  const shallow = join(tree({}), 'shallow');
  git(root, 'clone', '--quiet', '--depth', '1', `file://${root}`, shallow);
  const { findings, notices } = await history(shallow);
  expect(findings.map(({ file }) => file)).toEqual(['.mcp.json']);
  expect(notices.some(({ message }) => message.includes('shallow clone'))).toBe(true);
});

test('files that configurations took values from, long gone', async () => {
  const env = `LOG=debug\nGITHUB_TOKEN=${known(1)}\n`;
  const { root, commits } = repository([
    { 'a/.env': env, 'unrelated/.env': `TOKEN=${known(2)}\n` },
    { 'a/.mcp.json': JSON.stringify({ mcpServers: { notes: { command: 'notes', envFile: '.env' } } }) },
    { 'a/.mcp.json': null, 'a/.env': null },
  ]);
  const { findings, files } = await history(root);
  expect(findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual(['secret-file-exposed a/.env:2']);
  expect(findings[0]!.message).toContain(`Committed in \`${commits[0]}\``);
  expect(files.map(({ path }) => path)).toEqual(['a/.env', 'a/.mcp.json']);
});

test('an empty repository, one without candidates, large and binary versions', async () => {
  const empty = tree({});
  git(empty, 'init', '--quiet');
  expect((await history(empty)).findings).toEqual([]);
  const { root } = repository([
    { '.mcp.json': config(known(1)) + ' '.repeat(5000) },
    { '.mcp.json': '\0\u0001\n\0' },
    { '.mcp.json': config(known(2)) },
  ]);
  const { findings, notices } = await history(root, ['--max-size', '4000']);
  expect(findings).toHaveLength(1);
  expect(notices).toContainEqual({ level: 'warning', message: '2 file versions could not be read as text or were too large.' });
});

test('every output stays without the value, and a baseline is honoured', async () => {
  const { root } = repository([{ '.mcp.json': config(known(1)) }]);
  for (const format of ['text', 'sarif', 'github', 'markdown', 'junit', 'gitlab', 'csv', 'concise']) {
    const { code, stdout, stderr } = await postern(root, ['--history', '-f', format]);
    expect([format, code]).toEqual([format, 1]);
    expect(stdout + stderr).not.toContain(known(1).slice(8));
    expect(stdout).toContain('Committed in');
  }
});

test('a history of many versions and values is looked through in bounded memory', async () => {
  const root = tree({});
  mkdirSync(join(root, 'x'));
  git(root, 'init', '--quiet');
  let stream = '';
  for (let index = 1; index <= 1000; index++) {
    const text = config(known(Math.ceil(index / 10)), { ROUND: String(index) });
    stream += `blob\nmark :${index}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
    stream += `commit refs/heads/main\ncommitter T <t@example.com> ${1700000000 + index} +0000\ndata 1\nx\nM 100644 :${index} ${index % 2 ? '' : 'p/'}.mcp.json\n\n`;
  }
  execFileSync('git', ['-C', root, 'fast-import', '--quiet'], { input: stream });
  // Node ends the process where the heap would grow beyond this, whatever a roomy machine lets stand uncollected.
  const { code, stdout } = await postern(root, ['--history', '-f', 'json'], { env: { NODE_OPTIONS: '--max-old-space-size=32' } });
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as Reported).findings).toHaveLength(100);
}, 60_000);

// --staged and --since read what git holds; every repository is made here, every token at run time.
import { appendFileSync, chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sample } from '../../src/secrets/samples.ts';
import { postern } from '../cli/run.ts';
import { git, plant, tree } from './tree.ts';

const known = (variant: number) => sample('github-pat-classic', variant);
const config = (value: string) =>
  JSON.stringify({ mcpServers: { notes: { command: 'notes', env: { GITHUB_TOKEN: value } } } }, null, 2) + '\n';
const CLEAN = config('${env:GITHUB_TOKEN}');
const SECRETS = ['--profile', 'secrets', '-f', 'json'];

interface Reported {
  readonly files: readonly { path: string; state: string; reason?: string }[];
  readonly findings: readonly {
    rule: string;
    file: string;
    line: number;
    severity: string;
    message: string;
    related: { file: string }[];
  }[];
  readonly notices: readonly { message: string }[];
}

async function scan(
  root: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Reported & { code: number; stdout: string }> {
  const { code, stdout, stderr } = await postern(root, [...args, ...SECRETS], { env });
  expect([code, stderr]).toSatisfy(([left]) => left !== 2);
  return { ...(JSON.parse(stdout) as Reported), code, stdout };
}
const places = ({ findings }: Reported) => findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`);

function repository(files: Readonly<Record<string, string>>): string {
  const root = tree(files);
  git(root, 'init', '--quiet');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '-m', 'first');
  return root;
}

describe('--staged', () => {
  test('reports on what is staged, whatever the work tree says', async () => {
    const root = repository({ '.cursor/mcp.json': CLEAN, 'other/.mcp.json': config(known(1)) });
    plant(root, { '.cursor/mcp.json': config(known(2)) });
    expect(places(await scan(root, ['--staged']))).toEqual([]);
    git(root, 'add', '--all');
    plant(root, { '.cursor/mcp.json': CLEAN });
    const result = await scan(root, ['--staged']);
    expect(places(result)).toEqual(['hardcoded-known-secret .cursor/mcp.json:6']);
    expect(result.files.map(({ path }) => path)).toEqual(['.cursor/mcp.json']);
    expect(result.stdout).not.toContain(known(2));
    expect(result.code).toBe(1);
  });

  test('compares with files that stay as they are', async () => {
    const root = repository({ 'other/.mcp.json': config(known(1)) });
    plant(root, { '.cursor/mcp.json': config(known(1)) });
    git(root, 'add', '--all');
    const { findings } = await scan(root, ['--staged']);
    expect(findings.map(({ rule }) => rule).toSorted()).toEqual(['hardcoded-known-secret', 'shared-credential']);
  });

  test('works before the first commit, in a subfolder, and without deleted files and links', async () => {
    const root = tree({ 'sub/.mcp.json': config(known(1)), '.mcp.json': config(known(2)) });
    git(root, 'init', '--quiet');
    git(root, 'add', '--all');
    expect(places(await scan(join(root, 'sub'), ['--staged']))).toEqual(['hardcoded-known-secret .mcp.json:6']);
    git(root, 'commit', '--quiet', '-m', 'first');
    git(root, 'rm', '--quiet', '.mcp.json');
    rmSync(join(root, 'sub/.mcp.json'));
    symlinkSync('/etc/hostname', join(root, 'sub/.mcp.json'));
    git(root, 'add', '--all');
    const { findings, files } = await scan(root, ['--staged']);
    expect(findings).toEqual([]);
    expect(files).toEqual([]);
  });

  test('takes the index that a hook is given, and no other', async () => {
    const root = repository({ '.mcp.json': CLEAN });
    const index = join(root, '.git/next-index');
    plant(root, { '.mcp.json': config(known(1)) });
    git(root, 'add', '--all');
    git(root, 'update-index', '--refresh');
    plant(root, { '.git/next-index': '' });
    rmSync(index);
    const { GIT_INDEX_FILE: _, ...rest } = process.env;
    const { execFileSync } = await import('node:child_process');
    execFileSync('git', ['-C', root, 'read-tree', 'HEAD'], { env: { ...rest, GIT_INDEX_FILE: index } });
    expect(places(await scan(root, ['--staged'], { GIT_INDEX_FILE: index }))).toEqual([]);
    expect(places(await scan(root, ['--staged'], { GIT_INDEX_FILE: join(tree({ x: '' }), 'index') }))).toHaveLength(1);
  });

  test('honours the size limit and keeps bytes that are no text apart', async () => {
    const root = repository({ 'x.txt': '' });
    writeFileSync(join(root, '.mcp.json'), Buffer.from([0x7b, 0, 0xff, 0x7d, 0x0a, 0, 0x0a]));
    plant(root, { 'a/.mcp.json': config(known(1)) + ' '.repeat(5000), 'b/.mcp.json': config(known(2)) });
    git(root, 'add', '--all');
    const { findings } = await scan(root, ['--staged', '--max-size', '4000']);
    expect(findings.map(({ file }) => file)).toEqual(['b/.mcp.json']);
  });

  test('tells of a path that is nowhere; one that the commit deletes is somewhere', async () => {
    const root = repository({ '.roo/mcp.json': CLEAN, 'gone.json': '{}' });
    git(root, 'rm', '-q', 'gone.json');
    expect((await postern(root, ['--staged', 'gone.json'])).code).toBe(0);
    const { code, stderr } = await postern(root, ['--staged', 'none.json']);
    expect(code).toBe(2);
    expect(stderr).toContain('none.json does not exist.');
  });

  test('runs nothing that the repository configures', async () => {
    const root = repository({ '.mcp.json': config(known(1)), '.gitattributes': '* filter=evil diff=evil\n' });
    const mark = join(root, 'ran');
    const script = join(root, '.git/evil.sh');
    writeFileSync(script, `#!/bin/sh\necho x >> ${mark}\ncat\n`);
    chmodSync(script, 0o755);
    appendFileSync(
      join(root, '.git/config'),
      ['fsmonitor', 'hooksPath', 'pager', 'sshCommand', 'alternateRefsCommand'].map(key => `[core]\n\t${key} = ${script}\n`).join('') +
        `[filter "evil"]\n\tclean = ${script}\n\tsmudge = ${script}\n\trequired = true\n[diff "evil"]\n\tcommand = ${script}\n\ttextconv = ${script}\n` +
        `[diff]\n\texternal = ${script}\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${script}\n`,
    );
    plant(root, { '.mcp.json': config(known(2)), 'new/.mcp.json': config(known(3)) });
    expect((await scan(root, ['--since', 'HEAD'])).findings).toHaveLength(2);
    expect((await scan(root, ['--staged'])).findings).toHaveLength(0);
    expect((await scan(root, ['--history'])).findings).toHaveLength(1);
    expect(existsSync(mark)).toBe(false);
  });
});

describe('--since', () => {
  test('reports on commits since the branch left, from git, and on what is not committed yet', async () => {
    const root = repository({ 'old/.mcp.json': config(known(1)), 'kept/.mcp.json': CLEAN });
    git(root, 'checkout', '--quiet', '-b', 'work');
    plant(root, { 'committed/.mcp.json': config(known(2)) });
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '-m', 'second');
    git(root, 'checkout', '--quiet', 'main');
    plant(root, { 'elsewhere/.mcp.json': config(known(5)) });
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '-m', 'on main');
    git(root, 'checkout', '--quiet', 'work');
    plant(root, { 'committed/.mcp.json': CLEAN, 'kept/.mcp.json': config(known(3)), 'new/.mcp.json': config(known(4)) });
    expect(places(await scan(root, ['--since', 'main']))).toEqual([
      'hardcoded-known-secret committed/.mcp.json:6',
      'hardcoded-known-secret kept/.mcp.json:6',
      'hardcoded-known-secret new/.mcp.json:6',
    ]);
  });

  test('says that there is no work tree, in a bare repository', async () => {
    const root = repository({ '.roo/mcp.json': CLEAN });
    const bare = join(tree({}), 'bare');
    git(root, 'clone', '-q', '--bare', '.', bare);
    const { code, stderr } = await postern(bare, ['--since', 'HEAD']);
    expect(code).toBe(2);
    expect(stderr).toContain('this repository has none here');
  });

  test('a checkout with other line ends is no change', async () => {
    const root = repository({ '.mcp.json': config(known(1)), '.gitattributes': '*.json text eol=crlf\n' });
    rmSync(join(root, '.mcp.json'));
    git(root, 'checkout', '--', '.mcp.json');
    expect(places(await scan(root, ['--since', 'HEAD']))).toEqual([]);
  });

  test.each([
    ['no such commit', ['--since', 'nowhere']],
    ['an option in place of a commit', ['--since=--output=x']],
  ])('2 for %s', async (_, args) => {
    const root = repository({ '.mcp.json': CLEAN });
    const { code, stderr, stdout } = await postern(root, args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--since takes a commit');
    expect(existsSync(join(root, 'x'))).toBe(false);
  });
});

test.each([[['--staged']], [['--since', 'HEAD']], [['--history']]])('2 without a repository: %s', async args => {
  const { code, stderr } = await postern(tree({ '.mcp.json': CLEAN }), args, { env: { GIT_CEILING_DIRECTORIES: '/tmp' } });
  expect(code).toBe(2);
  expect(stderr).toContain('needs a git repository');
});

test.each([[['--staged', '--history']], [['--since', 'HEAD', '--fix']], [['--history', '--diff']], [['--staged', '--user']]])(
  '2 for options that do not go together: %s',
  async args => {
    const { code, stderr } = await postern(repository({ '.mcp.json': CLEAN }), args);
    expect(code).toBe(2);
    expect(stderr).toContain('do not go together');
  },
);

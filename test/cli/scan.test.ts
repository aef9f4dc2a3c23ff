import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { git, serverFile, token, tree } from '../engine/tree.ts';
import { BIN, postern } from './run.ts';

const APPROVED = JSON.stringify({ mcpServers: { notes: { command: 'notes-server', alwaysAllow: ['*'] } } });
/** Has a finding of high severity in every version of the catalogue: any tool of the server runs unasked. */
const BAD = { '.roo/mcp.json': APPROVED };
const GOOD = { '.roo/mcp.json': JSON.stringify({ mcpServers: {} }) };
const FORMATS = ['text', 'concise', 'json', 'sarif', 'github', 'markdown', 'junit', 'gitlab', 'csv'];

describe('exit codes', () => {
  test('0 without findings, and with findings below --fail-on', async () => {
    expect((await postern(tree(GOOD), [])).code).toBe(0);
    expect((await postern(tree(BAD), ['--fail-on', 'critical'])).code).toBe(0);
    expect((await postern(tree(BAD), ['--fail-on', 'never'])).code).toBe(0);
  });

  test('1 with findings, the same in every format', async () => {
    const root = tree(BAD);
    for (const format of FORMATS) expect([format, (await postern(root, ['-f', format])).code]).toEqual([format, 1]);
  });

  test.each([
    ['an unknown option', ['--nonsense'], 'unknown option'],
    ['an unknown format', ['-f', 'jsno'], 'Did you mean `json`?'],
    ['a wrong severity', ['--fail-on', 'bad'], 'Allowed choices are'],
    ['a broken output', ['-o', 'sarif'], 'FORMAT=FILE'],
    ['an output into no folder', ['-o', 'json=no/such/folder.json'], 'does not exist'],
    ['two outputs into one file', ['-o', 'json=a', '-o', 'sarif=a'], 'Two outputs'],
    ['a configuration that is missing', ['--config', 'none.yaml'], 'cannot be read'],
    ['a baseline that is missing', ['--baseline', 'none.json'], 'cannot be read'],
    ['a day that is none', ['--today', 'soon'], '2027-01-31'],
    ['a day that no month has', ['--today', '2027-02-30'], '2027-01-31'],
    ['a name for no standard input', ['--stdin-filename', 'x'], 'goes with the path'],
    ['an empty name for standard input', ['-', '--stdin-filename', ''], 'takes a name'],
    ['a root that does not exist', ['--root', 'none'], '--root takes a folder; none is none.'],
    ['a root that is a file', ['--root', '.roo/mcp.json'], '--root takes a folder'],
    ['a mistyped command', ['inventry'], 'Did you mean `inventory`?'],
    ['a mistyped option', ['--fail-no', 'low'], 'postern: (Did you mean --fail-on?)'],
    ['two outputs to standard output', ['-f', 'json', '-o', 'sarif=-'], 'Two outputs'],
  ])('2 for %s, told on stderr alone', async (_, args, message) => {
    const { code, stdout, stderr } = await postern(tree(BAD), args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('2 for a path that does not exist, and the other paths are looked at all the same', async () => {
    const { code, stdout, stderr } = await postern(tree(BAD), ['none.json', '.roo', '-f', 'json']);
    expect(code).toBe(2);
    expect(stderr).toContain('none.json does not exist.');
    expect(JSON.parse(stdout).summary.findings.high).toBeGreaterThan(0);
  });

  test('2 for a path that cannot be looked at: below a file, a link in a circle, a pipe', async () => {
    const root = tree(BAD);
    symlinkSync('loop', join(root, 'loop'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    for (const [path, message] of [
      ['.roo/mcp.json/x', '.roo/mcp.json/x does not exist.'],
      ['loop', 'loop: The file is a link that leads in a circle.'],
      ['pipe', 'pipe: The file is no regular file.'],
    ] as const) {
      const { code, stderr } = await postern(root, [path]);
      expect([path, code]).toEqual([path, 2]);
      expect(stderr).toContain(message);
    }
  });

  test.each(['baseline', 'lock'])('%s writes nothing where something could not be looked at', async command => {
    const root = tree(BAD);
    const { code, stderr } = await postern(root, [command, '.roo', 'none.json', '-o', 'out']);
    expect(code).toBe(2);
    expect(stderr).toBe('postern: error: none.json does not exist.\n');
    expect(existsSync(join(root, 'out'))).toBe(false);
  });

  test('a work tree whose `.git` is a file is scanned like any other', async () => {
    const root = tree(BAD);
    git(root, 'init', '-q');
    git(root, 'add', '.');
    git(root, 'commit', '-qm', 'x');
    git(root, 'worktree', 'add', '-q', 'other');
    expect((await postern(join(root, 'other'), [])).code).toBe(1);
    expect((await postern(join(root, 'other'), ['-f', 'json'])).stderr).toBe('');
  });

  test('an error is told once, on stderr', async () => {
    const { stdout, stderr } = await postern(tree({}), ['none.json']);
    expect(stderr).toContain('postern: error: none.json does not exist.\n');
    expect(stdout).toBe('');
  });

  test.skipIf(!existsSync('/dev/full'))('2 where standard output cannot be written', () => {
    const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$1" -f json > /dev/full', process.execPath, BIN], { cwd: tree(BAD) });
    expect(status).toBe(2);
    expect(String(stderr)).toBe('postern: error: Standard output cannot be written (ENOSPC).\n');
  });

  test('2 for a faulty configuration, with its place', async () => {
    const { code, stderr } = await postern(tree({ ...BAD, 'postern.yaml': 'exclude: [a]\nfail-no: low\n' }), []);
    expect(code).toBe(2);
    expect(stderr).toContain('postern.yaml:2:1: `fail-no` is no key of the configuration. Did you mean `fail-on`?');
  });

  test('0 with a notice where there is nothing to look at', async () => {
    const { code, stderr } = await postern(tree({ 'readme.txt': 'x' }), []);
    expect(code).toBe(0);
    expect(stderr).toContain('No MCP configuration found.');
  });

  test('help and version are 0 on stdout', async () => {
    for (const args of [['--help'], ['--version'], ['scan', '--help'], ['help'], ['help', 'scan']]) {
      const { code, stdout, stderr } = await postern(tree({}), args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.length).toBeGreaterThan(3);
    }
  });
});

describe('outputs', () => {
  test('`-o FORMAT=-` is standard output, and no file of that name', async () => {
    const root = tree(BAD);
    const { code, stdout } = await postern(root, ['-o', 'json=-', '-o', 'csv=a.csv']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).schemaVersion).toBe(1);
    expect(existsSync(join(root, '-'))).toBe(false);
    expect(existsSync(join(root, 'a.csv'))).toBe(true);
    expect(JSON.parse((await postern(root, ['inventory', '-o', 'json=-'])).stdout)).toHaveProperty('schemaVersion');
  });

  test('files of the command line are relative to the working directory, --root or not', async () => {
    const root = tree({ ...BAD, 'gov/m.yaml': 'schema: mcp-governance/1\nservers: []\n' });
    const { stderr, stdout } = await postern(join(root, 'gov'), ['--root', '..', '--manifest', 'm.yaml', '-f', 'json']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule)).toContain('unregistered-server');
  });

  test('code hosts get paths from the top of the repository, wherever the scan was started; --root overrules that', async () => {
    const root = tree({ 'a b/.roo/mcp.json': APPROVED, 'a b/.vscode/mcp.json': '{' });
    git(root, 'init', '-q');
    const sub = join(root, 'a b');
    const uris = async (args: readonly string[]) => {
      const [run] = JSON.parse((await postern(sub, ['-f', 'sarif', ...args])).stdout).runs;
      const found = JSON.stringify([run.results, run.invocations]).match(/"uri":"[^"]*/g) ?? [];
      return new Set(found.map(uri => uri.slice(7)));
    };
    expect(await uris([])).toEqual(new Set(['a%20b/.roo/mcp.json', 'a%20b/.vscode/mcp.json']));
    expect(await uris(['--root', '.'])).toEqual(new Set(['.roo/mcp.json', '.vscode/mcp.json']));
    expect((await postern(sub, ['-f', 'github'])).stdout).toContain(' file=a b/.roo/mcp.json,');
    expect(JSON.parse((await postern(sub, ['-f', 'gitlab'])).stdout)[0].location.path).toMatch(/^a b\/\.(?:roo|vscode)\/mcp\.json$/);
    expect((await postern(sub, ['-f', 'concise'])).stdout).toMatch(/^\.roo\/mcp\.json:/m);
  });

  test('standard input is named as its file would be', async () => {
    const root = tree({});
    const names = async (args: readonly string[]) =>
      JSON.parse((await postern(root, ['-', '-f', 'json', ...args], { input: APPROVED })).stdout).files.map(
        ({ path }: { path: string }) => path,
      );
    expect(await names(['--stdin-filename', join(root, '.roo/mcp.json')])).toEqual(['.roo/mcp.json']);
    expect(await names(['--stdin-filename', './.roo/mcp.json'])).toEqual(['.roo/mcp.json']);
    expect(await names([])).toEqual(['stdin']);
  });

  test('what is larger than --max-size is told, not passed over', async () => {
    const { code, stderr } = await postern(tree(BAD), ['--max-size', '10', '-f', 'json']);
    expect(code).toBe(0);
    expect(stderr).toContain('.roo/mcp.json: The file is larger than 10 bytes');
  });

  test('findings are sorted by file, line, column and rule', async () => {
    // Two at one place, the one with the later name shorter: a stray mark, and a package in front of it.
    const root = tree({
      '.continue/mcpServers/a.yaml': 'mcpServers:\n  - command: npx\n    args:\n      - -y\n      - @modelcontextprotocol/server-github\n',
    });
    const { findings } = JSON.parse((await postern(root, ['-f', 'json'])).stdout) as { findings: Record<string, string | number>[] };
    const keys = findings.map(({ file, line, column, rule }) => [file, `${line}`.padStart(6), `${column}`.padStart(6), rule].join(' '));
    expect(findings.map(({ rule }) => rule)).toContain('malformed-document');
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(findings.map(({ line, column }) => `${line}:${column}`)).size).toBeLessThan(findings.length);
  });

  test('a credential in a name is masked whichever rules run', async () => {
    const value = token();
    const root = tree({
      '.cursor/mcp.json': JSON.stringify(
        { mcpServers: { [value]: { command: 'x' }, b: { command: 'x', env: { GITHUB_TOKEN: value } } } },
        null,
        2,
      ),
    });
    for (const format of FORMATS) {
      const { stdout, stderr } = await postern(root, ['-f', format, '--profile', 'governance', '--verbose']);
      expect([format, stdout.includes(value) || stderr.includes(value)]).toEqual([format, false]);
    }
  });

  test('json is on stdout alone, with paths relative to the root', async () => {
    const root = tree({ 'sub/.roo/mcp.json': APPROVED });
    const { stdout } = await postern(root, ['sub', '-f', 'json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ schemaVersion: 1, tool: { name: 'postern' }, root: '.' });
    expect(report.files).toMatchObject([{ path: 'sub/.roo/mcp.json', state: 'parsed', servers: 1 }]);
    expect(stdout).not.toContain(root);
  });

  test('several in one run, no temporary files left', async () => {
    const root = tree(BAD);
    const { code, stdout } = await postern(root, ['-f', 'concise', '-o', 'json=a.json', '-o', 'sarif=b.sarif']);
    expect(code).toBe(1);
    expect(stdout).toContain('wildcard-auto-approve');
    expect(JSON.parse(readFileSync(join(root, 'a.json'), 'utf8')).schemaVersion).toBe(1);
    expect(JSON.parse(readFileSync(join(root, 'b.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readdirSync(root).toSorted()).toEqual(['.roo', 'a.json', 'b.sarif']);
  });

  test('in a GitHub workflow annotations come with the text, unless a format is asked for', async () => {
    const root = tree(BAD);
    const env = { GITHUB_ACTIONS: 'true' };
    expect((await postern(root, [], { env })).stdout).toMatch(/^::error /m);
    expect((await postern(root, ['-f', 'text'], { env })).stdout).not.toMatch(/^::error /m);
  });

  test('colour only where it is wanted', async () => {
    const root = tree(BAD);
    const escape = '\u001b[';
    expect((await postern(root, [])).stdout).not.toContain(escape);
    expect((await postern(root, ['--color', 'always'])).stdout).toContain(escape);
    expect((await postern(root, [], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await postern(root, ['--color', 'never'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain(escape);
  });

  test('a long output arrives whole through a pipe that is read slowly', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`d${index}/.roo/mcp.json`, APPROVED]));
    const root = tree(many);
    const text = await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, [BIN, '-f', 'json'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        child.stdout.pause();
        setTimeout(() => child.stdout.resume(), 5);
      });
      child.stdout.on('end', () => resolve(Buffer.concat(chunks).toString()));
      child.on('error', reject);
    });
    expect(text.length).toBeGreaterThan(200_000);
    expect(JSON.parse(text).summary.files).toBe(400);
  });

  test('a reader that goes away is no error', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`d${index}/.roo/mcp.json`, APPROVED]));
    const [code, stderr] = await new Promise<[number | null, string]>(resolve => {
      const child = spawn(process.execPath, [BIN, '-f', 'json'], { cwd: tree(many), stdio: ['ignore', 'pipe', 'pipe'] });
      let told = '';
      child.stderr.on('data', chunk => (told += chunk));
      child.stdout.once('data', () => child.stdout.destroy());
      child.on('close', exit => resolve([exit, told]));
    });
    expect([code, stderr]).toEqual([1, '']);
  });

  test('the same tree gives the same bytes', async () => {
    const root = tree({ ...BAD, '.cursor/mcp.json': serverFile(token()) });
    for (const format of FORMATS) {
      const [one, two] = await Promise.all([postern(root, ['-f', format]), postern(root, ['-f', format])]);
      expect(one.stdout).toBe(two.stdout);
    }
  });
});

describe('standard input', () => {
  test('is of the format that its name says', async () => {
    const { code, stdout } = await postern(tree({}), ['-', '--stdin-filename', '.roo/mcp.json', '-f', 'json'], { input: APPROVED });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).files).toMatchObject([{ path: '.roo/mcp.json', format: 'roo-code', state: 'parsed', servers: 1 }]);
  });

  test('without a name its content decides', async () => {
    const { stdout } = await postern(tree({}), ['-', '-f', 'json'], { input: APPROVED });
    expect(JSON.parse(stdout).files).toMatchObject([{ path: 'stdin', state: 'parsed', servers: 1 }]);
  });

  test('may be larger than a pipe', async () => {
    const padded = `${APPROVED}${' '.repeat(1_000_000)}`;
    expect((await postern(tree({}), ['-', '-f', 'json'], { input: padded })).code).toBe(1);
    expect((await postern(tree({}), ['-', '--max-size', '1000'], { input: padded })).code).toBe(2);
  });
});

describe('choices', () => {
  test('--no-config, --no-ignores and untrusted-pr leave the tree no say', async () => {
    const root = tree({ ...BAD, 'postern.yaml': 'rules: {wildcard-auto-approve: off}\n' });
    expect((await postern(root, [])).code).toBe(0);
    expect((await postern(root, ['-f', 'json'])).stdout).toContain('switches off wildcard-auto-approve');
    expect((await postern(root, ['--no-config'])).code).toBe(1);
    expect((await postern(root, ['--profile', 'untrusted-pr'])).code).toBe(1);
    const entry = 'ignore: [{rule: wildcard-auto-approve, reason: demo}]\n';
    const ignoring = tree({ ...BAD, 'postern.yaml': entry });
    expect((await postern(ignoring, [])).code).toBe(0);
    expect((await postern(ignoring, ['--no-ignores'])).code).toBe(1);
    expect(JSON.parse((await postern(ignoring, ['-f', 'json'])).stdout).summary.suppressed).toBe(1);
  });

  test('a configuration at the top of the repository counts below, with its own globs', async () => {
    const root = tree({ 'sub/.roo/mcp.json': APPROVED, 'postern.yaml': 'exclude: [sub/.roo]\n', '.git/HEAD': '' });
    expect((await postern(join(root, 'sub'), [])).code).toBe(0);
    expect((await postern(join(root, 'sub'), ['--no-config'])).code).toBe(1);
  });

  test('expiry is counted from --today', async () => {
    const root = tree({ ...BAD, 'postern.yaml': 'ignore: [{rule: wildcard-auto-approve, reason: demo, expires: 2027-01-31}]\n' });
    expect((await postern(root, ['--today', '2027-01-31'])).code).toBe(0);
    expect((await postern(root, ['--today', '2027-02-01'])).code).toBe(1);
  });

  test("--user adds the person's own files, which SARIF never names", async () => {
    const env = { HOME: tree({ '.cursor/mcp.json': serverFile('x') }) };
    const root = tree(GOOD);
    expect(JSON.parse((await postern(root, ['-f', 'json'], { env })).stdout).files).toHaveLength(1);
    const { stdout } = await postern(root, ['-f', 'json', '--user'], { env });
    expect(JSON.parse(stdout).files.map(({ path }: { path: string }) => path)).toEqual(['.roo/mcp.json', '~/.cursor/mcp.json']);
    expect((await postern(root, ['-f', 'sarif', '--user'], { env })).stdout).not.toContain('"uri": "~');
  });

  test('--quiet, --verbose and --stats', async () => {
    const root = tree(GOOD);
    expect((await postern(root, ['--quiet'])).stderr).toBe('');
    expect((await postern(root, ['--verbose'])).stderr).toContain('.roo/mcp.json: parsed as roo-code, 0 servers');
    expect((await postern(root, ['--stats'])).stderr).toMatch(/1 files, 0 servers, 0 findings; \d+ ms/);
  });
});

test('a baseline lets what is known pass, and only that', async () => {
  const root = tree(BAD);
  expect(await postern(root, ['baseline'])).toMatchObject({ code: 0, stdout: '' });
  const first = readFileSync(join(root, 'postern-baseline.json'), 'utf8');
  expect((await postern(root, ['--baseline', 'postern-baseline.json'])).code).toBe(0);
  await postern(root, ['baseline', '--baseline', 'postern-baseline.json']);
  expect(readFileSync(join(root, 'postern-baseline.json'), 'utf8')).toBe(first);
  expect(JSON.parse((await postern(tree(BAD), ['baseline', '-o', '-'])).stdout).version).toBe(1);
  expect(existsSync(join(root, '-'))).toBe(false);
});

test('no output ever holds a credential', async () => {
  const secret = token(3);
  const root = tree({ '.cursor/mcp.json': serverFile(secret), '.roo/mcp.json': serverFile(secret), '.env': `TOKEN=${secret}\n` });
  for (const format of FORMATS) {
    const { stdout, stderr } = await postern(root, ['-f', format, '--verbose']);
    expect(stdout + stderr).not.toContain(secret);
  }
  for (const args of [
    ['--diff', '--unsafe-fixes'],
    ['baseline', '-o', '-'],
  ]) {
    const { stdout, stderr } = await postern(root, args);
    expect(stdout + stderr).not.toContain(secret);
  }
});

// Files that servers take their values from, verdicts explained, and credentials compared between runs.
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sample } from '../../src/secrets/samples.ts';
import { postern } from '../cli/run.ts';
import { git, plant, tree } from './tree.ts';

const known = (variant: number) => sample('github-pat-classic', variant);
const servers = (server: object, key = 'mcpServers') =>
  JSON.stringify({ [key]: { notes: { command: 'notes', ...server } } }, null, 2) + '\n';

interface Found {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly message: string;
  readonly credential: { equality?: string } | null;
  readonly related: readonly { file: string; line: number }[];
}
async function scan(root: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { stdout, stderr } = await postern(root, ['--profile', 'secrets', '-f', 'json', ...args], { env });
  const report = JSON.parse(stdout || '{}') as { files: { path: string; state: string; reason?: string }[]; findings: Found[] };
  return { ...report, stdout, stderr };
}
function repository(files: Readonly<Record<string, string>>): string {
  const root = tree(files);
  git(root, 'init', '--quiet');
  return root;
}
const exposed = ({ findings }: { findings: readonly Found[] }) =>
  findings.filter(({ rule }) => rule === 'secret-file-exposed').map(({ file, line, severity }) => `${severity} ${file}:${line}`);

const ENV = `LOG=debug\nGITHUB_TOKEN=${known(1)}\n`;

test('git decides: tracked is high, not ignored medium, ignored silent, and the file is listed', async () => {
  const root = repository({ '.vscode/mcp.json': servers({ envFile: '${workspaceFolder}/.env' }, 'servers'), '.env': ENV });
  const loose = await scan(root);
  expect(exposed(loose)).toEqual(['medium .env:2']);
  expect(loose.findings[0]!.related).toMatchObject([{ file: '.vscode/mcp.json', line: 5 }]);
  expect(loose.stdout).not.toContain(known(1).slice(8));
  git(root, 'add', '.env');
  expect(exposed(await scan(root))).toEqual(['high .env:2']);
  git(root, 'rm', '--quiet', '--cached', '.env');
  plant(root, { '.gitignore': '.env\n' });
  const ignored = await scan(root);
  expect(ignored.findings).toEqual([]);
  expect(ignored.files).toContainEqual({ path: '.env', format: null, state: 'parsed', servers: 0 });
});

test.each([
  ['docker', '.mcp.json', servers({ command: 'docker', args: ['run', '-i', '--env-file', 'conf/x.env', 'image'] }), 'conf/x.env', ENV],
  ['node', '.mcp.json', servers({ command: 'node', args: ['--env-file=.env.local', 'server.js'] }), '.env.local', ENV],
  ['uv', '.mcp.json', servers({ command: 'uv', args: ['run', '--env-file', './.env', 'server'] }), '.env', ENV],
  ['dotenvx', '.mcp.json', servers({ command: 'dotenvx', args: ['run', '-f', 'x/.env', '--', 'node', 's.js'] }), 'x/.env', ENV],
  ['cwd', 'a/.mcp.json', servers({ command: 'node', cwd: 'b', args: ['--env-file=.env', 's.js'] }), 'a/b/.env', ENV],
  ['Compose', 'd/compose.yaml', 'services:\n  mcp:\n    image: mcp/notes\n    env_file:\n      - ./x.env\n', 'd/x.env', ENV],
  ['Cursor', 'a/.cursor/mcp.json', servers({ envFile: '.env' }), 'a/.env', ENV],
  [
    'headersHelper',
    '.mcp.json',
    servers({ type: 'http', url: 'https://mcp.acme.io', command: undefined, headersHelper: './h.sh' }),
    'h.sh',
    `#!/bin/sh\necho '{"Authorization": "Bearer ${known(1)}"}'\n`,
  ],
  [
    '{file:}',
    'opencode.json',
    JSON.stringify({ mcp: { notes: { type: 'remote', url: 'https://mcp.acme.io', headers: { 'X-Api-Key': '{file:./key}' } } } }),
    'key',
    `\n${known(1)}\n`,
  ],
])('found as %s names it', async (_, config, text, file, content) => {
  const root = repository({ [config]: text, [file]: content });
  git(root, 'add', '--all');
  const result = await scan(root);
  expect(exposed(result)).toEqual([`high ${file}:2`]);
  expect(result.findings).toHaveLength(1);
});

test('never outside of the root, not through links, and not what is absent, excluded or too large', async () => {
  const outside = tree({ '.env': ENV });
  const root = repository({
    'in/.mcp.json': servers({ envFile: '../../.env' }),
    'in/.vscode/mcp.json': servers({ envFile: join(outside, '.env') }, 'servers'),
    'in/.cursor/mcp.json': servers({ envFile: 'link.env' }),
    'in/x/.mcp.json': servers({ envFile: '~/.env', command: 'node', args: ['--env-file', '$HOME/.env', '--env-file=none.env', 's.js'] }),
    'in/big/.mcp.json': servers({ envFile: '.env' }),
    'in/big/.env': ENV + '# '.repeat(3000),
    'in/left/.cursor/mcp.json': servers({ envFile: '.env' }),
    'in/left/.env': ENV,
    '.env': ENV,
  });
  symlinkSync(join(outside, '.env'), join(root, 'in/link.env'));
  git(root, 'add', '--all');
  const { findings, files } = await scan(join(root, 'in'), ['--max-size', '4000', '--exclude', 'left/.env']);
  expect(findings).toEqual([]);
  expect(files.filter(({ state }) => state !== 'parsed').map(({ path, reason }) => [path, reason])).toEqual([
    ['big/.env', 'is larger than 4,000 bytes (see --max-size)'],
    ['link.env', 'is a link that leads out of the scanned folder'],
  ]);
});

test('--staged and --since read them from git as well', async () => {
  const root = repository({ '.mcp.json': servers({ envFile: '.env' }) });
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '-m', 'first');
  plant(root, { '.env': ENV });
  expect(exposed(await scan(root, ['--staged']))).toEqual([]);
  expect(exposed(await scan(root, ['--since', 'HEAD']))).toEqual(['medium .env:2']);
  git(root, 'add', '--all');
  rmSync(join(root, '.env'));
  expect(exposed(await scan(root, ['--staged']))).toEqual(['high .env:2']);
  git(root, 'commit', '--quiet', '-m', 'second');
  expect(exposed(await scan(root, ['--since', 'HEAD~1']))).toEqual(['high .env:2']);
});

test('--explain-verdict says why, and never what', async () => {
  const random = sample('github-pat-classic', 3);
  const env = {
    GITHUB_TOKEN: random,
    API_KEY: 'your-api-key',
    TOKEN: '${env:TOKEN}',
    TOKEN_FILE: '/run/x/token',
    FLAVOUR: 'sweet-large',
    SECRET: 'enabled by default',
    OPTIONS: JSON.stringify({ apiKey: 'changeme' }),
  };
  const root = tree({ '.mcp.json': servers({ env }) });
  const told = async (key: string) => {
    const { code, stdout } = await postern(root, ['.mcp.json', '--explain-verdict', `/mcpServers/notes/env/${key}`]);
    expect(code).toBe(0);
    for (const value of Object.values(env)) expect(stdout).not.toContain(value);
    return stdout;
  };
  expect(await told('GITHUB_TOKEN')).toMatch(
    /credential: GitHub .*class secret, confidence high; because: shape and checksum; reported by: hardcoded-known-secret, /,
  );
  expect(await told('API_KEY')).toMatch(/no credential; because: it is a placeholder/);
  expect(await told('TOKEN')).toMatch(/because: it takes the value from elsewhere/);
  expect(await told('TOKEN_FILE')).toMatch(/because: its name says where or how large/);
  expect(await told('FLAVOUR')).toMatch(/because: no shape is known, and its name says nothing of secrets/);
  expect(await told('SECRET')).toMatch(/reads like words/);
  expect(await told('OPTIONS')).toMatch(/carries one value, none a credential \(`apiKey`: it is a placeholder\)/);
  const nowhere = await postern(root, ['.mcp.json', '--explain-verdict', '/mcpServers/notes/none']);
  expect([nowhere.code, nowhere.stdout]).toEqual([2, '']);
  expect((await postern(root, ['--explain-verdict', '/x'])).code).toBe(2);
});

test('--fingerprint-key-env makes credentials of several runs comparable, under that key alone', async () => {
  const one = tree({ '.mcp.json': servers({ env: { GITHUB_TOKEN: known(1) } }) });
  const two = tree({ 'x/.cursor/mcp.json': servers({ env: { GH_TOKEN: known(1), GITHUB_TOKEN: known(2) } }) });
  const run = async (root: string, key: string) => {
    const { findings } = await scan(root, ['--fingerprint-key-env', 'KEY'], { KEY: key.repeat(8) });
    return findings.map(({ credential }) => credential!.equality!);
  };
  const [first] = await run(one, 'abcd');
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  const second = await run(two, 'abcd');
  expect(second).toHaveLength(2);
  expect(second.filter(equality => equality === first)).toHaveLength(1);
  expect(await run(one, 'abcd')).toEqual([first]);
  expect(await run(one, 'abce')).not.toEqual([first]);
  expect((await scan(one)).findings[0]!.credential).not.toHaveProperty('equality');
  const short = await postern(one, ['--fingerprint-key-env', 'KEY'], { env: { KEY: 'short' } });
  expect([short.code, short.stdout]).toEqual([2, '']);
  expect(short.stderr).not.toContain('short');
});

test('several repositories in one run share one comparison', async () => {
  const folder = tree({
    'one/.mcp.json': servers({ env: { GITHUB_TOKEN: known(1) } }),
    'two/.mcp.json': servers({ env: { GH_TOKEN: known(1) } }),
  });
  git(join(folder, 'one'), 'init', '--quiet');
  git(join(folder, 'two'), 'init', '--quiet');
  const { findings } = await scan(folder, ['one', 'two']);
  expect(findings.find(({ rule }) => rule === 'shared-credential')).toMatchObject({
    file: 'one/.mcp.json',
    related: [{ file: 'two/.mcp.json' }],
  });
});

// Whatever lies in a scanned tree: no crash, no hang, no way out, no control over the terminal, and a word about every file.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { postern } from '../cli/run.ts';
import { serverFile, token, tree } from './tree.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/hostile/', import.meta.url));
interface FileReport {
  readonly path: string;
  readonly state: string;
  readonly servers: number;
  readonly reason?: string;
}
async function scan(root: string, args: readonly string[] = []) {
  const { code, stdout, stderr } = await postern(root, ['-f', 'json', ...args]);
  expect([0, 1]).toContain(code);
  expect(stderr).not.toContain('internal error');
  const report = JSON.parse(stdout) as {
    files: FileReport[];
    findings: { file: string; rule: string }[];
    notices: { level: string; message: string }[];
  };
  expect(report.notices.filter(({ level }) => level === 'error')).toEqual([]);
  return report;
}
const stateOf = async (path: string, text: string | Buffer): Promise<FileReport | undefined> =>
  (await scan(tree({ [path]: text }))).files[0];

describe('files that are not what they seem', () => {
  const deep = (open: string, close: string, count: number, inner = '') => open.repeat(count) + inner + close.repeat(count);
  const server = serverFile('x');
  test.each<[string, string, string | Buffer, readonly string[]]>([
    ['nested brackets', '.cursor/mcp.json', deep('[', ']', 100_000), ['partial', 'unreadable', 'parsed', 'skipped']],
    ['nested objects', '.cursor/mcp.json', deep('{"a":', '}', 100_000, '1'), ['partial', 'unreadable', 'parsed']],
    ['a binary file', '.cursor/mcp.json', Buffer.from([0x7b, 0, 1, 2, 0x7d]), ['skipped']],
    ['a large file', '.cursor/mcp.json', ' '.repeat(2_000_001), ['skipped']],
    ['an empty file', '.cursor/mcp.json', '', ['skipped', 'parsed']],
    ['a byte order mark alone', '.cursor/mcp.json', '\uFEFF', ['skipped', 'parsed']],
    ['UTF-16', '.cursor/mcp.json', Buffer.from('\uFEFF' + server, 'utf16le'), ['parsed']],
    ['UTF-16, big end first', '.cursor/mcp.json', Buffer.from('\uFEFF' + server, 'utf16le').swap16(), ['parsed']],
    ['bytes that are no UTF-8', '.cursor/mcp.json', Buffer.concat([Buffer.from(server), Buffer.from([0xff, 0xc0])]), ['partial', 'parsed']],
    ['half surrogate pairs', '.cursor/mcp.json', server.replace('"x"', '"\\ud800 \\udc00\\ud800"'), ['parsed']],
    ['an unterminated string', '.cursor/mcp.json', server.slice(0, -20), ['partial']],
    ['an unterminated comment', '.cursor/mcp.json', '/* ' + server, ['partial', 'unreadable', 'skipped']],
    [
      'keys of every object',
      '.cursor/mcp.json',
      '{"__proto__":{"polluted":1},"constructor":1,"mcpServers":{"__proto__":{"command":"x"},"toString":{"command":"y"}}}',
      ['parsed'],
    ],
    [
      'a number as a server',
      '.cursor/mcp.json',
      '{"mcpServers":{"a":5,"b":null,"c":[],"d":"x","e":{"command":{}, "args":7, "env":[1]}}}',
      ['parsed'],
    ],
    ['a list at the top', '.cursor/mcp.json', '[[1,2],{"mcpServers":[]}]', ['parsed', 'skipped']],
    ['very long lines', '.cursor/mcp.json', serverFile('a'.repeat(900_000)), ['parsed']],
    [
      'many servers',
      '.cursor/mcp.json',
      JSON.stringify({ mcpServers: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`s${index}`, { command: 'x' }])) }),
      ['parsed'],
    ],
  ])('%s', async (_, path, text, states) => {
    const file = await stateOf(path, text);
    expect(states).toContain(file?.state);
    if (file?.state !== 'parsed') expect(file?.reason ?? '').toMatch(/\w/);
  });

  test('the files under fixtures/hostile, each with a state', async () => {
    const names = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter(entry => entry.isFile());
    const files = Object.fromEntries(
      names.map(entry => [join(entry.parentPath.slice(FIXTURES.length), entry.name), readFileSync(join(entry.parentPath, entry.name))]),
    );
    const root = tree(files);
    const report = await scan(root, Object.keys(files));
    expect(report.files.map(({ path }) => path)).toEqual(Object.keys(files).toSorted());
    for (const { state } of report.files) expect(['parsed', 'partial', 'unreadable', 'unsupported', 'skipped']).toContain(state);
  });
});

describe('ways out of the tree', () => {
  test('links out, in circles and into nothing, pipes and devices are listed and never opened', async () => {
    const secret = token(5);
    const outside = tree({ 'mcp.json': serverFile(secret) });
    const root = tree({ 'real/.cursor/mcp.json': serverFile('x') });
    const plantLink = (folder: string, target: string) => {
      mkdirSync(join(root, folder, '.cursor'), { recursive: true });
      symlinkSync(target, join(root, folder, '.cursor', 'mcp.json'));
    };
    plantLink('out', join(outside, 'mcp.json'));
    plantLink('loop', 'mcp.json');
    plantLink('zero', '/dev/zero');
    plantLink('dangling', 'nowhere');
    mkdirSync(join(root, 'linked'));
    symlinkSync(outside, join(root, 'linked', '.cursor'));
    mkdirSync(join(root, 'pipe', '.cursor'), { recursive: true });
    execFileSync('mkfifo', [join(root, 'pipe', '.cursor', 'mcp.json')]);
    const report = await scan(root);
    expect(Object.fromEntries(report.files.map(({ path, state }) => [path, state]))).toEqual({
      'dangling/.cursor/mcp.json': 'unreadable',
      'loop/.cursor/mcp.json': 'unreadable',
      'out/.cursor/mcp.json': 'skipped',
      'pipe/.cursor/mcp.json': 'unreadable',
      'real/.cursor/mcp.json': 'parsed',
      'zero/.cursor/mcp.json': 'skipped',
    });
    const named = await postern(root, ['out/.cursor/mcp.json', 'linked/.cursor/mcp.json', 'pipe/.cursor/mcp.json']);
    expect(named.stdout + named.stderr).not.toContain(secret);
    expect(named.stderr + named.stdout).toContain('is a link that leads out of the scanned folder');
  });

  test('a configuration that is a link out counts for nothing', async () => {
    const outside = tree({ 'postern.yaml': 'nonsense: 1\n' });
    const root = tree({ '.cursor/mcp.json': serverFile('x') });
    symlinkSync(join(outside, 'postern.yaml'), join(root, 'postern.yaml'));
    await scan(root);
  });
});

describe('names and values that speak to terminals and workflows', () => {
  const NASTY = [
    '\u001b[31mred',
    '\u001b]0;title\u0007',
    '\u202egnp.exe',
    'a\nb',
    '::error::x',
    '\u200bhidden',
    '<img src=x>',
    '](http://x)',
  ];

  test('no control reaches any output', async () => {
    const files: Record<string, string> = {};
    for (const [index, name] of NASTY.entries()) {
      const map = { [name]: { command: name, alwaysAllow: ['*'], env: { [name]: token(index) } } };
      files[`${name.replaceAll('/', '')}/.roo/mcp.json`] = JSON.stringify({ mcpServers: map }, null, 2);
    }
    const root = tree(files);
    for (const format of ['text', 'concise', 'github', 'markdown', 'junit', 'csv']) {
      const { stdout, stderr } = await postern(root, ['-f', format, '--verbose']);
      // oxlint-disable-next-line no-control-regex
      expect([format, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/.exec(stdout + stderr)?.[0]]).toEqual([
        format,
        undefined,
      ]);
      if (format !== 'github') expect(stdout + stderr).not.toMatch(/^\s*::error::x/m);
    }
  });
});

describe('YAML and TOML', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
  ].join('\n');
  test.each([
    ['an alias bomb', 'config.yaml', `${bomb}\nmcpServers: {a: {command: x, env: {T: *i}}}\n`],
    ['an alias to itself', 'config.yaml', 'mcpServers: &a\n  x: *a\n'],
    ['nested brackets', 'config.yaml', `mcpServers: ${'['.repeat(4300)}\n---\n`.repeat(3)],
    [
      'twenty thousand keys',
      'config.yaml',
      `mcpServers:\n${Array.from({ length: 20_000 }, (_, index) => `  k${index}: {command: x}\n`).join('')}`,
    ],
    ['an unterminated quote', 'config.yaml', 'mcpServers: {a: {command: "x\n'],
    ['a tag that would run code elsewhere', 'config.yaml', 'mcpServers: !!js/function "x"\n'],
    ['unterminated TOML', 'config.toml', '[mcp_servers.a]\ncommand = "x\nargs = [1,\n'],
    ['nested TOML', 'config.toml', `a = ${'['.repeat(5000)}`],
    ['a TOML key of prototypes', 'config.toml', '[__proto__]\na = 1\n[mcp_servers.constructor]\ncommand = "x"\n'],
    ['an endless front matter', 'page.md', '---\na: 1\n'.repeat(5000)],
    ['an endless fence', 'page.md', '```json\n{"mcpServers": {"a": {"command": "x"\n'.repeat(500)],
    ['an unterminated ignore comment', 'page.md', '<!-- postern-ignore '.repeat(5000)],
  ])('%s', async (_, path, text) => {
    const root = tree({ [path]: text });
    const { files } = await scan(root, [path]);
    expect(files.map(file => file.path)).toEqual([path]);
  });
});

test('what cannot be read is a failure where a person named it, and only there', async () => {
  const root = tree({ '.cursor/mcp.json': serverFile('x') });
  writeFileSync(join(root, 'big.json'), ' '.repeat(3000));
  expect((await postern(root, ['big.json', '--max-size', '2000'])).code).toBe(0);
  expect((await postern(root, ['missing.json'])).code).toBe(2);
});

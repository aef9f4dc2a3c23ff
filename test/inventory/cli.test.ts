import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postern } from '../cli/run.ts';
import { tree } from '../engine/tree.ts';
import { token } from './hostile.ts';

const servers = (map: object) => JSON.stringify({ mcpServers: map });
const FORMATS = ['text', 'json', 'cyclonedx', 'html', 'mermaid'];

test('lists what is there, in every format, with exit code 0 whatever is wrong', async () => {
  const root = tree({});
  cpSync('fixtures/inventory', root, { recursive: true });
  for (const format of FORMATS) {
    const { code, stdout } = await postern(root, ['inventory', '-f', format]);
    expect([format, code]).toEqual([format, 0]);
    expect(stdout).toContain('tracker');
    expect(stdout).not.toContain(root);
  }
  expect((await postern(root, ['inventory', '--fail-on', 'low'])).code).toBe(1);
});

test('writes several outputs in one run', async () => {
  const root = tree({ '.mcp.json': servers({ notes: { command: 'notes' } }) });
  const { code, stdout, stderr } = await postern(root, ['inventory', '-f', 'json', '-o', 'html=a.html', '-o', 'cyclonedx=b.json']);
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, services: [{ name: 'notes' }] });
  expect(readFileSync(join(root, 'a.html'), 'utf8')).toMatch(/^<!doctype html>/);
  expect(JSON.parse(readFileSync(join(root, 'b.json'), 'utf8'))).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
});

test.each([
  ['an unknown format', ['-f', 'jsno'], 'Did you mean `json`?'],
  ['a broken output', ['-o', 'html'], 'FORMAT=FILE'],
  ['an output into no folder', ['-o', 'html=no/such/folder.html'], 'does not exist'],
  ['two outputs into one file', ['-o', 'html=a', '-o', 'json=a'], 'Two outputs'],
])('2 for %s, told on stderr alone', async (_, args, message) => {
  const { code, stdout, stderr } = await postern(tree({}), ['inventory', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('says that there is nothing, and what it could not read', async () => {
  const nothing = await postern(tree({ 'readme.txt': 'x' }), ['inventory']);
  expect([nothing.code, nothing.stdout]).toEqual([0, 'No MCP configuration files found.\n']);
  const missing = await postern(tree({}), ['inventory', 'none.json']);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('none.json does not exist.');
  const broken = await postern(tree({ '.mcp.json': '{"mcpServers": {"notes": {"command": "notes"' }), ['inventory']);
  expect(broken.stdout).toContain('partial: .mcp.json (has syntax errors)');
  expect(broken.stdout).toContain('program notes');
});

test("--user adds the person's own clients", async () => {
  const env = { HOME: tree({ '.cursor/mcp.json': servers({ notes: { command: 'npx', args: ['acme-notes'] } }) }) };
  const root = tree({ '.mcp.json': servers({ notes: { command: 'npx', args: ['acme-notes'] } }) });
  const { stdout } = await postern(root, ['inventory', '-f', 'json', '--user'], { env });
  const { services } = JSON.parse(stdout);
  expect(services).toHaveLength(1);
  expect(services[0].places.map(({ file, scope }: { file: string; scope: string }) => [file, scope])).toEqual([
    ['.mcp.json', 'project'],
    ['~/.cursor/mcp.json', 'user'],
  ]);
  expect(stdout).not.toContain(env.HOME);
});

test('reads standard input', async () => {
  const input = servers({ notes: { url: 'https://mcp.acme-tools.dev/mcp' } });
  const { stdout } = await postern(tree({}), ['inventory', '-', '--stdin-filename', '.cursor/mcp.json', '-f', 'json'], { input });
  expect(JSON.parse(stdout).services).toMatchObject([{ target: { kind: 'url', network: 'public' }, places: [{ client: 'Cursor' }] }]);
});

test('the same tree gives the same bytes, and none of them of a credential', async () => {
  const secret = token(23);
  const env = { NOTES_TOKEN: secret, OTHER_TOKEN: token(29) };
  const root = tree({
    '.mcp.json': servers({ [secret]: { command: 'notes', env } }),
    '.roo/mcp.json': servers({ notes: { command: 'notes', env } }),
  });
  for (const format of FORMATS) {
    const [one, two] = await Promise.all([postern(root, ['inventory', '-f', format]), postern(root, ['inventory', '-f', format])]);
    expect(one.stdout).toBe(two.stdout);
    expect(one.stdout + one.stderr).not.toContain(secret);
  }
});

test('the schema is among those that `postern schema` prints', async () => {
  const { stdout } = await postern(tree({}), ['schema', 'inventory-1']);
  expect(JSON.parse(stdout).$id).toBe('urn:postern:schema:inventory-1');
});

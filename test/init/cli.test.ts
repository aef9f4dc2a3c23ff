import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postern } from '../cli/run.ts';
import { token, tree } from '../engine/tree.ts';
import { clientFile } from './scanned.ts';

const secret = token();
const files = {
  '.gemini/settings.json': clientFile({ notes: { command: 'npx', args: ['@acme/notes-mcp'], env: { NOTES_TOKEN: secret } } }),
};
const MANIFEST = 'mcp-governance.yaml';

test('init shows, writes, and has nothing more to add', async () => {
  const root = tree(files);
  for (const flag of ['--dry-run', '--diff']) {
    const { code, stdout } = await postern(root, ['init', flag]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^--- \/dev\/null\n\+\+\+ b\/mcp-governance.yaml\n@@ -0,0 \+1,\d+ @@\n\+# yaml-language-server/);
    expect(stdout.split('\n').length).toBeLessThan(40);
    expect(existsSync(join(root, MANIFEST))).toBe(false);
  }
  const first = await postern(root, ['init']);
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toContain('1 entry, 1 without an owner');
  const text = readFileSync(join(root, MANIFEST), 'utf8');
  expect(text).not.toContain(secret);
  // The copy of the schema is the schema.
  const copy = JSON.parse(readFileSync(join(root, 'mcp-governance.schema.json'), 'utf8'));
  expect(copy).toEqual(JSON.parse((await postern(root, ['schema', 'governance-manifest'])).stdout));
  const again = await postern(root, ['init', '.']);
  expect(again.stderr).toContain('nothing new');
  expect(readFileSync(join(root, MANIFEST), 'utf8')).toBe(text);
});

test('init works on another folder, and only on a folder', async () => {
  const root = tree({ 'app/.mcp.json': clientFile({ notes: { command: './notes' } }) });
  expect((await postern(root, ['init', 'app', '-q'])).stderr).toBe('');
  expect(readFileSync(join(root, 'app', MANIFEST), 'utf8')).toContain('# .mcp.json\n');
  expect((await postern(root, ['init', 'nowhere'])).code).toBe(2);
});

test('init --ci writes the two files', async () => {
  const root = tree(files);
  const { code, stderr } = await postern(root, ['init', '--ci']);
  expect(code).toBe(0);
  expect(stderr).toContain('wrote .github/workflows/postern.yml.');
  expect(existsSync(join(root, '.pre-commit-config.yaml'))).toBe(true);
  expect(existsSync(join(root, MANIFEST))).toBe(false);
});

test('generate shows a diff without the credentials around, and writes only when asked', async () => {
  const root = tree(files);
  expect(await postern(root, ['generate', 'gemini'])).toMatchObject({ code: 2, stdout: '' });
  await postern(root, ['init', '-q']);
  const before = readFileSync(join(root, '.gemini/settings.json'), 'utf8');
  const shown = await postern(root, ['generate', 'gemini']);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('+    "allowed": [');
  for (const out of [shown.stdout, shown.stderr]) expect(out).not.toContain(secret.slice(20));
  expect(readFileSync(join(root, '.gemini/settings.json'), 'utf8')).toBe(before);
  const { code, stderr } = await postern(root, ['generate', 'gemini', '--write']);
  expect(code).toBe(0);
  expect(stderr).toContain('wrote .gemini/settings.json.');
  const after = JSON.parse(readFileSync(join(root, '.gemini/settings.json'), 'utf8'));
  expect(after).toEqual({ ...JSON.parse(before), mcp: { allowed: ['notes'] } });
  expect((await postern(root, ['generate', 'gemini'])).stderr).toContain('nothing to change');
  expect((await postern(root, ['generate', 'apm', '-o', '../x.yml', '--write'])).code).toBe(2);
  expect((await postern(root, ['generate', 'word'])).code).toBe(2);
});

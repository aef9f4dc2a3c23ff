import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover, type DiscoverOptions, rootOf } from '../../src/engine/discover.ts';
import { compilePatterns } from '../../src/engine/globs.ts';
import { git, plant, tree } from './tree.ts';

const find = async (root: string, more: Partial<DiscoverOptions> = {}) =>
  discover({ root, paths: [root], gitignore: true, include: () => null, exclude: () => null, home: null, ...more });
const paths = async (root: string, more: Partial<DiscoverOptions> = {}) => (await find(root, more)).files.map(({ path }) => path);
const CONFIG = { '.cursor/mcp.json': '{}', 'deep/er/.cursor/mcp.json': '{}', 'notes.txt': '' };

describe('outside of git', () => {
  test('names decide, at any depth, and folders of tools are left alone', async () => {
    const root = tree({ ...CONFIG, 'node_modules/x/.cursor/mcp.json': '{}', 'cursor/mcp.jsonx': '{}' });
    expect(await paths(root)).toEqual(['.cursor/mcp.json', 'deep/er/.cursor/mcp.json']);
    expect(await paths(root, { gitignore: false })).toContain('node_modules/x/.cursor/mcp.json');
  });

  test('copies of a configuration are candidates too', async () => {
    const root = tree({
      '.cursor/mcp.json.bak': '{}',
      '.cursor/mcp.example.json': '{}',
      '.cursor/mcp.json~': '{}',
      '.cursor/other.json': '{}',
    });
    expect(await paths(root)).toEqual(['.cursor/mcp.example.json', '.cursor/mcp.json.bak', '.cursor/mcp.json~']);
  });

  test('links to folders are not followed, so a circle ends', async () => {
    const root = tree(CONFIG);
    symlinkSync('..', join(root, 'deep', 'up'));
    symlinkSync(root, join(root, 'again'));
    expect(await paths(root)).toEqual(['.cursor/mcp.json', 'deep/er/.cursor/mcp.json']);
  });

  test('a folder nested too deeply is told, not entered', async () => {
    const root = tree({});
    const deep = join(root, ...Array.from({ length: 80 }, () => 'd'));
    mkdirSync(join(deep, '.cursor'), { recursive: true });
    writeFileSync(join(deep, '.cursor', 'mcp.json'), '{}');
    const { files, notices } = await find(root);
    expect(files).toEqual([]);
    expect(notices.map(({ level, message }) => [level, message])).toEqual([
      ['warning', 'A folder was not searched: lies more than 64 folders deep.'],
    ]);
  });
});

describe('in a git work tree', () => {
  test('takes tracked and untracked files, not ignored or deleted ones', async () => {
    const root = tree({ ...CONFIG, 'ignored/.cursor/mcp.json': '{}', '.gitignore': 'ignored/\n', 'gone/.cursor/mcp.json': '{}' });
    git(root, 'init', '-q');
    git(root, 'add', '.cursor', 'gone');
    rmSync(join(root, 'gone'), { recursive: true });
    const { files } = await find(root);
    // A deleted file is still in the index: reading it finds nothing and drops it.
    expect(files.map(({ path, tracked }) => [path, tracked])).toEqual([
      ['.cursor/mcp.json', true],
      ['deep/er/.cursor/mcp.json', false],
      ['gone/.cursor/mcp.json', true],
    ]);
    expect(await paths(root, { gitignore: false })).toContain('ignored/.cursor/mcp.json');
  });

  test('a folder that the repository around it ignores is walked', async () => {
    const root = tree({ 'out/.cursor/mcp.json': '{}', '.gitignore': 'out/\n' });
    git(root, 'init', '-q');
    expect(await paths(root)).toEqual([]);
    expect(await paths(join(root, 'out'))).toEqual(['.cursor/mcp.json']);
  });

  test('repositories inside are searched, by .gitmodules or found by git', async () => {
    const root = tree({
      '.gitmodules': '[submodule "a"]\n\tpath = lib/a\n[submodule "b"]\n\tpath = ../outside\n',
      'lib/a/.cursor/mcp.json': '{}',
    });
    git(root, 'init', '-q');
    plant(root, { 'nested/.cursor/mcp.json': '{}' });
    git(join(root, 'nested'), 'init', '-q');
    expect(await paths(root)).toEqual(['lib/a/.cursor/mcp.json', 'nested/.cursor/mcp.json']);
  });

  test('runs nothing that the repository configures', async () => {
    const root = tree({ ...CONFIG, 'monitor.sh': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' });
    git(root, 'init', '-q');
    git(root, 'config', 'core.fsmonitor', join(root, 'monitor.sh'));
    git(root, 'config', 'core.pager', join(root, 'monitor.sh'));
    git(root, 'config', 'core.sshCommand', join(root, 'monitor.sh'));
    expect(await paths(root)).toHaveLength(2);
    expect(await paths(root, { gitignore: false, include: path => (path === 'ran' ? path : null) })).not.toContain('ran');
  });

  test('names with line breaks, quotes and letters beyond ASCII come through', async () => {
    const odd = ['a\nb', 'quo"te', 'größe', ' '].map(name => `${name}/.cursor/mcp.json`);
    const root = tree(Object.fromEntries(odd.map(name => [name, '{}'])));
    git(root, 'init', '-q');
    git(root, 'add', '.');
    expect((await paths(root)).toSorted()).toEqual(odd.toSorted());
  });
});

test('what a person names is taken whatever it is called, and what is missing is an error', async () => {
  const root = tree({ 'notes.txt': '' });
  const { files, notices } = await find(root, { paths: [join(root, 'notes.txt'), join(root, 'none.json')] });
  expect(files.map(({ path, why }) => [path, why])).toEqual([['notes.txt', 'argument']]);
  expect(notices).toEqual([{ level: 'error', message: 'none.json does not exist.' }]);
});

test('--include adds, --exclude leaves out but still lists', async () => {
  const root = tree({ ...CONFIG, 'odd/a.conf': '' });
  const { files } = await find(root, { include: compilePatterns(['odd/*.conf']), exclude: compilePatterns(['deep/']) });
  expect(files.map(({ path, why, excluded }) => [path, why, excluded])).toEqual([
    ['.cursor/mcp.json', 'name', null],
    ['deep/er/.cursor/mcp.json', 'name', 'deep/'],
    ['odd/a.conf', 'include', null],
  ]);
});

test("a person's own files come only with a home folder", async () => {
  const home = tree({ '.cursor/mcp.json': '{}' });
  const root = tree({});
  expect(await paths(root)).toEqual([]);
  const { files } = await find(root, { home });
  expect(files.map(({ path, personal }) => [path, personal])).toEqual([['~/.cursor/mcp.json', true]]);
});

test('the root is the working directory where it holds everything', () => {
  const root = tree({ 'a/x.json': '', 'b/y.json': '' });
  expect(rootOf(undefined, [join(root, 'a')], root)).toBe(root);
  expect(rootOf(undefined, [join(root, 'a')], join(root, 'b'))).toBe(join(root, 'a'));
  expect(rootOf(undefined, [join(root, 'a/x.json'), join(root, 'b/y.json')], join(root, 'b'))).toBe(root);
  expect(rootOf('a', [], root)).toBe(join(root, 'a'));
});

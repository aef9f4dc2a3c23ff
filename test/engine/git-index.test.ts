// Our reading of git's index, held to what git itself says of the same repository.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listGit } from '../../src/engine/git.ts';
import { isSmall, readIndex, trackedBy } from '../../src/engine/git-index.ts';
import { git, tree } from './tree.ts';

const all = () => true;
const listed = (root: string) => git(root, 'ls-files', '-z', '--cached').split('\0').slice(0, -1);

const LONG = `${`${'a'.repeat(200)}/`.repeat(21)}${'b'.repeat(100)}.json`;
const NAMES = [
  '.mcp.json',
  'a/b.json',
  'a/b.json.bak',
  'a b/ü ñ/日本.json',
  'a/bb',
  `${'x'.repeat(250)}.json`,
  '-dash',
  'z/.cursor/mcp.json',
];

function repository(names: readonly string[], ...init: string[]): string {
  const root = tree({});
  git(root, 'init', '-q', ...init);
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), name);
  }
  git(root, 'add', '-A');
  return root;
}

describe('the same paths as git', () => {
  test.each([2, 3, 4])('version %i', version => {
    const root = repository(NAMES);
    // What is only meant to be added makes an entry that older versions have no room for.
    if (version === 3) {
      writeFileSync(join(root, 'later.json'), '');
      git(root, 'add', '-N', 'later.json');
    } else git(root, 'update-index', '--index-version', String(version));
    expect(readFileSync(join(root, '.git/index')).readUInt32BE(4)).toBe(version);
    expect(readIndex(root, all)).toEqual(listed(root));
  });

  test('names longer than their field can say', () => {
    const root = repository(['a.json']);
    const blob = git(root, 'hash-object', '-w', 'a.json').trim();
    for (const version of ['2', '4']) {
      git(root, 'update-index', '--index-version', version, '--add', '--cacheinfo', `100644,${blob},${LONG}`);
      expect(LONG.length).toBeGreaterThan(4095);
      expect(readIndex(root, all)).toEqual(listed(root));
    }
  });

  test('a merge that is not done, with a file in three versions', () => {
    const root = repository(['a.json', 'b.json']);
    const blob = git(root, 'hash-object', '-w', 'a.json').trim();
    execFileSync('git', ['-C', root, 'update-index', '--index-info'], {
      input: `0 ${'0'.repeat(40)}\ta.json\n${[1, 2, 3].map(stage => `100644 ${blob} ${stage}\ta.json\n`).join('')}`,
    });
    expect(readIndex(root, all)).toEqual(listed(root));
    expect(listed(root)).toHaveLength(4);
  });

  test('after thousands of files, with caches behind the entries', () => {
    const root = repository(Array.from({ length: 3000 }, (_, at) => `p${at % 50}/f${at}.ts`));
    git(root, 'commit', '-qm', 'all');
    git(root, 'update-index', '--untracked-cache');
    git(root, 'status');
    expect(readIndex(root, all)).toEqual(listed(root));
  });
});

test('only what matters is told', () => {
  const root = repository(NAMES);
  const wants = (bytes: Uint8Array, start: number, end: number) => Buffer.from(bytes.subarray(start, end)).toString().endsWith('mcp.json');
  expect(readIndex(root, wants)).toEqual(['.mcp.json', 'z/.cursor/mcp.json']);
});

describe('git is asked where an index is not plain', () => {
  test('entries kept in another file', () => {
    const root = repository(NAMES);
    git(root, 'update-index', '--split-index');
    expect(readIndex(root, all)).toBeNull();
  });

  test('whole folders as one entry', () => {
    const root = repository(['a/b/c.json', 'd.json']);
    git(root, 'commit', '-qm', 'all');
    git(root, 'sparse-checkout', 'init', '--cone', '--sparse-index');
    expect(readIndex(root, all)).toBeNull();
  });

  test('longer hashes', () => {
    expect(readIndex(repository(NAMES, '--object-format=sha256'), all)).toBeNull();
  });

  test('a work tree of its own, and no index at all', () => {
    const root = repository(NAMES);
    git(root, 'commit', '-qm', 'all');
    git(root, 'worktree', 'add', '-q', 'other');
    expect(readIndex(join(root, 'other'), all)).toBeNull();
    const empty = tree({});
    git(empty, 'init', '-q');
    expect(readIndex(empty, all)).toBeNull();
  });
});

describe('single paths', () => {
  test.each([2, 3])('are found in version %i, and no end or start of one', version => {
    const root = repository(NAMES);
    if (version === 3) {
      writeFileSync(join(root, 'later.json'), '');
      git(root, 'add', '-N', 'later.json');
    }
    const isTracked = trackedBy(root)!;
    const whole = new Set(listed(root));
    for (const name of NAMES) expect([name, isTracked(name)]).toEqual([name, true]);
    const parts = NAMES.flatMap(name => [...name].flatMap((_, at) => [name.slice(at), name.slice(0, at), `${name}x`]));
    for (const part of parts) expect([part, isTracked(part) && !whole.has(part)]).toEqual([part, false]);
  });

  test('are not found in caches behind the entries', () => {
    const root = repository(['a/b.json']);
    git(root, 'commit', '-qm', 'all');
    for (const name of ['new.json', 'a/newer.json']) writeFileSync(join(root, name), '');
    git(root, 'update-index', '--untracked-cache');
    git(root, 'status');
    expect(readFileSync(join(root, '.git/index')).includes('newer.json')).toBe(true);
    for (const name of ['new.json', 'newer.json', 'a/newer.json', 'a', 'a/']) expect(trackedBy(root)!(name)).toBe(false);
  });
});

describe('a small repository is listed without git where git tracks all that is wanted', () => {
  const isWanted = (path: string) => path.endsWith('mcp.json');
  async function list(dir: string, top: string): Promise<[string, boolean][] | null> {
    const found: [string, boolean][] = [];
    const each = (path: string, isTracked: boolean) => void (isWanted(path) && found.push([path, isTracked]));
    return (await listGit(dir, top, each, all, isWanted, () => {})) ? found.toSorted(([a], [b]) => (a < b ? -1 : 1)) : null;
  }
  async function withoutGit<T>(run: () => Promise<T>): Promise<T> {
    const path = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      return await run();
    } finally {
      process.env['PATH'] = path;
    }
  }

  test('at its top and in a folder of it', async () => {
    const root = repository(NAMES);
    expect(isSmall(root)).toBe(true);
    const [top, folder] = await withoutGit(async () => [await list(root, root), await list(join(root, 'z'), root)]);
    expect(top).toEqual([
      ['.mcp.json', true],
      ['z/.cursor/mcp.json', true],
    ]);
    expect(folder).toEqual([['.cursor/mcp.json', true]]);
  });

  test('git says whether it ignores another', async () => {
    const root = repository([...NAMES, '.gitignore']);
    writeFileSync(join(root, '.gitignore'), 'ignored/');
    for (const name of ['ignored/mcp.json', 'node_modules/x/mcp.json', 'new/mcp.json']) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), '{}');
    }
    expect(await withoutGit(() => list(root, root))).toBeNull();
    expect((await list(root, root))!.filter(([, isTracked]) => !isTracked).map(([path]) => path)).toEqual([
      'new/mcp.json',
      'node_modules/x/mcp.json',
    ]);
  });

  test('git is asked about repositories inside, and where there are many folders', async () => {
    const nested = repository(NAMES);
    mkdirSync(join(nested, 'inner'));
    git(join(nested, 'inner'), 'init', '-q');
    expect(await withoutGit(() => list(nested, nested))).toBeNull();
    const wide = repository([...NAMES, ...Array.from({ length: 300 }, (_, at) => `${at}/x`)]);
    expect(await withoutGit(() => list(wide, wide))).toBeNull();
    expect(await list(wide, wide)).toHaveLength(2);
  });
});

test('a damaged index never throws, and never gives what it did not hold', () => {
  const root = repository(NAMES);
  const file = join(root, '.git/index');
  for (const version of ['2', '4']) {
    git(root, 'update-index', '--index-version', version);
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, length) => {
        const bytes = Buffer.from(whole.subarray(0, length));
        if (at < length) bytes[at] = value;
        writeFileSync(file, bytes);
        for (const name of NAMES) trackedBy(root)?.(name);
        const found = readIndex(root, all);
        expect(found === null || found.length <= NAMES.length).toBe(true);
      }),
      { numRuns: 300 },
    );
    writeFileSync(file, whole);
  }
});

import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Notice } from '../core/report.ts';
import type { Source } from '../core/source.ts';
import { candidatesFor } from './candidates.ts';
import { type Discovery, type Found, type PatternSearch, relativePath } from './discover.ts';
import { decodeObject, gitEntries, gitLine, objectName, readObjects } from './objects.ts';
import { encode, type ReadResult } from './read.ts';
import { InputError } from './repository.ts';

/** What a commit would change, or what has changed since one: all files that matter, and which of them changed. */
export interface Changes extends Discovery {
  /** Is this text one of a changed file? */
  readonly isChanged: (source: Source) => boolean;
  /** What git holds at a path, for files that another file refers to; undefined where it holds none. */
  readonly blob: ((path: string) => Promise<ReadResult | undefined>) | null;
}
export interface ChangesOptions {
  /** Absolute; everything is relative to it and below it. */
  readonly root: string;
  /** Absolute files and folders. */
  readonly paths: readonly string[];
  readonly include: PatternSearch;
  readonly exclude: PatternSearch;
  readonly maxSize: number;
}

/** Path relative to the root, mode and object of each entry of a tree or an index. */
type Entries = ReadonlyMap<string, { readonly mode: string; readonly id: string }>;

/**
 * The candidate files as the index has them, which is what the next commit will hold; changed are those that differ from
 * HEAD. @param environment for the index that git hands to a hook. @throws InputError without a repository.
 */
export async function staged(options: ChangesOptions, environment: NodeJS.ProcessEnv): Promise<Changes> {
  const { root } = options;
  const indexFile = await hookIndex(root, environment);
  const index = await list(root, ['ls-files', '--stage', '-z'], indexFile);
  if (index === null) throw noRepository('--staged');
  const changed = new Set<string>();
  if ((await gitLine(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])) === null)
    for (const path of index.keys()) changed.add(path);
  else {
    const args = [
      'diff-index',
      '--cached',
      '--raw',
      '-z',
      '--no-renames',
      '--no-ext-diff',
      '--ignore-submodules=all',
      '--relative',
      'HEAD',
    ];
    let isPath = false;
    const code = await gitEntries(
      root,
      args,
      entry => {
        if (isPath) changed.add(entry);
        isPath = !isPath;
      },
      { indexFile },
    );
    if (code !== 0) throw noRepository('--staged');
  }
  return {
    files: await contents(options, index, wantedIn(options, index)),
    notices: absent(options, index, changed),
    isChanged: ({ path }) => changed.has(path),
    blob: path => blobAt(options, index, path),
  };
}

/**
 * The candidate files of the work tree; in place of those that commits changed since REF left this branch, what HEAD has.
 * Changed are these, and files of the work tree that differ from that commit. @param found the work tree's own candidates.
 * @throws InputError without a repository or such a commit.
 */
export async function since(options: ChangesOptions, ref: string, found: Discovery): Promise<Changes> {
  const { root } = options;
  const commit = await gitLine(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit === null) {
    if ((await gitLine(root, ['rev-parse', '--git-dir'])) === null) throw noRepository('--since');
    throw new InputError('--since takes a commit, branch or tag of this repository; the one given is none.');
  }
  if ((await gitLine(root, ['rev-parse', '--is-inside-work-tree'])) !== 'true')
    throw new InputError('--since compares with a work tree, and this repository has none here.');
  const notices: Notice[] = [...found.notices];
  const fork = await gitLine(root, ['merge-base', commit, 'HEAD']);
  if (fork === null) {
    notices.push({
      level: 'warning',
      message: 'HEAD and the commit of --since have no commit in common here; compared with that commit itself.',
    });
  }
  const base = await list(root, ['ls-tree', '-r', '-z', fork ?? commit]);
  const head = await list(root, ['ls-tree', '-r', '-z', 'HEAD']);
  if (base === null || head === null) throw noRepository('--since');

  const committed = new Map([...head].filter(([path, { id }]) => base.get(path)?.id !== id));
  const fromGit = await contents(options, head, wantedIn(options, committed));
  const taken = new Set(fromGit.map(({ path }) => path));
  const like = head.values().next().value?.id ?? commit;
  const compared = new Map<Source, boolean>();
  return {
    files: [...found.files.filter(({ path }) => !taken.has(path)), ...fromGit].toSorted(byPath),
    notices,
    isChanged(source) {
      const { path } = source;
      if (committed.has(path)) return true;
      const known = compared.get(source);
      if (known !== undefined) return known;
      const own = base.get(path)?.id;
      // A checkout may have changed line ends; that is no change of anybody's.
      const spellings = [source.text, source.text.replaceAll('\r\n', '\n')];
      const changed = own === undefined || !spellings.some(text => objectName(encode(source, text), like) === own);
      compared.set(source, changed);
      return changed;
    },
    blob: async path => (committed.has(path) ? blobAt(options, head, path) : undefined),
  };
}

/** Entries of `git ls-tree -z` and `git ls-files --stage -z`; null where git fails. */
async function list(root: string, args: readonly string[], indexFile?: string): Promise<Entries | null> {
  const entries = new Map<string, { mode: string; id: string }>();
  const each = (entry: string) => {
    const tab = entry.indexOf('\t');
    const [mode, second, third] = entry.slice(0, tab).split(' ');
    const path = entry.slice(tab + 1);
    // The index may be forged; an entry in conflict has no stage 0 and cannot be committed.
    if (tab < 0 || path.startsWith('/') || path.split('/').includes('..')) return;
    if (args[0] === 'ls-tree') entries.set(path, { mode: mode!, id: third! });
    else if (third === '0') entries.set(path, { mode: mode!, id: second! });
  };
  return (await gitEntries(root, args, each, { indexFile })) === 0 ? entries : null;
}

/** Of these, what a format or a pattern names below the paths asked for. */
function wantedIn({ root, paths, include }: ChangesOptions, entries: Entries): string[] {
  const asked = paths.map(path => relativePath(root, path));
  const below = (path: string) => asked.some(one => one === '' || one === path || path.startsWith(`${one}/`));
  return [...entries.keys()].filter(
    path =>
      entries.get(path)!.mode !== GITLINK &&
      (candidatesFor(path).length > 0 || asked.includes(path) || include(path) !== null) &&
      below(path),
  );
}
const GITLINK = '160000';
const SYMLINK = '120000';

/** Paths that a person named and that are nowhere: not in the index, not in the folder, and not taken out by this commit. */
function absent({ root, paths }: ChangesOptions, entries: Entries, changed: ReadonlySet<string>): Notice[] {
  return paths.flatMap((path): Notice[] => {
    const name = relativePath(root, path);
    const below = (entry: string) => entry === name || entry.startsWith(`${name}/`);
    if (name === '' || existsSync(path) || [...entries.keys(), ...changed].some(below)) return [];
    return [{ level: 'error', message: `${name} does not exist.` }];
  });
}

/** Each path with what git holds there, sorted. */
async function contents(options: ChangesOptions, entries: Entries, paths: readonly string[]): Promise<Found[]> {
  const { root, maxSize, exclude } = options;
  const asked = paths.map(path => relativePath(root, resolve(root, path)));
  const named = new Set(options.paths.map(path => relativePath(root, path)));
  const readable = asked.filter(path => entries.get(path)!.mode !== SYMLINK && exclude(path) === null);
  const texts = new Map<string, ReadResult>();
  let at = 0;
  for await (const object of readObjects(
    root,
    readable.map(path => entries.get(path)!.id),
    maxSize,
  )) {
    const path = readable[at++]!;
    texts.set(path, decodeObject(path, object, maxSize));
  }
  const nothing: ReadResult = { source: null, state: 'unreadable', reason: 'cannot be read from the repository' };
  const link: ReadResult = { source: null, state: 'skipped', reason: 'is a link' };
  return asked
    .map((path): Found => {
      const candidates = candidatesFor(path);
      return {
        path,
        file: resolve(root, path),
        candidates,
        why: named.has(path) ? 'argument' : candidates.length > 0 ? 'name' : 'include',
        personal: false,
        tracked: true,
        boundary: null,
        excluded: exclude(path),
        content: entries.get(path)!.mode === SYMLINK ? link : (texts.get(path) ?? nothing),
      };
    })
    .toSorted(byPath);
}

async function blobAt({ root, maxSize }: ChangesOptions, entries: Entries, path: string): Promise<ReadResult | undefined> {
  const held = entries.get(path);
  if (!held || held.mode === SYMLINK || held.mode === GITLINK) return undefined;
  for await (const object of readObjects(root, [held.id], maxSize)) return decodeObject(path, object, maxSize);
  return undefined;
}

/** `git commit -a` and `git commit PATH` hand their hooks an index of its own. One of another repository is not taken. */
async function hookIndex(root: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = environment['GIT_INDEX_FILE'];
  if (!named) return undefined;
  const folder = await gitLine(root, ['rev-parse', '--absolute-git-dir']);
  const file = resolve(named);
  return folder !== null && file.startsWith(resolve(folder) + sep) ? file : undefined;
}

/** @param flag what was asked for. */
export function noRepository(flag: string): InputError {
  return new InputError(`${flag} needs a git repository that git is willing to read.`);
}

function byPath(a: Found, b: Found): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

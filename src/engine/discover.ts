import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Notice } from '../core/report.ts';
import { candidatesFor, mayBeCandidate } from './candidates.ts';
import { listGit, workTreeOf } from './git.ts';
import type { Matters } from './git-index.ts';
import { homeFiles } from './home.ts';
import type { Candidate } from './load.ts';
import type { ReadResult } from './read.ts';
import { isHeavy, walk } from './walk.ts';

export type PatternSearch = (path: string) => string | null;
/** For {@link DiscoverOptions.include}: no pattern at all, so that most files of a tree need no look. */
export const NO_PATTERN: PatternSearch = () => null;

export interface DiscoverOptions {
  /** Absolute; reports name paths relative to it. */
  readonly root: string;
  /** Absolute files and folders. */
  readonly paths: readonly string[];
  /** False: walk everything, whatever git ignores. */
  readonly gitignore: boolean;
  /** The pattern that wants a path looked into though no format names it, or null. */
  readonly include: PatternSearch;
  /** The pattern that leaves a path out, or null. */
  readonly exclude: PatternSearch;
  /** Home folder whose client configurations are wanted too, or null. */
  readonly home: string | null;
  /** Called with what is found so far, in order, where git will take a while to find the rest, which is mostly nothing. */
  readonly meanwhile?: (found: readonly Found[]) => void;
  /** Variables that may say where else such configurations are. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** A file that is worth opening. */
export interface Found {
  /** As reports name it: relative to the root with `/`, or `~/…`. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly candidates: readonly Candidate[];
  /** `argument`: named on the command line. `include`: by a pattern. `name`: a format names it. */
  readonly why: 'argument' | 'include' | 'name';
  readonly personal: boolean;
  readonly tracked: boolean | null;
  /** Real folder that a link must stay inside; null where the person named the file, or owns it. */
  readonly boundary: string | null;
  /** Folder that the person named and that it was found in, with a final `/`, relative to the root; '' for the root. */
  readonly named?: string;
  /** The pattern that leaves it out, or null. */
  readonly excluded: string | null;
  /** What it holds, where that is not taken from the work tree. */
  readonly content?: ReadResult;
}
export interface Discovery {
  /** Sorted by path, each file once. */
  readonly files: readonly Found[];
  readonly notices: readonly Notice[];
}

/** Finds the files worth opening. A path that does not exist makes a notice of level `error`. */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const found = new Map<string, Found>();
  const notices: Notice[] = [];
  const put = (file: Found) => {
    if (found.get(file.file)?.why !== 'argument') found.set(file.file, file);
  };
  const add = (file: Omit<Found, 'excluded'>) => put({ ...file, excluded: options.exclude(file.path) });
  const realRoot = realpathSync(options.root);
  for (const path of options.paths) {
    const kind = kindOf(path);
    const name = relativePath(options.root, path);
    const outside = name === '..' || name.startsWith('../');
    if (kind === 'folder') {
      const prefix = name;
      const boundary = outside ? realpathSync(path) : realRoot;
      const below = prefix === '' ? '' : `${prefix}/`;
      // Between the two questions that each file is asked.
      const held = new Map<string, readonly Candidate[]>();
      const wanted = (name: string) => {
        const candidates = held.get(name) ?? candidatesFor(below + name);
        if (candidates.length > 0) held.set(name, candidates);
        return candidates.length > 0 || options.include(below + name) !== null;
      };
      const consider = (name: string, tracked: boolean | null): Found | null => {
        const full = below + name;
        const candidates = held.get(name) ?? candidatesFor(full);
        held.delete(name);
        if (candidates.length === 0 && options.include(full) === null) return null;
        if (tracked === false && options.gitignore && isHeavy(name)) return null;
        const why = candidates.length === 0 ? 'include' : 'name';
        const excluded = options.exclude(full);
        return { path: full, file: join(path, name), candidates, why, personal: false, tracked, boundary, named: below, excluded };
      };
      const matters = options.include === NO_PATTERN ? mayBeCandidate : () => true;
      const meanwhile = (files: readonly Found[]) => {
        if (options.paths.length === 1 && options.home === null) options.meanwhile?.(files.toSorted(byPath));
      };
      for (const file of await list(path, options.gitignore, { wanted, consider, matters, meanwhile }, notices, below)) put(file);
    } else if (kind === 'absent') {
      notices.push({ level: 'error', message: `${name} does not exist.` });
    } else {
      const boundary = outside ? null : realRoot;
      add({
        path: name,
        file: path,
        candidates: candidatesFor(name),
        why: 'argument',
        personal: false,
        tracked: null,
        boundary,
        named: name.slice(0, name.lastIndexOf('/') + 1),
      });
    }
  }
  if (options.home !== null) {
    for (const { path, file, candidate } of homeFiles(options.home, options.environment)) {
      const known = found.get(file);
      if (known && !known.personal) continue;
      const candidates = known && !known.candidates.includes(candidate) ? [...known.candidates, candidate] : [candidate];
      add({ path, file, candidates, why: 'name', personal: true, tracked: null, boundary: null, named: '' });
    }
  }
  return { files: [...found.values()].toSorted(byPath), notices };
}

function byPath(a: Found, b: Found): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

interface Listener {
  /** Cheap, so that a listing that may yet be thrown away keeps few names. */
  wanted(name: string): boolean;
  consider(name: string, tracked: boolean | null): Found | null;
  /** Cheaper still: whether the path at these offsets of bytes is worth a string. */
  readonly matters: Matters;
  meanwhile(files: readonly Found[]): void;
}

/** Lists a folder by git where git answers for it, by walking elsewhere. @returns what is worth opening, in no order. */
async function list(
  dir: string,
  gitignore: boolean,
  { wanted, consider, matters, meanwhile }: Listener,
  notices: Notice[],
  prefix: string,
): Promise<Found[]> {
  const unread = (path: string, reason: string) =>
    void notices.push({ level: 'warning', message: `A folder was not searched: ${reason}.`, file: prefix + path || '.' });
  const files: Found[] = [];
  const add = (name: string, tracked: boolean | null) => {
    const file = consider(name, tracked);
    if (file) files.push(file);
  };
  const top = gitignore ? workTreeOf(dir) : null;
  if (top !== null) {
    const names: [string, boolean][] = [];
    const addNames = () => {
      for (const [name, tracked] of names.splice(0)) add(name, tracked);
    };
    const inner = submodules(dir);
    const listed = await listGit(
      dir,
      top,
      (name, tracked) => {
        if (name.endsWith('/')) inner.push(name.slice(0, -1));
        else if (wanted(name)) names.push([name, tracked]);
      },
      matters,
      wanted,
      () => {
        addNames();
        meanwhile(files);
      },
    );
    if (listed) {
      addNames();
      for (const module of new Set(inner)) {
        if (!lstatSync(join(dir, module), { throwIfNoEntry: false })?.isDirectory()) continue;
        walk(join(dir, module), { all: false, unread }, name => add(`${module}/${name}`, null));
      }
      return files;
    }
    files.length = 0;
  }
  walk(dir, { all: !gitignore, unread }, name => add(name, null));
  return files;
}

/** Folders that .gitmodules names: their files are in no index of ours. */
function submodules(dir: string): string[] {
  let text: string;
  try {
    const file = join(dir, '.gitmodules');
    if (!lstatSync(file).isFile() || lstatSync(file).size > 1_000_000) return [];
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const paths: string[] = [];
  for (const line of text.split('\n')) {
    const [key, value] = line.split('=', 2);
    const path = value?.trim().replace(/\/$/, '');
    if (key?.trim() === 'path' && path && !path.startsWith('/') && !path.split('/').includes('..')) paths.push(path);
  }
  return paths;
}

/** A link to a folder counts only where a person names it, which is the only way to get here; links in a tree are never followed. */
function kindOf(path: string): 'file' | 'folder' | 'absent' {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat) return stat.isDirectory() ? 'folder' : 'file';
    return lstatSync(path, { throwIfNoEntry: false }) ? 'file' : 'absent';
  } catch (error) {
    // Below a file there is nothing. A link in a circle, or a folder that may not be entered: reading it will say so.
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'absent' : 'file';
  }
}

/** Relative to the root with `/`; '' for the root itself. */
export function relativePath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/**
 * The folder that reports' paths are relative to: the one asked for, else the working directory where it holds all
 * paths, else the only folder named, else the closest folder above all paths.
 */
export function rootOf(root: string | undefined, paths: readonly string[], cwd: string): string {
  if (root !== undefined) return resolve(cwd, root);
  if (paths.every(path => path === cwd || path.startsWith(cwd.endsWith(sep) ? cwd : cwd + sep))) return cwd;
  const [first] = paths;
  if (paths.length === 1 && first !== undefined && kindOf(first) === 'folder') return first;
  const split = paths.map(path => path.split(sep).slice(0, -1));
  let depth = 0;
  while (split.every(parts => parts[depth] !== undefined && parts[depth] === split[0]![depth])) depth++;
  return split[0]!.slice(0, depth).join(sep) || sep;
}

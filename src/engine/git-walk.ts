import { candidatesFor } from './candidates.ts';
import { type PatternSearch, relativePath } from './discover.ts';
import { gitEntries, startGit } from './objects.ts';
import { InputError } from './repository.ts';

/** One content of a file, by the first path it had, and the commits that wrote it: numbers of {@link Walk.commits}. */
export interface Version {
  readonly id: string;
  /** Below the root. */
  readonly path: string;
  /** Further paths that it had; absent for most. */
  others?: Set<string>;
  first: number;
  last: number;
}
export interface Walk {
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** "`0123456789` of 2026-01-31", for commits that wrote a version; the same numbers in every walk of one repository. */
  readonly commits: ReadonlyMap<number, string>;
  /** Commits looked through. */
  readonly seen: number;
}
export interface WalkOptions {
  readonly root: string;
  /** Absolute files and folders. */
  readonly paths: readonly string[];
  readonly include: PatternSearch;
  readonly exclude: PatternSearch;
}

const MAX_PATHS = 1000;

export function pathsOf({ path, others }: Version): string[] {
  return others ? [path, ...others] : [path];
}

/**
 * Every version of every wanted file that any ref or HEAD reaches, oldest first, in one pass over all commits.
 * @param prefix way from the top of the repository to the root, with a final `/`; '' for the top.
 * @param wanted of paths below the root. @throws InputError where git cannot read the history.
 */
export async function walkHistory(root: string, prefix: string, wanted: (path: string) => boolean): Promise<Walk> {
  const versions = new Map<string, Version>();
  const commits = new Map<number, string>();
  let seen = 0;
  let commit = '';
  /** Object that the next entry is the path of; null where that is no ordinary file. */
  let id: string | null = null;
  let isPath = false;
  const each = (entry: string) => {
    if (isPath) {
      isPath = false;
      if (id === null || !entry.startsWith(prefix)) return;
      const path = entry.slice(prefix.length);
      if (!wanted(path)) return;
      commits.set(seen, commit);
      const version = versions.get(id);
      if (!version) versions.set(id, { id, path, first: seen, last: seen });
      else {
        version.last = seen;
        if (version.path !== path && (version.others?.size ?? 0) < MAX_PATHS) (version.others ??= new Set()).add(path);
      }
      return;
    }
    const header = /^\s*commit ([0-9a-f]{10})[0-9a-f]* (\S+)\s*$/.exec(entry);
    if (header) {
      seen++;
      commit = `\`${header[1]}\` of ${header[2]}`;
    } else if (/^\s*:/.test(entry)) {
      id = newObject(entry);
      isPath = true;
    }
  };
  const list = startGit(root, ['rev-list', '--all', '--reverse', '--topo-order']);
  list.child.stdin.end();
  // Merges show what is in none of their parents.
  const args = ['diff-tree', '--stdin', '-r', '-c', '--root', '--raw', '-z', '--no-renames', '--no-ext-diff', '--no-abbrev'];
  const only = prefix === '' ? [] : ['--', '.'];
  const code = await gitEntries(root, [...args, '--format=commit %H %cs', ...only], each, { input: list.child.stdout });
  if ((await list.ended) !== 0 || code !== 0) throw new InputError('The history of this repository cannot be read by git.');
  return { versions: [...versions.values()], commits, seen };
}

/** `:mode mode id id A`, or `::mode mode mode id id id MM` for a merge: the object it comes to, where that is an ordinary file. */
function newObject(entry: string): string | null {
  const words = entry.trim().split(' ');
  const parents = /^:+/.exec(words[0]!)![0].length;
  const mode = words[parents];
  const id = words[2 * parents + 1];
  return (mode === '100644' || mode === '100755' || mode === '100664') && id !== undefined && !/^0+$/.test(id) ? id : null;
}

/** Candidate files and those that the person names or includes, below the paths asked for. */
export function wantedIn({ root, paths, include, exclude }: WalkOptions): (path: string) => boolean {
  const asked = paths.map(path => relativePath(root, path));
  const known = new Map<string, boolean>();
  const decide = (path: string): boolean => {
    if (candidatesFor(path).length === 0 && include(path) === null && !asked.includes(path)) return false;
    return exclude(path) === null && asked.some(one => one === '' || one === path || path.startsWith(`${one}/`));
  };
  return path => {
    let is = known.get(path);
    if (is === undefined) known.set(path, (is = decide(path)));
    return is;
  };
}

import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, type Stats, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { delimiter, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isSmall, type Matters, readIndex, trackedBy } from './git-index.ts';
import { filesOfSmallTree } from './small-tree.ts';

/** The folder that holds `.git`, at or above `dir` (absolute), or null. Looks only, starts nothing. */
export function workTreeOf(dir: string): string | null {
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

/**
 * Lists files below `dir` (absolute, in the work tree `top`) that git knows or would know: tracked, and untracked but
 * not ignored. Calls `each` with a path relative to `dir`; a path that ends in `/` is a repository inside this one.
 * @param matters says of a path, whole or its last part, whether it may be worth a call; `wanted` of a whole one whether it is.
 * @param meanwhile called once all tracked files are told, where git goes on looking for others.
 * @returns false where git is missing, refuses, or ignores the folder itself: then the caller has to walk.
 */
export async function listGit(
  dir: string,
  top: string,
  each: (path: string, tracked: boolean) => void,
  matters: Matters,
  wanted: (path: string) => boolean,
  meanwhile: () => void,
): Promise<boolean> {
  if (!early.has(dir)) {
    const files = isSmall(top) ? allTracked(dir, top, wanted) : null;
    for (const path of files ?? []) each(path, true);
    if (files) return true;
  }
  const others = early.get(dir) ?? startOthers(dir);
  early.delete(dir);
  let known = false;
  const tell = (path: string, isTracked: boolean) => {
    known ||= isTracked;
    // The index may be forged: nothing outside of the folder is ever taken from it.
    if (path.startsWith('/') || path.startsWith('../') || path.includes('/../')) return;
    each(path, isTracked);
  };
  let more = true;
  const untracked = finish(others, path => tell(path, false), matters).finally(() => (more = false));
  const tracked = tellIndex(dir, top, tell, matters)
    ? Promise.resolve(0)
    : finish(start(dir, ['ls-files', '-z', '--cached']), path => tell(path, true), matters);
  const ahead = tracked.then(code => {
    if (code === 0 && more) meanwhile();
    return code;
  });
  if ((await ahead) !== 0 || (await untracked) !== 0) return false;
  // Where it knows a file here, the folder itself cannot be what it ignores.
  if (dir === top || known) return true;
  const ignored = start(dir, ['check-ignore', '--quiet', '--no-index', '.']);
  return (
    (await finish(
      ignored,
      () => {},
      () => false,
    )) !== 0
  );
}

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** Takes what was printed so far, and from then on each further piece. */
  take(each: (chunk: Buffer) => void): void;
  /** Exit code, -1 where git could not be started; only once all output has come. */
  readonly ended: Promise<number>;
}
const early = new Map<string, Running>();

/**
 * What is wanted below `dir`, where git tracks all of it: that can be seen without git. Whether git ignores a file that it does
 * not track, only git itself can say. @returns null where git has to be asked.
 */
function allTracked(dir: string, top: string, wanted: (path: string) => boolean): string[] | null {
  const files = filesOfSmallTree(dir, wanted);
  if (!files) return null;
  const isTracked = trackedBy(top);
  const folder = folderOf(dir, top);
  return isTracked && files.every(path => isTracked(folder + path)) ? files : null;
}

/** `dir` as the index names it, with a final `/`; '' for the whole work tree. */
function folderOf(dir: string, top: string): string {
  return dir === top ? '' : relative(top, dir).split(sep).join('/') + '/';
}

/** What the index has below `dir`. @returns false where git itself has to be asked. */
function tellIndex(dir: string, top: string, tell: (path: string, isTracked: boolean) => void, matters: Matters): boolean {
  const folder = folderOf(dir, top);
  const paths = readIndex(top, matters);
  for (const path of paths ?? []) if (path.startsWith(folder)) tell(path.slice(folder.length), true);
  return paths !== null;
}

/** Null also for what lies below a file: `.git` is one in a work tree of its own and in a submodule. */
function look(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/**
 * Starts to look for untracked files in `dir` before anybody has asked, since git takes longest for these, and works while
 * the rest of the program is still being loaded. In a small repository there may be no need for git. Whoever calls this calls
 * {@link dropEarly} at the end.
 */
export function startEarly(dir: string): void {
  const top = look(dir)?.isDirectory() ? workTreeOf(dir) : null;
  if (top !== null && !isSmall(top)) early.set(dir, startOthers(dir));
}

/** Ends what nobody wanted after all. */
export function dropEarly(): void {
  for (const { child } of early.values()) child.kill();
  early.clear();
}

function startOthers(dir: string): Running {
  return start(dir, ['ls-files', '-z', '--others', '--exclude-standard']);
}

function start(dir: string, args: readonly string[]): Running {
  // Loaded only where there is a repository: it brings the whole network code with it.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { program, options, environment } = safeGit();
  const child = spawn(program, [...options, '-C', dir, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  // Node throws away what nobody has read by the time the program ends, which may be before anybody asks.
  const printed: Buffer[] = [];
  let listener = (chunk: Buffer): void => void printed.push(chunk);
  child.stdout.on('data', (chunk: Buffer) => listener(chunk));
  const take = (each: (chunk: Buffer) => void): void => {
    for (const chunk of printed.splice(0)) each(chunk);
    listener = each;
  };
  const ended = new Promise<number>(resolve => {
    child.on('error', () => resolve(-1));
    child.on('close', code => resolve(code ?? -1));
  });
  return { child, take, ended };
}

/** Splits what git prints at NUL. Never throws. @returns its exit code. */
function finish({ take, ended }: Running, each: (entry: string) => void, matters: Matters): Promise<number> {
  let rest: Buffer | null = null;
  take(chunk => {
    const bytes: Buffer = rest ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
      if (bytes[end - 1] === SLASH || matters(bytes, start, end)) each(bytes.toString('utf8', start, end));
      start = end + 1;
    }
    rest = start < bytes.length ? bytes.subarray(start) : null;
  });
  return ended;
}
const SLASH = 47;

/** How git is started on a repository that may be hostile: the program, the options that come first, the environment. */
export function safeGit(): { readonly program: string; readonly options: readonly string[]; readonly environment: NodeJS.ProcessEnv } {
  return { program: gitProgram(), options: SAFE, environment: safeEnvironment() };
}

/** Nothing that the scanned repository configures may run: no file monitor, no hooks, no pager, no fetch of missing objects. */
const SAFE = [
  '--no-pager',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'core.quotepath=off', 'protocol.allow=never', 'core.sshCommand=false'].flatMap(
    setting => ['-c', setting],
  ),
];

/** The person's environment without git's own variables, which a hook sets for another repository. */
function safeEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.toUpperCase().startsWith('GIT_') || name === 'GIT_EXEC_PATH') environment[name] = value;
  }
  return Object.assign(environment, {
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    LC_ALL: 'C',
  });
}

/** Windows would look into the current folder first, which may be the scanned one: search PATH ourselves. */
function gitProgram(): string {
  if (process.platform !== 'win32') return 'git';
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, 'git.exe');
    if (isAbsolute(folder) && statSync(program, { throwIfNoEntry: false })?.isFile()) return program;
  }
  return 'git.exe';
}

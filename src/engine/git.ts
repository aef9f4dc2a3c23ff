import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, type Stats, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

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
 * @param matters says of a path at these 0-based offsets of a text whether it is worth a call.
 * @param meanwhile called once all tracked files are told, where git goes on looking for others.
 * @returns false where git is missing, refuses, or ignores the folder itself: then the caller has to walk.
 */
export async function listGit(
  dir: string,
  top: string,
  each: (path: string, tracked: boolean) => void,
  matters: Matters,
  meanwhile: () => void,
): Promise<boolean> {
  const listing = early.get(dir) ?? startListing(dir, top);
  early.delete(dir);
  let known = false;
  const tell = (path: string, isTracked: boolean) => {
    known ||= isTracked;
    // The index may be forged: nothing outside of the folder is ever taken from it.
    if (path.startsWith('/') || path.startsWith('../') || path.includes('/../')) return;
    each(path, isTracked);
  };
  const codes: Promise<number>[] = [];
  if ('both' in listing) {
    // A letter that says how git knows the file, and a blank, stand in front.
    codes.push(
      finish(
        listing.both,
        entry => tell(entry.slice(2), entry[0] !== '?'),
        (text, start, end) => matters(text, start + 2, end),
      ),
    );
  } else {
    let more = true;
    const others = finish(listing.others, path => tell(path, false), matters).finally(() => (more = false));
    const tracked = finish(listing.tracked, path => tell(path, true), matters).then(code => {
      if (code === 0 && more) meanwhile();
      return code;
    });
    codes.push(tracked, others);
  }
  if ((await Promise.all(codes)).some(code => code !== 0)) return false;
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

type Matters = (text: string, start: number, end: number) => boolean;

interface Running {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** Takes what was printed so far, and from then on each further piece. */
  take(each: (chunk: string) => void): void;
  /** Exit code, -1 where git could not be started; only once all output has come. */
  readonly ended: Promise<number>;
}
type Listing = { readonly both: Running } | { readonly tracked: Running; readonly others: Running };
const early = new Map<string, Listing>();

/** Null also for what lies below a file: `.git` is one in a work tree of its own and in a submodule. */
function look(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/**
 * Starts listing `dir` before anybody has asked, so that git works while the rest of the program is still being loaded.
 * Whoever calls this calls {@link dropEarly} at the end.
 */
export function startEarly(dir: string): void {
  const top = look(dir)?.isDirectory() ? workTreeOf(dir) : null;
  if (top !== null) early.set(dir, startListing(dir, top));
}

/** Ends listings that nobody wanted after all. */
export function dropEarly(): void {
  for (const listing of early.values()) for (const { child } of Object.values(listing)) child.kill();
  early.clear();
}

/** One process where there is little to list. Elsewhere what git knows comes at once, while another looks for what it does not know. */
function startListing(dir: string, top: string): Listing {
  const index = look(join(top, '.git', 'index'));
  if (index && index.size < SMALL_INDEX)
    return { both: start(dir, ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard']) };
  const others = start(dir, ['ls-files', '-z', '--others', '--exclude-standard']);
  return { tracked: start(dir, ['ls-files', '-z', '--cached']), others };
}
/** Bytes; of some thousand files. */
const SMALL_INDEX = 500_000;

function start(dir: string, args: readonly string[]): Running {
  // Loaded only where there is a repository: it brings the whole network code with it.
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { program, options, environment } = safeGit();
  const child = spawn(program, [...options, '-C', dir, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  child.stdout.setEncoding('utf8');
  // Node throws away what nobody has read by the time the program ends, which may be before anybody asks.
  const printed: string[] = [];
  let listener = (chunk: string): void => void printed.push(chunk);
  child.stdout.on('data', (chunk: string) => listener(chunk));
  const take = (each: (chunk: string) => void): void => {
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
  let rest = '';
  take(chunk => {
    const text = rest + chunk;
    let start = 0;
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', start)) {
      if (text.charCodeAt(end - 1) === SLASH || matters(text, start, end)) each(text.slice(start, end));
      start = end + 1;
    }
    rest = text.slice(start);
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

import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
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
 * @returns false where git is missing, refuses, or ignores the folder itself: then the caller has to walk.
 */
export async function listGit(dir: string, top: string, each: (path: string, tracked: boolean) => void): Promise<boolean> {
  const listed = run(dir, ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard'], entry => {
    const path = entry.slice(2);
    // The index may be forged: nothing outside of the folder is ever taken from it.
    if (path.startsWith('/') || path.startsWith('../') || path.includes('/../')) return;
    each(path, entry[0] !== '?');
  });
  const ignored = dir === top ? Promise.resolve(1) : run(dir, ['check-ignore', '--quiet', '--no-index', '.'], () => {});
  const [code, ignoredCode] = await Promise.all([listed, ignored]);
  return code === 0 && ignoredCode !== 0;
}

/** Runs git, splits what it prints at NUL. Never throws. @returns its exit code, -1 where it could not be started. */
function run(dir: string, args: readonly string[], each: (entry: string) => void): Promise<number> {
  return new Promise(resolve => {
    const child = spawn(gitProgram(), [...SAFE, '-C', dir, ...args], {
      env: safeEnvironment(),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    let rest = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk: string) => {
      const entries = (rest + chunk).split('\0');
      rest = entries.pop()!;
      for (const entry of entries) each(entry);
    });
    child.on('error', () => resolve(-1));
    child.on('close', code => resolve(code ?? -1));
  });
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

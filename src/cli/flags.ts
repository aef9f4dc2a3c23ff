import { readSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { dayOf } from '../core/day.ts';
import { CONFIDENCES, type Confidence, SEVERITIES, type Severity } from '../core/finding.ts';
import { FAIL_ON, PROFILES, type Profile } from '../engine/config-keys.ts';
import type { ScanOptions } from '../engine/settings.ts';
import { addOption } from './sparing.ts';
import { COLOR_WHEN } from './terminal.ts';
import { UsageError } from './usage.ts';

/** What is scanned and what counts; the same for every command that scans. */
export interface ScanFlags {
  readonly root?: string;
  readonly config?: string | boolean;
  readonly manifest?: string;
  readonly baseline?: string;
  readonly ignores: boolean;
  readonly user?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly gitignore: boolean;
  readonly stdinFilename?: string;
  readonly maxSize: number;
  readonly profile?: Profile;
  readonly minSeverity?: Severity;
  readonly minConfidence?: Confidence;
  readonly failOn?: Severity | 'never';
  readonly today?: string;
}

export function addScanFlags(command: Command): Command {
  const choice = (flags: string, description: string, choices: readonly string[]) =>
    addOption(command, flags, undefined, given => new Option(given, description).choices(choices));
  choice('--fail-on <severity>', 'lowest severity that makes the exit code 1 (default: high)', FAIL_ON);
  choice('--min-severity <severity>', 'leave out findings below (default: low)', SEVERITIES);
  choice('--min-confidence <confidence>', 'leave out findings that are less sure (default: low)', CONFIDENCES);
  choice('--profile <name>', 'which question to answer (default: default)', PROFILES);
  return command
    .option('--root <dir>', 'folder that paths in reports are relative to')
    .option('--config <file>', 'configuration to use (default: postern.yaml at the root)')
    .option('--no-config', 'use no configuration')
    .option('--manifest <file>', 'governance manifest (default: mcp-governance.yaml)')
    .option('--baseline <file>', 'leave out findings that `postern baseline` has taken down')
    .option('--no-ignores', 'let neither ignore comments nor `ignore` entries count')
    .option('--user', "also this person's own client configurations")
    .option('--include <glob>', 'also look into these files (repeatable)', collect)
    .option('--exclude <glob>', 'leave these files out (repeatable)', collect)
    .option('--no-gitignore', 'look into what git ignores too')
    .option('--stdin-filename <name>', 'what `-` is called: decides its format')
    .option('--max-size <bytes>', 'skip larger files', bytes, 2_000_000)
    .option('--today <date>', 'day that expiry is counted from (default: today)', day);
}

export function addColor(command: Command): Command {
  return addOption(command, '--color [when]', 'auto', flags =>
    new Option(flags, 'colour in text').choices(COLOR_WHEN).default('auto').preset('always'),
  );
}

/** Flags and environment to what the engine takes. Reads standard input where a path is `-`. @throws UsageError */
export async function scanOptions(paths: readonly string[], flags: ScanFlags): Promise<ScanOptions> {
  const [{ Source }, { relativePath, rootOf }, { workTreeOf }, { homeFolder }, { decode, tooLarge }, { version }] = await Promise.all([
    import('../core/source.ts'),
    import('../engine/discover.ts'),
    import('../engine/git.ts'),
    import('../engine/home.ts'),
    import('../engine/read.ts'),
    import('./version.ts'),
  ]);
  const cwd = process.cwd();
  const wantsStdin = paths.includes('-');
  if (flags.stdinFilename !== undefined && !wantsStdin) throw new UsageError('--stdin-filename goes with the path `-`.');
  const named = paths.filter(path => path !== '-').map(path => resolve(cwd, path));
  const files = named.length > 0 || wantsStdin ? named : [flags.root === undefined ? cwd : resolve(cwd, flags.root)];
  const home = flags.user === true ? homeFolder(process.env) : null;
  if (flags.user === true && home === null) throw new UsageError('--user needs HOME or USERPROFILE to be set.');
  const root = rootOf(flags.root, files, cwd);
  if (flags.root !== undefined && !isFolder(root)) throw new UsageError(`--root takes a folder; ${flags.root} is none.`);
  let stdin: ScanOptions['stdin'] = null;
  if (wantsStdin) {
    if (flags.stdinFilename?.trim() === '') throw new UsageError('--stdin-filename takes a name, such as .vscode/mcp.json.');
    // An editor gives the whole path: reports name it as they would name the file.
    const name = flags.stdinFilename === undefined ? 'stdin' : relativePath(root, resolve(cwd, flags.stdinFilename)) || 'stdin';
    const data = readStdin(flags.maxSize);
    if (data === null) throw new UsageError(`Standard input ${tooLarge(flags.maxSize)}.`);
    const result = decode(name, data);
    if (!result.source) throw new UsageError(`Standard input ${result.reason}.`);
    stdin = new Source(name, result.source.text, result.source.encoding);
  }
  return {
    root,
    // A root that was asked for is what the code host has checked out, as far as we know.
    prefix: flags.root === undefined ? prefixOf(root, workTreeOf(root)) : '',
    paths: files,
    stdin,
    gitignore: flags.gitignore,
    include: flags.include ?? [],
    exclude: flags.exclude ?? [],
    home,
    ...(home === null ? {} : { environment: process.env }),
    maxSize: flags.maxSize,
    config: flags.config === false ? 'none' : typeof flags.config === 'string' ? { file: resolve(cwd, flags.config) } : 'find',
    baseline: flags.baseline === undefined ? null : resolve(cwd, flags.baseline),
    ...(flags.manifest === undefined ? {} : { manifest: resolve(cwd, flags.manifest) }),
    ignores: flags.ignores,
    profile: flags.profile ?? null,
    minSeverity: flags.minSeverity ?? null,
    minConfidence: flags.minConfidence ?? null,
    failOn: flags.failOn ?? null,
    today: flags.today ?? dayOf(Date.now()),
    version,
  };
}

/** @returns null where there is more than `limit` bytes. */
function readStdin(limit: number): Buffer | null {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    let got: number;
    try {
      got = readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') break;
      if (code !== 'EAGAIN') throw new UsageError('Standard input cannot be read.');
      // A terminal or socket that has nothing yet: wait a moment instead of spinning.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      continue;
    }
    if (got === 0) break;
    length += got;
    if (length > limit) return null;
    chunks.push(chunk.subarray(0, got));
  }
  return Buffer.concat(chunks);
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function bytes(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('It is a number of bytes.');
  return number;
}

/** An ISO day, for `--today`. @throws InvalidArgumentError */
export function day(value: string): string {
  // Date.parse takes February the 30th for the 2nd of March.
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value))
    throw new InvalidArgumentError('It is a day such as 2027-01-31.');
  return value;
}

function prefixOf(root: string, top: string | null): string {
  const path = top === null ? '' : relative(top, root).split(sep).join('/');
  return path === '' ? '' : `${path}/`;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

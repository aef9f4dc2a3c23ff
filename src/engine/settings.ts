import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Confidence, Severity } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { Source } from '../core/source.ts';
import { parseBaseline } from './baseline.ts';
import { type Config, CONFIG_NAMES, NO_CONFIG, parseConfig } from './config.ts';
import type { Profile } from './config-keys.ts';
import { workTreeOf } from './git.ts';
import type { Settings } from './judge.ts';
import { decode } from './read.ts';
import { InputError, readOwn } from './repository.ts';

export { InputError };

/** What a run is asked to do; null and undefined leave the choice to the configuration. */
export interface ScanOptions {
  /** Absolute. */
  readonly root: string;
  readonly prefix?: Report['prefix'];
  /** Absolute files and folders. */
  readonly paths: readonly string[];
  /** The text of standard input under the name it was given. */
  readonly stdin: Source | null;
  readonly gitignore: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly home: string | null;
  /** Variables that may say where else a person's configurations are. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Bytes. */
  readonly maxSize: number;
  /** Absolute path; `find` looks at the root and at the top of the repository; `none` does without. */
  readonly config: { readonly file: string } | 'find' | 'none';
  /** Absolute path. */
  readonly baseline: string | null;
  /** Relative to the root. */
  readonly manifest?: string;
  readonly ignores: boolean;
  readonly profile: Profile | null;
  readonly minSeverity: Severity | null;
  readonly minConfidence: Confidence | null;
  readonly failOn: Severity | 'never' | null;
  /** ISO date. */
  readonly today: string;
  /** Postern's own. */
  readonly version: string;
  /** Take texts from git; absent: from the work tree. */
  readonly git?: GitSelection;
  /** Key under which findings tell which credentials are equal, also to other runs; absent: they do not. */
  readonly fingerprintKey?: string;
}
/** `staged`: what the next commit changes. `since`: what changed after a commit. `history`: credentials of all versions of all files. */
export type GitSelection = { readonly kind: 'staged' | 'history' } | { readonly kind: 'since'; readonly ref: string };

/** Puts flags over configuration over defaults. @throws ConfigError, BaselineError, InputError. */
export async function settle(options: ScanOptions, ruleIds: ReadonlySet<string>): Promise<Settings> {
  // The profile decides whether a configuration found in the tree counts, so it cannot come from there.
  const untrusted = options.profile === 'untrusted-pr';
  const found =
    typeof options.config === 'object'
      ? { source: readNamed(options.root, options.config.file), prefix: '' }
      : options.config === 'none' || untrusted
        ? null
        : findConfig(options.root);
  const config: Config = found ? await parseConfig(found.source, ruleIds, found.prefix) : NO_CONFIG;
  const baseline = options.baseline === null ? null : readNamed(options.root, options.baseline);
  const profile = options.profile ?? config.profile ?? 'default';
  return {
    config,
    profile,
    minSeverity: options.minSeverity ?? config.minSeverity ?? 'low',
    minConfidence: options.minConfidence ?? config.minConfidence ?? 'low',
    failOn: options.failOn ?? config.failOn ?? 'high',
    baseline: baseline && { data: parseBaseline(baseline.text, baseline.path), path: baseline.path },
    ignores: options.ignores,
    comments: profile !== 'untrusted-pr',
    today: options.today,
  };
}

/** At the root, else at the top of the repository around it. */
function findConfig(root: string): { source: Source; prefix: string } | null {
  const top = workTreeOf(root) ?? root;
  for (const dir of new Set([root, top])) {
    for (const name of CONFIG_NAMES) {
      const source = readOwn(dir, name);
      if (!source) continue;
      if (dir === root) return { source, prefix: '' };
      const prefix = slashed(relative(top, root)) + '/';
      // Reports name paths relative to the root, this one too.
      return { source: new Source(slashed(relative(root, join(top, name))), source.text, source.encoding), prefix };
    }
  }
  return null;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

function readNamed(root: string, file: string): Source {
  const path = slashed(relative(root, resolve(root, file)));
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    throw new InputError(`${path} cannot be read.`);
  }
  const { source } = decode(path, bytes);
  if (!source) throw new InputError(`${path} is no text file.`);
  return source;
}

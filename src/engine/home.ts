import { lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { compileGlob, expandBraces } from '../core/glob.ts';
import { formatHeads } from '../generated/format-heads.ts';
import { isAbsolute } from './candidate-rows.ts';
import type { Candidate } from './load.ts';
import { walk } from './walk.ts';

export interface HomeFile {
  /** `~/…`, or absolute for what an administrator sets. */
  readonly path: string;
  readonly file: string;
  readonly candidate: Candidate;
}

/** Deep enough for `~/.claude/plugins/cache/<market>/<plugin>/<version>/.mcp.json`. */
const MAX_DEPTH = 6;

/** The home folder of the person who runs this, or null. */
export function homeFolder(environment: NodeJS.ProcessEnv): string | null {
  return environment['HOME'] || environment['USERPROFILE'] || null;
}

/** Variables by which programs look for their files in another folder than the usual one below `~/`. */
const MOVED: readonly (readonly [variable: string, folder: string])[] = [
  ['XDG_CONFIG_HOME', '.config/'],
  ['APPDATA', 'AppData/Roaming/'],
  ['LOCALAPPDATA', 'AppData/Local/'],
  ['CLAUDE_CONFIG_DIR', '.claude/'],
  ['CODEX_HOME', '.codex/'],
  ['COPILOT_HOME', '.copilot/'],
  ['QWEN_HOME', '.qwen/'],
  ['KIRO_HOME', '.kiro/'],
];

/** Where else the files of a glob below `~/` may be: absolute folder and what is left of the glob. */
function moved(glob: string, environment: NodeJS.ProcessEnv): (readonly [folder: string, rest: string])[] {
  return MOVED.flatMap(([variable, folder]) => {
    const to = environment[variable];
    if (!to || !isAbsolute(to.replaceAll('\\', '/'))) return [];
    // Claude Code takes along what stands beside its folder.
    if (glob === '.claude.json' && variable === 'CLAUDE_CONFIG_DIR') return [[to, glob] as const];
    return glob.startsWith(folder) ? [[to, glob.slice(folder.length)] as const] : [];
  });
}

/** Existing files of all formats' patterns below `~/`, and of absolute ones. Looks only at these places, not through the whole home. */
export function* homeFiles(home: string, environment: NodeJS.ProcessEnv = {}): Generator<HomeFile> {
  for (const format of formatHeads()) {
    for (const pattern of format.files) {
      for (const glob of expandBraces(pattern.path)) {
        const own = glob.startsWith('~/');
        if (!own && !isAbsolute(glob)) continue;
        const shown = own ? '~/' : '';
        const base = own ? home : '';
        for (const path of expand(base, own ? glob.slice(2) : glob)) {
          yield { path: shown + path, file: own ? join(base, path) : path, candidate: { format, pattern } };
        }
        for (const [folder, rest] of own ? moved(glob.slice(2), environment) : []) {
          for (const path of expand(folder, rest)) {
            const file = join(folder, path);
            const below = relative(home, file).split(sep).join('/');
            const outside = below.startsWith('../') || isAbsolute(below);
            yield { path: outside ? file.split(sep).join('/') : `~/${below}`, file, candidate: { format, pattern } };
          }
        }
      }
    }
  }
}

/** Paths below `base` that fit; the part of the glob without wildcards is looked up, the rest walked. */
function expand(base: string, glob: string): string[] {
  const parts = glob.split('/');
  const wild = parts.findIndex(part => /[*?[]/.test(part));
  if (wild < 0) return exists(join(base, glob)) ? [glob] : [];
  const fixed = parts.slice(0, wild).join('/');
  if ((fixed === '' && base === '') || !exists(join(base, fixed))) return [];
  const matches = compileGlob(parts.slice(wild).join('/'));
  const found: string[] = [];
  const depth = parts.includes('**') ? MAX_DEPTH : parts.length - wild - 1;
  walk(join(base, fixed), { all: false, maxDepth: depth, unread: () => {} }, path => {
    if (matches(path)) found.push(fixed === '' ? path : `${fixed}/${path}`);
  });
  return found.toSorted();
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

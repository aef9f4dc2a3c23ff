import { lstatSync } from 'node:fs';
import { join } from 'node:path';
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

/** Existing files of all formats' patterns below `~/`, and of absolute ones. Looks only at these places, not through the whole home. */
export function* homeFiles(home: string): Generator<HomeFile> {
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
  if (fixed === '' || !exists(join(base, fixed))) return [];
  const matches = compileGlob(parts.slice(wild).join('/'));
  const found: string[] = [];
  const depth = parts.includes('**') ? MAX_DEPTH : parts.length - wild - 1;
  walk(join(base, fixed), { all: false, maxDepth: depth, unread: () => {} }, path => {
    if (matches(path)) found.push(`${fixed}/${path}`);
  });
  return found.toSorted();
}

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

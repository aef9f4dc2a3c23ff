import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** Folders of tools: what they hold was not written here. */
const HEAVY = new Set(
  (
    'node_modules bower_components .yarn .pnpm-store .next .nuxt .svelte-kit .turbo .parcel-cache .venv venv site-packages ' +
    '__pycache__ .tox .nox .mypy_cache .pytest_cache .ruff_cache .gradle .terraform Pods DerivedData'
  ).split(' '),
);
const VERSION_CONTROL = new Set(['.git', '.hg', '.svn', '.jj']);
const MAX_DEPTH = 64;

/** Whether a path runs through a folder of a tool. */
export function isHeavy(path: string): boolean {
  return path.split('/').some(part => HEAVY.has(part));
}

export interface WalkOptions {
  /** True: folders of tools too, but never those of version control. */
  readonly all: boolean;
  readonly maxDepth?: number;
  /** Folder that could not be read, or that lies too deep; relative. */
  readonly unread: (path: string, reason: string) => void;
}

/**
 * Calls `each` with every file below `dir`, relative with `/`. Links are given as files and never followed, so there
 * are no cycles and no way out.
 */
export function walk(dir: string, options: WalkOptions, each: (path: string) => void): void {
  const open: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, depth } = next;
    let entries: Dirent[];
    try {
      entries = readdirSync(path === '' ? dir : join(dir, path), { withFileTypes: true });
    } catch {
      options.unread(path, 'the folder cannot be read');
      continue;
    }
    for (const entry of entries) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (!entry.isDirectory()) each(below);
      else if (VERSION_CONTROL.has(entry.name) || (!options.all && HEAVY.has(entry.name))) continue;
      else if (depth >= (options.maxDepth ?? MAX_DEPTH)) {
        if (options.maxDepth === undefined) options.unread(below, `lies more than ${MAX_DEPTH} folders deep`);
      } else open.push({ path: below, depth: depth + 1 });
    }
  }
}

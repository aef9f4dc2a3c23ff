import { join, relative, sep } from 'node:path';
import { realpathSync } from 'node:fs';
import type { Ownership } from '../core/model.ts';
import type { Source } from '../core/source.ts';
import { CODEOWNERS_PATHS } from '../governance/codeowners.ts';
import { MANIFEST_PATHS, readOwnership } from '../governance/ownership.ts';
import { workTreeOf } from './git.ts';
import { read } from './read.ts';

const MAX_SIZE = 3_000_000;

/** A file of this tree that steers the run, or null where it is absent or no text. @param path relative to `dir`. */
export function readOwn(dir: string, path: string): Source | null {
  return read(path, join(dir, path), { boundary: realpathSync(dir), maxSize: MAX_SIZE }).source;
}

/** Reads who owns what, from the root and from the top of the repository around it. @param manifest path relative to the root. */
export async function readOwnershipFiles(root: string, manifest: string | undefined): Promise<Ownership> {
  const top = workTreeOf(root) ?? root;
  const prefix = relative(top, root).split(sep).join('/');
  const manifests = manifest === undefined ? MANIFEST_PATHS : [manifest];
  const sources = new Map<string, Source>();
  for (const [dir, path] of [
    ...manifests.map(path => [root, path] as const),
    ...MANIFEST_PATHS.map(path => [top, path] as const),
    ...CODEOWNERS_PATHS.map(path => [top, path] as const),
  ]) {
    const source = sources.has(path) ? null : readOwn(dir, path);
    if (source) sources.set(path, source);
  }
  return readOwnership([...sources.values()], manifest === undefined ? { prefix } : { manifest, prefix });
}

import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Source } from '../core/source.ts';
import { type Evidence, EVIDENCE_PATHS, readEvidence } from '../governance/index.ts';
import { workTreeOf } from './git.ts';
import { decode, read } from './read.ts';

const MAX_SIZE = 3_000_000;

/** A file that the person named and that cannot be used. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A file of this tree that steers the run, or null where it is absent or no text. @param path relative to `dir`. */
export function readOwn(dir: string, path: string): Source | null {
  // Most of them are absent, and nothing in a path of ours needs to be put right.
  const file = `${dir}/${path}`;
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return null;
  return read(path, file, { boundary: realpathSync(dir), maxSize: MAX_SIZE }).source;
}

/**
 * Reads who owns, approves and reviews what, from the root and from the top of the repository around it.
 * @param manifest path relative to the root, or absolute. @param complete the whole root is looked at.
 * @throws InputError where a manifest that the person named cannot be read.
 */
export async function readEvidenceFiles(root: string, manifest: string | undefined, complete: boolean): Promise<Evidence> {
  const top = workTreeOf(root) ?? root;
  const prefix = slashed(relative(top, root));
  const sources = new Map<string, Source>();
  if (manifest !== undefined) sources.set(manifest, readManifestFile(root, manifest));
  for (const path of EVIDENCE_PATHS) {
    const here = readOwn(root, path);
    const source = here ?? (top === root ? null : readOwn(top, path));
    // Reports name paths relative to the root, also of files above it.
    if (source) sources.set(path, here ?? new Source(slashed(relative(root, join(top, path))), source.text, source.encoding));
  }
  return readEvidence(sources, { prefix, complete: complete && top === root, ...(manifest === undefined ? {} : { manifest }) });
}

function readManifestFile(root: string, manifest: string): Source {
  const path = slashed(relative(root, resolve(root, manifest)));
  try {
    const { source } = decode(path, readFileSync(resolve(root, manifest)));
    if (source) return source;
  } catch {
    throw new InputError(`${path} cannot be read.`);
  }
  throw new InputError(`${path} is no text file.`);
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

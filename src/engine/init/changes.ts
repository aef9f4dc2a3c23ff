import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { Source } from '../../core/source.ts';
import { decode, encode } from '../read.ts';
import { InputError } from '../repository.ts';

/** One file to be written; `before` is null where there is none yet. */
export interface FileChange {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly before: Source | null;
  readonly text: string;
  /** A copy of something of ours, which nobody has to read. */
  readonly generated?: true;
}

/** A file below the root as text, or null where there is none. @throws InputError where something else is in its place. */
export function readTarget(root: string, path: string): Source | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(root, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new InputError(`${path} cannot be read.`);
  }
  const { source, remark } = decode(path, bytes) as { source: Source | null; remark?: string | null };
  if (!source || remark) throw new InputError(`${path} is no text that can be written back.`);
  return source;
}

/** Writes files in their own encoding, each whole or not at all. @throws InputError where a file changed since, or lies outside of the root. */
export function writeChanges(root: string, changes: readonly FileChange[]): void {
  for (const { path, before, text } of changes) {
    const file = placeFor(root, path);
    const now = readTarget(root, path);
    if (now?.text !== before?.text) throw new InputError(`${path} changed while it was looked at and was left alone.`);
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(temporary, encode(before ?? new Source(path, ''), text), { flag: 'wx' });
      if (before) chmodSync(temporary, statSync(file).mode & 0o7777);
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw new InputError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
    }
  }
}

/** The real place of a file; links in the tree must not lead out of it. */
function placeFor(root: string, path: string): string {
  const real = realpathSync(root);
  const file = join(real, path);
  let there = file;
  while (!existsSync(there)) {
    if (lstatSync(there, { throwIfNoEntry: false })) throw new InputError(`${path} is a link to nowhere and was left alone.`);
    there = dirname(there);
  }
  const target = realpathSync(there);
  if (target !== real && !target.startsWith(real.endsWith(sep) ? real : real + sep))
    throw new InputError(`${path} leads out of the folder and was left alone.`);
  return target + file.slice(there.length);
}

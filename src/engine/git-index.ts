import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes; of about 300,000 files. A larger one is left to git, which does not hold it all at once. */
const MAX_SIZE = 32_000_000;
/** Bytes; of about 2,000 files. */
const SMALL = 250_000;
/** What stands in front of a path: times, numbers, mode, size, SHA-1, flags. */
const FIXED = 62;
const FLAGS = 60;
const MODE = 24;
/** Of plain files, programs and links. */
const MODES: ReadonlySet<number> = new Set([0o100644, 0o100755, 0o120000]);
const EXTENDED = 0x4000;
const LENGTH = 0x0fff;

/** Says of a path at these 0-based offsets of bytes in UTF-8 whether it is worth more than a glance. */
export type Matters = (bytes: Uint8Array, start: number, end: number) => boolean;

/**
 * Reads paths that git tracks from its index, which is faster than asking git. Reads nothing else.
 * @param top absolute folder that holds `.git`.
 * @returns those that matter, relative to `top`, as they stand there: they may lead anywhere. Null where the index is not
 *   plain enough to be sure of: then git has to be asked. Source: git's own `gitformat-index`, versions 2 to 4 with SHA-1.
 */
export function readIndex(top: string, matters: Matters): string[] | null {
  const bytes = load(join(top, '.git', 'index'));
  if (!bytes || bytes.length < 32 || bytes.toString('latin1', 0, 4) !== 'DIRC') return null;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4 || usesOtherHash(top)) return null;
  const count = bytes.readUInt32BE(8);
  const found: string[] = [];
  const end = version === 4 ? compressed(bytes, count, matters, found) : plain(bytes, count, matters, found);
  return end !== null && isPlain(bytes, end) ? found : null;
}

/** Whether the repository at `top` (absolute) has few files, by the size of its index. */
export function isSmall(top: string): boolean {
  try {
    return statSync(join(top, '.git', 'index')).size < SMALL;
  } catch {
    return false;
  }
}

/**
 * Looks single paths up in the index of the repository at `top` (absolute), which is faster than reading all of it.
 * @returns says of a path relative to `top` whether the index surely has it; false says nothing. Null without an index.
 */
export function trackedBy(top: string): ((path: string) => boolean) | null {
  // A byte for each letter: Node searches texts at once, and buffers by way of functions that it has to compile first.
  const index = load(join(top, '.git', 'index'))?.toString('latin1');
  if (!index?.startsWith('DIRC')) return null;
  const pair = (at: number) => (index.charCodeAt(at) << 8) | index.charCodeAt(at + 1);
  return path => {
    const wanted = Buffer.from(`${path}\0`).toString('latin1');
    const length = wanted.length - 1;
    for (let at = index.indexOf(wanted); at >= 0; at = index.indexOf(wanted, at + 1)) {
      // Of an entry of its own, not the end of a longer path or a name that some cache behind the entries holds.
      const start = at - FIXED;
      if (start < 12 || !MODES.has(pair(start + MODE) * 0x10000 + pair(start + MODE + 2))) continue;
      if ((pair(start + FLAGS) & (EXTENDED | LENGTH)) === length) return true;
    }
    return false;
  };
}

function load(file: string): Buffer | null {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile() || stat.size > MAX_SIZE) return null;
    const bytes = Buffer.allocUnsafe(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const got = readSync(handle, bytes, length, bytes.length - length, null);
      if (got === 0) return null;
      length += got;
    }
    return bytes;
  } catch {
    return null;
  } finally {
    closeSync(handle);
  }
}

/** SHA-256 makes every entry longer; a repository says so in its configuration. */
function usesOtherHash(top: string): boolean {
  const config = load(join(top, '.git', 'config'));
  return !config || /objectformat|worktreeconfig/i.test(config.toString('latin1'));
}

/** Versions 2 and 3: whole paths, each entry filled up to a multiple of eight. @returns where the entries end, or null. */
function plain(bytes: Buffer, count: number, matters: Matters, found: string[]): number | null {
  let at = 12;
  for (let entry = 0; entry < count; entry++) {
    if (at + FIXED >= bytes.length) return null;
    const high = bytes[at + FLAGS]!;
    const start = at + FIXED + (high & (EXTENDED >> 8) ? 2 : 0);
    const length = ((high << 8) | bytes[at + FLAGS + 1]!) & LENGTH;
    const end = length < LENGTH ? start + length : bytes.indexOf(0, start);
    // Whatever the length says, the path ends at a NUL.
    if (end < start || bytes[end] !== 0) return null;
    if (matters(bytes, start, end)) found.push(bytes.toString('utf8', start, end));
    at += (end - at + 8) & ~7;
  }
  return at;
}

/** Version 4: how much to cut off the path before, and what follows then. @returns where the entries end, or null. */
function compressed(bytes: Buffer, count: number, matters: Matters, found: string[]): number | null {
  const path = Buffer.alloc(MAX_PATH);
  let length = 0;
  let at = 12;
  for (let entry = 0; entry < count; entry++) {
    if (at + FIXED >= bytes.length) return null;
    at += FIXED + (bytes[at + FLAGS]! & (EXTENDED >> 8) ? 2 : 0);
    let cut = bytes[at]! & 127;
    while (bytes[at++]! & 128) {
      cut = (cut + 1) * 128 + (bytes[at]! & 127);
      if (cut > length) return null;
    }
    const end = bytes.indexOf(0, at);
    if (end < 0 || cut > length || length - cut + end - at > MAX_PATH) return null;
    length += bytes.copy(path, length - cut, at, end) - cut;
    if (matters(path, 0, length)) found.push(path.toString('utf8', 0, length));
    at = end + 1;
  }
  return at;
}
/** Bytes; no system has longer ones. */
const MAX_PATH = 65_536;

/** No extension says that entries are kept elsewhere (`link`) or stand for whole folders (`sdir`). */
function isPlain(bytes: Buffer, from: number): boolean {
  const checksum = 20;
  let at = from;
  while (at < bytes.length - checksum) {
    // Lower-case names are those without which the index cannot be understood.
    if (at + 8 > bytes.length - checksum || bytes[at]! > 0x60) return false;
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return at === bytes.length - checksum;
}

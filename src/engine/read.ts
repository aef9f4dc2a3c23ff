import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { Source, type Encoding } from '../core/source.ts';

export type ReadResult =
  | { readonly source: Source; /** What the person should know of a text that was read all the same. */ readonly remark: string | null }
  | { readonly source: null; readonly state: 'skipped' | 'unreadable'; readonly reason: string }
  /** Gone since it was listed (deleted but still in the git index). */
  | { readonly source: null; readonly state: 'absent'; readonly reason: string };

export interface ReadOptions {
  /** Real path that a link must stay inside; null lets it lead anywhere (a person's own files). */
  readonly boundary: string | null;
  /** Bytes. */
  readonly maxSize: number;
}

const refuse = (state: 'skipped' | 'unreadable' | 'absent', reason: string): ReadResult => ({ source: null, state, reason });

/**
 * Reads one regular file as text. Never throws, never opens a pipe or device, never follows a link out of the boundary.
 * @param path as reports name it. @param file on this machine, absolute.
 */
export function read(path: string, file: string, options: ReadOptions): ReadResult {
  try {
    // Most files that are looked for are not there, and an error takes long to make.
    const entry = lstatSync(file, { throwIfNoEntry: false });
    if (!entry) return refuse('absent', 'does not exist');
    if (entry.isDirectory()) return refuse('absent', 'is a folder');
    const real = realFile(file, entry.isSymbolicLink());
    if (options.boundary !== null && !inside(real, options.boundary))
      return refuse('skipped', 'is a link that leads out of the scanned folder');
    if (!entry.isFile() && !entry.isSymbolicLink()) return refuse('unreadable', 'is no regular file');
    return readRegular(path, real, options.maxSize);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && isLink(file)) return refuse('unreadable', 'is a link that leads nowhere');
    if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('absent', 'does not exist');
    if (code === 'ELOOP') return refuse('unreadable', 'is a link that leads in a circle');
    return refuse('unreadable', code === 'EACCES' || code === 'EPERM' ? 'may not be read' : `cannot be read (${code ?? 'unknown error'})`);
  }
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Opens without waiting for a writer, and looks at what it really opened: the file may have been swapped meanwhile. */
function readRegular(path: string, file: string, maxSize: number): ReadResult {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return refuse('unreadable', 'is no regular file');
    if (stat.size > maxSize) return refuse('skipped', tooLarge(maxSize));
    const bytes = Buffer.allocUnsafe(stat.size + 1);
    let length = 0;
    for (;;) {
      const got = readSync(handle, bytes, length, bytes.length - length, null);
      length += got;
      if (got === 0 || length === bytes.length) break;
    }
    return decode(path, bytes.subarray(0, Math.min(length, stat.size)));
  } finally {
    closeSync(handle);
  }
}

export function tooLarge(maxSize: number): string {
  return `is larger than ${maxSize.toLocaleString('en-US')} bytes (see --max-size)`;
}

/** Bytes to text by their byte order mark; without one UTF-8. Bytes that are no text make a `skipped`. */
export function decode(path: string, bytes: Buffer): ReadResult {
  const encoding = encodingOf(bytes);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const text = new TextDecoder(encoding).decode(bytes);
    return { source: new Source(path, text, encoding), remark: text.includes('\uFFFD') ? 'holds bytes that are not UTF-16' : null };
  }
  const body = encoding === 'utf-8-bom' ? bytes.subarray(3) : bytes;
  if (body.includes(0)) return refuse('skipped', 'is a binary file');
  const text = body.toString('utf8');
  // Only a text with the replacement character can have lost bytes, and only then the second look is paid.
  const broken = text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(body);
  return { source: new Source(path, text, encoding), remark: broken ? 'holds bytes that are not UTF-8' : null };
}

/** Text to bytes as they came, byte order mark included. */
export function encode({ encoding }: Source, text: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-8-bom') return Buffer.from('\uFEFF' + text, 'utf8');
  const bytes = Buffer.from('\uFEFF' + text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

const realFolders = new Map<string, string>();
/** Real path with the folders' part remembered: the many files of one folder cost one look-up. */
function realFile(file: string, link: boolean): string {
  if (link) return realpathSync.native(file);
  const folder = dirname(file);
  let real = realFolders.get(folder);
  if (real === undefined) {
    real = realpathSync.native(folder);
    realFolders.set(folder, real);
  }
  return join(real, basename(file));
}

function inside(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

import type { ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { safeGit } from './git.ts';
import { decode, type ReadResult, tooLarge } from './read.ts';

/** An object as git keeps it. */
export interface GitObject {
  readonly id: string;
  /** Null where it is missing (a shallow or damaged repository), or larger than asked for; then `size` says which. */
  readonly bytes: Buffer | null;
  /** Bytes; -1 where it is missing. */
  readonly size: number;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts git in a folder with nothing of the repository's own configuration able to run. The caller ends its input.
 * @param indexFile index to use in place of the repository's own.
 */
export function startGit(dir: string, args: readonly string[], indexFile?: string): { child: Child; ended: Promise<number> } {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { program, options, environment } = safeGit();
  const env = { ...environment, GIT_LITERAL_PATHSPECS: '1', ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }) };
  const child = spawn(program, [...options, '-C', dir, ...args], { env, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
  child.stdin.on('error', () => {});
  const ended = new Promise<number>(resolve => {
    child.on('error', () => resolve(-1));
    child.on('close', code => resolve(code ?? -1));
  });
  return { child, ended };
}

/** Runs git and splits what it prints at NUL. @returns its exit code, -1 where it could not be started. */
export async function gitEntries(
  dir: string,
  args: readonly string[],
  each: (entry: string) => void,
  more: { readonly indexFile?: string | undefined; readonly input?: Readable } = {},
): Promise<number> {
  const { child, ended } = startGit(dir, args, more.indexFile);
  if (more.input) more.input.pipe(child.stdin);
  else child.stdin.end();
  child.stdout.setEncoding('utf8');
  let rest = '';
  child.stdout.on('data', (chunk: string) => {
    const entries = (rest + chunk).split('\0');
    rest = entries.pop()!;
    for (const entry of entries) each(entry);
  });
  const code = await ended;
  if (rest !== '') each(rest);
  return code;
}

/** What git prints, without line ends around it; null where it fails. */
export async function gitLine(dir: string, args: readonly string[]): Promise<string | null> {
  let text = '';
  const code = await gitEntries(dir, args, entry => (text += entry));
  return code === 0 ? text.trim() : null;
}

/**
 * Reads objects in the order asked for, by one process. What is larger than `maxSize` bytes passes through without being
 * kept. @param ids object names in hexadecimal; anything else would be a second question and is left out.
 */
export async function* readObjects(dir: string, ids: readonly string[], maxSize: number): AsyncGenerator<GitObject> {
  const asked = ids.filter(id => /^[0-9a-f]{40,64}$/.test(id));
  if (asked.length === 0) return;
  const { child } = startGit(dir, ['cat-file', '--batch', '--buffer']);
  child.stdin.end(asked.join('\n') + '\n');
  const input = new ByteQueue(child.stdout);
  try {
    for (const id of asked) {
      const header = await input.line();
      if (header === null) return;
      const size = /^[0-9a-f]{40,64} \w+ (\d{1,15})$/.exec(header)?.[1];
      if (size === undefined) yield { id, bytes: null, size: -1 };
      else if (Number(size) > maxSize) {
        await input.skip(Number(size) + 1);
        yield { id, bytes: null, size: Number(size) };
      } else {
        const bytes = await input.take(Number(size));
        await input.skip(1);
        if (bytes === null) return;
        yield { id, bytes, size: Number(size) };
      }
    }
  } finally {
    child.kill();
  }
}

/** Takes lines and counted bytes off a stream. */
class ByteQueue {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Up to the next line end, which is taken off; null at the end of the stream. */
  async line(): Promise<string | null> {
    for (;;) {
      const end = this.#held.indexOf(10);
      if (end >= 0) {
        const line = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      const next = await this.#chunks.next();
      if (next.done) return null;
      this.#held = Buffer.concat([this.#held, next.value]);
    }
  }

  /** Exactly so many bytes, or null where there are fewer. */
  async take(count: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    for (let missing = count; ;) {
      const part = this.#held.subarray(0, missing);
      parts.push(part);
      this.#held = this.#held.subarray(part.length);
      missing -= part.length;
      if (missing === 0) return parts.length === 1 ? part : Buffer.concat(parts);
      const next = await this.#chunks.next();
      if (next.done) return null;
      this.#held = next.value;
    }
  }

  async skip(count: number): Promise<void> {
    for (let missing = count; ;) {
      const part = Math.min(missing, this.#held.length);
      this.#held = this.#held.subarray(part);
      missing -= part;
      if (missing === 0) return;
      const next = await this.#chunks.next();
      if (next.done) return;
      this.#held = next.value;
    }
  }
}

/** An object's bytes as a text, or why they are none. @param path as reports name it. */
export function decodeObject(path: string, { bytes, size }: GitObject, maxSize: number): ReadResult {
  if (bytes) return decode(path, bytes);
  if (size < 0) return { source: null, state: 'unreadable', reason: 'is missing from the repository' };
  return { source: null, state: 'skipped', reason: tooLarge(maxSize) };
}

/** The name that git gives to a file of these bytes, unfiltered. @param like a name of the same repository: tells the kind of digest. */
export function objectName(bytes: Buffer, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

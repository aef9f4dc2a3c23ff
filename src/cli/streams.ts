import { fstatSync, statSync, writeSync } from 'node:fs';
import { EXIT, UsageError } from './usage.ts';

type Name = 'stdout' | 'stderr';
const DESCRIPTOR = { stdout: 1, stderr: 2 } as const;
const used = new Set<Name>();

/** Whether a person is looking. Making Node's stream only to ask it takes longer than this. */
export function isTerminal(name: Name): boolean {
  let known = terminals.get(name);
  if (known === undefined) terminals.set(name, (known = looksAt(name)));
  return known;
}
const terminals = new Map<Name, boolean>();

function looksAt(name: Name): boolean {
  const kind = fstatSync(DESCRIPTOR[name]);
  if (!kind.isCharacterDevice()) return false;
  return kind.rdev !== statSync('/dev/null', { throwIfNoEntry: false })?.rdev && process[name].isTTY === true;
}

/** Columns of a terminal; undefined where there is none. */
export function columnsOf(name: Name): number | undefined {
  return isTerminal(name) ? process[name].columns : undefined;
}

/**
 * Writes the whole text, also where a pipe is full. Files and pipes are written at once, since Node's streams are slow to
 * make; terminals, and pipes that do not wait, by the stream. A reader that went away (`| head`) is no error.
 */
export async function write(name: Name, text: string): Promise<void> {
  if (text === '') return;
  const left = used.has(name) || isTerminal(name) ? text : writeAtOnce(name, text);
  if (left !== null) await new Promise<void>(resolve => stream(name).write(left, () => resolve()));
}

/** {@link write} for what nobody waits for. */
export function writeSoon(name: Name, text: string): void {
  write(name, text).catch(() => {
    process.exitCode = EXIT.failure;
  });
}

/** @returns what is left for the stream; null where nothing is. @throws UsageError where results cannot be written. */
function writeAtOnce(name: Name, text: string): Buffer | null {
  let bytes = Buffer.from(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(writeSync(DESCRIPTOR[name], bytes));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN') return bytes;
    // Where even the reason cannot be told, there is only the exit code.
    if (!GONE.has(code ?? '') && name === 'stdout') throw new UsageError(`Standard output cannot be written (${code ?? 'unknown error'}).`);
  }
  return null;
}
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'EOF']);

function stream(name: Name): NodeJS.WriteStream {
  if (!used.has(name)) process[name].on('error', onBrokenPipe);
  used.add(name);
  return process[name];
}

function onBrokenPipe(error: NodeJS.ErrnoException): void {
  if (!GONE.has(error.code ?? '')) throw error;
}

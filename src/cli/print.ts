import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Notice } from '../core/report.ts';
import { write, writeSoon } from './streams.ts';
import { UsageError } from './usage.ts';

/** Results. Resolves once the text is handed over, so that a pipe gets all of it. */
export function printResult(text: string): Promise<void> {
  return write('stdout', text);
}

/** Everything else. */
export function printNote(text: string): void {
  writeSoon('stderr', `postern: ${plain(text)}\n`);
}

export function printNotice({ level, message, file }: Notice): void {
  printNote(`${level === 'info' ? '' : `${level}: `}${file === undefined ? '' : `${file}: `}${message}`);
}

/** An expected mistake by its message, each line by itself; a fault of ours with its kind and place in our code. */
export function printError(error: unknown): void {
  if (error instanceof Error && EXPECTED.has(error.name)) {
    for (const line of error.message.split('\n')) printNote(`error: ${line}`);
    return;
  }
  // The message of an unforeseen error may hold scanned text; the stack's frames do not.
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  printNote(`internal error (${kind}). Please report this.`);
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line)) : [];
  for (const frame of frames.slice(0, 8))
    writeSoon('stderr', `${plain(frame.replace(/\(?(?:file:\/\/)?\S*[\\/](bin|dist|src)[\\/]/, '($1/'))}\n`);
}
const EXPECTED = new Set(['UsageError', 'ConfigError', 'BaselineError', 'InputError']);

/** Writes a whole file or leaves the old one. @throws UsageError where the place cannot be written. */
export function writeOutput(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    // A device or pipe (`/dev/stdout`, `>(…)`) cannot be replaced, only written.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) writeFileSync(file, text);
    else {
      writeFileSync(temporary, text);
      renameSync(temporary, file);
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
  }
}

/** @throws UsageError where the folder of an output does not exist, before any work is done. */
export function checkOutput(file: string): void {
  const folder = statSync(dirname(file), { throwIfNoEntry: false });
  if (!folder?.isDirectory()) throw new UsageError(`The folder of ${file} does not exist.`);
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${file} is a folder.`);
}

/** File names come from scanned trees: no controls, no direction marks reach the terminal. */
function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escaped);
}
function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

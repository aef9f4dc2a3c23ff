import { resolve } from 'node:path';
import { dropEarly, startEarly } from '../engine/git.ts';
import { write } from './streams.ts';
import { EXIT } from './usage.ts';
import { version } from './version.ts';

/**
 * Runs Postern. Starts git first on the folder that will likely be scanned: on a large tree git takes longer than loading
 * the rest of the program.
 * @param argv without node and script. @returns the exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await write('stdout', `${version}\n`);
    return EXIT.clean;
  }
  const folder = likelyFolder(argv);
  if (folder !== null) startEarly(folder);
  try {
    const { runCommand } = await import('./program.ts');
    return await runCommand(argv);
  } finally {
    dropEarly();
  }
}

/** The folder that will likely be scanned, from the words alone, or null. A wrong guess costs a process that is ended unused. */
function likelyFolder(argv: readonly string[]): string | null {
  const words = argv[0] === 'scan' ? argv.slice(1) : argv;
  const folders = new Set<string>();
  for (const [index, word] of words.entries()) {
    const before = words[index - 1] ?? '';
    if (ELSEWHERE.has(word)) return null;
    if (word.startsWith('--root=')) folders.add(resolve(word.slice('--root='.length)));
    // A word after an option may be its value; a bare first one may be a command.
    else if (
      before === '--root' ||
      (!word.startsWith('-') && !before.startsWith('-') && (words !== argv || index > 0 || /[./\\]/.test(word)))
    )
      folders.add(resolve(word));
    else if (!word.startsWith('-') && !before.startsWith('-')) return null;
  }
  const [folder = process.cwd()] = folders;
  return folders.size > 1 ? null : folder;
}
const ELSEWHERE: ReadonlySet<string> = new Set(['-', '-h', '--help', '-V', '--version', '--no-gitignore', '--staged', '--history']);

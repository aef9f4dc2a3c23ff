import { dropEarly, startEarly } from '../engine/git.ts';
import { write } from './streams.ts';
import { EXIT } from './usage.ts';
import { version } from './version.ts';

/**
 * Runs Postern. Starts git on the working directory first, where that is likely what will be scanned: on a large tree
 * git takes longer than loading the rest of the program.
 * @param argv without node and script. @returns the exit code.
 */
export async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await write('stdout', `${version}\n`);
    return EXIT.clean;
  }
  if (scansHere(argv)) startEarly(process.cwd());
  try {
    const { runCommand } = await import('./program.ts');
    return await runCommand(argv);
  } finally {
    dropEarly();
  }
}

/** A guess from the words alone; a wrong one costs a process that is ended unused. */
function scansHere(argv: readonly string[]): boolean {
  const [first] = argv;
  if (first !== undefined && first !== 'scan' && first !== '.' && !first.startsWith('-')) return false;
  for (const [index, arg] of argv.entries()) {
    if (ELSEWHERE.has(arg)) return false;
    // A word after an option may be its value; any other is a path.
    if (index > 0 && arg !== '.' && !arg.startsWith('-') && !argv[index - 1]!.startsWith('-')) return false;
  }
  return true;
}
const ELSEWHERE: ReadonlySet<string> = new Set([
  '-',
  '-h',
  '--help',
  '-V',
  '--version',
  '--root',
  '--no-gitignore',
  '--staged',
  '--history',
]);

import type { Command } from 'commander';
import { addColor, addScanFlags, collect } from './flags.ts';
import type { ScanCommandFlags } from './scan.ts';
import type { Session } from './usage.ts';

/** `postern fix`: `postern scan --fix`, with the help and the options that go with it. */
export function define(program: Command, session: Session): void {
  const command = program
    .command('fix')
    .description('mend in place what can be mended safely, then report what is left; the same as scan --fix')
    .argument('[paths...]', 'files and folders, or with --diff `-` for standard input (default: .)')
    .option('--diff', 'show what would change, credentials masked, and change nothing')
    .option('--unsafe-fixes', 'mend also what changes the meaning, such as taking a credential out')
    .option(
      '-f, --format <name>',
      'what goes to standard output: text, concise, json, sarif, github, markdown, junit, gitlab or csv (default: text)',
    )
    .option('-o, --output <format=file>', 'also write this format to a file, `-` for standard output (repeatable)', collect);
  addScanFlags(command).option('-q, --quiet', 'findings alone').option('-v, --verbose', 'nothing collapsed; say what was read');
  addColor(command).action(async (paths: readonly string[], flags: ScanCommandFlags) => {
    const { run } = await import('./run-scan.ts');
    session.exitCode = await run(paths, { ...flags, fix: flags.diff !== true });
  });
}

import { type Command, Option } from 'commander';
import { addColor, addScanFlags, collect, type ScanFlags } from './flags.ts';
import { addOption } from './sparing.ts';
import type { ColorWhen } from './terminal.ts';
import type { Session } from './usage.ts';

export interface ScanCommandFlags extends ScanFlags {
  readonly format?: string;
  readonly output?: readonly string[];
  readonly staged?: boolean;
  readonly since?: string;
  readonly history?: boolean;
  readonly explainVerdict?: string;
  readonly fingerprintKeyEnv?: string;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly diff?: boolean;
  readonly sarifCategory?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly stats?: boolean;
  readonly color: ColorWhen;
}

/** `postern scan`, which is also `postern` alone. */
export function define(program: Command, session: Session): void {
  const command = program
    .command('scan', { isDefault: true })
    .description('find MCP configurations and report what is unsafe in them')
    .argument('[paths...]', 'files and folders, or `-` for standard input (default: .)')
    .option(
      '-f, --format <name>',
      'what goes to standard output: text, concise, json, sarif, github, markdown, junit, gitlab or csv (default: text)',
    )
    .option('-o, --output <format=file>', 'also write this format to a file, `-` for standard output (repeatable)', collect);
  addScanFlags(command)
    .option('--staged', 'scan what the next commit holds, and report on the files that it changes')
    .option('--since <ref>', 'report on the files that changed since this branch left a commit, branch or tag')
    .option('--history', 'look for credentials in every version of every file that git has')
    .option('--explain-verdict <pointer>', 'say why the value at a JSON Pointer in the one file named is a credential, or is none')
    .option('--fingerprint-key-env <name>', 'variable that holds a key: equal credentials get equal fingerprints in all runs with it')
    .option('--fix', 'mend in place what can be mended without changing what a file means')
    .option('--unsafe-fixes', 'with --fix or --diff: mend also what changes the meaning, such as taking a credential out')
    .option('--diff', 'show what --fix would change, credentials masked, and change nothing')
    .option('--sarif-category <name>', 'analysis category in SARIF')
    .option('-q, --quiet', 'findings alone')
    .option('-v, --verbose', 'nothing collapsed; say what was read')
    .option('--stats', 'tell time and memory');
  addColor(command);
  addOption(command, '--no-progress', undefined, flags => new Option(flags, 'show no progress (there is none yet)').hideHelp());
  command.action(async (paths: readonly string[], flags: ScanCommandFlags) => {
    const { run } = await import('./run-scan.ts');
    session.exitCode = await run(paths, flags);
  });
}

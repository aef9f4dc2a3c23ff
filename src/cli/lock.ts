import type { Command } from 'commander';
import { addScanFlags, type ScanFlags } from './flags.ts';
import { EXIT, type Session } from './usage.ts';

interface LockFlags extends ScanFlags {
  readonly output: string;
}

/** `postern lock`: writes digests of the servers as they were reviewed, for `changed-since-review`. */
export function define(program: Command, session: Session): void {
  const command = program
    .command('lock')
    .description('write down what was reviewed, as digests without any credential')
    .argument('[paths...]', 'files and folders (default: .)')
    .option('-o, --output <file>', 'where to write it; `-` is standard output', 'mcp-governance.lock');
  addScanFlags(command).action(async (paths: readonly string[], flags: LockFlags) => {
    const [{ scanOptions }, { scan }, { lockText, locked }, print] = await Promise.all([
      import('./flags.ts'),
      import('../engine/scan.ts'),
      import('../governance/lock.ts'),
      import('./print.ts'),
    ]);
    if (flags.output !== '-') print.checkOutput(flags.output);
    const { report, workspace } = await scan(await scanOptions(paths, flags));
    const failures = report.notices.filter(({ level }) => level === 'error');
    for (const notice of failures) print.printNotice(notice);
    // A lock without what was not seen would call it new at the next look.
    if (failures.length > 0) {
      session.exitCode = EXIT.failure;
      return;
    }
    const text = lockText(workspace);
    if (flags.output === '-') await print.printResult(text);
    else {
      print.writeOutput(flags.output, text);
      const count = workspace.servers.filter(locked).length;
      print.printNote(`${count} ${count === 1 ? 'server' : 'servers'} written down in ${flags.output}.`);
    }
    session.exitCode = EXIT.clean;
  });
}

import type { Command } from 'commander';
import { addScanFlags, type ScanFlags } from './flags.ts';
import { EXIT, type Session } from './usage.ts';

interface BaselineFlags extends ScanFlags {
  readonly output: string;
}

/** `postern baseline`: takes down what is there today, so that a later run with `--baseline` tells only what is new. */
export function define(program: Command, session: Session): void {
  const command = program
    .command('baseline')
    .description("take down today's findings for `--baseline`")
    .argument('[paths...]', 'files and folders, or `-` for standard input (default: .)')
    .option('-o, --output <file>', 'where to write it; `-` is standard output', 'postern-baseline.json');
  addScanFlags(command).action(async (paths: readonly string[], flags: BaselineFlags) => {
    const [{ scanOptions }, { scan }, { makeBaseline, parseBaseline, printBaseline }, print, { existsSync, readFileSync }] =
      await Promise.all([
        import('./flags.ts'),
        import('../engine/scan.ts'),
        import('../engine/baseline.ts'),
        import('./print.ts'),
        import('node:fs'),
      ]);
    if (flags.output !== '-') print.checkOutput(flags.output);
    // A baseline made under another one would lack what that one hides; its salt is all that is taken over.
    const older = flags.baseline ?? (flags.output !== '-' && existsSync(flags.output) ? flags.output : undefined);
    const salt = older === undefined ? undefined : parseBaseline(readFileSync(older, 'utf8'), older).salt;
    const { baseline: _, ...rest } = flags;
    const { report } = await scan(await scanOptions(paths, rest));
    const failures = report.notices.filter(({ level }) => level === 'error');
    for (const notice of failures) print.printNotice(notice);
    // What was not seen would be taken for mended.
    if (failures.length > 0) {
      session.exitCode = EXIT.failure;
      return;
    }
    const open = report.findings.filter(({ suppressed }) => suppressed === null);
    const text = printBaseline(makeBaseline(open, salt));
    if (flags.output === '-') await print.printResult(text);
    else {
      print.writeOutput(flags.output, text);
      print.printNote(`${open.length} ${open.length === 1 ? 'finding' : 'findings'} taken down in ${flags.output}.`);
    }
    session.exitCode = EXIT.clean;
  });
}

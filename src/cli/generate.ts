import { Argument, type Command } from 'commander';
import { EXIT, type Session } from './usage.ts';

/** Programs that a manifest can be told to. */
export const TARGETS = ['claude-managed', 'copilot', 'gemini', 'vscode', 'apm', 'backstage'] as const;
export type Target = (typeof TARGETS)[number];

interface GenerateFlags {
  readonly write?: boolean;
  readonly output?: string;
  readonly quiet?: boolean;
}

/** `postern generate TARGET [path]`: the manifest as the allow list that a client reads, shown as a diff, written only with `--write`. */
export function define(program: Command, session: Session): void {
  program
    .command('generate')
    .description('turn the governance manifest into the allow list that a client reads, and show it as a diff')
    .addArgument(new Argument('<target>', 'program that is to read it').choices(TARGETS))
    .argument('[path]', 'folder with the manifest (default: .)')
    .option('--write', 'write it')
    .option('-o, --output <file>', "file to write, relative to the folder (default: the client's own place for it)")
    .option('-q, --quiet', 'say nothing but errors')
    .action(async (target: Target, path: string | undefined, flags: GenerateFlags) => {
      const [{ resolve }, { statSync }, print, { UsageError }, { scanned }] = await Promise.all([
        import('node:path'),
        import('node:fs'),
        import('./print.ts'),
        import('./usage.ts'),
        import('./init.ts'),
      ]);
      const root = resolve(path ?? '.');
      if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${path} is no folder.`);
      const scan = await scanned(root);
      const { exportTo } = await import('../engine/exports/index.ts');
      const { changes, notices } = await exportTo(target, scan, root, flags.output);
      if (flags.write) (await import('../engine/init/changes.ts')).writeChanges(root, changes);
      else await print.printResult(await (await import('./changes.ts')).shownChanges(changes, scan.report));
      if (!flags.quiet) {
        for (const notice of notices) print.printNotice(notice);
        if (changes.length === 0) print.printNote('nothing to change.');
        for (const { path: file } of changes) print.printNote(flags.write ? `wrote ${file}.` : `${file} would change; --write writes it.`);
      }
      session.exitCode = EXIT.clean;
    });
}

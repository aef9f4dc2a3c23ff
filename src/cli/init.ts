import type { Command } from 'commander';
import { EXIT, type Session } from './usage.ts';

interface InitFlags {
  readonly ci?: boolean;
  readonly dryRun?: boolean;
  readonly diff?: boolean;
  readonly quiet?: boolean;
}

/** `postern init [path]`: a first mcp-governance.yaml, or what is new added to it; with `--ci` the files that let Postern run by itself. */
export function define(program: Command, session: Session): void {
  program
    .command('init')
    .description('write a first mcp-governance.yaml from what is found; again: add only what is new')
    .argument('[path]', 'folder to look at and to write into (default: .)')
    .option('--ci', 'write a GitHub workflow and a pre-commit entry instead')
    .option('--dry-run', 'show what would be written and write nothing')
    .option('--diff', 'the same as --dry-run')
    .option('-q, --quiet', 'say nothing but errors')
    .action(async (path: string | undefined, flags: InitFlags) => {
      const [{ resolve }, { statSync, readFileSync }, print, { UsageError }] = await Promise.all([
        import('node:path'),
        import('node:fs'),
        import('./print.ts'),
        import('./usage.ts'),
      ]);
      const root = resolve(path ?? '.');
      if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`${path} is no folder.`);
      const scan = await scanned(root);
      const { version } = await import('./version.ts');
      const found = flags.ci
        ? await (await import('../engine/init/ci.ts')).initCi(root, version)
        : await (
            await import('../engine/init/index.ts')
          ).initManifest(scan, root, () => readFileSync(new URL('../../schemas/governance-manifest.schema.json', import.meta.url), 'utf8'));
      const dry = flags.dryRun === true || flags.diff === true;
      if (dry) await print.printResult(await (await import('./changes.ts')).shownChanges(found.changes, scan.report));
      else (await import('../engine/init/changes.ts')).writeChanges(root, found.changes);
      if (!flags.quiet) {
        for (const notice of found.notices) print.printNotice(notice);
        for (const { path: file, before } of found.changes)
          print.printNote(`${dry ? 'would write' : 'wrote'} ${file}${before ? ' (added to it)' : ''}.`);
        print.printNote('added' in found ? summary(found) : 'commit these files; the workflow runs on the next push.');
      }
      session.exitCode = EXIT.clean;
    });
}

/** What stands in the folder, with its own configuration. */
export async function scanned(root: string) {
  const [{ scanOptions }, { scan }] = await Promise.all([import('./flags.ts'), import('../engine/scan.ts')]);
  const options = await scanOptions([root], { root, ignores: true, include: [], exclude: [], gitignore: true, maxSize: 2_000_000 });
  return scan(options);
}

function summary({ added, ownerless }: { readonly added: number; readonly ownerless: number }): string {
  if (added === 0) return 'nothing new: every server that was found has an entry.';
  const owners = ownerless === 0 ? 'each with a proposed owner' : `${ownerless} without an owner`;
  return `${added} ${added === 1 ? 'entry' : 'entries'}, ${owners}. Fill in each TODO, then run \`postern scan --profile governance\`.`;
}

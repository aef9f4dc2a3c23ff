import { type Command, Option } from 'commander';
import { dayOf } from '../core/day.ts';
import { day } from './flags.ts';
import { EXIT, type Session } from './usage.ts';

interface Table {
  readonly name: string;
  readonly count: number;
  /** ISO date where the table has one of its own; null where it is as old as this version. */
  readonly date: string | null;
  readonly detail: Readonly<Record<string, number>>;
}

/** `postern data`: what this version knows, how much of it, and of which day. */
export function define(program: Command, session: Session): void {
  program
    .command('data')
    .description('tell versions, dates and counts of what Postern knows')
    .addOption(new Option('-f, --format <name>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--today <date>', 'day that the age of tables is counted to (default: today)', day)
    .action(async ({ format, today: given }: { format: 'text' | 'json'; today?: string }) => {
      const [{ printNotice, printResult }, { version }, { staleAdvisories }, { rules }] = await Promise.all([
        import('./print.ts'),
        import('./version.ts'),
        import('../engine/custom-rules-run.ts'),
        import('../generated/rules.ts'),
      ]);
      const today = given ?? dayOf(Date.now());
      const list = await tables();
      const advisories = list.find(({ name }) => name === 'advisories')!;
      const stale = staleAdvisories(rules, 1, advisories.date!, today);
      if (format === 'json') await printResult(JSON.stringify({ version, tables: list, stale: stale !== null }, null, 2) + '\n');
      else {
        const width = Math.max(...list.map(({ name }) => name.length));
        const lines = list.map(({ name, count, date, detail }) => {
          const parts = Object.entries(detail).map(([what, many]) => `${what} ${many}`);
          return `${name.padEnd(width)}  ${String(count).padStart(5)}  ${date ?? ''.padEnd(10)}  ${parts.join(', ')}`.trimEnd();
        });
        await printResult([`Postern ${version}`, ...lines, ''].join('\n'));
      }
      if (stale) printNotice(stale);
      session.exitCode = EXIT.clean;
    });
}

/** Every table of knowledge. */
async function tables(): Promise<Table[]> {
  const [{ kindTexts }, { providers }, { servers }, supply, { allAdvisories }, { scopeTables }, { formats }, { rules }] = await Promise.all(
    [
      import('../generated/secrets.ts'),
      import('../generated/counts.ts'),
      import('../generated/servers.ts'),
      import('../generated/supply.ts'),
      import('../resolve/advisories.ts'),
      import('../generated/scopes.ts'),
      import('../generated/formats.ts'),
      import('../generated/rules.ts'),
    ],
  );
  const known = servers();
  const table = (name: string, count: number, detail: Table['detail'] = {}, date: string | null = null): Table => ({
    name,
    count,
    date,
    detail,
  });
  return [
    table('rules', rules.length, counted(rules.map(({ family }) => family))),
    table('formats', formats.length, counted(formats.map(({ kind }) => kind))),
    table('token kinds', kindTexts().length, { providers }),
    table('servers', known.length, {
      switches: known.reduce((sum, { narrow, widen }) => sum + narrow.length + widen.length, 0),
      packages: known.reduce((sum, { packages }) => sum + Object.values(packages).flat().length, 0),
      addresses: known.reduce((sum, { urls }) => sum + urls.length, 0),
    }),
    table('scope tables', scopeTables.length, { scopes: scopeTables.reduce((sum, { broad }) => sum + broad.length, 0) }),
    table('advisories', allAdvisories().length, counted(allAdvisories().map(({ kind }) => kind)), supply.advisoriesDate),
    table('archived packages', supply.archived().length, counted(supply.archived().map(({ ecosystem }) => ecosystem))),
    table('look-alike names', supply.inventedNames.length + supply.otherEcosystemNames.length),
  ];
}

function counted(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

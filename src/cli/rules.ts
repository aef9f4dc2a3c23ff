import { type Command, Option } from 'commander';
import type { Session } from './usage.ts';

/** `postern rules`: the catalogue. */
export function define(program: Command, session: Session): void {
  program
    .command('rules')
    .description('list every rule')
    .addOption(new Option('-f, --format <name>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async ({ format }: { format: 'text' | 'json' }) => {
      const [{ rules }, { printResult }] = await Promise.all([import('../generated/rules.ts'), import('./print.ts')]);
      const list = rules
        .map(({ id, family, title, severity, confidence, mappings, optIn }) => ({
          id,
          family,
          title,
          severity,
          confidence,
          default: optIn === true ? ('off' as const) : ('on' as const),
          mappings,
        }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const width = Math.max(...list.map(({ id }) => id.length));
      const text = list.map(
        ({ id, severity, title, default: state }) =>
          `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}${state === 'off' ? ' (off by default)' : ''}`,
      );
      await printResult(format === 'json' ? JSON.stringify(list, null, 2) + '\n' : text.join('\n') + '\n');
      session.exitCode = 0;
    });
}

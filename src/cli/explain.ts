import { type Command, Option } from 'commander';
import { type Session, UsageError } from './usage.ts';

/** `postern explain RULE`: the rule's page. */
export function define(program: Command, session: Session): void {
  program
    .command('explain')
    .description('say why a rule exists, how to mend what it finds, and what it leaves alone')
    .argument('<rule>', 'id of the rule')
    .addOption(new Option('-f, --format <name>', 'how to print').choices(['text', 'markdown', 'json']).default('text'))
    .action(async (id: string, { format }: { format: 'text' | 'markdown' | 'json' }) => {
      const [{ rules }, { pages }, { printResult }] = await Promise.all([
        import('../generated/rules.ts'),
        import('../generated/pages.ts'),
        import('./print.ts'),
      ]);
      const rule = rules.find(one => one.id === id);
      if (!rule) {
        const { didYouMean } = await import('../engine/near.ts');
        const known = rules.map(one => one.id);
        throw new UsageError(`There is no rule "${id}".${didYouMean(id, known)} \`postern rules\` lists them.`);
      }
      const { family, title, severity, confidence, mappings } = rule;
      const page = pages.get(id);
      const facts = `${severity} severity, ${confidence} confidence, family ${family}${rule.optIn ? ', off by default' : ''}`;
      const refers = Object.values(mappings).flat().join(', ');
      if (format === 'json')
        await printResult(
          JSON.stringify({ id, family, title, severity, confidence, mappings, page: page?.markdown ?? null }, null, 2) + '\n',
        );
      else if (format === 'markdown')
        await printResult(`# ${id}\n\n${facts}${refers === '' ? '' : `; ${refers}`}\n\n${page?.markdown ?? title}\n`);
      else await printResult(`${id}: ${title}\n${facts}\n${refers === '' ? '' : `see ${refers}\n`}\n${page?.markdown ?? ''}\n`);
      session.exitCode = 0;
    });
}

import { type Command, Option } from 'commander';
import type { AnyRule } from '../core/rule.ts';
import { type Session, UsageError } from './usage.ts';

/** `postern explain RULE` and `postern explain server:NAME`: the page of a rule or of a known server. */
export function define(program: Command, session: Session): void {
  program
    .command('explain')
    .description('say why a rule exists, how to mend what it finds, and what it leaves alone; or what is known of a server')
    .argument('<rule>', 'id of the rule, or `server:` with an id, package, image or address')
    .addOption(new Option('-f, --format <name>', 'how to print').choices(['text', 'markdown', 'json']).default('text'))
    .option('--config <file>', "configuration that brings a rule of one's own (default: postern.yaml at the root)")
    .action(async (id: string, { format, config }: { format: 'text' | 'markdown' | 'json'; config?: string }) => {
      if (id.startsWith('server:')) {
        await (await import('./explain-server.ts')).explainServer(id.slice('server:'.length), format);
        session.exitCode = 0;
        return;
      }
      const [{ rules }, { pages }, { printResult }] = await Promise.all([
        import('../generated/rules.ts'),
        import('../generated/pages.ts'),
        import('./print.ts'),
      ]);
      const rule = rules.find(one => one.id === id) ?? (await ownRule(id, config));
      if (!rule) {
        const { didYouMean } = await import('../engine/near.ts');
        const known = rules.map(one => one.id);
        throw new UsageError(`There is no rule "${id}".${didYouMean(id, known)} \`postern rules\` lists them.`);
      }
      const { family, title, severity, confidence, mappings } = rule;
      const page = rule.page ?? pages.get(id);
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

/** A rule that the configuration brings; an id with no prefix can be none. */
async function ownRule(id: string, config: string | undefined): Promise<AnyRule | undefined> {
  if (!id.includes('/') && !id.startsWith('custom-')) return undefined;
  const [{ ownRules }, { describe }] = await Promise.all([import('./own-rules.ts'), import('../engine/custom-rules.ts')]);
  const own = await ownRules(config === undefined ? {} : { config });
  const rule = own?.rules.find(one => one.id === id);
  return rule && describe(rule);
}

import type { Command } from 'commander';
import { table } from '../core/table.ts';
import { type Session, UsageError } from './usage.ts';

// The same way from src/cli/ and from dist/chunks/.
const schemas = table(() => new URL('../../schemas/', import.meta.url));

/** `postern schema NAME`: a JSON Schema that comes with Postern. */
export function define(program: Command, session: Session): void {
  program
    .command('schema')
    .description("print a JSON Schema: of the configuration, of the report, or of a client's file")
    .argument('[name]', '`list`, or a name from it', 'list')
    .action(async (name: string) => {
      const [{ readFileSync, readdirSync }, { printResult }] = await Promise.all([import('node:fs'), import('./print.ts')]);
      const names = readdirSync(schemas())
        .flatMap(file => (file.endsWith('.schema.json') ? [file.slice(0, -'.schema.json'.length)] : []))
        .toSorted();
      if (name === 'list') await printResult(names.join('\n') + '\n');
      else if (names.includes(name)) await printResult(readFileSync(new URL(`${name}.schema.json`, schemas()), 'utf8'));
      else {
        const { didYouMean } = await import('../engine/near.ts');
        throw new UsageError(`There is no schema "${name}".${didYouMean(name, names)} \`postern schema list\` lists them.`);
      }
      session.exitCode = 0;
    });
}

import { type Command, Option } from 'commander';
import type { OwnRulesFlags } from './own-rules.ts';
import { EXIT, type Session } from './usage.ts';

interface RulesFlags extends OwnRulesFlags {
  readonly format: 'text' | 'json';
  readonly test?: boolean;
}

/** `postern rules`: the catalogue; with `--test` the examples of one's own rules are run. */
export function define(program: Command, session: Session): void {
  program
    .command('rules')
    .description('list every rule')
    .addOption(new Option('-f, --format <name>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--test', 'run the examples of the rules that the configuration brings')
    .option('--config <file>', "also this configuration's own rules (with --test default: postern.yaml at the root)")
    .option('--root <dir>', 'folder to look for the configuration in')
    .action(async (flags: RulesFlags) => {
      session.exitCode = flags.test ? await test(flags) : await list(flags);
    });
}

async function list({ format, ...flags }: RulesFlags): Promise<number> {
  const [{ rules }, { printResult }] = await Promise.all([import('../generated/rules.ts'), import('./print.ts')]);
  const named = flags.config === undefined && flags.root === undefined ? null : await (await import('./own-rules.ts')).ownRules(flags);
  const own = named && named.rules.length > 0 ? named.rules.map((await import('../engine/custom-rules.ts')).describe) : [];
  const all = [...rules, ...own]
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
  const width = Math.max(...all.map(({ id }) => id.length));
  const text = all.map(
    ({ id, severity, title, default: state }) =>
      `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}${state === 'off' ? ' (off by default)' : ''}`,
  );
  await printResult(format === 'json' ? JSON.stringify(all, null, 2) + '\n' : text.join('\n') + '\n');
  return EXIT.clean;
}

/** @returns 1 where an example is not as it should be. */
async function test({ format, ...flags }: RulesFlags): Promise<number> {
  const [{ ownRules }, { printNote, printResult }] = await Promise.all([import('./own-rules.ts'), import('./print.ts')]);
  const own = await ownRules(flags);
  if (!own || own.rules.length === 0) {
    if (format === 'json') await printResult('[]\n');
    printNote(own ? `${own.file} has no \`custom-rules\`.` : 'There is no configuration, so there are no rules to test.');
    return EXIT.clean;
  }
  const { testRules } = await import('../engine/custom-rules-test.ts');
  const results = await testRules(own.rules, own.today);
  const failed = results.filter(({ passed }) => !passed).length;
  if (format === 'json') await printResult(JSON.stringify(results, null, 2) + '\n');
  else {
    const lines = results.map(
      ({ rule, example, number, file, line, passed, reason }) =>
        `${passed ? 'ok  ' : 'FAIL'}  ${rule} ${example} ${number}${reason === null ? '' : ` (${file}:${line}): ${reason}`}`,
    );
    const end = `${count(own.rules.length, 'rule')}, ${count(results.length, 'example')}, ${failed === 0 ? 'none' : failed} failed.`;
    await printResult([...lines, '', end, ''].join('\n'));
  }
  return failed === 0 ? EXIT.clean : EXIT.findings;
}

function count(many: number, one: string): string {
  return `${many} ${many === 1 ? one : one + 's'}`;
}

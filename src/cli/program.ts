import { type Command, CommanderError } from 'commander';
import * as baseline from './baseline.ts';
import * as completions from './completions.ts';
import * as data from './data.ts';
import * as explain from './explain.ts';
import * as fix from './fix.ts';
import * as generate from './generate.ts';
import * as init from './init.ts';
import * as inventory from './inventory.ts';
import * as lock from './lock.ts';
import { printError, printNote } from './print.ts';
import * as rules from './rules.ts';
import * as scan from './scan.ts';
import * as schema from './schema.ts';
import { askedFor, SparingCommand } from './sparing.ts';
import { writeSoon } from './streams.ts';
import { EXIT, type Session } from './usage.ts';
import { version } from './version.ts';

/** Runs one command. @param argv without node and script. @returns the exit code; whatever goes wrong is told on stderr and is 2. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const session: Session = { exitCode: EXIT.clean };
  try {
    await programFor(argv, session).parseAsync([...argv], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    printError(error);
    return EXIT.failure;
  }
}

/** The command line, as far as these arguments need it. */
function programFor(argv: readonly string[], session: Session): Command {
  const only = wanted(argv);
  const asked = only === undefined ? null : askedFor(argv);
  const command = program(session, only, asked);
  const isKnown = (name: string) => command.commands.some(one => one instanceof SparingCommand && one.declares(name));
  // What is unknown is told with what was probably meant, of all there is.
  return asked && ![...asked].every(isKnown) ? program(session, only) : command;
}

/**
 * The command line; actions load what they need when they run.
 * @param only the one subcommand to define; all where it is none of them, for help and completions.
 * @param asked the options to define, as {@link askedFor} finds them.
 */
export function program(session: Session, only?: string, asked: ReadonlySet<string> | null = null): Command {
  const command = new SparingCommand('postern', asked)
    .description('Finds the MCP servers your AI agents can reach, who owns them, what they open, and what credential they carry.')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: text => writeSoon('stdout', text), writeErr: tellLines })
    .addHelpText('after', HELP);
  if (asked) command.helpOption(false).helpCommand(false);
  else command.version(version, '-V, --version').helpCommand('help [command]', 'the same as --help, or COMMAND --help');
  const one = only === undefined ? undefined : COMMANDS[only];
  for (const { define } of one ? [one] : Object.values(COMMANDS)) define(command, session);
  return command;
}

/** By name, each of `COMMAND_NAMES`; has no prototype. */
const COMMANDS: Readonly<Record<string, { define(program: Command, session: Session): void }>> = Object.assign(Object.create(null), {
  scan,
  fix,
  inventory,
  rules,
  explain,
  data,
  baseline,
  lock,
  init,
  generate,
  schema,
  completions,
});

/** Commands are slow to define, and a run needs one: the one named, or a scan where no other could be meant. */
function wanted(argv: readonly string[]): string | undefined {
  const [first] = argv;
  if (argv.some(arg => arg === '-h' || arg === '--help' || arg === '-V' || arg === '--version')) return undefined;
  if (first === 'completions' || first === 'help') return undefined;
  return first !== undefined && first in COMMANDS ? first : 'scan';
}

const HELP = `
\`postern\` alone is \`postern scan .\`; see \`postern scan --help\` for its options.

Exit code: 0 nothing at or above --fail-on; 1 findings; 2 usage, configuration, unreadable input or internal error.`;

/** What commander finds wrong, in the manner of our own errors. */
function tellLines(text: string): void {
  for (const line of text.trimEnd().split('\n')) printNote(line);
}

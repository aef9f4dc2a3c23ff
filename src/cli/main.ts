import { Command, CommanderError } from 'commander';
import * as baseline from './baseline.ts';
import * as completions from './completions.ts';
import * as explain from './explain.ts';
import { printError } from './print.ts';
import * as rules from './rules.ts';
import * as scan from './scan.ts';
import * as schema from './schema.ts';
import { EXIT, type Session } from './usage.ts';
import { version } from './version.ts';

/** Runs one command. @param argv without node and script. @returns the exit code; whatever goes wrong is told on stderr and is 2. */
export async function main(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', onBrokenPipe);
  const session: Session = { exitCode: EXIT.clean };
  try {
    await program(session).parseAsync([...argv], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    printError(error);
    return EXIT.failure;
  }
}

/** The whole command line; actions load what they need when they run. */
export function program(session: Session): Command {
  const command = new Command('postern')
    .description('Finds the MCP servers your AI agents can reach, who owns them, what they open, and what credential they carry.')
    .version(version, '-V, --version')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', HELP);
  for (const one of [scan, rules, explain, baseline, schema, completions]) one.define(command, session);
  return command;
}

const HELP = `
\`postern\` alone is \`postern scan .\`; see \`postern scan --help\` for its options.

Exit code: 0 nothing at or above --fail-on; 1 findings; 2 usage, configuration, unreadable input or internal error.`;

/** The reader went away (\`| head\`): nothing left to say. */
function onBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

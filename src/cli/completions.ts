import { Argument, type Command } from 'commander';
import type { Session } from './usage.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof SHELLS)[number];

/** `postern completions SHELL`: a script made from the commands and options as they are defined. */
export function define(program: Command, session: Session): void {
  program
    .command('completions')
    .description('print a completion script')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const [{ script }, { printResult }] = await Promise.all([import('./completion-scripts.ts'), import('./print.ts')]);
      await printResult(script(shell, program));
      session.exitCode = 0;
    });
}

/** A mistake on the command line; its message goes to stderr and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const COMMAND_NAMES = [
  'scan',
  'fix',
  'inventory',
  'rules',
  'explain',
  'data',
  'baseline',
  'lock',
  'init',
  'generate',
  'schema',
  'completions',
] as const;

export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

/** What every command's action gives back to {@link main}. */
export interface Session {
  exitCode: number;
}

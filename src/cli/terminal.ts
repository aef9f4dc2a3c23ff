export const COLOR_WHEN = ['auto', 'always', 'never'] as const;
export type ColorWhen = (typeof COLOR_WHEN)[number];

/** The flag decides, then FORCE_COLOR, then NO_COLOR, then whether a person is looking. */
export function wantsColor(when: ColorWhen, environment: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (when !== 'auto') return when === 'always';
  const force = environment['FORCE_COLOR'] ?? environment['CLICOLOR_FORCE'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (environment['NO_COLOR']) return false;
  return isTerminal && environment['TERM'] !== 'dumb';
}

/** Columns to write for. @param columns of the terminal; undefined where there is none. */
export function widthOf(columns: number | undefined): number {
  return Math.min(Math.max(columns ?? 80, 40), 160);
}

import type { CustomRule } from '../engine/custom-rules.ts';

export interface OwnRulesFlags {
  readonly config?: string;
  readonly root?: string;
}

/** The rules that the configuration brings, and where it stands; null where there is no configuration. @throws ConfigError, InputError */
export async function ownRules(flags: OwnRulesFlags): Promise<{ rules: readonly CustomRule[]; file: string; today: string } | null> {
  const [{ scanOptions }, { settle }, { rules }] = await Promise.all([
    import('./flags.ts'),
    import('../engine/settings.ts'),
    import('../generated/rules.ts'),
  ]);
  const options = await scanOptions([], { ...flags, ignores: true, include: [], exclude: [], gitignore: true, maxSize: 0 });
  const { config } = await settle(options, new Set(rules.map(({ id }) => id)));
  return config.source && { rules: config.customRules, file: config.source.path, today: options.today };
}

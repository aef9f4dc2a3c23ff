import { Command, type Option } from 'commander';

/**
 * Defines the options that a command line names and no others, since a run names few of some forty and each takes time to
 * define. Values are those that the whole command would give.
 */
export class SparingCommand extends Command {
  private readonly asked: ReadonlySet<string> | null;
  private readonly spared = new Set<string>();

  /** @param asked names with their hyphens, as {@link askedFor} finds them; null to define everything. */
  constructor(name: string, asked: ReadonlySet<string> | null) {
    super(name);
    this.asked = asked;
  }

  override createCommand(name?: string): Command {
    return new SparingCommand(name ?? '', this.asked);
  }

  override option(flags: string, ...rest: unknown[]): this {
    const usual = typeof rest[1] === 'function' ? rest[2] : rest[1];
    return this.spares(flags, usual) ? this : super.option(flags, ...(rest as [string]));
  }

  /** Whether an option need not be defined; its usual value is set then. */
  spares(flags: string, usual: unknown): boolean {
    const name = longName(flags);
    if (this.asked === null || name === null || this.asked.has(name)) return false;
    this.spared.add(name);
    const isNegative = name.startsWith('--no-');
    // `--no-x` alone means true; beside `--x` it means nothing.
    if (isNegative && !this.declares(`--${name.slice(5)}`)) this.setOptionValueWithSource(propertyOf(name.slice(5)), true, 'default');
    if (!isNegative && usual !== undefined) this.setOptionValueWithSource(propertyOf(name.slice(2)), usual, 'default');
    return true;
  }

  /** Whether it has an option, defined or spared. */
  declares(name: string): boolean {
    return this.spared.has(name) || this.options.some((option: Option) => option.long === name || option.short === name);
  }
}

/** Adds an option that takes more than flags and a description, where it is needed. @param usual its value where nobody names it. */
export function addOption(command: Command, flags: string, usual: unknown, make: (flags: string) => Option): Command {
  return command instanceof SparingCommand && command.spares(flags, usual) ? command : command.addOption(make(flags));
}

/**
 * The long options that a command line names, each with its hyphens. Null where it may name something else: short ones, or
 * what only looks like an option.
 */
export function askedFor(argv: readonly string[]): ReadonlySet<string> | null {
  const names = new Set<string>();
  for (const arg of argv) {
    if (!arg.startsWith('-') || arg === '-') continue;
    const end = arg.indexOf('=');
    const name = end < 0 ? arg : arg.slice(0, end);
    if (!name.startsWith('--') || name === '--') return null;
    names.add(name);
  }
  return names;
}

/** `--name` of `-n, --name <value>`. */
function longName(flags: string): string | null {
  return flags.split(' ').find(word => word.startsWith('--')) ?? null;
}

/** As commander names an option's value: `maxSize` for `max-size`. */
function propertyOf(name: string): string {
  const [first = '', ...rest] = name.split('-');
  return first + rest.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

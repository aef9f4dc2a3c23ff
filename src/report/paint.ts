import { Chalk } from 'chalk';
import type { Severity } from '../core/finding.ts';

/** Colours that hold in light and dark terminals, or none. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

/** @param color decided by the caller: a report never looks at the terminal or the environment itself. */
export function paintOf(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const severities: Readonly<Record<Severity, (text: string) => string>> = {
    critical: chalk.bold.magenta,
    high: chalk.bold.red,
    medium: chalk.bold.yellow,
    low: chalk.bold.cyan,
  };
  return {
    bold: text => chalk.bold(text),
    frame: text => chalk.blue(text),
    severity: (severity, text) => severities[severity](text),
  };
}

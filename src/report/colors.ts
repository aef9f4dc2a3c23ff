import { Chalk } from 'chalk';
import type { Severity } from '../core/finding.ts';
import type { Paint } from './paint.ts';

const chalk = new Chalk({ level: 1 });
const SEVERITIES: Readonly<Record<Severity, (text: string) => string>> = {
  critical: chalk.bold.magenta,
  high: chalk.bold.red,
  medium: chalk.bold.yellow,
  low: chalk.bold.cyan,
};

/** Colours that hold in light and dark terminals. */
export const COLORS: Paint = {
  bold: text => chalk.bold(text),
  frame: text => chalk.blue(text),
  severity: (severity, text) => SEVERITIES[severity](text),
};

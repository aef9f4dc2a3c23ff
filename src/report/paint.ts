import type { Severity } from '../core/finding.ts';

/** Colours that hold in light and dark terminals, or none. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

const COLOR: Readonly<Record<Severity, number>> = { critical: 35, high: 31, medium: 33, low: 36 };

// Six codes: a library for them reads the environment when it loads, and takes longer to load than all else here.
export function paintOf(color: boolean): Paint {
  const style = (open: string, close: string, text: string): string =>
    color && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: text => style('1', '22', text),
    frame: text => style('34', '39', text),
    severity: (severity, text) => style(`1;${COLOR[severity]}`, '22;39', text),
  };
}

import type { Severity } from '../core/finding.ts';

/** How parts of a text for terminals are set off. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

export const NO_PAINT: Paint = {
  bold: text => text,
  frame: text => text,
  severity: (_, text) => text,
};

/** @param color decided by the caller: a report never looks at the terminal or the environment itself. */
export async function paintFor(color: boolean): Promise<Paint> {
  return color ? (await import('./colors.ts')).COLORS : NO_PAINT;
}

import type { ConfigFile, ConfigProblem, Control } from '../../../core/model.ts';
import type { Path } from '../../../core/node.ts';
import type { Source, Span } from '../../../core/source.ts';

/** The control that stands where a problem was told and that its client passes over. */
export function ignoredControlAt({ document, path }: ConfigProblem, { reading }: ConfigFile): Control | undefined {
  return reading.controls.find(control => !control.honoured && control.document === document && samePath(control.path, path));
}

/** What a format's reader said about the place of a control. */
export function problemAt({ document, path }: Control, { reading }: ConfigFile): ConfigProblem | undefined {
  return reading.problems.find(problem => problem.document === document && samePath(problem.path, path));
}

/** A quoted text without its quotes. */
export function unquoted(source: Source, { start, end }: Span): Span {
  const quote = source.text[start];
  const quoted = end - start > 2 && (quote === '"' || quote === "'") && source.text[end - 1] === quote;
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}

function samePath(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

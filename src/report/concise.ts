import { maskingOf } from './masking.ts';
import { open, placeOf } from './places.ts';
import type { Reporter } from './reporter.ts';
import { logLine, plain } from './sanitise.ts';

/** One line for each finding, `file:line:column: severity[rule] message`: for editors, problem matchers and grep. */
export const concise: Reporter = report => {
  const { scrub } = maskingOf(report);
  return open(report)
    .map(finding => {
      const { rule, severity, message, source, span } = finding;
      return logLine(`${plain(placeOf(source, span))}: ${severity}[${plain(rule)}] ${plain(scrub(message), 900)}`) + '\n';
    })
    .join('');
};

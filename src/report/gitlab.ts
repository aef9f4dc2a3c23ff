import { expectFingerprints, fingerprintOf } from '../core/fingerprint.ts';
import type { Severity } from '../core/finding.ts';
import { maskingOf } from './masking.ts';
import { isOutside, open, regionOf } from './places.ts';
import type { Reporter } from './reporter.ts';
import { jsonText, plain } from './sanitise.ts';

const SEVERITY: Readonly<Record<Severity, string>> = { critical: 'blocker', high: 'critical', medium: 'major', low: 'minor' };

/**
 * GitLab Code Quality, for the widget in merge requests. GitLab's own security reports need times, which a report here
 * never holds; for those give GitLab the SARIF file.
 */
export const gitlab: Reporter = report => {
  const { scrub } = maskingOf(report);
  const outside = isOutside(report);
  const seen = new Map<string, number>();
  expectFingerprints(report.findings.length);
  const issues = open(report)
    .filter(finding => !outside(finding.source.path))
    .map(({ rule, severity, message, source, span, identity }) => {
      const fingerprint = fingerprintOf({ identity });
      // GitLab shows but one of several with the same fingerprint.
      const count = (seen.get(fingerprint) ?? 0) + 1;
      seen.set(fingerprint, count);
      const { line, endLine } = regionOf(source, span);
      return {
        // The widget does not show the name of the check.
        description: `${rule}: ${plain(scrub(message), 1000)}`,
        check_name: rule,
        fingerprint: count === 1 ? fingerprint : `${fingerprint}-${count}`,
        severity: SEVERITY[severity],
        location: { path: (report.prefix ?? '') + source.path, lines: { begin: line, end: endLine } },
      };
    });
  return jsonText(issues);
};

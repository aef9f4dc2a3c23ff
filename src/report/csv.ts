import { expectFingerprints, fingerprintOf } from '../core/fingerprint.ts';
import { maskingOf } from './masking.ts';
import { regionOf } from './places.ts';
import type { Reporter } from './reporter.ts';
import { csvCell } from './sanitise.ts';

const HEAD = ['severity', 'confidence', 'rule', 'file', 'line', 'column', 'server', 'credential', 'message', 'suppressed', 'fingerprint'];

/** RFC 4180 with plain line ends, for spreadsheets: every finding, suppressed ones with the reason. */
export const csv: Reporter = report => {
  const { scrub } = maskingOf(report);
  expectFingerprints(report.findings.length);
  const rows = report.findings.map(finding => {
    const { line, column } = regionOf(finding.source, finding.span);
    const { suppressed } = finding;
    return [
      finding.severity,
      finding.confidence,
      finding.rule,
      finding.source.path,
      line,
      column,
      scrub(finding.server ?? ''),
      finding.credential?.kind ?? '',
      scrub(finding.message),
      suppressed ? scrub(`${suppressed.by}: ${suppressed.reason}`) : '',
      fingerprintOf(finding),
    ];
  });
  return [HEAD, ...rows].map(row => row.map(csvCell).join(',') + '\n').join('');
};

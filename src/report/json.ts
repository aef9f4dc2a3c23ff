import { expectFingerprints, fingerprintOf } from '../core/fingerprint.ts';
import type { Edit, Judged } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { maskingOf, pointerOf, printable, type Masking } from './masking.ts';
import { bySeverity, open, regionOf } from './places.ts';
import type { Reporter } from './reporter.ts';
import { jsonText, plain } from './sanitise.ts';

/** The report of schemas/report-1.schema.json. Identities (file, pointer, server) decode to exactly what was read. */
export const json: Reporter = report => {
  const masking = maskingOf(report);
  const findings = open(report);
  expectFingerprints(report.findings.length);
  return jsonText({
    schemaVersion: 1,
    tool: { name: 'postern', version: report.version },
    root: '.',
    summary: {
      files: report.files.length,
      servers: report.servers.length,
      findings: bySeverity(findings),
      suppressed: report.findings.length - findings.length,
    },
    files: report.files.map(file => fileOf(file, masking)),
    findings: report.findings.map(finding => findingOf(finding, masking)),
    notices: report.notices.map(({ level, message, file }) => ({
      level,
      message: plain(masking.scrub(message)),
      ...(file === undefined ? {} : { file }),
    })),
  });
};

function fileOf({ path, format, state, servers, reason }: Report['files'][number], masking: Masking): object {
  return { path, format, state, servers, ...(reason === null ? {} : { reason: plain(masking.scrub(reason)) }) };
}

function findingOf(finding: Judged, masking: Masking): object {
  const { credential, suppressed } = finding;
  const fix = printable(finding.fix, masking);
  return {
    rule: finding.rule,
    family: finding.family,
    severity: finding.severity,
    confidence: finding.confidence,
    message: plain(masking.scrub(finding.message)),
    file: finding.source.path,
    ...regionOf(finding.source, finding.span),
    pointer: finding.path === null ? null : pointerOf(finding.path, masking),
    format: finding.format,
    server: finding.server === null ? null : masking.scrub(finding.server),
    fingerprint: fingerprintOf(finding),
    credential: credential && {
      kind: credential.kind,
      class: credential.class,
      redacted: plain(credential.secret.mask),
      ...(credential.equality === undefined ? {} : { equality: credential.equality }),
    },
    related: finding.related.map(({ source, span, text }) => ({
      file: source.path,
      ...regionOf(source, span),
      message: plain(masking.scrub(text)),
    })),
    fix: fix && {
      title: plain(masking.scrub(fix.title)),
      safe: fix.safe,
      edits: fix.edits.map(editOf),
    },
    suppressed: suppressed && {
      by: suppressed.by,
      reason: plain(masking.scrub(suppressed.reason)),
      ...(suppressed.expires === undefined ? {} : { expires: suppressed.expires }),
    },
  };
}

function editOf({ source, span, text }: Edit): object {
  const { line, column, endLine, endColumn } = regionOf(source, span);
  return { file: source.path, line, column, endLine, endColumn, text };
}

import { SEVERITIES, type Judged, type Severity } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import type { Source, Span } from '../core/source.ts';

/** 1-based, UTF-16 columns, end exclusive. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function regionOf(source: Source, span: Span): Region {
  const start = source.position(span.start);
  const end = source.position(Math.max(span.end, span.start));
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** `file:line:column`, raw. */
export function placeOf(source: Source, span: Span): string {
  const { line, column } = source.position(span.start);
  return `${source.path}:${line}:${column}`;
}

/** A person's own files and anything else that is not below the root. */
export function isOutside(report: Report): (path: string) => boolean {
  const personal = new Set(report.files.filter(file => file.personal).map(file => file.path));
  return path =>
    personal.has(path) ||
    path === '' ||
    /^(?:~\/|\/|[A-Za-z]:[\\/])/.test(path) ||
    path.split('/').some(step => step === '..' || step === '');
}

/** Findings that still count: neither a comment, the configuration nor a baseline speaks against them. */
export function open(report: Report): readonly Judged[] {
  return report.findings.filter(finding => !finding.suppressed);
}

export function bySeverity(findings: readonly Judged[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}

/** 0 is the worst. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function reaches(severity: Severity, threshold: Severity | 'never'): boolean {
  return threshold !== 'never' && rank(severity) <= rank(threshold);
}

/** Worst first, otherwise in the report's order. */
export function worstFirst(findings: readonly Judged[]): Judged[] {
  return findings.toSorted((a, b) => rank(a.severity) - rank(b.severity));
}

/** "2 high, 1 low"; empty where there is none. */
export function countsText(counts: Record<Severity, number>): string {
  return SEVERITIES.filter(severity => counts[severity] > 0)
    .map(severity => `${counts[severity]} ${severity}`)
    .join(', ');
}

export function plural(count: number, one: string, many = one + 's'): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Files that were looked at but not, or not wholly, understood. */
export function unread(report: Report): Report['files'] {
  return report.files.filter(file => file.state === 'partial' || file.state === 'unreadable' || file.state === 'unsupported');
}

/** Files that were understood at least in part. */
export function readFiles(report: Report): number {
  return report.files.filter(file => file.state === 'parsed' || file.state === 'partial').length;
}

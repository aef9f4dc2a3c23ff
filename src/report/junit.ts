import type { Judged } from '../core/finding.ts';
import type { FileReport } from '../core/report.ts';
import { maskingOf, type Masking } from './masking.ts';
import { open, reaches, regionOf } from './places.ts';
import type { Reporter, ReportOptions } from './reporter.ts';
import { html } from './sanitise.ts';

interface Case {
  readonly xml: readonly string[];
  readonly outcome: 'failure' | 'error' | 'skipped' | 'passed';
}

/** JUnit XML: a suite for each file, a case for each finding; it fails from `failOn` on, and is a remark below. */
export const junit: Reporter = (report, options) => {
  const masking = maskingOf(report);
  const byPath = new Map<string, Judged[]>();
  for (const file of report.files) byPath.set(file.path, []);
  for (const finding of open(report)) {
    const known = byPath.get(finding.source.path);
    if (known) known.push(finding);
    else byPath.set(finding.source.path, [finding]);
  }
  const files = new Map(report.files.map(file => [file.path, file]));
  const suites = [...byPath].map(([path, findings]) => suite(path, files.get(path), findings, masking, options));
  // Jenkins takes a report without any case for a failure.
  if (suites.length === 0) suites.push(suite('postern', undefined, [], masking, options));
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="postern" ${totals(all)}>`,
    ...suites.flatMap(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
};

function suite(path: string, file: FileReport | undefined, findings: readonly Judged[], masking: Masking, options: ReportOptions) {
  const cases = findings.map(finding => caseOf(finding, masking, options));
  if (file && file.state !== 'parsed') cases.push(stateOf(file, masking));
  if (cases.length === 0) cases.push({ xml: [`    <testcase name="no findings" classname="${html(path)}"/>`], outcome: 'passed' });
  const xml = [`  <testsuite name="${html(path)}" ${totals(cases)}>`, ...cases.flatMap(item => item.xml), '  </testsuite>'];
  return { cases, xml };
}

function caseOf(finding: Judged, masking: Masking, { failOn, pages }: ReportOptions): Case {
  const { rule, severity, source, span } = finding;
  const { line, column } = regionOf(source, span);
  const path = html(source.path);
  const message = html(masking.scrub(finding.message), 1000);
  const fix = html(pages.get(rule)?.fix ?? '', 1000);
  const text = `at ${path}:${line}:${column}${fix === '' ? '' : `\nfix: ${fix}`}`;
  const fails = reaches(severity, failOn);
  const inside = fails
    ? `      <failure type="${severity}" message="${message}">${text}</failure>`
    : `      <system-out>${severity}: ${message}\n${text}</system-out>`;
  return {
    xml: [
      `    <testcase name="${html(rule)} (${line}:${column})" classname="${path}" file="${path}" line="${line}">`,
      inside,
      '    </testcase>',
    ],
    outcome: fails ? 'failure' : 'passed',
  };
}

function stateOf({ path, state, reason }: FileReport, { scrub }: Masking): Case {
  const tag = state === 'unreadable' ? 'error' : 'skipped';
  const xml = [
    `    <testcase name="file is read" classname="${html(path)}" file="${html(path)}">`,
    `      <${tag} message="${html(scrub(reason === null ? state : `${state}: ${reason}`), 1000)}"/>`,
    '    </testcase>',
  ];
  return { xml, outcome: tag };
}

function totals(cases: readonly Case[]): string {
  const count = (outcome: Case['outcome']): number => cases.filter(item => item.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

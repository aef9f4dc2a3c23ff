import type { Judged, Severity } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { frameOf } from './frame.ts';
import { maskingOf, type Masking } from './masking.ts';
import type { Paint } from './paint.ts';
import { bySeverity, countsText, open, placeOf, plural, rank, readFiles, regionOf, unread } from './places.ts';
import { firstParagraph, reasonOf } from './reason.ts';
import type { Pages, Reporter, ReportOptions } from './reporter.ts';
import { columns, logLine, plain } from './sanitise.ts';

interface Writer {
  readonly options: ReportOptions;
  readonly masking: Masking;
  readonly paint: Paint;
  /** Rules whose reason has been given. */
  readonly explained: Set<string>;
}

const MESSAGE = 900;
const FIRST_PLACES = 3;

/** For people: a block for each finding, low ones in a line for each rule, and a footer. */
export const text: Reporter = (report, options) => {
  const writer: Writer = {
    options: { ...options, width: Math.max(40, options.width) },
    masking: maskingOf(report),
    paint: options.paint,
    explained: new Set(),
  };
  const findings = open(report);
  const collapse = !options.verbose && options.failOn !== 'low';
  const blocks: string[][] = [];
  for (const group of byFile(findings.filter(finding => !collapse || finding.severity !== 'low'))) {
    for (const finding of group) blocks.push(block(finding, report, writer));
  }
  const collapsed = collapse ? findings.filter(finding => finding.severity === 'low') : [];
  if (collapsed.length > 0) blocks.push(lows(collapsed, report, writer));
  if (!options.quiet) blocks.push(footer(report, findings, writer));
  return blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.map(logLine).join('\n') + '\n')
    .join('\n');
};

/** Files by their worst finding, then by path; within a file the report's order. */
function byFile(findings: readonly Judged[]): Judged[][] {
  const groups = new Map<string, Judged[]>();
  for (const finding of findings) {
    const group = groups.get(finding.source.path);
    if (group) group.push(finding);
    else groups.set(finding.source.path, [finding]);
  }
  return [...groups]
    .map(([path, group]) => ({ path, group, worst: worst(group) }))
    .toSorted((a, b) => a.worst - b.worst || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ group }) => group);
}

/** Rank of the most severe one. */
function worst(group: readonly Judged[]): number {
  return group.reduce((least, finding) => Math.min(least, rank(finding.severity)), Infinity);
}

function block(finding: Judged, report: Report, writer: Writer): string[] {
  const { options, masking, paint } = writer;
  const { source, span } = finding;
  const lines = heading(
    `${finding.severity}[${plain(finding.rule)}]`,
    plain(masking.scrub(finding.message), MESSAGE),
    finding.severity,
    writer,
  );
  const { line } = regionOf(source, span);
  const gutter = String(line).length;
  const blank = ' '.repeat(gutter);
  lines.push(`${blank}${paint.frame('-->')} ${plain(placeOf(source, span))}`);
  const frame = frameOf(source, span, masking, finding.credential !== null, options.width - gutter - 3);
  if (frame.text.trim() !== '') {
    const bar = paint.frame('|');
    lines.push(`${blank} ${bar}`);
    lines.push(`${paint.frame(String(line))} ${bar} ${frame.text}`.trimEnd());
    lines.push(`${blank} ${bar} ${' '.repeat(frame.indent)}${paint.severity(finding.severity, '^'.repeat(frame.length))}`);
  }
  const note = (name: string, value: string): void => {
    const label = `${blank} = ${name}: `;
    const [first, ...rest] = wrap(plain(masking.scrub(value), options.verbose ? 4000 : 400), options.width - label.length);
    lines.push(`${blank} ${paint.frame('=')} ${paint.bold(name)}: ${first ?? ''}`, ...rest.map(part => ' '.repeat(label.length) + part));
  };
  const page = options.verbose ? options.pages.get(finding.rule) : undefined;
  if (!options.quiet && !writer.explained.has(finding.rule)) {
    writer.explained.add(finding.rule);
    const reason = options.verbose ? firstParagraph(page?.why ?? '') : shortReason(finding.rule, options.pages);
    if (reason !== '') note('why', reason);
  }
  if (finding.fix) note('fix', finding.fix.title + (finding.fix.safe ? ' (`postern --fix` does it)' : ''));
  else if (page && page.fix !== '') note('fix', firstParagraph(page.fix));
  const related = options.verbose ? finding.related : finding.related.slice(0, FIRST_PLACES);
  for (const label of related) note('also', `${placeOf(label.source, label.span)}: ${label.text}`);
  const more = finding.related.length - related.length;
  if (more > 0) note('also', `${plural(more, 'more place')}; --verbose lists all`);
  if (options.verbose) {
    const title = report.rules.find(rule => rule.id === finding.rule)?.title;
    note('rule', `${title ? title + ' ' : ''}(confidence ${finding.confidence})`);
  }
  return lines;
}

function shortReason(rule: string, pages: Pages): string {
  const known = pages.reason?.(rule);
  const page = known === undefined ? pages.get(rule) : undefined;
  return known ?? (page ? reasonOf(page) : '');
}

/** One entry for each rule: how often, and where first. */
function lows(findings: readonly Judged[], report: Report, writer: Writer): string[] {
  const groups = new Map<string, Judged[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group) group.push(finding);
    else groups.set(finding.rule, [finding]);
  }
  const lines: string[] = [];
  for (const [rule, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const only = group.length === 1 ? group[0] : undefined;
    const title = only ? writer.masking.scrub(only.message) : (report.rules.find(info => info.id === rule)?.title ?? rule);
    lines.push(...heading(`low[${plain(rule)}]`, plain(title, MESSAGE), 'low', writer));
    const places = group.slice(0, FIRST_PLACES).map(finding => plain(placeOf(finding.source, finding.span)));
    const more = group.length - places.length;
    const where = (only ? '' : `${group.length} places: `) + places.join(', ') + (more > 0 ? ` and ${more} more` : '');
    const [first, ...rest] = wrap(where, writer.options.width - 6);
    lines.push(`  ${writer.paint.frame('-->')} ${first ?? ''}`, ...rest.map(part => '      ' + part));
  }
  return lines;
}

function footer(report: Report, findings: readonly Judged[], writer: Writer): string[] {
  const { options, masking, paint } = writer;
  const suppressed = report.findings.length - findings.length;
  const aside = suppressed > 0 ? `; ${suppressed} suppressed` : '';
  const files = plural(readFiles(report), 'MCP configuration file');
  const servers = plural(report.servers.length, 'server');
  const lines: string[] = [];
  // Errors go to standard error as well; a terminal shows both.
  const notices = report.notices.filter(({ level }) => level === 'warning' || (level === 'error' ? !options.told : options.verbose));
  for (const notice of notices) {
    const place = notice.file === undefined ? '' : ` (${notice.file})`;
    lines.push(...wrap(`${notice.level}: ${plain(masking.scrub(notice.message) + place, MESSAGE)}`, options.width));
  }
  const blind = unread(report);
  const listed = options.verbose ? blind : blind.slice(0, 10);
  for (const file of listed) {
    lines.push(
      ...wrap(plain(`${file.state}: ${file.path}${file.reason ? ` (${masking.scrub(file.reason)})` : ''}`, MESSAGE), options.width),
    );
  }
  if (blind.length > listed.length)
    lines.push(`and ${plural(blind.length - listed.length, 'more file')} not fully read; --verbose lists all`);
  if (report.findings.length === 0 && report.files.length === 0)
    return options.told ? lines : [...lines, 'No MCP configuration files found.'];
  if (findings.length === 0) return [...lines, ...wrap(`No findings in ${files} (${servers})${aside}.`, options.width)];
  const counts = countsText(bySeverity(findings));
  const summary = wrap(`${plural(findings.length, 'finding')} (${counts}) in ${files} (${servers})${aside}.`, options.width);
  lines.push(...summary.map(line => paint.bold(line)));
  const fixable = findings.filter(finding => finding.fix?.safe).length;
  if (fixable > 0) lines.push(`${plural(fixable, 'finding')} can be mended safely: run \`postern --fix\`.`);
  const least = worst(findings);
  const next = findings.find(finding => rank(finding.severity) === least)!;
  lines.push(...wrap(`Run \`postern explain ${plain(next.rule)}\` to see why it matters and what to do.`, options.width));
  return lines;
}

/** `severity[rule]: message`, further lines indented. */
function heading(label: string, message: string, severity: Severity, { options, paint }: Writer): string[] {
  const [first = '', ...rest] = wrap(`${label}: ${message}`, options.width, 4);
  const head = paint.severity(severity, label) + paint.bold(first.slice(label.length));
  return [head, ...rest.map(line => paint.bold('    ' + line))];
}

/** Breaks at blanks only, so that a path or a link stays in one piece. @param hang columns that lines after the first lose. */
function wrap(text: string, width: number, hang = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const size = columns(word);
    if (line !== '' && used + 1 + size > (lines.length === 0 ? width : width - hang)) {
      lines.push(line);
      line = word;
      used = size;
    } else {
      used += line === '' ? size : size + 1;
      line += line === '' ? word : ' ' + word;
    }
  }
  lines.push(line);
  return lines;
}

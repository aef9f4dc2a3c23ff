import type { Severity } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { maskingOf, type Masking } from './masking.ts';
import { isOutside, open, placeOf, plural, regionOf, unread, worstFirst } from './places.ts';
import type { Reporter } from './reporter.ts';
import { workflowData, workflowProperty } from './sanitise.ts';

type Level = 'error' | 'warning' | 'notice';
interface Annotation {
  readonly level: Level;
  readonly line: string;
}

// GitHub drops, without a word, what goes over ten of a level in one step.
const MOST = 10;
const LEVEL: Readonly<Record<Severity, Level>> = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' };
const MESSAGE = 1000;

/** Workflow commands that GitHub shows as annotations, worst first. */
export const github: Reporter = report => {
  const masking = maskingOf(report);
  const annotations = [...findingsOf(report, masking), ...filesOf(report, masking)];
  const counts: Record<Level, number> = { error: 0, warning: 0, notice: 0 };
  for (const { level } of annotations) counts[level]++;
  // The closing line is a notice itself: where one is needed, one notice less fits.
  const cut = counts.error > MOST || counts.warning > MOST || counts.notice > MOST;
  const room: Record<Level, number> = { error: MOST, warning: MOST, notice: cut ? MOST - 1 : MOST };
  const lines: string[] = [];
  for (const { level, line } of annotations) if (room[level]-- > 0) lines.push(line);
  const left = annotations.length - lines.length;
  if (left > 0) {
    const text = `${plural(left, 'more annotation')} of ${annotations.length} not shown here: see the job summary or the full report.`;
    lines.push(`::notice title=Postern::${workflowData(text)}`);
  }
  return lines.map(line => line + '\n').join('');
};

function findingsOf(report: Report, { scrub }: Masking): Annotation[] {
  const { prefix = '' } = report;
  const outside = isOutside(report);
  return worstFirst(open(report)).map(({ rule, severity, message, source, span }) => {
    const level = LEVEL[severity];
    const title = `title=${workflowProperty(`${severity}: ${rule}`)}`;
    if (outside(source.path)) {
      return { level, line: `::${level} ${title}::${workflowData(`${placeOf(source, span)}: ${scrub(message)}`, MESSAGE)}` };
    }
    const { line, column, endLine, endColumn } = regionOf(source, span);
    // Columns over several lines make GitHub drop the annotation.
    const columns = endLine === line ? `,col=${column},endColumn=${Math.max(endColumn, column + 1)}` : '';
    const place = `file=${workflowProperty(prefix + source.path)},line=${line},endLine=${endLine}${columns}`;
    return { level, line: `::${level} ${place},${title}::${workflowData(scrub(message), MESSAGE)}` };
  });
}

function filesOf(report: Report, { scrub }: Masking): Annotation[] {
  const { prefix = '' } = report;
  const outside = isOutside(report);
  return unread(report).map(({ path, state, reason }) => {
    const place = outside(path) ? '' : `file=${workflowProperty(prefix + path)},line=1,`;
    const text = `${path} (${state})${reason === null ? '' : `: ${scrub(reason)}`}`;
    return { level: 'warning', line: `::warning ${place}title=Not fully read::${workflowData(text, MESSAGE)}` };
  });
}

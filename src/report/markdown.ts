import type { Judged } from '../core/finding.ts';
import { maskingOf } from './masking.ts';
import { bySeverity, countsText, open, placeOf, plural, reaches, readFiles, unread, worstFirst } from './places.ts';
import type { Reporter } from './reporter.ts';
import { markdownCode, markdownMessage, markdownText } from './sanitise.ts';

const MOST_ROWS = 100;
const MESSAGE = 400;
// A comment on a pull request takes 64 kB; a job summary takes more.
const MOST_LENGTH = 56_000;

/** A job summary or a comment on a pull request: counts, then a table, worst first. */
export const markdown: Reporter = (report, options) => {
  const { scrub } = maskingOf(report);
  const findings = worstFirst(open(report));
  const suppressed = report.findings.length - findings.length;
  const scanned = `${plural(readFiles(report), 'MCP configuration file')} (${plural(report.servers.length, 'server')})`;
  const aside = suppressed > 0 ? ` ${suppressed} suppressed.` : '';
  const lines = ['## Postern: MCP connections', ''];
  if (findings.length === 0) lines.push(`No findings in ${scanned}.${aside}`);
  else {
    lines.push(`**${plural(findings.length, 'finding')}** (${countsText(bySeverity(findings))}) in ${scanned}.${aside}`);
    const failing = findings.filter(finding => reaches(finding.severity, options.failOn)).length;
    if (options.failOn !== 'never') lines.push('', `${failing} at or above **${options.failOn}**, the level at which the check fails.`);
    lines.push('', '| Severity | Rule | Place | Finding |', '| --- | --- | --- | --- |');
    lines.push(...rows(findings, scrub));
  }
  const blind = unread(report);
  if (blind.length > 0) {
    lines.push('', `${plural(blind.length, 'file')} not fully read:`, '');
    for (const { path, state, reason } of blind.slice(0, 20)) {
      lines.push(`- ${markdownCode(path, 300)} (${state})${reason === null ? '' : `: ${markdownMessage(scrub(reason), MESSAGE)}`}`);
    }
    if (blind.length > 20) lines.push(`- and ${blind.length - 20} more`);
  }
  return lines.join('\n') + '\n';
};

function rows(findings: readonly Judged[], scrub: (text: string) => string): string[] {
  const lines: string[] = [];
  let length = 0;
  for (const { rule, severity, message, source, span } of findings) {
    const row = `| ${severity} | ${markdownText(rule)} | ${markdownCode(placeOf(source, span), 300)} | ${markdownMessage(scrub(message), MESSAGE)} |`;
    length += row.length;
    if (lines.length === MOST_ROWS || length > MOST_LENGTH) break;
    lines.push(row);
  }
  const left = findings.length - lines.length;
  return left > 0 ? [...lines, '', `${left} more not shown here.`] : lines;
}

import type { Notification } from 'sarif';
import type { Report } from '../core/report.ts';
import type { Masking } from './masking.ts';
import { plural, unread } from './places.ts';
import { sarifText, uri } from './sanitise.ts';

/** What all paths in the file are relative to. */
export const BASE = '%SRCROOT%';
const NOT_READ = 'file-not-read';
const LEFT_OUT = 'results-left-out';
const NOTICE = 'run-notice';
const MESSAGE = 1000;

/** Files that were not, or not wholly, read, and what the run has to say. */
export function notificationsOf(report: Report, masking: Masking, outside: (path: string) => boolean): Notification[] {
  const files = unread(report)
    .filter(file => !outside(file.path))
    .map(({ path, state, reason }): Notification => {
      const why = reason === null ? '' : `: ${sarifText(masking.scrub(reason), MESSAGE).replace(/\.$/, '')}`;
      const how =
        state === 'partial' ? 'was read in part' : state === 'unreadable' ? 'could not be read' : 'is of a kind that is not supported';
      return {
        level: 'warning',
        descriptor: { id: NOT_READ, index: 0 },
        message: { text: `'${sarifText(path, 300)}' ${how}${why}.` },
        locations: [{ physicalLocation: { artifactLocation: { uri: uri(path), uriBaseId: BASE }, region: { startLine: 1 } } }],
      };
    });
  const notices = report.notices
    .filter(notice => notice.level !== 'info' && (notice.file === undefined || !outside(notice.file)))
    .map(({ level, message }): Notification => ({
      level: level === 'error' ? 'error' : 'warning',
      descriptor: { id: NOTICE, index: 2 },
      message: { text: sarifText(masking.scrub(message), MESSAGE) },
    }));
  return [...files, ...notices];
}

/** @param outside findings that are in no file of the repository. @param tooMany findings beyond the limit. */
export function leftOut(outside: number, tooMany: number, limit: number): Notification[] {
  const texts = [];
  if (outside > 0)
    texts.push(
      `${plural(outside, 'finding')} outside the repository, in personal files for example, cannot be shown here and was left out.`,
    );
  if (tooMany > 0) texts.push(`Only the ${limit} most severe findings are given; ${tooMany} more were left out.`);
  return texts.map(text => ({ level: 'warning', descriptor: { id: LEFT_OUT, index: 1 }, message: { text } }));
}

/** Their descriptions, in the order of their indexes. */
export const NOTIFICATIONS = [
  describe(
    NOT_READ,
    'FileNotRead',
    'A file could not be read, or not wholly',
    'Repair the file, or exclude it, so that nothing in it goes unseen.',
  ),
  describe(LEFT_OUT, 'ResultsLeftOut', 'Findings were left out of this file', 'Use the text or JSON report to see all findings.'),
  describe(NOTICE, 'RunNotice', 'Something about the run as a whole', 'Read the message.'),
];

function describe(id: string, name: string, title: string, help: string) {
  return { id, name, shortDescription: { text: title }, fullDescription: { text: `${title}.` }, help: { text: help } };
}

import type { FormatHead } from '../core/format.ts';
import { expandBraces } from '../core/glob.ts';

/**
 * One glob without braces of one format, taken apart ahead of time: what kind of key finds it (0 the whole file name,
 * 1 the ending, 2 none), the key, the format's and the pattern's index, the folders above the file (`/` between them;
 * a leading `./` stands for the root), the file name's glob, a text that stands in every path that fits ('' for none),
 * and how many folders every path that fits lies in at most (-1 for any number).
 */
export type CandidateRow = readonly [
  kind: 0 | 1 | 2,
  key: string,
  format: number,
  pattern: number,
  folders: string,
  base: string,
  needs: string,
  depth: number,
];

/** All rows by what finds them; lists are JSON, since few are ever looked into. */
export interface CandidateTable {
  /** Rows by the whole file name. */
  readonly names: readonly Line[];
  /** Rows by {@link endingKey}. */
  readonly byEnding: readonly Line[];
  /** {@link EndingRows} by ending. */
  readonly endings: readonly Line[];
  /** All endings of names and patterns, one blank between. */
  readonly likely: string;
  /** Rows that no key finds. */
  readonly others: readonly CandidateRow[];
}

/** For a {@link lookup}. */
type Line = readonly [key: string, json: string];

export interface EndingRows {
  /** What stands in paths that fit: one of these in each, '' where nothing is sure to. */
  readonly texts: readonly string[];
  /** Texts, one of which stands in each path that fits at any depth; null where some path needs none. */
  readonly any: readonly string[] | null;
  /** Folders that all other paths that fit lie in at most; -1 where there are none. */
  readonly deepest: number;
}

/** @param rows as {@link rowsOf} makes them. */
export function tableOf(rows: readonly CandidateRow[]): CandidateTable {
  const grouped = (kind: 0 | 1) => {
    const lists: Record<string, CandidateRow[]> = {};
    for (const row of rows) if (row[0] === kind) (lists[row[1]] ??= []).push(row);
    return Object.entries(lists);
  };
  const endings = grouped(1).map(([ending, list]) => {
    const needs = new Set(list.flatMap(([, , , , , , text, depth]) => (depth < 0 ? text : [])));
    const any = needs.has('') ? null : [...needs];
    const texts = [...new Set(list.map(row => row[6]))];
    return [ending, { texts, any, deepest: Math.max(-1, ...list.map(row => row[7])) }] satisfies [string, EndingRows];
  });
  const byEnding: Record<string, CandidateRow[]> = {};
  for (const row of rows) if (row[0] === 1) (byEnding[endingKey(row[1], row[6])] ??= []).push(row);
  const all = [...grouped(0), ...endings].map(([key]) => key.slice(key.lastIndexOf('.') + 1));
  return {
    names: lines(grouped(0)),
    byEnding: lines(Object.entries(byEnding)),
    endings: lines(endings),
    likely: [...new Set(all)].join(' '),
    others: rows.filter(row => row[0] === 2),
  };
}

function lines(entries: readonly (readonly [key: string, value: unknown])[]): Line[] {
  return entries.map(([key, value]) => [key, JSON.stringify(value)]);
}

/** @param text no slash stands in it. */
export function endingKey(ending: string, text: string): string {
  return `${ending}/${text}`;
}

/** All rows of all formats, in their order. */
export function rowsOf(formats: readonly Pick<FormatHead, 'files'>[]): CandidateRow[] {
  return formats.flatMap(({ files }, format) =>
    files.flatMap(({ path }, pattern) => expandBraces(path).map(glob => rowOf(glob, format, pattern))),
  );
}

function rowOf(glob: string, format: number, pattern: number): CandidateRow {
  const rooted = glob.startsWith('./');
  const plain = rooted || isPersonal(glob) ? glob.slice(glob.indexOf('/') + 1) : glob;
  const slash = plain.lastIndexOf('/');
  const base = plain.slice(slash + 1);
  const folders = (rooted ? './' : '') + plain.slice(0, Math.max(0, slash));
  if (isLiteral(base)) return [0, base, format, pattern, folders, base, longestText(folders), -1];
  const ending = base.slice(base.lastIndexOf('.') + 1);
  if (!base.includes('.') || !isLiteral(ending)) return [2, '', format, pattern, folders, base, '', -1];
  const depth = rooted && !plain.includes('**') ? plain.split('/').length - 1 : -1;
  return [1, ending, format, pattern, folders, base, longestText(plain.slice(0, -ending.length - 1)), depth];
}

/** Whether a pattern names a place of a person or of the machine rather than a file in any folder. */
export function isPersonal(glob: string): boolean {
  return glob.startsWith('~/') || isAbsolute(glob);
}

/** Whether a pattern names one place on the machine. */
export function isAbsolute(glob: string): boolean {
  return glob.startsWith('/') || (glob.startsWith(':/', 1) && /^[A-Za-z]/.test(glob));
}

/** The longest run of plain characters in a glob, at least two. */
function longestText(glob: string): string {
  const runs = glob.split(/[*?[\]\\/]+/).toSorted((a, b) => b.length - a.length);
  return (runs[0]?.length ?? 0) >= 2 && !glob.includes('[') ? runs[0]! : '';
}

function isLiteral(glob: string): boolean {
  return !/[*?[\\]/.test(glob);
}

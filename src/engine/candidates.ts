import type { FormatHead } from '../core/format.ts';
import { compilePart, matchParts, type Matcher } from '../core/glob.ts';
import { table } from '../core/table.ts';
import { candidateEndings, candidateNames, candidateOthers, candidateTexts, likelyEndings } from '../generated/candidate-rows.ts';
import { formatHead } from '../generated/format-heads.ts';
import { type CandidateRow, endingKey, type EndingRows, isPersonal } from './candidate-rows.ts';
import type { Candidate } from './load.ts';

/** The patterns of a {@link CandidateRow} whose key has come up. */
interface Row {
  /** Name of the file; null where the table's key has said it all. */
  readonly base: Matcher | null;
  /** Folders above the file, outermost first; null stands for `**`. Null as a whole where they do not matter. */
  readonly folders: readonly (Matcher | null)[] | null;
}

const NONE: readonly Candidate[] = [];
/** Copies that people keep beside the real file; a credential in a copy has leaked all the same. */
const COPY_ENDINGS = new Set([
  'example',
  'sample',
  'template',
  'tmpl',
  'dist',
  'bak',
  'backup',
  'old',
  'orig',
  'disabled',
  'save',
  'local',
]);

/** Endings of file names that may be of interest; '' stands for names without one. */
const likely = table((): ReadonlySet<string> => new Set([...COPY_ENDINGS, ...likelyEndings().split(' ')]));
const likelySpots = table(() => {
  const spots = new Uint8Array(1 << 12);
  for (const ending of likely()) spots[spot(ending.length, ending.charCodeAt(0))] = 1;
  return spots;
});

/**
 * False: {@link candidatesFor} finds nothing for the path that stands at these 0-based offsets of bytes in UTF-8. Makes no
 * string, since it is asked for every file of a tree.
 */
export function mayBeCandidate(bytes: Uint8Array, start: number, end: number): boolean {
  if (candidateOthers.length > 0 || bytes[end - 1] === TILDE) return true;
  let dot = end - 1;
  while (dot >= start && bytes[dot] !== DOT && bytes[dot] !== SLASH) dot--;
  // A name without an ending: too few to matter.
  if (dot < start || bytes[dot] === SLASH) return true;
  return likelySpots()[spot(end - dot - 1, bytes[dot + 1]!)] === 1;
}

/**
 * The formats that name a path, sure names first; the same empty list for all that none names. Patterns below `~/` count
 * in a repository too (dotfiles), but then the content has to agree.
 * @param path with `/`, relative to the root.
 */
export function candidatesFor(path: string): readonly Candidate[] {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  if (candidateOthers.length === 0 && dot > slash && !path.endsWith('~') && !likely().has(path.slice(dot + 1))) return NONE;
  const base = path.slice(slash + 1);
  const found = collect(path, base);
  if (found.some(({ pattern }) => pattern.by === 'name')) return best(found);
  const plain = withoutCopyEnding(base);
  // A copy's own name may please readers of many names; the client that the original is for knows better.
  const copies = plain === null ? NONE : collect(path, plain);
  return found.length + copies.length === 0 ? NONE : best([...found, ...copies]);
}

function collect(path: string, base: string): Candidate[] {
  const found: Candidate[] = [];
  let folders: string[] | undefined;
  for (const list of listsFor(path, base)) {
    for (const row of list) {
      if (row[6] !== '' && !path.includes(row[6])) continue;
      const { base: fits, folders: above } = compiled(row);
      if (fits?.(base) === false) continue;
      if (above) {
        folders ??= path.split('/').slice(0, -1);
        if (!matchParts(above, folders)) continue;
      }
      found.push(candidateOf(row));
    }
  }
  return found;
}

/** Rows that may fit; most paths of a tree have none, and that is found out without making anything. */
function* listsFor(path: string, base: string): Generator<readonly CandidateRow[]> {
  const named = candidateNames.get(base);
  if (named !== undefined) yield rowsIn(named);
  const dot = base.lastIndexOf('.');
  const ending = base.slice(dot + 1);
  const rows = dot >= 0 ? endingRows(ending) : null;
  if (rows && (looks++ < FEW_LOOKS || mayEnd(rows, path))) yield rowsFor(ending, rows, path);
  yield candidateOthers;
}

function endingRows(ending: string): EndingRows | null {
  const held = byEnding.get(ending);
  if (held) return held;
  const text = candidateEndings.get(ending);
  if (text === undefined) return null;
  const rows = JSON.parse(text) as EndingRows;
  byEnding.set(ending, rows);
  return rows;
}
const byEnding = new Map<string, EndingRows>();

/** In the order of formats, since the first of equals is taken. */
function rowsFor(ending: string, { texts }: EndingRows, path: string): CandidateRow[] {
  const found: CandidateRow[] = [];
  for (const text of texts) {
    if (text === '' || path.includes(text)) found.push(...rowsIn(candidateTexts.get(endingKey(ending, text))!));
  }
  return found.sort((a, b) => a[2] - b[2] || a[3] - b[3]);
}

const read = new Map<string, readonly CandidateRow[]>();
function rowsIn(text: string): readonly CandidateRow[] {
  let rows = read.get(text);
  if (!rows) read.set(text, (rows = JSON.parse(text) as CandidateRow[]));
  return rows;
}

/**
 * Of thousands of JSON files few have a text in their path that some pattern needs. One regular expression finds them all in
 * one look, but takes longer to be compiled than a few hundred looks for each text.
 */
function mayEnd({ any, deepest }: EndingRows, path: string): boolean {
  if (any === null || isShallow(path, deepest)) return true;
  let expression = expressions.get(any);
  if (!expression) {
    const source = any.map(text => text.replace(/[^\w-]/g, '\\$&')).join('|');
    expressions.set(any, (expression = new RegExp(source || '$^')));
  }
  return expression.test(path);
}
let looks = 0;
const FEW_LOOKS = 300;
const expressions = new Map<readonly string[], RegExp>();

const DOT = 46;
const SLASH = 47;
const TILDE = 126;
/** Endings fall together by their length and first letter: a false "may" costs little. */
const spot = (length: number, first: number): number => ((length & 31) << 7) | (first & 127);

/** `mcp.json.bak` and `mcp.example.json` → `mcp.json`; null where nothing is to be taken off. */
function withoutCopyEnding(base: string): string | null {
  if (base.endsWith('~')) return base.slice(0, -1);
  const last = base.lastIndexOf('.');
  if (last <= 0) return null;
  if (COPY_ENDINGS.has(base.slice(last + 1))) return base.slice(0, last);
  const before = base.lastIndexOf('.', last - 1);
  return before >= 0 && COPY_ENDINGS.has(base.slice(before + 1, last)) ? base.slice(0, before) + base.slice(last) : null;
}

/** One row for each format, sure names before names that the content has to confirm; project files before others. */
function best(found: readonly Candidate[]): readonly Candidate[] {
  if (found.length === 1) return found;
  const sorted = found.toSorted((a, b) => weight(a) - weight(b));
  const seen = new Set<FormatHead>();
  return sorted.filter(({ format }) => !seen.has(format) && seen.add(format));
}

function weight({ format, pattern }: Candidate): number {
  return (format.kind === 'generic' ? 4 : 0) + (pattern.by === 'name' ? 0 : 2) + (isPersonal(pattern.path) ? 1 : 0);
}

/** Few patterns are ever asked for, so each is compiled when a path may fit it. */
function compiled(row: CandidateRow): Row {
  let made = rows.get(row);
  if (!made) rows.set(row, (made = compile(row)));
  return made;
}
const rows = new Map<CandidateRow, Row>();

function compile([kind, , , , folders, base]: CandidateRow): Row {
  const rooted = folders.startsWith('./');
  const parts = folders.slice(rooted ? 2 : 0);
  const above = parts === '' ? [] : parts.split('/').map(part => (part === '**' ? null : compilePart(part)));
  return {
    base: kind === 0 ? null : compilePart(base),
    folders: !rooted && above.length === 0 ? null : [...(rooted ? [] : [null]), ...above],
  };
}

/** The same object each time. */
function candidateOf(row: CandidateRow): Candidate {
  let made = candidates.get(row);
  if (!made) {
    const [, , at, index, folders] = row;
    const format = formatHead(at);
    const pattern = format.files[index]!;
    const isAnywhere = (folders === '' || folders === './') && isPersonal(pattern.path);
    candidates.set(row, (made = { format, pattern: isAnywhere ? { ...pattern, by: 'content' } : pattern }));
  }
  return made;
}
const candidates = new Map<CandidateRow, Candidate>();

/** At most so many folders above the file. */
function isShallow(path: string, folders: number): boolean {
  let at = -1;
  for (let count = 0; count <= folders; count++) {
    at = path.indexOf('/', at + 1);
    if (at < 0) return true;
  }
  return false;
}

import type { FormatHead } from '../core/format.ts';
import { compilePart, matchParts, type Matcher } from '../core/glob.ts';
import { candidateRows } from '../generated/candidate-rows.ts';
import { formatHeads } from '../generated/format-heads.ts';
import { type CandidateRow, isPersonal } from './candidate-rows.ts';
import type { Candidate } from './load.ts';

/** Decides from a path alone which formats a file may be of. */
export interface CandidateTable {
  /** @param path with `/`, relative to any folder. @returns the formats that name it, sure names first; the same empty list for all others. */
  match(path: string): readonly Candidate[];
  /**
   * False: {@link match} finds nothing for the path that stands at these 0-based offsets of a text. Makes no string, since
   * it is asked for every file of a tree.
   */
  mayMatch(text: string, start: number, end: number): boolean;
}

/** A {@link CandidateRow} whose key has come up. */
interface Row {
  readonly candidate: Candidate;
  /** Name of the file; null where the table's key has said it all. */
  readonly base: Matcher | null;
  /** Folders above the file, outermost first; null stands for `**`. Null as a whole where they do not matter. */
  readonly folders: readonly (Matcher | null)[] | null;
  readonly needs: string;
  readonly depth: number;
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

/**
 * A table over the formats' file names, so that deciding on a path costs two map look-ups. Patterns below `~/` count in
 * a repository too (dotfiles), but then the content has to agree.
 */
function tableOf(rows: readonly CandidateRow[], formats: readonly FormatHead[]): CandidateTable {
  const byBase = new Map<string, CandidateRow[]>();
  const byEnding = new Map<string, CandidateRow[]>();
  const others: CandidateRow[] = [];
  // Endings of file names that may be of interest; '' for names without one.
  const endings = new Set<string>(COPY_ENDINGS);
  for (const row of rows) {
    const [kind, key] = row;
    if (kind === 2) others.push(row);
    else put(kind === 0 ? byBase : byEnding, key, row);
    endings.add(key.slice(key.lastIndexOf('.') + 1));
  }
  const worth = new Map<string, (path: string) => boolean>();
  // Few patterns are ever asked for, so each is compiled when its key comes up first.
  const made = new Map<readonly CandidateRow[], readonly Row[]>();
  const compiled = (list: readonly CandidateRow[] | undefined): readonly Row[] => {
    if (!list) return [];
    const held = made.get(list) ?? list.map(row => compile(row, formats));
    made.set(list, held);
    return held;
  };

  function collect(path: string, base: string): Candidate[] {
    const found: Candidate[] = [];
    const dot = base.lastIndexOf('.');
    const ending = base.slice(dot + 1);
    const rows = [byBase.get(base), dot < 0 || !mayEnd(ending, path) ? undefined : byEnding.get(ending), others];
    let folders: string[] | undefined;
    for (const list of rows) {
      for (const row of compiled(list)) {
        if ((row.needs && !path.includes(row.needs)) || row.base?.(base) === false) continue;
        if (row.folders) {
          folders ??= path.split('/').slice(0, -1);
          if (!matchParts(row.folders, folders)) continue;
        }
        found.push(row.candidate);
      }
    }
    return found;
  }

  /** One look for all texts that the patterns of an ending need: of thousands of JSON files few have one in their path. */
  function mayEnd(ending: string, path: string): boolean {
    let test = worth.get(ending);
    if (!test) {
      const rows = byEnding.get(ending) ?? [];
      const needs = new Set(rows.flatMap(([, , , , , , text, depth]) => (depth < 0 ? text : [])));
      const deepest = Math.max(-1, ...rows.map(row => row[7]));
      const any = new RegExp([...needs].map(text => text.replace(/[^\w-]/g, '\\$&')).join('|') || '$^');
      test = needs.has('') ? () => true : text => any.test(text) || isShallow(text, deepest);
      worth.set(ending, test);
    }
    return test(path);
  }

  /** Most paths of a tree are of no interest, so that is found out first, without making anything. */
  const isKey = (base: string): boolean => {
    if (others.length > 0 || byBase.has(base)) return true;
    const dot = base.lastIndexOf('.');
    return dot >= 0 && byEnding.has(base.slice(dot + 1));
  };

  const likely = new Uint8Array(1 << 12);
  for (const ending of endings) likely[spot(ending.length, ending.charCodeAt(0))] = 1;

  return {
    mayMatch(text, start, end) {
      if (others.length > 0 || text.charCodeAt(end - 1) === TILDE) return true;
      let dot = end - 1;
      while (dot >= start && text.charCodeAt(dot) !== DOT && text.charCodeAt(dot) !== SLASH) dot--;
      // A name without an ending: too few to matter.
      if (dot < start || text.charCodeAt(dot) === SLASH) return true;
      return likely[spot(end - dot - 1, text.charCodeAt(dot + 1))] === 1;
    },
    match(path) {
      const slash = path.lastIndexOf('/');
      const dot = path.lastIndexOf('.');
      if (others.length === 0 && dot > slash && !path.endsWith('~') && !endings.has(path.slice(dot + 1))) return NONE;
      const base = path.slice(slash + 1);
      const found = isKey(base) ? collect(path, base) : NONE;
      if (found.some(({ pattern }) => pattern.by === 'name')) return best(found);
      const plain = withoutCopyEnding(base);
      // A copy's own name may please readers of many names; the client that the original is for knows better.
      const copies = plain === null || !isKey(plain) ? NONE : collect(path, plain);
      return found.length + copies.length === 0 ? NONE : best([...found, ...copies]);
    },
  };
}

const DOT = 46;
const SLASH = 47;
const TILDE = 126;
/** Endings fall together by their length and first letter: a false "may" costs little. */
const spot = (length: number, first: number): number => ((length & 31) << 7) | (first & 127);

let table: CandidateTable | undefined;

/** {@link CandidateTable.mayMatch} over all formats. */
export function mayBeCandidate(text: string, start: number, end: number): boolean {
  return (table ??= tableOf(candidateRows, formatHeads)).mayMatch(text, start, end);
}

/** {@link CandidateTable.match} over all formats. @param path with `/`, relative to the root. */
export function candidatesFor(path: string): readonly Candidate[] {
  return (table ??= tableOf(candidateRows, formatHeads)).match(path);
}

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

function compile([kind, , format, index, folders, base, needs, depth]: CandidateRow, formats: readonly FormatHead[]): Row {
  const head = formats[format]!;
  const pattern = head.files[index]!;
  const rooted = folders.startsWith('./');
  const parts = folders.slice(rooted ? 2 : 0);
  const above = parts === '' ? [] : parts.split('/').map(part => (part === '**' ? null : compilePart(part)));
  return {
    candidate: { format: head, pattern: parts === '' && isPersonal(pattern.path) ? { ...pattern, by: 'content' } : pattern },
    base: kind === 0 ? null : compilePart(base),
    folders: !rooted && above.length === 0 ? null : [...(rooted ? [] : [null]), ...above],
    needs,
    depth,
  };
}

/** At most so many folders above the file. */
function isShallow(path: string, folders: number): boolean {
  let at = -1;
  for (let count = 0; count <= folders; count++) {
    at = path.indexOf('/', at + 1);
    if (at < 0) return true;
  }
  return false;
}

function put(map: Map<string, CandidateRow[]>, key: string, row: CandidateRow): void {
  const list = map.get(key);
  if (list) list.push(row);
  else map.set(key, [row]);
}

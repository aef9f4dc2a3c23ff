import type { FilePattern, FormatHead } from '../core/format.ts';
import { compilePart, expandBraces, matchParts, type Matcher } from '../core/glob.ts';
import { formatHeads } from '../generated/format-heads.ts';
import type { Candidate } from './load.ts';

/** Decides from a path alone which formats a file may be of. */
export interface CandidateTable {
  /** @param path with `/`, relative to any folder. @returns the formats that name it, sure names first; the same empty list for all others. */
  match(path: string): readonly Candidate[];
}

interface Row {
  readonly candidate: Candidate;
  /** Name of the file; null where the table's key has said it all. */
  readonly base: () => Matcher | null;
  /** Folders above the file, outermost first; null stands for `**`. */
  readonly folders: () => readonly (Matcher | null)[];
  /** The folders do not matter. */
  readonly anywhere?: boolean;
  /** A text that stands in every path that fits; empty where there is none to tell. */
  readonly needs?: string;
  /** Folders that every path that fits lies in, where that is a number. */
  readonly depth?: number;
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
 * Compiles the formats' file names into one table, so that deciding on a path costs two map look-ups.
 * Patterns below `~/` count in a repository too (dotfiles), but then the content has to agree.
 */
export function compileCandidates(formats: readonly FormatHead[]): CandidateTable {
  const byBase = new Map<string, Row[]>();
  const byEnding = new Map<string, Row[]>();
  const worth = new Map<string, (path: string) => boolean>();
  const others: Row[] = [];
  for (const format of formats) {
    for (const pattern of format.files) {
      for (const glob of expandBraces(pattern.path)) add(format, pattern, glob);
    }
  }

  function add(format: FormatHead, pattern: FilePattern, glob: string): void {
    const home = glob.startsWith('~/') || isAbsolute(glob);
    const rooted = glob.startsWith('./');
    const plain = home || rooted ? glob.slice(glob.indexOf('/') + 1) : glob;
    const slash = plain.lastIndexOf('/');
    const base = plain.slice(slash + 1);
    const literal = isLiteral(base);
    const row: Row = {
      candidate: { format, pattern: home && slash < 0 ? { ...pattern, by: 'content' } : pattern },
      // Few patterns are ever asked for, so each is compiled when its key comes up first.
      base: once(() => (literal ? null : compilePart(base))),
      folders: once(() => [
        ...(rooted ? [] : [null]),
        ...(slash < 0 ? [] : plain.slice(0, slash).split('/')).map(part => (part === '**' ? null : compilePart(part))),
      ]),
    };
    if (literal) put(byBase, base, { ...row, anywhere: !rooted && slash < 0 });
    else {
      const ending = base.slice(base.lastIndexOf('.') + 1);
      if (base.includes('.') && isLiteral(ending))
        put(byEnding, ending, {
          ...row,
          needs: longestText(plain.slice(0, -ending.length - 1)),
          ...(rooted && !plain.includes('**') ? { depth: plain.split('/').length - 1 } : {}),
        });
      else others.push(row);
    }
  }

  function collect(path: string, base: string): Candidate[] {
    const found: Candidate[] = [];
    const dot = base.lastIndexOf('.');
    const ending = base.slice(dot + 1);
    const rows = [byBase.get(base), dot < 0 || !mayEnd(ending, path) ? undefined : byEnding.get(ending), others];
    let folders: string[] | undefined;
    for (const list of rows) {
      if (!list) continue;
      for (const row of list) {
        if ((row.needs && !path.includes(row.needs)) || row.base()?.(base) === false) continue;
        if (!row.anywhere) {
          folders ??= path.split('/').slice(0, -1);
          if (!matchParts(row.folders(), folders)) continue;
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
      const needs = new Set(rows.flatMap(row => (row.depth === undefined ? (row.needs ?? '') : [])));
      const deepest = Math.max(-1, ...rows.map(row => row.depth ?? -1));
      const any = new RegExp([...needs].map(text => text.replace(/[^\w-]/g, '\\$&')).join('|') || '$^');
      test = needs.has('') ? () => true : text => any.test(text) || isShallow(text, deepest);
      worth.set(ending, test);
    }
    return test(path);
  }

  /** Most paths of a tree are of no interest, so that is found out first, without making anything. */
  const mayMatch = (base: string): boolean => {
    if (others.length > 0 || byBase.has(base)) return true;
    const dot = base.lastIndexOf('.');
    return dot >= 0 && byEnding.has(base.slice(dot + 1));
  };

  return {
    match(path) {
      const base = path.slice(path.lastIndexOf('/') + 1);
      const found = mayMatch(base) ? collect(path, base) : NONE;
      if (found.some(({ pattern }) => pattern.by === 'name')) return best(found);
      const plain = withoutCopyEnding(base);
      // A copy's own name may please readers of many names; the client that the original is for knows better.
      const copies = plain === null || !mayMatch(plain) ? NONE : collect(path, plain);
      return found.length + copies.length === 0 ? NONE : best([...found, ...copies]);
    },
  };
}

let table: CandidateTable | undefined;

/** {@link CandidateTable.match} over all formats. @param path with `/`, relative to the root. */
export function candidatesFor(path: string): readonly Candidate[] {
  return (table ??= compileCandidates(formatHeads)).match(path);
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
  return (
    (format.kind === 'generic' ? 4 : 0) +
    (pattern.by === 'name' ? 0 : 2) +
    (pattern.path.startsWith('~/') || isAbsolute(pattern.path) ? 1 : 0)
  );
}

/** Whether a pattern names one place on the machine rather than a file in any folder. */
export function isAbsolute(glob: string): boolean {
  return glob.startsWith('/') || /^[A-Za-z]:\//.test(glob);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
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

/** The longest run of plain characters in a glob, at least two. */
function longestText(glob: string): string {
  const runs = glob.split(/[*?[\]\\/]+/).toSorted((a, b) => b.length - a.length);
  return (runs[0]?.length ?? 0) >= 2 && !glob.includes('[') ? runs[0]! : '';
}

function isLiteral(glob: string): boolean {
  return !/[*?[\\]/.test(glob);
}

function put(map: Map<string, Row[]>, key: string, row: Row): void {
  const list = map.get(key);
  if (list) list.push(row);
  else map.set(key, [row]);
}

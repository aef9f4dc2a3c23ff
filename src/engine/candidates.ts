import type { Format, FilePattern } from '../core/format.ts';
import { compilePart, expandBraces, matchParts, type Matcher } from '../core/glob.ts';
import { formats } from '../generated/formats.ts';
import type { Candidate } from './load.ts';

/** Decides from a path alone which formats a file may be of. */
export interface CandidateTable {
  /** @param path with `/`, relative to any folder. @returns the formats that name it, sure names first; the same empty list for all others. */
  match(path: string): readonly Candidate[];
}

interface Row {
  readonly candidate: Candidate;
  readonly base: Matcher | null;
  /** Folders above the file, outermost first; null stands for `**`. */
  readonly folders: readonly (Matcher | null)[];
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
export function compileCandidates(formats: readonly Format[]): CandidateTable {
  const byBase = new Map<string, Row[]>();
  const byEnding = new Map<string, Row[]>();
  const others: Row[] = [];
  for (const format of formats) {
    for (const pattern of format.files) {
      for (const glob of expandBraces(pattern.path)) add(format, pattern, glob);
    }
  }

  function add(format: Format, pattern: FilePattern, glob: string): void {
    const home = glob.startsWith('~/') || isAbsolute(glob);
    const parts = glob.replace(/^(?:~\/|[A-Za-z]:\/|\/)/, '').split('/');
    const base = parts.pop()!;
    const folders = parts.map(part => (part === '**' ? null : compilePart(part)));
    const candidate: Candidate = { format, pattern: home && folders.length === 0 ? { ...pattern, by: 'content' } : pattern };
    const row: Row = { candidate, base: isLiteral(base) ? null : compilePart(base), folders: [null, ...folders] };
    if (isLiteral(base)) put(byBase, base, row);
    else {
      const ending = base.slice(base.lastIndexOf('.') + 1);
      if (base.includes('.') && isLiteral(ending)) put(byEnding, ending, row);
      else others.push(row);
    }
  }

  function collect(path: string, base: string): Candidate[] {
    const found: Candidate[] = [];
    const dot = base.lastIndexOf('.');
    const rows = [byBase.get(base), dot < 0 ? undefined : byEnding.get(base.slice(dot + 1)), others];
    let folders: string[] | undefined;
    for (const list of rows) {
      if (!list) continue;
      for (const row of list) {
        if (row.base !== null && !row.base(base)) continue;
        if (row.folders.length > 1) {
          folders ??= path.split('/').slice(0, -1);
          if (!matchParts(row.folders, folders)) continue;
        }
        found.push(row.candidate);
      }
    }
    return found;
  }

  return {
    match(path) {
      const base = path.slice(path.lastIndexOf('/') + 1);
      const found = collect(path, base);
      if (found.length === 0) {
        const plain = withoutCopyEnding(base);
        if (plain === null) return NONE;
        found.push(...collect(path, plain));
      }
      return found.length === 0 ? NONE : best(found);
    },
  };
}

let table: CandidateTable | undefined;

/** {@link CandidateTable.match} over all formats. @param path with `/`, relative to the root. */
export function candidatesFor(path: string): readonly Candidate[] {
  return (table ??= compileCandidates(formats)).match(path);
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
  const seen = new Set<Format>();
  return sorted.filter(({ format }) => !seen.has(format) && seen.add(format));
}

function weight({ pattern }: Candidate): number {
  return (pattern.by === 'name' ? 0 : 2) + (pattern.path.startsWith('~/') || isAbsolute(pattern.path) ? 1 : 0);
}

/** Whether a pattern names one place on the machine rather than a file in any folder. */
export function isAbsolute(glob: string): boolean {
  return glob.startsWith('/') || /^[A-Za-z]:\//.test(glob);
}

function isLiteral(glob: string): boolean {
  return !/[*?[\\]/.test(glob);
}

function put(map: Map<string, Row[]>, key: string, row: Row): void {
  const list = map.get(key);
  if (list) list.push(row);
  else map.set(key, [row]);
}

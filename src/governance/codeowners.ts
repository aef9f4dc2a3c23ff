import { compilePart, matchParts, type Matcher } from '../core/glob.ts';

/** Where GitHub and GitLab look for the file, first match used. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'] as const;

export interface CodeOwnersRule {
  readonly pattern: string;
  /** As written; empty where a line takes ownership away. */
  readonly owners: readonly string[];
  /** 1-based. */
  readonly line: number;
  /** 0 before the first `[Section]`. */
  readonly section: number;
  readonly matches: Matcher;
}
export interface CodeOwners {
  readonly rules: readonly CodeOwnersRule[];
  /** @param path relative to the repository's root. @returns owners by the last rule that matches (in each section), empty where none. */
  ownersOf(path: string): readonly string[];
}

/** GitHub refuses larger files. */
const MAX_TEXT = 3_000_000;

/**
 * Reads a CODEOWNERS file: the last matching line wins; a line without owners means nobody; `!` and `[a-z]` are not
 * patterns. GitLab's `[Section] @default` is understood: sections add up, default owners stand for missing ones.
 */
export function parseCodeOwners(text: string): CodeOwners {
  const rules: CodeOwnersRule[] = [];
  let section = 0;
  let defaults: readonly string[] = [];
  let line = 0;
  for (const raw of text.slice(0, MAX_TEXT).split('\n')) {
    line++;
    const words = wordsOf(raw.trim());
    const [first] = words;
    if (first === undefined) continue;
    const header = sectionHeader(raw.trim());
    if (header) {
      section++;
      defaults = wordsOf(header.rest).filter(isOwner);
      continue;
    }
    if (first.startsWith('!')) continue;
    const owners = words.slice(1).filter(isOwner);
    rules.push({ pattern: first, owners: owners.length > 0 ? owners : defaults, line, section, matches: compilePattern(first) });
  }
  return {
    rules,
    ownersOf(path) {
      const found = new Map<number, readonly string[]>();
      for (const rule of rules) if (rule.matches(path)) found.set(rule.section, rule.owners);
      return [...new Set([...found.values()].flat())];
    },
  };
}

/** `@user`, `@org/team` or an address. */
function isOwner(word: string): boolean {
  return word.startsWith('@') ? word.length > 1 : word.indexOf('@') > 0;
}

/** Words up to a comment; `\ ` keeps a blank inside a pattern. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === '\\' && (line[at + 1] === ' ' || line[at + 1] === '#')) word += line[++at]!;
    else if (char === '#' && word === '') break;
    else if (char === ' ' || char === '\t') {
      if (word !== '') words.push(word);
      word = '';
    } else word += char;
  }
  if (word !== '') words.push(word);
  return words;
}

function sectionHeader(line: string): { rest: string } | null {
  if (!line.startsWith('[') && !line.startsWith('^[')) return null;
  const end = line.indexOf(']');
  if (end < 0) return null;
  // `[Name][2]`: how many approvals are needed; no matter for who owns.
  const rest = line.slice(end + 1);
  return { rest: rest.startsWith('[') ? rest.slice(rest.indexOf(']') + 1) : rest };
}

/** Like a line of .gitignore, except that `docs/*` stays in its folder. A pattern that names a folder covers all below. */
function compilePattern(pattern: string): Matcher {
  const folder = pattern.endsWith('/');
  const parts = pattern.split('/').filter(part => part !== '');
  if (parts.length === 0) return () => folder;
  const anchored = pattern.startsWith('/') || parts.length > 1;
  const steps = parts.map(part => (part === '**' ? null : compilePart(literalSets(part))));
  if (!anchored && steps[0] !== null) steps.unshift(null);
  const last = parts.at(-1)!;
  const below = [...steps, compilePart('*'), null];
  const here = (path: readonly string[]) => !folder && matchParts(steps, path);
  // `docs/*` and `/*` take files of that folder only; a lone `*` takes everything anyway.
  const deep = folder || last !== '*' || !anchored;
  return path => {
    const names = path.split('/');
    return here(names) || (deep && matchParts(below, names));
  };
}

/** GitHub does not know `[a-z]`: the brackets are letters. */
function literalSets(part: string): string {
  return part.replaceAll('[', '\\[');
}

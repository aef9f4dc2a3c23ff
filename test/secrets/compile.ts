import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { literal, lookupOf, quoted } from '../quoted.ts';
import { pieces, treeOf } from './train.ts';

const rules = join(import.meta.dirname, '../../rules');

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly pattern?: string;
  readonly near?: readonly string[];
  readonly inside?: true;
  readonly when?: string;
  readonly sample?: string;
  readonly not?: readonly string[];
  readonly class?: string;
  readonly test?: string;
  readonly severity: string;
  readonly confidence?: string;
  readonly mask?: string;
  readonly variables?: readonly string[];
  readonly revoke?: string;
  readonly proof?: string;
  readonly after?: string;
}

/** Every entry of rules/secrets/, sorted by file and place. */
export function entries(): Entry[] {
  const files = readdirSync(join(rules, 'secrets')).filter(file => file.endsWith('.yaml'));
  return files.sort().flatMap(file => parse(readFileSync(join(rules, 'secrets', file), 'utf8')) as Entry[]);
}

interface Placeholders {
  readonly markers: string[];
  readonly words: string[];
  readonly defaults: string[];
  readonly public: { name: string; begins: string; sha256: string }[];
  readonly jwtSecrets: string[];
  readonly vaults: string[];
  readonly language: string;
}

/** The text of src/generated/secrets.ts. */
export function compiled(): string {
  const kinds = entries().map(({ sample: _sample, not: _not, ...kind }) => kind);
  const words = parse(readFileSync(join(rules, 'placeholders.yaml'), 'utf8')) as Placeholders;
  const language = [...new Set(words.language.trim().split(/\s+/))].sort();
  const near = literalsOf(kinds);
  return `// Compiled from rules/secrets and rules/placeholders.yaml by test/generated/secrets.test.ts. Do not edit.
import type { Confidence, CredentialClass, Severity } from '../core/finding.ts';
import { lookup, table } from '../core/table.ts';

/** One kind of credential, as rules/secrets/ describes it. */
export interface Kind {
  readonly id: string;
  /** As a message says it: "GitHub OAuth access token". */
  readonly name: string;
  /** JavaScript regular expression, tried sticky; its one group, where it has one, is the secret part. Absent: found by place and name. */
  readonly pattern?: string;
  /** Literals of which the text must hold one. Absent with a pattern: tried on whole values only. */
  readonly near?: readonly string[];
  /** The literal stands inside of the match and not at its start. */
  readonly inside?: true;
  /** Regular expression on the words of the name that a value must have. */
  readonly when?: string;
  /** Character class that must not follow, where it is not letters, digits, \`_\` and \`-\`; \`none\` for no condition. */
  readonly after?: string;
  readonly class?: CredentialClass;
  /** A match that holds this text is a test-mode credential. */
  readonly test?: string;
  readonly severity: Severity;
  readonly confidence?: Confidence;
  /** Public prefix that reports may show. */
  readonly mask?: string;
  /** Usual environment variables, the best first. */
  readonly variables?: readonly string[];
  readonly revoke?: string;
  /** Name of the offline check in proofs.ts. */
  readonly proof?: string;
}

/** Texts of {@link Kind}s, each read when something looks like it. */
export const kindTexts = table((): readonly string[] => [
${kinds.map(kind => '  ' + quoted(kind)).join(',\n')},
]);
/** By id the index into {@link kindTexts}, 0-based. */
export const kindIds = ${lookupOf(kinds.map(({ id }, at) => [id, String(at)]))}
/**
 * Every literal by its first two characters, in JSON: lists of \`[literal, kinds]\`, the longest first, with the kinds of it and
 * of each literal that it begins with.
 */
export const literals = ${lookupOf(near)}
/** What literals begin with: three characters each, the last a blank for literals of two. */
export const beginnings = table(() => ${literal(beginnings(near))});
/** Indices into {@link kindTexts}, 0-based. */
export interface KindIndex {
  /** Kinds whose shape is only told from a whole value of so many characters: without a literal, or with words of the name beside it. */
  readonly whole: readonly (readonly [kind: number, least: number, most: number])[];
  /** The name must hold one of these words, and where that is not all that is asked, fit a regular expression. */
  readonly named: readonly (readonly [kind: number, least: number, most: number, words: readonly string[], when?: string])[];
}
export const kindIndex = table((): KindIndex => (${JSON.stringify(index(kinds))}));

/** What people write where a secret belongs. Source: rules/placeholders.yaml. */
export const placeholderWords = table(() => (${JSON.stringify({ markers: words.markers, words: words.words, defaults: words.defaults, vaults: words.vaults })}));
/** Of published development values their length with their first character, where known, and the first 20 digits of their SHA-256. */
export const published = table((): readonly (readonly [begins: string, digest: string])[] => ${JSON.stringify(words.public.map(item => [item.begins, item.sha256]))});
export const jwtSecrets = table((): readonly string[] => ${JSON.stringify(words.jwtSecrets)});
/** Words of configuration files and plain English. */
export const language = table(() => ${JSON.stringify(language.join(' '))});
/** How usual a letter is after another in those words: rows and columns a to z, 0 (never) to 9. */
export const bigrams = table(() => ${JSON.stringify(bigrams(language))});
/** Pieces of words, learned from rules/secrets/language.txt, as a tree; how to read it: src/secrets/language.ts. */
export const pieces = table(() => ${literal(treeOf(pieces(vocabulary(language))))});
`;
}

function vocabulary(more: readonly string[]): string[] {
  const words = readFileSync(join(rules, 'secrets', 'language.txt'), 'utf8')
    .trim()
    .split(/\s+/);
  return [...new Set([...words, ...more])].sort();
}

/** The text of src/generated/secret-samples.ts. */
export function samples(): string {
  const rows = entries().flatMap(entry => (entry.sample ? [`  ${JSON.stringify(entry.id)}: ${JSON.stringify(entry.sample)}`] : []));
  return `// Compiled from rules/secrets by test/generated/secrets.test.ts. Do not edit. No credential: recipes for made-up ones.
export const SAMPLES: Readonly<Record<string, string>> = {
${rows.join(',\n')},
};
`;
}

/** By their first two characters. */
function literalsOf(kinds: readonly Omit<Entry, 'sample' | 'not'>[]): [begins: string, json: string][] {
  const own = new Map<string, number[]>();
  for (const [at, { near = [] }] of kinds.entries()) for (const text of near) own.set(text, [...(own.get(text) ?? []), at]);
  const literals = [...own.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const begun = (text: string) => Array.from(text, (_, cut) => own.get(text.slice(0, text.length - cut)) ?? []).flat();
  const lists = new Map<string, unknown[]>();
  for (const text of literals) lists.set(text.slice(0, 2), [...(lists.get(text.slice(0, 2)) ?? []), [text, begun(text)]]);
  return Array.from(lists, ([begins, list]) => [begins, JSON.stringify(list)]);
}

function beginnings(near: readonly (readonly [begins: string, json: string])[]): string {
  const all = near.flatMap(([, json]) => (JSON.parse(json) as [text: string][]).map(([text]) => text.slice(0, 3)));
  if (all.some(text => text.includes(' ') || text.length < 2)) throw new Error('a literal that begins with a blank, or is too short');
  return [...new Set(all)].map(text => text.padEnd(3)).join('');
}

function index(kinds: readonly Omit<Entry, 'sample' | 'not'>[]) {
  const shaped = [...kinds.entries()].filter(([, { pattern }]) => pattern !== undefined);
  return {
    whole: shaped.flatMap(([at, { pattern, near, when }]) => (near || when !== undefined ? [] : [[at, ...lengths(pattern!)]])),
    named: shaped.flatMap(([at, { pattern, when }]) => {
      if (when === undefined) return [];
      return [[at, ...lengths(pattern!), ...(/^[a-z0-9 |]+$/.test(when) ? [when.split('|')] : [wordsOf(when), when])]];
    }),
  };
}

/** Alternatives at the top of a regular expression. */
function alternatives(pattern: string): string[] {
  const found = [''];
  let depth = 0;
  for (const [piece] of pattern.matchAll(/\\.|\[(?:[^\]\\]|\\.)+\]|./g)) {
    if (piece === '|' && depth === 0) {
      found.push('');
      continue;
    }
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    found[found.length - 1] += piece;
  }
  return found;
}

const ATOM =
  /(?<group>\((?:\?:)?(?<inside>(?:[^()[\]\\]|\\.|\[[^\]]+\]|\([^()]*\))*)\))|(?<anchor>\\b|\^|\$)|(?:\\.|\[[^\]]+\]|[^\\[\](){}?*+|])/y;
const TIMES = /\{(?<least>[0-9]+)(?<comma>,)?(?<most>[0-9]+)?\}|(?<sign>[?*+])/y;
/** No value that is looked at is longer. */
const LONGEST = 20_000;

/** The lengths that a match may have. @throws for what the patterns of rules/secrets do not use. */
export function lengths(pattern: string): [least: number, most: number] {
  const each = alternatives(pattern).map(lengthsOfOne);
  return [Math.min(...each.map(([least]) => least)), Math.min(LONGEST, Math.max(...each.map(([, most]) => most)))];
}

function lengthsOfOne(pattern: string): [number, number] {
  let [least, most] = [0, 0];
  for (let at = 0; at < pattern.length;) {
    ATOM.lastIndex = at;
    const atom = ATOM.exec(pattern)?.groups;
    if (!atom) throw new Error(`what is ${pattern.slice(at)}?`);
    TIMES.lastIndex = at = ATOM.lastIndex;
    const times = TIMES.exec(pattern)?.groups;
    if (times) at = TIMES.lastIndex;
    if (atom['anchor'] !== undefined) continue;
    const [one, other] = atom['inside'] === undefined ? [1, 1] : lengths(atom['inside']);
    const few = times ? Number(times['least'] ?? (times['sign'] === '+' ? 1 : 0)) : 1;
    const many =
      !times || times['sign'] === '?' ? 1 : times['sign'] || (times['comma'] && !times['most']) ? Infinity : Number(times['most'] ?? few);
    least += one * few;
    most += other * many;
  }
  return [least, most];
}

/** Words of which a text must hold one for this expression to fit: for each alternative one run of letters, or a choice of them. */
export function wordsOf(when: string): string[] {
  return alternatives(when).flatMap(one => {
    const choice = /\(\?:(?<words>[a-z|]+)\)(?!\?)/.exec(one)?.groups?.['words']!.split('|') ?? [];
    const runs = one
      .replace(/\([^)]*\)|\\b|[$^]/g, '\0')
      .split(/\0|\.\{[0-9,]+\}|\.\?|[a-z0-9 ]\?/)
      .map(run => [run]);
    const telling = [choice, ...runs].filter(words => words.length > 0 && words.every(word => word.length > 1));
    const best = telling.toSorted((a, b) => value(b) - value(a))[0];
    if (!best) throw new Error(`no word in ${one}`);
    return best;
  });
}

/** How much the shortest of some words tells: of those in most names nothing. */
function value(words: readonly string[]): number {
  return Math.min(...words.map(word => (['key', 'secret', 'access', 'api', 'account'].includes(word.trim()) ? 0 : word.length)));
}

/** Log-odds of each pair of letters against chance, in ten steps around "as by chance" (5). */
function bigrams(words: readonly string[]): string {
  const counts = Array.from({ length: 26 }, () => Array.from({ length: 26 }, () => 0.25));
  for (const word of words) {
    for (let at = 1; at < word.length; at++) counts[word.charCodeAt(at - 1) - 97]![word.charCodeAt(at) - 97]!++;
  }
  let table = '';
  for (const row of counts) {
    const sum = row.reduce((a, b) => a + b, 0);
    for (const count of row) {
      const odds = Math.log2((count / sum) * 26);
      table += Math.max(0, Math.min(9, Math.round(odds * 1.5 + 5)));
    }
  }
  return table;
}

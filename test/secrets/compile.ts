import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { pieces } from './train.ts';

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
  readonly public: { name: string; sha256: string }[];
  readonly jwtSecrets: string[];
  readonly vaults: string[];
  readonly language: string;
}

/** The text of src/generated/secrets.ts. */
export function compiled(): string {
  const kinds = entries().map(({ sample: _sample, not: _not, ...kind }) => '  ' + literal(kind));
  const words = parse(readFileSync(join(rules, 'placeholders.yaml'), 'utf8')) as Placeholders;
  const language = [...new Set(words.language.trim().split(/\s+/))].sort();
  return `// Compiled from rules/secrets and rules/placeholders.yaml by test/generated/secrets.test.ts. Do not edit.
import type { Confidence, CredentialClass, Severity } from '../core/finding.ts';

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

export const KINDS: readonly Kind[] = [
${kinds.join(',\n')},
];

export const MARKERS: readonly string[] = ${JSON.stringify(words.markers)};
export const WORDS: readonly string[] = ${JSON.stringify(words.words)};
export const DEFAULTS: readonly string[] = ${JSON.stringify(words.defaults)};
export const PUBLIC: readonly string[] = ${JSON.stringify(words.public.map(item => item.sha256))};
export const JWT_SECRETS: readonly string[] = ${JSON.stringify(words.jwtSecrets)};
export const VAULTS: readonly string[] = ${JSON.stringify(words.vaults)};
/** Words of configuration files and plain English. */
export const LANGUAGE = ${JSON.stringify(language.join(' '))};
/** How usual a letter is after another in those words: rows and columns a to z, 0 (never) to 9. */
export const BIGRAMS = ${JSON.stringify(bigrams(language))};
/** Pieces of words, learned from rules/secrets/language.txt: the index is what one costs in bits. */
export const PIECES: readonly string[] = ${JSON.stringify(pieces(vocabulary(language)))};
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

function literal(value: object): string {
  const fields = Object.entries(value).map(([key, item]) => `${key}: ${JSON.stringify(item)}`);
  return `{ ${fields.join(', ')} }`;
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

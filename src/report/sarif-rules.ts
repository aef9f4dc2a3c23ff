import type { MultiformatMessageString, ReportingDescriptor, ToolComponent } from 'sarif';
import type { Severity } from '../core/finding.ts';
import type { RuleInfo } from '../core/report.ts';
import type { Page, Pages } from './reporter.ts';
import { clip, plain } from './sanitise.ts';
import { TAXONOMIES, type Taxonomy } from './taxonomies.ts';

/** What GitHub, GitLab and editors make of a severity. `security-severity` is text: a number makes GitHub refuse the file. */
export const LEVELS: Readonly<
  Record<Severity, { readonly level: 'error' | 'warning' | 'note'; readonly problem: string; readonly score: string }>
> = {
  critical: { level: 'error', problem: 'error', score: '9.5' },
  high: { level: 'error', problem: 'error', score: '8.0' },
  medium: { level: 'warning', problem: 'warning', score: '5.5' },
  low: { level: 'note', problem: 'recommendation', score: '3.0' },
};

const SHORT = 100;
const FULL = 1024;
// GitHub shows ten tags of a rule.
const MOST_TAGS = 10;
const MOST_WEAKNESSES = 5;

/** The whole catalogue, each rule with the texts that GitHub demands and its place in the taxonomies. */
export function catalogue(
  rules: readonly RuleInfo[],
  pages: Pages,
): { readonly descriptors: ReportingDescriptor[]; readonly taxonomies: ToolComponent[] } {
  const used = usedTaxa(rules);
  return { descriptors: rules.map(rule => descriptor(rule, pages.get(rule.id), used)), taxonomies: used.map(component) };
}

interface Used {
  readonly taxonomy: Taxonomy;
  /** Sorted. */
  readonly ids: readonly string[];
}

function usedTaxa(rules: readonly RuleInfo[]): Used[] {
  return TAXONOMIES.map(taxonomy => {
    const ids = new Set<string>();
    for (const rule of rules) for (const id of rule.mappings[taxonomy.key] ?? []) if (taxonomy.taxa.has(id)) ids.add(id);
    return { taxonomy, ids: [...ids].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })) };
  }).filter(({ ids }) => ids.length > 0);
}

function component({ taxonomy, ids }: Used): ToolComponent {
  const { name, version, guid, organization, informationUri } = taxonomy;
  return {
    name,
    version,
    guid,
    organization,
    informationUri,
    shortDescription: { text: `${name}.` },
    isComprehensive: false,
    taxa: ids.map(id => {
      const title = taxonomy.taxa.get(id)!;
      const helpUri = taxonomy.uri(id);
      return {
        id,
        name: pascal(title),
        shortDescription: { text: `${title}.` },
        fullDescription: { text: `${id}: ${title}.` },
        helpUri,
        help: { text: `See ${helpUri}.` },
      };
    }),
  };
}

function descriptor(rule: RuleInfo, page: Page | undefined, used: readonly Used[]): ReportingDescriptor {
  const { level, problem, score } = LEVELS[rule.severity];
  const title = clip(plain(rule.title), SHORT);
  const relationships = used.flatMap(({ taxonomy, ids }, index) =>
    ids.flatMap((id, taxon) =>
      rule.mappings[taxonomy.key]?.includes(id)
        ? [{ target: { id, index: taxon, toolComponent: { name: taxonomy.name, index, guid: taxonomy.guid } }, kinds: ['relevant'] }]
        : [],
    ),
  );
  return {
    id: rule.id,
    // A name that only repeats the identifier is worse than none (Multitool SARIF1001).
    ...(rule.id.includes('-') ? { name: pascal(rule.id) } : {}),
    shortDescription: { text: title },
    fullDescription: { text: full(title, page) },
    help: help(title, page),
    defaultConfiguration: { level },
    ...(relationships.length > 0 ? { relationships } : {}),
    properties: {
      precision: rule.confidence,
      'problem.severity': problem,
      'security-severity': score,
      tags: tags(rule),
    },
  };
}

function full(title: string, page: Page | undefined): string {
  const parts = [page?.summary, page?.why].map(part => part?.trim().replace(/\s+/g, ' ')).filter(part => part);
  return parts.length === 0 ? `${title}.` : clip(parts.join(' '), FULL);
}

function help(title: string, page: Page | undefined): MultiformatMessageString {
  const text = page?.text.trim() || [title + '.', page?.why, page?.fix].filter(part => part).join('\n\n');
  const markdown = page?.markdown.trim();
  return markdown ? { text, markdown } : { text };
}

function tags(rule: RuleInfo): string[] {
  const weaknesses = (rule.mappings['cwe'] ?? []).slice(0, MOST_WEAKNESSES);
  const all = new Set(['security', 'mcp', rule.family]);
  for (const id of weaknesses) all.add('external/cwe/' + id.toLowerCase().replace(/\d+$/, digits => digits.padStart(3, '0')));
  for (const id of rule.mappings['owasp-mcp'] ?? []) all.add('external/owasp-mcp/' + id.toLowerCase().replace(/:.*$/, ''));
  for (const tag of rule.tags ?? []) all.add(tag);
  return [...all].slice(0, MOST_TAGS);
}

/** `hardcoded-known-secret` → `HardcodedKnownSecret`, as SARIF wishes names to be. */
function pascal(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '')
    .map(word => word[0]!.toUpperCase() + word.slice(1))
    .join('');
}

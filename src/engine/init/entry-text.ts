import type { Match, Tier } from '../../core/governance.ts';
import { writeYaml } from '../../syntax/edit-yaml.ts';
import type { Proposal } from './owners.ts';
import type { Service } from './services.ts';

/** An entry of the manifest before anybody has looked at it. */
export interface Draft {
  readonly service: Service;
  readonly owner: Proposal | null;
  /** The lowest tier that fits what the server can do; null where nothing asks for more than `low`. */
  readonly tier: { readonly tier: Tier; readonly because: string } | null;
  /** It hands calls on to other systems, which the entry has to name. */
  readonly hub: boolean;
}
/** What the manifest's `defaults` say already and an entry need not. */
export interface Given {
  readonly owner: boolean;
  readonly dataClass: boolean;
  /** Lowest first, for the hint. */
  readonly classes: readonly string[];
}

const FILES_SHOWN = 3;

/** The entry as YAML lines without line ends, to stand in a list. @param indent of the dash. */
export function entryLines({ service, owner, tier, hub }: Draft, given: Given, indent: string): string[] {
  const { id, title, match } = service;
  const lines = [
    `# ${filesOf(service)}`,
    `- id: ${scalar(id)}`,
    ...(title === null ? [] : [`  title: ${scalar(title)}`]),
    '  purpose: TODO # what it is used for, in one line',
    '  match:',
    ...Object.entries(match).map(([key, value]) => `    ${key}: ${written(value)}`),
  ];
  if (owner) lines.push(`  owner: ${scalar(owner.owner)} # TODO confirm: from ${oneLine(owner.from)}`);
  else if (!given.owner) lines.push('  owner: TODO # "@org/team" as in CODEOWNERS, group:name, user:name or an address');
  if (!given.dataClass) lines.push(`  data_class: TODO # ${oneLine(given.classes.join(', '))}`);
  lines.push(
    tier === null
      ? '  # risk_tier: low # TODO low, medium, high or critical'
      : `  # risk_tier: ${tier.tier} # TODO confirm: ${oneLine(tier.because)}`,
  );
  if (hub) lines.push('  # downstream: # TODO each system behind it, such as {system: CRM, data_class: confidential}');
  return lines.map(line => indent + line);
}

/** The same as data, for a manifest in JSON, which cannot hold a hint. */
export function entryData({ service, owner }: Draft, given: Given): object {
  const { id, title, match } = service;
  return {
    id,
    ...(title === null ? {} : { title }),
    purpose: 'TODO',
    match,
    ...(owner ? { owner: owner.owner } : given.owner ? {} : { owner: 'TODO' }),
    ...(given.dataClass ? {} : { data_class: 'TODO' }),
  };
}

/** A new manifest. @param schema where the JSON Schema is, relative to the manifest. */
export function manifestText(drafts: readonly Draft[], schema: string, given: Given): string {
  const entries = drafts.map(draft => entryLines(draft, given, '  ').join('\n'));
  return [
    `# yaml-language-server: $schema=${schema}`,
    '#',
    '# Who answers for the MCP servers of this repository, and what they may do.',
    '# `postern scan --profile governance` compares it with what is there. Each TODO is a question to somebody;',
    '# `postern init` adds servers that are new and leaves everything else as it stands.',
    'schema: mcp-governance/1',
    '',
    `servers:${entries.length === 0 ? ' []' : ''}`,
    ...(entries.length === 0 ? [] : [entries.join('\n\n')]),
    '',
  ].join('\n');
}

function filesOf({ servers }: Service): string {
  const files = [...new Set(servers.map(({ document }) => document.source.path))];
  const more = files.length - FILES_SHOWN;
  return oneLine(files.slice(0, FILES_SHOWN).join(', ')) + (more > 0 ? ` and ${more} more` : '');
}

function written(value: Match[keyof Match]): string {
  return typeof value === 'string' ? scalar(value) : `[${(value ?? []).map(item => writeYaml(item, 'plain', true)).join(', ')}]`;
}

const scalar = (text: string) => writeYaml(text, 'plain', false);

/** For a comment: nothing that ends a line or changes the direction of writing. */
function oneLine(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?').slice(0, 300);
}

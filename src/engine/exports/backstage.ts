import { get } from '../../core/node.ts';
import { lineBreak } from '../../syntax/edit-text.ts';
import { writeYaml } from '../../syntax/edit-yaml.ts';
import { parse } from '../../syntax/index.ts';
import { isPlaceholder } from '../../governance/policy.ts';
import { InputError } from '../repository.ts';
import type { Approved } from './approved.ts';
import type { Context, Exported } from './index.ts';

/**
 * Entities of the kind API and the type `mcp-server` for a Backstage catalogue, one for each entry that it has not yet
 * by name. Entities that are there belong to whoever keeps the catalogue and stay as they are.
 */
export async function backstageEntities({ path, before, approved }: Context): Promise<Exported> {
  const known = new Set<string>();
  for (const document of before ? await parse(before, 'yaml') : []) {
    if (document.problems.some(({ level }) => level === 'error'))
      throw new InputError(`${path} cannot be read as YAML and was left alone.`);
    const name = get(document.root, 'metadata', 'name');
    if (name?.kind === 'string') known.add(name.value.toLowerCase());
  }
  const left: { id: string; reason: string }[] = [];
  const entities: string[] = [];
  for (const one of approved) {
    const { id } = one.record.data;
    if (known.has(id.toLowerCase()) || one.verdict === 'deny') continue;
    const lines = entity(one);
    if (typeof lines === 'string') left.push({ id, reason: lines });
    else entities.push(lines.join('\n') + '\n');
  }
  if (entities.length === 0) return { text: before?.text ?? '', left, hints: [] };
  const old = before?.text ?? '';
  const eol = lineBreak(old);
  const gap = old === '' || old.endsWith('\n') ? '' : eol;
  const added = entities.join('---\n').replaceAll('\n', eol);
  return { text: old === '' ? added : `${old}${gap}---${eol}${added}`, left, hints: [] };
}

/** Lines of one entity, or why there is none. */
function entity({ record, urls, commands }: Approved): string[] | string {
  const { id, title, purpose, owner, lifecycle, stages, data_class: dataClass, risk_tier: tier, review } = record.data;
  if (!owner || isPlaceholder(owner.team)) return 'a catalogue entity needs an owner, and the entry has none yet';
  const reference = ownerReference(owner.team);
  if (reference === null) return 'its owner is an address, and a catalogue entity needs a group or a user';
  if (!/^[a-zA-Z0-9]+(?:[-_.][a-zA-Z0-9]+)*$/.test(id) || id.length > 63) return 'its id is no name that a catalogue takes';
  const addresses = urls.filter(url => !url.includes('*'));
  const remotes = [
    ...addresses.map(url => ({ type: /\/sse\/?$/.test(url) ? 'sse' : 'streamable-http', url })),
    ...(urls.length === 0 ? commands.slice(0, 1).map(words => ({ type: 'stdio', url: words.join(' ') })) : []),
  ];
  if (remotes.length === 0) return 'neither its address nor its command line is known';
  const notes = [
    ['data-class', dataClass],
    ['risk-tier', tier],
    ['review-next', review?.next],
  ].filter((note): note is [string, string] => note[1] !== undefined && !isPlaceholder(note[1]));
  const described = purpose !== undefined && !isPlaceholder(purpose) ? [`  description: ${text(purpose)}`] : [];
  const stage = lifecycle === 'deprecated' ? 'deprecated' : stages && Object.hasOwn(stages, 'production') ? 'production' : 'experimental';
  return [
    'apiVersion: backstage.io/v1alpha1',
    'kind: API',
    'metadata:',
    `  name: ${text(id)}`,
    ...(title === undefined ? [] : [`  title: ${text(title)}`]),
    ...described,
    ...(notes.length === 0
      ? []
      : ['  annotations:', ...notes.map(([key, value]) => `    mcp-governance/${key}: ${JSON.stringify(value)}`)]),
    'spec:',
    '  type: mcp-server',
    `  lifecycle: ${stage}`,
    `  owner: ${text(reference)}`,
    '  remotes:',
    ...remotes.flatMap(({ type, url }) => [`    - type: ${type}`, `      url: ${text(url)}`]),
  ];
}

const text = (value: string) => writeYaml(value, 'plain', false);

/** `@org/team` is the group `team` there, `@name` the user. */
function ownerReference(owner: string): string | null {
  if (/^(?:group|user):/.test(owner)) return owner;
  if (!owner.startsWith('@')) return null;
  const slash = owner.lastIndexOf('/');
  return slash < 0 ? `user:${owner.slice(1)}` : `group:${owner.slice(slash + 1)}`;
}

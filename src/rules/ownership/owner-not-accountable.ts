import type { Governance, ServerRecord } from '../../core/governance.ts';
import type { Node, Path } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { labelIn, placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, isPerson, isPlaceholder, policyOf, sameOwner, serversOf, tierOf } from '../../governance/policy.ts';

const CATALOGUE = 'the catalogue';

export default defineRule({
  id: 'owner-not-accountable',
  family: 'ownership',
  title: 'The named owner of a server cannot answer for it',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-1357'],
    'owasp-mcp': ['MCP09:2025'],
    'owasp-asi': ['ASI10'],
    'owasp-nhi': ['NHI1:2025'],
    'nist-csf': ['GV.RR-02'],
    'nist-ai-rmf': ['GOVERN 2.1'],
    'csa-maestro': ['L6'],
  },
  messages: {
    placeholder: '`{owner}` is nobody who could answer for `{id}`. Name a team that exists.',
    unknown: 'The owner `{owner}` of `{id}` is nowhere in {directory}. Name a team that exists, or add it there.',
    person: '`{owner}` is one person, and the policy asks for a team from {tier} risk on. Name the team, with the person as `delegate`.',
    dispute: '`{id}` belongs to `{owner}` here and to `{other}` in {file}. Agree on one, and write the same in both files.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    if (!governance?.manifest) return;
    const told = new Set<Node>();
    const policy = policyOf(governance.manifest);
    for (const record of activeRecords(workspace)) {
      const { id } = record.data;
      for (const { owner, path } of named(record)) {
        const place = placeIn(record, ...path);
        // What `defaults` say is wrong once, however many entries take it.
        if (told.has(place.at)) continue;
        const directory = isPlaceholder(owner) ? null : lackingIn(owner, governance);
        const person = path[0] === 'owner' && path[1] !== 'delegate' && isPerson(owner) ? policy.require_team_owner_from : undefined;
        if (isPlaceholder(owner)) report({ ...place, message: 'placeholder', data: { owner, id }, confidence: 'high' });
        else if (directory !== null) {
          // A team may answer for servers without owning a file.
          const weight = directory === CATALOGUE ? {} : { severity: 'low' as const, confidence: 'low' as const };
          report({ ...place, message: 'unknown', data: { owner, id, directory }, ...weight });
        } else if (person !== undefined && atLeast(tierOf(record), person))
          report({ ...place, message: 'person', data: { owner, tier: person }, confidence: 'high' });
        else continue;
        told.add(place.at);
      }
      const owner = record.data.owner?.team;
      if (owner === undefined || isPlaceholder(owner)) continue;
      const others = serversOf(workspace, governance, record).flatMap(server => governance.all(server));
      const other = others.find(one => one.origin !== 'manifest' && one.data.owner && !sameOwner(one.data.owner.team, owner));
      if (!other?.data.owner) continue;
      const related = [labelIn(other, 'the other owner', 'owner')];
      const data = { id, owner, other: other.data.owner.team, file: other.source.path };
      report({ ...placeIn(record, 'owner'), message: 'dispute', data, related });
    }
  },
});

function* named({ data, node }: ServerRecord): Generator<{ owner: string; path: Path }> {
  for (const key of ['owner', 'business_owner'] as const) {
    const owner = data[key];
    if (!owner) continue;
    const plain = node.entries.find(entry => entry.key.value === key)?.value.kind !== 'map';
    yield { owner: owner.team, path: plain ? [key] : [key, 'team'] };
    if (owner.delegate !== undefined) yield { owner: owner.delegate, path: [key, 'delegate'] };
  }
}

/** The directory that ought to know a team and does not; null where it does, or where no directory speaks of such teams. */
function lackingIn(owner: string, { groups, codeOwners, shared }: Governance): string | null {
  if (shared) return null;
  const lower = owner.toLowerCase();
  if (lower.startsWith('group:')) return groups && ![...groups].some(name => sameOwner(name, lower)) ? CATALOGUE : null;
  const slash = lower.indexOf('/');
  if (!codeOwners || !lower.startsWith('@') || slash < 0 || codeOwners.owners.has(lower)) return null;
  const organisation = lower.slice(0, slash + 1);
  return [...codeOwners.owners].some(name => name.startsWith(organisation)) ? codeOwners.source.path : null;
}

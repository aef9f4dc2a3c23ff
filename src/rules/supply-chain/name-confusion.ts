import type { Governance } from '../../core/governance.ts';
import { defineRule } from '../../core/rule.ts';
import { inventedNames, type LookAlike, otherEcosystemNames } from '../../generated/supply.ts';
import { internalScopes } from '../../governance/policy.ts';
import { advisoriesFor } from '../../resolve/advisories.ts';
import { knownPackage, packageNames } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import { placeOf } from '../../resolve/words.ts';
import { oneSlip } from './shared/edit-distance.ts';
import { isOutsideOfficialScope } from './shared/told.ts';

export default defineRule({
  id: 'name-confusion',
  family: 'supply-chain',
  title: 'A package name looks like a known one and is not it',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-1357'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['ID.RA-09', 'GV.SC-07'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1004'],
    'mitre-atlas': ['AML.T0010.005'],
    'csa-maestro': ['L7'],
  },
  messages: {
    invented:
      '`{server}` in {client} fetches `{name}`, a name that looks official and that no vendor documents. {meant} was probably meant; check who owns this name before it runs again.',
    other:
      '`{server}` in {client} fetches `{name}` with `{runner}`, but the known server of this name is in another registry. {meant} was probably meant.',
    scope: "`{server}` in {client} fetches `{name}`, which the protocol's own scope is not known to have published. Check the name.",
    scope_slip:
      '`{server}` in {client} fetches `{name}`, whose scope is one letter away from your own `{meant}`. Check who owns it before it runs again.',
    unscoped:
      '`{server}` in {client} fetches `{name}`, and the manifest lists `{meant}` of your own scope. Write the scope: without it anybody can take the name.',
    slip: '`{server}` in {client} fetches `{name}`, one letter away from `{meant}` of {vendor}. Check the name.',
  },
  server(server, { report, workspace: { governance } }) {
    const internal = internalScopes(governance);
    for (const artifact of launchOf(server).artifacts) {
      const { kind, name, spec, fetched, runner } = artifact;
      if (!spec || !fetched || (kind !== 'npm' && kind !== 'pypi') || /[$%{<]/.test(name)) continue;
      // Known malware under such a name is told as that.
      if (advisoriesFor(artifact).some(advisory => advisory.kind === 'malware')) continue;
      if (internal.some(scope => name.startsWith(scope))) continue;
      const place = placeOf(server, spec);
      const data = { server: server.name, client: server.format.name, name };
      const own = kind === 'npm' ? ownMeant(name, internal, governance) : null;
      if (own) {
        report({ ...place, message: own.message, severity: 'high', data: { ...data, meant: own.meant } });
        continue;
      }
      const invented = find(inventedNames, kind, name);
      const other = find(otherEcosystemNames, kind, name);
      if (invented)
        report({ ...place, message: 'invented', severity: 'low', confidence: 'low', data: { ...data, meant: upper(invented.meant) } });
      else if (other)
        report({ ...place, message: 'other', severity: 'low', confidence: 'low', data: { ...data, runner, meant: upper(other.meant) } });
      else if (isOutsideOfficialScope(artifact)) {
        report({ ...place, message: 'scope', severity: 'low', confidence: 'low', data });
      } else {
        const near = nearest(kind, name);
        if (near) report({ ...place, message: 'slip', data: { ...data, meant: near.meant, vendor: near.vendor } });
      }
    }
  },
});

/** The organisation's own scope or package that a name is mistaken for. Short scopes are near to everything. */
function ownMeant(name: string, internal: readonly string[], governance: Governance | null) {
  const scopes = internal.filter(scope => scope.startsWith('@'));
  const scope = name.startsWith('@') ? /^@[^/]{1,200}\//.exec(name)?.[0] : undefined;
  if (scope !== undefined) {
    const meant = scopes.find(one => one.length > 5 && oneSlip(one, scope));
    return meant === undefined ? null : { message: 'scope_slip' as const, meant };
  }
  for (const { data } of governance?.manifest?.servers ?? []) {
    const listed = data.match.npm?.toLowerCase();
    if (listed !== undefined && scopes.some(one => listed === one + name)) return { message: 'unscoped' as const, meant: listed };
  }
  return null;
}

const find = (list: readonly LookAlike[], kind: string, name: string) => list.find(item => item.ecosystem === kind && item.name === name);
const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** A well-known package of the same registry that this name is one slip away from. Short names are near to everything. */
function nearest(kind: 'npm' | 'pypi', name: string): { meant: string; vendor: string } | null {
  if (name.length < 9 || name.length > 100 || knownPackage(kind, name)) return null;
  for (const length of [name.length - 1, name.length, name.length + 1]) {
    if (length < 10) continue;
    for (const meant of packageNames(kind, length)) {
      const known = oneSlip(meant, name) ? knownPackage(kind, meant) : null;
      if (known && known.confidence !== 'low') return { meant, vendor: known.vendor };
    }
  }
  return null;
}

import type { ServerRecord } from '../../core/governance.ts';
import { RECORD_ORIGINS } from '../../core/governance.ts';
import type { Due, OwnerKind, Terms } from '../../core/inventory.ts';
import type { Server, Workspace } from '../../core/model.ts';
import { addDays } from '../../governance/days.ts';
import { deadlines, SOON } from '../../governance/deadlines.ts';
import { isPerson, isPlaceholder, registers } from '../../governance/policy.ts';
import { compare } from './order.ts';
import type { Shown } from './shown.ts';

/** What files lay down about one service, whichever of its places they match. */
export function termsOf(servers: readonly Server[], { governance, today }: Workspace, shown: Shown): Terms | null {
  const records = recordsOf(servers, governance);
  const [first] = records;
  if (!first) return null;
  const said = <T>(pick: (data: ServerRecord['data']) => T | undefined): T | null =>
    records.map(({ data }) => pick(data)).find(value => value !== undefined) ?? null;
  const dataClass = said(({ data_class: name }) => (name === undefined || isPlaceholder(name) ? undefined : name));
  // The dates of the strongest source that has any: a bill's must not be later than the manifest's.
  const days = records.map(record => [...deadlines(record)]).find(list => list.length > 0) ?? [];
  return {
    id: shown.name(first.data.id),
    from: [...new Set(records.map(({ source }) => source.path))],
    registered: records.some(registers),
    dataClass: dataClass === null ? null : shown.name(dataClass),
    tier: said(data => data.risk_tier),
    lifecycle: said(data => data.lifecycle),
    days: days.map(({ what, day }): Due => ({ what, day, state: stateOf(day, today) })).toSorted((a, b) => compare(a.day, b.day)),
  };
}

/** How firm the owners of a service are. @param owners as the inventory has them. */
export function ownerKindOf(servers: readonly Server[], owners: readonly string[], { governance }: Workspace): OwnerKind | null {
  if (owners.length === 0) return null;
  const fallback = governance?.manifest?.data.defaults?.owner;
  const owner = recordsOf(servers, governance).find(({ data }) => data.owner)?.data.owner ?? fallback;
  if (!owner) return 'reviewer';
  return isPlaceholder(owner.team) ? 'nobody' : isPerson(owner.team) ? 'person' : 'team';
}

function recordsOf(servers: readonly Server[], governance: Workspace['governance']): readonly ServerRecord[] {
  const all = new Set(servers.flatMap(server => governance?.all(server) ?? []));
  return [...all].toSorted((a, b) => RECORD_ORIGINS.indexOf(a.origin) - RECORD_ORIGINS.indexOf(b.origin));
}

function stateOf(day: string, today: string): Due['state'] {
  if (today === '') return 'later';
  return day < today ? 'overdue' : day <= addDays(today, SOON) ? 'soon' : 'later';
}

// What a manifest asks for, with the limits that count where it names none. A server without a tier counts as low.
import { compilePart } from '../core/glob.ts';
import {
  type Governance,
  type Impact,
  type Manifest,
  type Owner,
  type Policy,
  type ServerRecord,
  type Tier,
  TIERS,
} from '../core/governance.ts';
import type { Server, Workspace } from '../core/model.ts';
import { type KnownServer, knownPackage, knownServer, knownUrl } from '../resolve/known.ts';
import { launchOf } from '../resolve/launch.ts';
import { findSwitch, isSet, saysReadOnly } from '../resolve/switches.ts';
import { compileBelow } from './match.ts';

const LIMITS = {
  max_ttl: { critical: 'PT1H', high: 'PT8H', medium: 'PT24H', low: 'P90D' },
  review_interval: { critical: 'P90D', high: 'P90D', medium: 'P180D', low: 'P365D' },
  audit_retention: { critical: 'P365D', high: 'P180D', medium: 'P90D', low: 'P30D' },
} as const;
const STAGES = ['sandbox', 'staging', 'production'] as const;
const DATA_CLASSES = ['public', 'internal', 'confidential', 'restricted'] as const;
export const AUDIT_FIELDS_ASKED = ['time', 'identity', 'client', 'tool', 'outcome'] as const;

/** Whether a record lists a server as one that may be used. What a server's own file says of it names an owner and approves nothing. */
export function registers({ origin }: ServerRecord): boolean {
  return origin !== 'kubernetes' && origin !== 'server-json';
}

/** ISO 8601 duration that the policy sets for a tier. */
export function limitOf(manifest: Manifest, which: keyof typeof LIMITS, tier: Tier): string {
  return manifest.data.policy?.[which]?.[tier] ?? LIMITS[which][tier];
}

/** First to last. */
export function stagesOf(manifest: Manifest): readonly string[] {
  return manifest.data.policy?.stages ?? STAGES;
}

/** Lowest first. */
export function dataClassesOf(manifest: Manifest): readonly string[] {
  return manifest.data.policy?.data_classes ?? DATA_CLASSES;
}

export function policyOf(manifest: Manifest): Policy {
  return manifest.data.policy ?? {};
}

/** Says whether the policy lists a registry host (a glob there, a path below it does not matter); null where it lists none. */
export function allowedRegistries(governance: Governance | null): ((host: string) => boolean) | null {
  const listed = governance?.manifest?.data.policy?.allowed_registries;
  if (!listed) return null;
  const fits = listed.map(one =>
    compilePart(
      one
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/.*$/s, ''),
    ),
  );
  return host => fits.some(fit => fit(host.toLowerCase()));
}

/** Beginnings of package names that are the organisation's own: `@acme/`, `acme-`. */
export function internalScopes(governance: Governance | null): readonly string[] {
  const scopes = governance?.manifest?.data.policy?.internal_scopes ?? [];
  return scopes.map(one => (one.startsWith('@') && !one.includes('/') ? `${one}/` : one).toLowerCase());
}

export function tierOf({ data }: ServerRecord): Tier {
  return data.risk_tier ?? 'low';
}

export function atLeast(tier: Tier, least: Tier): boolean {
  return TIERS.indexOf(tier) >= TIERS.indexOf(least);
}

/** Stages of an entry behind the first: where somebody had to agree. */
export function promotedTo({ data }: ServerRecord, manifest: Manifest): string[] {
  const [first] = stagesOf(manifest);
  return Object.keys(data.stages ?? {}).filter(stage => stage !== first);
}

/** The manifest's entries that this scan has to do with: all of its own manifest, of a shared one those whose servers are here. */
export function recordsOf(workspace: Workspace): readonly ServerRecord[] {
  const { governance } = workspace;
  const all = governance?.manifest?.servers ?? [];
  return governance?.shared ? all.filter(record => serversOf(workspace, governance, record).length > 0) : all;
}

/** Those of {@link recordsOf} that are in use or meant to be. */
export function activeRecords(workspace: Workspace): readonly ServerRecord[] {
  return recordsOf(workspace).filter(({ data }) => data.lifecycle !== 'retired');
}

/** Whether an entry of a config file is a connection that has to be accounted for: no page, no example, no description of a package. */
export function governed(server: Server): boolean {
  const { kind } = server.format;
  return (
    (server.scope === 'project' || server.scope === 'managed' || server.scope === 'user') &&
    (kind === 'client' || kind === 'gateway' || kind === 'framework' || kind === 'generic')
  );
}

const decided = new WeakMap<Workspace, ReadonlyMap<ServerRecord, readonly Server[]>>();

/** Servers that an entry of the manifest decides about, in the order of the files. */
export function serversOf(workspace: Workspace, governance: Governance, record: ServerRecord): readonly Server[] {
  let found = decided.get(workspace);
  if (!found) {
    const lists = new Map<ServerRecord, Server[]>();
    for (const server of workspace.servers) {
      const entry = governed(server) ? entryFor(governance, server) : null;
      const list = entry && lists.get(entry);
      if (list) list.push(server);
      else if (entry) lists.set(entry, [server]);
    }
    decided.set(workspace, (found = lists));
  }
  return found.get(record) ?? [];
}

/** The manifest's own entry for a server; null where only another file or a name speaks of it. */
export function entryFor(governance: Governance | null, server: Server): ServerRecord | null {
  return (governance?.manifest && governance.all(server).find(({ origin }) => origin === 'manifest')) ?? null;
}

/** The gateway whose address a server goes to; null where it goes elsewhere. */
export function gatewayOf(manifest: Manifest, server: Server): string | null {
  const { kind, name } = launchOf(server);
  if (kind !== 'url') return null;
  for (const { id, url } of manifest.data.gateways ?? []) {
    if (url !== undefined && compileBelow(url)(name)) return id;
  }
  return null;
}

/** What a package or an address of an entry is known for. */
export function knownOf({ data: { match } }: ServerRecord, servers: readonly Server[]): KnownServer | null {
  for (const kind of ['npm', 'pypi', 'oci', 'nuget'] as const) {
    const name = match[kind];
    const known = name === undefined ? null : knownPackage(kind, name);
    if (known) return known;
  }
  const byUrl = match.url === undefined ? null : knownUrl(match.url.replace(/\*+$/, ''));
  if (byUrl) return byUrl;
  return servers.map(knownServer).find(known => known !== null) ?? null;
}

const TIER_OF: Readonly<Record<Impact, Tier>> = {
  read: 'low',
  write: 'medium',
  export: 'medium',
  admin: 'high',
  destructive: 'high',
  financial: 'critical',
  exec: 'critical',
};
const CAN: Readonly<Record<Impact, string>> = {
  read: 'read',
  write: 'write',
  export: 'send data out',
  admin: 'administer',
  destructive: 'destroy data',
  financial: 'move money',
  exec: 'run code',
};
export const canDo = (impact: Impact): string => CAN[impact];

/** The lowest tier that fits what an entry can do and hold, with the reason; `low` where nothing asks for more. */
export function floorOf(record: ServerRecord, servers: readonly Server[], manifest: Manifest): { tier: Tier; because: string } {
  let floor: { tier: Tier; because: string } = { tier: 'low', because: '' };
  const raise = (tier: Tier, because: string) => {
    if (TIERS.indexOf(tier) > TIERS.indexOf(floor.tier)) floor = { tier, because };
  };
  const { tools, data_class: dataClass } = record.data;
  if (tools) {
    for (const { names, impact } of tools) for (const one of impact) raise(TIER_OF[one], `its tool \`${names[0]}\` can ${CAN[one]}`);
  } else {
    const known = knownOf(record, servers);
    if (known && known.confidence !== 'low' && !(servers.length > 0 && servers.every(server => readOnly(server, known))))
      raise(TIER_OF[known.impact], `${known.name} can ${CAN[known.impact]}`);
  }
  const classes = dataClassesOf(manifest);
  const height = dataClass === undefined ? -1 : classes.length - 1 - classes.indexOf(dataClass);
  if (dataClass !== undefined && classes.includes(dataClass) && classes.length > 2) {
    if (height === 0) raise('high', `its data are ${dataClass}`);
    if (height === 1) raise('medium', `its data are ${dataClass}`);
  }
  return floor;
}

function readOnly(server: Server, { narrow }: KnownServer): boolean {
  return narrow.some(item => saysReadOnly(item.name) && isSet(findSwitch(server, item), item.kind));
}

const PLACEHOLDER =
  /^(?:group:|user:|@)?(?:[\w.-]{1,80}\/)?(?:todo|tbd|fixme|unknown|none|nobody|anyone|someone|everyone|everybody|all-staff|bot|noreply|no-reply)(?:@.{1,200})?$/i;
const PLAIN_PLACEHOLDER = /^(?:group:|user:|@)?(?:n-a|na|all|admin|root|owner|team|me)(?:@.{1,200})?$/i;

/** A name that stands for nobody: TODO, everyone, a bot. */
export function isPlaceholder(name: string): boolean {
  return (
    PLACEHOLDER.test(name.trim()) ||
    PLAIN_PLACEHOLDER.test(name.trim()) ||
    /(?:\[bot\]|[-_/]bot)$/i.test(name) ||
    /^\s{0,9}(?:TODO|TBD|FIXME)\b/i.test(name)
  );
}

export function isPerson(name: string): boolean {
  return name.startsWith('user:') || (name.startsWith('@') ? !name.includes('/') : !name.startsWith('group:') && name.includes('@'));
}

const bare = (name: string) =>
  name
    .toLowerCase()
    .replace(/^(?:group:|user:|@)/, '')
    .replace(/^[^/]{1,100}\//, '');

/** The same team in all its spellings: `@org/data`, `group:default/data`, `group:data`. */
export function sameOwner(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

export function ownersOf(owner: Owner | undefined): string[] {
  return owner ? [owner.team, ...(owner.delegate === undefined ? [] : [owner.delegate])] : [];
}

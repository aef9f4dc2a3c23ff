// What an inventory says in words, the same in every output for people. Nothing here is harmless for a target yet.
import { SEVERITIES } from '../../core/finding.ts';
import type { CarriedCredential, Due, Inventory, OwnerKind, Policy, Place, Service, Target } from '../../core/inventory.ts';

const KINDS: Readonly<Record<Target['kind'], string>> = {
  npm: 'npm',
  pypi: 'PyPI',
  oci: 'image',
  nuget: 'NuGet',
  go: 'Go',
  cargo: 'crate',
  jsr: 'JSR',
  nix: 'Nix',
  git: 'repository',
  archive: 'download',
  url: 'remote',
  path: 'file',
  script: 'script',
  binary: 'program',
  hosted: 'hosted',
  unknown: 'not recognised',
};

/** "npm", "remote", "local address". */
export function kindOf({ kind, network }: Target): string {
  if (kind === 'url') return network === 'local' ? 'this machine' : network === 'private' ? 'inner network' : 'remote';
  return KINDS[kind];
}

/** `2.1.0`, `not pinned`, `latest (not fixed)`; empty for what has no versions. */
export function versionOf({ launch }: Place, { kind }: Target): string {
  if (launch.version !== null) {
    const firm = launch.pin === 'exact' || launch.pin === 'digest' || launch.pin === 'commit';
    return firm ? shortened(launch.version) : `${launch.version} (not fixed)`;
  }
  return isPackage(kind) && launch.fetched ? 'not pinned' : '';
}

/** A digest or commit by its first letters. */
function shortened(version: string): string {
  return /^(?:sha256:)?[0-9a-f]{40,64}$/.test(version) ? version.slice(0, version.startsWith('sha256:') ? 19 : 12) + '…' : version;
}

/** Whether it has versions at all. */
export function isPackage(kind: Target['kind']): boolean {
  return ['npm', 'pypi', 'oci', 'nuget', 'go', 'cargo', 'jsr', 'nix', 'git'].includes(kind);
}

/** Fetched at start, itself or something on the way, without anything that fixes what comes. */
export function isUnpinned({ launch }: Place): boolean {
  return (launch.fetched && isLoose(launch.pin)) || launch.fetches.some(({ pin }) => isLoose(pin));
}

function isLoose(pin: Place['launch']['pin']): boolean {
  return pin === 'none' || pin === 'latest' || pin === 'range' || pin === 'tag';
}

/** `TRACKER_TOKEN`, `input tracker-key`, `Anthropic API key in CLAUDE_KEY`. */
export function credentialName({ type, name, keys, literal }: CarriedCredential): string {
  switch (type) {
    case 'env':
      return name;
    case 'literal':
      return (
        name +
        (literal?.class === 'publishable' || literal?.class === 'test' ? ` (${literal.class})` : '') +
        (keys.length > 0 ? ` in ${keys[0]}${keys.length > 1 ? ` and ${keys.length - 1} more` : ''}` : '')
      );
    case 'placeholder':
      return `${name} (to be filled in)`;
    case 'env-file':
      return `file ${name}`;
    default:
      return `${type} ${name}`;
  }
}

/** True for a credential whose value anybody who reads the file has. */
export function isExposed({ type, literal }: CarriedCredential): boolean {
  return type === 'literal' && literal !== null && literal.class !== 'publishable' && literal.class !== 'test';
}

/** Worst first: any finding of one severity outweighs all of the next. */
export function weightOf({ findings }: Service): number {
  return SEVERITIES.reduce((sum, severity, index) => sum + Math.min(99, findings[severity]) * 100 ** (3 - index), 0);
}

/** What a tool switch of this place comes to. */
function toolWords({ tools }: Place): string[] {
  const words: string[] = [];
  if (tools.approvesAll) words.push('runs every tool unasked');
  else if (tools.approved.length > 0) words.push(`runs ${count(tools.approved.length, 'tool')} unasked`);
  if (tools.allowed.length > 0) words.push(`${count(tools.allowed.length, 'tool')} allowed`);
  if (tools.denied.length > 0) words.push(`${count(tools.denied.length, 'tool')} denied`);
  return words;
}

/** All else that is worth saying of a place, in few words each. */
export function placeWords(place: Place, service: Service): string[] {
  const words: string[] = [];
  if (!place.enabled) words.push('off');
  if (place.server !== service.name) words.push(`as ${place.server}`);
  if (place.scope !== 'project') words.push(place.scope === 'docs' ? 'in documentation' : place.scope);
  if (place.transport !== 'stdio' && place.transport !== 'unknown') words.push(place.transport);
  const version = versionOf(place, service.target);
  if (version !== '') words.push(version);
  if (place.launch.via.length > 0) words.push(`via ${place.launch.via.join(' > ')}`);
  if (place.launch.commands.length > 0) words.push(`shell runs ${place.launch.commands.join(', ')}`);
  if (place.launch.directory !== null) words.push(`in ${place.launch.directory}`);
  for (const { name, version, pin } of place.launch.fetches) {
    words.push(version === null ? `fetches ${name}, not pinned` : `fetches ${name} ${version}${isLoose(pin) ? ' (not fixed)' : ''}`);
  }
  words.push(...toolWords(place));
  if (place.sandbox !== null) words.push(`sandbox ${place.sandbox}`);
  if (place.narrowed.length > 0) words.push(`narrowed by ${place.narrowed.join(', ')}`);
  if (place.widened.length > 0) words.push(`widened by ${place.widened.join(', ')}`);
  if (place.paths.length > 0) words.push(`given ${place.paths.join(', ')}`);
  if (place.fileState !== 'parsed') words.push(`file ${place.fileState}`);
  return words;
}

/** "database, write": what a known server touches and the worst it can do. */
export function reachOf({ known }: Service): string {
  return known ? [known.reach.join(', '), IMPACT[known.impact] ?? known.impact].filter(part => part !== '').join(': ') : '';
}
const IMPACT: Readonly<Record<string, string>> = {
  read: 'reads',
  write: 'writes',
  admin: 'administers',
  financial: 'moves money',
  exec: 'runs code',
};

const OWNED: Readonly<Record<OwnerKind, string>> = {
  team: 'a team',
  person: 'a person',
  reviewer: 'reviews changes only',
  nobody: 'stands for nobody',
};

/** How firm the owners of a service are; empty where nothing need be said of them. */
export function ownerWords({ ownerKind }: Service): string {
  return ownerKind === null ? '' : OWNED[ownerKind];
}

const DAYS: Readonly<Record<Due['what'], readonly [still: string, past: string]>> = {
  review: ['review due', 'review overdue since'],
  approval: ['approval ends', 'approval ended'],
  rotation: ['credential to be changed by', 'credential was to be changed by'],
  retire: ['to be gone by', 'was to be gone by'],
};

/** "review due 2027-01-31", "approval ended 2026-09-01". */
export function dayWords({ what, day, state }: Due): string {
  return `${DAYS[what][state === 'overdue' ? 1 : 0]} ${day}`;
}

/** What files lay down about a service, in few words each; days are left to {@link dayWords}. */
export function termWords({ terms }: Service): string[] {
  if (!terms) return [];
  const { id, from, registered, dataClass, tier, lifecycle } = terms;
  return [
    registered ? `entry ${id} of ${from[0]!}` : `not registered, spoken of by ${from[0]!}`,
    ...(dataClass === null ? [] : [`${dataClass} data`]),
    ...(tier === null ? [] : [`${tier} risk`]),
    ...(lifecycle === null || lifecycle === 'active' ? [] : [lifecycle]),
  ];
}

/** Services with a day, the earliest first. */
export function dueDays({ services }: Inventory): { service: Service; due: Due }[] {
  const all = services.flatMap(service => (service.terms?.days ?? []).map(due => ({ service, due })));
  return all.toSorted((a, b) => (a.due.day < b.due.day ? -1 : a.due.day > b.due.day ? 1 : 0));
}

/** Credentials of a service, each once, in the inventory's order; under the keys that it has for them. */
export function credentialsOf(service: Service, inventory: Inventory): CarriedCredential[] {
  const keys = new Map<string, Set<string>>();
  for (const { credential, key } of service.places.flatMap(place => place.credentials)) {
    const held = keys.get(credential) ?? new Set();
    if (key !== null) held.add(key);
    keys.set(credential, held);
  }
  return inventory.credentials.flatMap(one => {
    const own = keys.get(one.id);
    return own ? [Object.assign({}, one, { keys: [...own] })] : [];
  });
}

/** Clients of a service by name, each once. */
export function clientsOf({ places }: Service): string[] {
  return [...new Set(places.map(({ client }) => client))];
}

/** Switches of one file that do the same. */
export interface PolicyGroup {
  readonly client: string;
  readonly file: string;
  /** Of the first one, 1-based. */
  readonly line: number;
  readonly words: string;
}

/** Policies by client, file and what they do; a list of allowed tools is one of them. */
export function policyGroups(policies: readonly Policy[]): PolicyGroup[] {
  const groups = new Map<string, Policy[]>();
  for (const policy of policies) {
    const key = JSON.stringify([policy.client, policy.file, policy.kind, policy.key, policy.honoured]);
    const group = groups.get(key);
    if (group) group.push(policy);
    else groups.set(key, [policy]);
  }
  return [...groups.values()].map(group => {
    const { client, file, line, kind, key, value, honoured } = group[0]!;
    const what = group.length === 1 ? value : `${group.length} entries`;
    const words = `${POLICIES[kind] ?? kind} (${key}: ${what})${honoured ? '' : '; this client passes over it here'}`;
    return { client, file, line, words };
  });
}
const POLICIES: Readonly<Record<string, string>> = {
  'approve-all-tools': 'runs every tool unasked',
  'approve-tools': 'runs tools unasked',
  'trust-project-servers': 'starts every server that a project brings',
  'bypass-approval': 'asks for nothing at all',
  'sandbox-off': 'sandbox off',
  'sandbox-on': 'sandbox on',
  'allow-tools': 'allows tools',
  'deny-tools': 'denies tools',
  'disable-server': 'leaves servers off',
  'allow-servers': 'allows servers',
  'deny-servers': 'denies servers',
};

/** Files that were looked at but not, or not wholly, understood. */
export function unread({ files }: Inventory): Inventory['files'] {
  return files.filter(({ state }) => state === 'partial' || state === 'unreadable' || state === 'unsupported');
}

/** "8 servers in 11 entries, 6 clients, 7 files". */
export function totals({ services, clients, files }: Inventory): string {
  const places = services.reduce((sum, service) => sum + service.places.length, 0);
  const own = clients.filter(({ kind }) => kind === 'client').length;
  return [
    count(services.length, 'server') + (places === services.length ? '' : ` in ${count(places, 'entry', 'entries')}`),
    ...(own > 0 ? [count(own, 'client')] : []),
    // Registries, gateways, frameworks and files of no certain program.
    ...(clients.length > own ? [count(clients.length - own, own > 0 ? 'other product' : 'product')] : []),
    count(files.length, 'file'),
  ].join(', ');
}

export function count(number: number, one: string, many = one + 's'): string {
  return `${number} ${number === 1 ? one : many}`;
}

// What an inventory says in words, the same in every output for people. Nothing here is harmless for a target yet.
import type { CarriedCredential, Client, Inventory, Place, Service, Target } from '../../core/inventory.ts';

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
  unknown: 'unknown',
};

/** "npm", "remote", "local address". */
export function kindOf({ kind, network }: Target): string {
  if (kind === 'url') return network === 'local' ? 'this machine' : network === 'private' ? 'inner network' : 'remote';
  return KINDS[kind];
}

/** Package, address or path; in words where nothing is named. */
export function targetName({ kind, name }: Target): string {
  return name === '' ? (kind === 'unknown' ? 'not recognised' : kind) : name;
}

/** `2.1.0`, `unpinned`, `2.1.0, can move`; empty for what has no versions. */
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

/** Fetched at start without anything that fixes what comes. */
export function isUnpinned({ launch }: Place): boolean {
  return launch.fetched && (launch.pin === 'none' || launch.pin === 'latest' || launch.pin === 'range' || launch.pin === 'tag');
}

/** `TRACKER_TOKEN`, `input tracker-key`, `Anthropic API key in the file`. */
export function credentialName({ type, name, literal }: CarriedCredential): string {
  switch (type) {
    case 'env':
      return name;
    case 'literal':
      return literal?.class === 'publishable' || literal?.class === 'test' ? `${name} (${literal.class})` : name;
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

/** What a tool switch of this place comes to. */
export function toolWords({ tools }: Place): string[] {
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
  words.push(...toolWords(place));
  if (place.sandbox !== null) words.push(`sandbox ${place.sandbox}`);
  if (place.narrowed.length > 0) words.push(`narrowed by ${place.narrowed.join(', ')}`);
  if (place.widened.length > 0) words.push(`widened by ${place.widened.join(', ')}`);
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

export function clientNames(inventory: Inventory): ReadonlyMap<string, Client> {
  return new Map(inventory.clients.map(client => [client.id, client]));
}

/** Credentials of a service, each once, in the inventory's order. */
export function credentialsOf(service: Service, inventory: Inventory): CarriedCredential[] {
  const ids = new Set(service.places.flatMap(place => place.credentials.map(({ credential }) => credential)));
  return inventory.credentials.filter(({ id }) => ids.has(id));
}

/** Clients of a service by id, each once. */
export function clientsOf({ places }: Service): string[] {
  return [...new Set(places.map(({ client }) => client))];
}

/** Files that were looked at but not, or not wholly, understood. */
export function unread({ files }: Inventory): Inventory['files'] {
  return files.filter(({ state }) => state === 'partial' || state === 'unreadable' || state === 'unsupported');
}

export function count(number: number, one: string, many = one + 's'): string {
  return `${number} ${number === 1 ? one : many}`;
}

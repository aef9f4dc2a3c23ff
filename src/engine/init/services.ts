import type { Match } from '../../core/governance.ts';
import type { Server, Workspace } from '../../core/model.ts';
import { matches, wordsOf } from '../../governance/match.ts';
import { gatewayOf, governed } from '../../governance/policy.ts';
import { knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import { meaningOf } from '../../secrets/names.ts';
import { type Shown, shownOf } from '../inventory/shown.ts';

/** What one entry of a manifest would be about: every place that starts or reaches the same thing. */
export interface Service {
  /** As the schema asks: lower case, unique among those of one call. */
  readonly id: string;
  /** Of the product, where it is known. */
  readonly title: string | null;
  readonly match: Match;
  /** In the order of the files. */
  readonly servers: readonly Server[];
}
/** A server that no entry can be written for without repeating what may be a credential. */
export interface LeftOut {
  readonly server: Server;
  readonly reason: string;
}
export interface Services {
  readonly services: readonly Service[];
  readonly left: readonly LeftOut[];
}

/**
 * Groups what the repository's own files start by package, image, repository, address or exact command line. What an
 * entry of the manifest covers already is left away. Nothing of a match holds a credential or a variable's value.
 * @param taken ids that are in use.
 */
export function servicesOf(workspace: Workspace, taken: readonly string[]): Services {
  const { governance } = workspace;
  const shown = shownOf(workspace.credentials);
  const carriers = new Set(workspace.credentials.flatMap(({ server, place }) => (server && place !== 'env' ? [server] : [])));
  const groups = new Map<string, { match: Match; servers: Server[] }>();
  const left: LeftOut[] = [];
  for (const server of workspace.servers) {
    if (!governed(server)) continue;
    if (governance?.all(server).some(({ origin }) => origin === 'manifest')) continue;
    if (governance?.manifest && gatewayOf(governance.manifest, server) !== null) continue;
    const match = matchOf(server, shown, carriers);
    if (typeof match === 'string') {
      left.push({ server, reason: match });
      continue;
    }
    const key = JSON.stringify(match).toLowerCase();
    const group = groups.get(key);
    if (group) group.servers.push(server);
    else groups.set(key, { match, servers: [server] });
  }
  const ids = new Set(taken);
  const services = [...groups.values()].map(({ match, servers }) => {
    const names = namesOf(servers, shown);
    return {
      id: idFor(names, match, ids),
      title: servers.map(server => knownServer(server)).find(known => known !== null)?.name ?? null,
      match: names.length > 0 ? { ...match, config_names: names } : match,
      servers,
    };
  });
  return { services, left };
}

const NAMED = ['npm', 'pypi', 'nuget', 'oci', 'git'] as const;
const PLAIN = /^[\p{L}\p{N}\p{P}\p{S} ]{1,500}$/u;

/** How an entry would know the server again, or why none can. */
function matchOf(server: Server, shown: Shown, carriers: ReadonlySet<Server>): Match | string {
  const launch = launchOf(server);
  const kind = NAMED.find(one => one === launch.kind);
  if (kind && launch.name !== '' && isPlain(launch.name, shown)) {
    const match: Match = { [kind]: launch.name };
    if (matches(match, server)) return match;
  }
  if (launch.kind === 'url') {
    const match: Match = { url: globOf(launch.name, shown) };
    return /[^*:/]/.test(match.url!.replace(/^[a-z]{2,5}:/i, '')) && PLAIN.test(match.url!) && matches(match, server)
      ? match
      : 'its address cannot be written down without what may be a credential';
  }
  if (server.command === null && server.url === null) {
    // Brought by an extension of the client, which starts what it likes: the name is all that is written.
    const match: Match = { registry: server.name };
    if (server.name !== '' && isPlain(server.name, shown) && matches(match, server)) return match;
  }
  return commandMatch(server, shown, carriers);
}

/** Parts of an address that may be a credential become `*`. */
function globOf(address: string, shown: Shown): string {
  return shown
    .address(address)
    .replaceAll(/[\\[\]?]/g, '\\$&')
    .replace(/[^/]{0,500}…[^/]{0,500}/g, '*');
}

function commandMatch(server: Server, shown: Shown, carriers: ReadonlySet<Server>): Match | string {
  const words = wordsOf(server);
  if (words.length === 0 || words[0]!.trim() === '') return 'nothing says what it starts';
  if (words.some(word => word.trim() === '')) return 'its command line has an empty argument, which no entry can hold';
  const { env, headers } = launchOf(server);
  if (carriers.has(server) || words.some(word => !isPlain(word, shown))) return 'its command line may hold a credential';
  if (env.some(({ value }) => value !== null && value !== '') || headers.length > 0)
    return 'its command line sets variables or headers, whose values are not written down';
  if (words.some((word, index) => holdsValue(word, words[index - 1])))
    return 'its command line has an argument that is named like a credential';
  return { command: words };
}

/** Whether a word is, or carries, the value of something that is named like a credential, or a user part of an address. */
function holdsValue(word: string, before: string | undefined): boolean {
  if (/:\/\/[^/\s?#]{0,300}@/.test(word)) return true;
  const pair = /^(?:--?)?([A-Za-z][\w.-]{0,80})=(.+)$/s.exec(word);
  if (pair && isTelling(pair[1]!)) return true;
  return before !== undefined && /^--?[A-Za-z]/.test(before) && !before.includes('=') && !word.startsWith('-') && isTelling(before);
}

const TELLING: ReadonlySet<string> = new Set(['password', 'secret', 'weak', 'cookie']);
const isTelling = (name: string) => TELLING.has(meaningOf(name.replace(/^-+/, '')));

function isPlain(text: string, shown: Shown): boolean {
  return text === '' || (PLAIN.test(text) && shown.name(text) === text);
}

/** Display names, each once, those that may be shown. */
function namesOf(servers: readonly Server[], shown: Shown): string[] {
  return [...new Set(servers.map(({ name }) => name))].filter(name => name !== '' && name.length <= 80 && isPlain(name, shown));
}

/** From the name that people gave, else from the package; never one that is in use. */
function idFor(names: readonly string[], match: Match, ids: Set<string>): string {
  const [kind, value] = Object.entries(match)[0] as [string, string | readonly string[]];
  const last = kind === 'url' ? '' : (typeof value === 'string' ? value : value[0]!).split(/[/\\]/).at(-1)!;
  const base = [...names, last].map(slug).find(text => text !== '') ?? 'server';
  for (const candidate of candidates(base, kind)) {
    if (ids.has(candidate)) continue;
    ids.add(candidate);
    return candidate;
  }
  return base;
}

function* candidates(base: string, kind: string): Generator<string> {
  yield base;
  yield `${base}-${kind}`;
  for (let count = 2; ; count++) yield `${base}-${count}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, 60)
    .replace(/[._-]+$/, '');
}

// Which entries of different files are the same server, seen from one folder of work.
import type { Server } from '../../../core/model.ts';
import { launchOf } from '../../../resolve/launch.ts';
import type { TargetKind } from '../../../resolve/launch-types.ts';
import { endpointsIn } from '../../network/shared/endpoints.ts';

const NAMED = new Set<TargetKind>(['npm', 'pypi', 'oci', 'nuget', 'cargo', 'jsr', 'go', 'git', 'hosted']);

/** What really serves, in one text for all clients; null where nothing says so (a script of the project, a broken entry). */
export function identityOf(server: Server): string | null {
  const launch = launchOf(server);
  if (NAMED.has(launch.kind) && launch.name !== '') return `${launch.kind}:${launch.name}`;
  if (launch.kind !== 'url') return null;
  const slot = server.url ?? launch.spec?.slot;
  const endpoint = slot && endpointsIn(slot)[0];
  if (!endpoint || endpoint.kind === 'template') return null;
  const rest = slot.value.slice(endpoint.start).replace(/^[^/]*\/\/[^/?#]*/, '');
  const path = rest.replace(/[?#].*$/s, '').replace(/\/(?:sse|mcp)?\/?$/, '');
  return `url:${endpoint.host}${path}`;
}

/** The same for people, without anything that could be a credential: a package, an image, a host. */
export function shownIdentity(server: Server): string {
  const launch = launchOf(server);
  if (launch.kind === 'url') return endpointsIn(server.url ?? launch.spec!.slot)[0]?.host ?? 'a remote server';
  return NAMED.has(launch.kind) ? `${launch.name} (${launch.kind})` : 'a program';
}

/** The folder that a client file belongs to: `app/.kiro/settings/mcp.json` is of `app`. */
export function folderOf(path: string): string {
  const parts = path.split('/').slice(0, -1);
  const dot = parts.findIndex(part => part.startsWith('.') && part !== '.' && part !== '..');
  return (dot < 0 ? parts : parts.slice(0, dot)).join('/');
}

/** Servers that somebody uses, by folder, in the order of the files. A person's own files are a folder of their own. */
export function byFolder(servers: readonly Server[]): Map<string, Server[]> {
  const found = new Map<string, Server[]>();
  for (const server of servers) {
    if (server.scope !== 'project' && server.scope !== 'user' && server.scope !== 'managed') continue;
    if (!server.enabled || server.format.kind !== 'client') continue;
    const { path } = server.document.source;
    put(found, path.startsWith('~/') ? '~' : folderOf(path), server);
  }
  return found;
}

/** Groups of two and more entries of different files that are the same server; entries that one file repeats are told apart by name. */
export function sameServers(servers: readonly Server[]): Server[][] {
  const byIdentity = new Map<string, Server[]>();
  for (const server of servers) {
    const identity = identityOf(server);
    if (identity !== null) put(byIdentity, identity, server);
  }
  const groups: Server[][] = [];
  for (const group of byIdentity.values()) {
    const files = new Set(group.map(fileOf));
    if (files.size < 2) continue;
    if (files.size === group.length) groups.push(group);
    else {
      const byName = new Map<string, Server[]>();
      for (const server of group) put(byName, server.name.toLowerCase(), server);
      for (const named of byName.values()) if (named.length > 1 && new Set(named.map(fileOf)).size === named.length) groups.push(named);
    }
  }
  return groups;
}

const fileOf = (server: Server) => server.document.source.path;

function put<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

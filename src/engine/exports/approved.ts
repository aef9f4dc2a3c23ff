import type { Manifest, ServerRecord } from '../../core/governance.ts';
import type { Server, Workspace } from '../../core/model.ts';
import { wordsOf } from '../../governance/match.ts';
import { governed } from '../../governance/policy.ts';
import { shownOf } from '../inventory/shown.ts';

/** One entry of the manifest in the terms of allow lists. */
export interface Approved {
  readonly record: ServerRecord;
  /** `deny` where it is retired; `wait` where it is proposed only, or not approved for the client that is asked for. */
  readonly verdict: 'allow' | 'deny' | 'wait';
  /** Display names that it has in the client's files, and those that the entry gives. */
  readonly names: readonly string[];
  /** Addresses with `*`. */
  readonly urls: readonly string[];
  /** Program and arguments, exactly as a file of this repository has them; none that may hold a credential. */
  readonly commands: readonly (readonly string[])[];
  /** A command line was left away because it may hold a credential. */
  readonly hidden: boolean;
}

/**
 * Every entry of a manifest with all that a client could know its server by. Where an entry goes through a gateway,
 * that is the gateway's address and nothing else.
 * @param isClient says which formats belong to the client; null where any will do.
 */
export function approvedOf(workspace: Workspace, manifest: Manifest, isClient: ((format: string) => boolean) | null): readonly Approved[] {
  const shown = shownOf(workspace.credentials);
  const carriers = new Set(workspace.credentials.flatMap(({ server, place }) => (server && place !== 'env' ? [server] : [])));
  const found = new Map<ServerRecord, Server[]>();
  for (const server of workspace.servers) {
    if (!governed(server)) continue;
    const record = workspace.governance?.all(server).find(({ origin }) => origin === 'manifest');
    if (record) found.set(record, [...(found.get(record) ?? []), server]);
  }
  return manifest.servers.map(record => {
    const { data } = record;
    const servers = found.get(record) ?? [];
    const own = isClient === null ? servers : servers.filter(({ format }) => isClient(format.id));
    const gateway = gatewayUrl(manifest, data.via);
    // Another client's spelling of the command is no use to this one, unless there is no other.
    const started = gateway === null ? (own.length > 0 ? own : servers).filter(({ command }) => command !== null) : [];
    const safe = started.filter(server => !carriers.has(server) && wordsOf(server).every(word => shown.name(word) === word));
    const written = [...(gateway === null && data.match.command ? [data.match.command] : []), ...safe.map(wordsOf)];
    const names = [...own.map(({ name }) => name), ...(data.match.config_names ?? [])].filter(name => shown.name(name) === name);
    return {
      record,
      verdict: verdictOf(record, isClient),
      names: [...new Set(names)].toSorted(),
      urls: gateway === null ? (data.match.url === undefined ? [] : urlsOf(data.match.url, servers)) : [gateway],
      commands: [...new Map(written.map(words => [JSON.stringify(words), words])).values()],
      hidden: safe.length < started.length,
    };
  });
}

function verdictOf({ data }: ServerRecord, isClient: ((format: string) => boolean) | null): Approved['verdict'] {
  if (data.lifecycle === 'retired') return 'deny';
  if (data.lifecycle === 'proposed') return 'wait';
  return isClient === null || data.approved_clients === undefined || data.approved_clients.some(isClient) ? 'allow' : 'wait';
}

function gatewayUrl({ data }: Manifest, via: string | undefined): string | null {
  const id = via?.startsWith('gateway:') ? via.slice('gateway:'.length) : undefined;
  const url = id === undefined ? undefined : data.gateways?.find(gateway => gateway.id === id)?.url;
  return url === undefined ? null : url.endsWith('*') ? url : url.replace(/\/$/, '') + '/*';
}

/** Clients compare the whole address; a manifest's glob without a query leaves it open. */
function urlsOf(glob: string, servers: readonly Server[]): string[] {
  const url = glob.replace(/\\([[\]?\\*])/g, '$1');
  const asked = !glob.includes('?') && !url.endsWith('*') && servers.some(server => server.url?.value.includes('?'));
  return asked ? [url, `${url}?*`] : [url];
}

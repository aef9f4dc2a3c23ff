import type { Found, GatewayTerms, ServerRecord } from '../core/governance.ts';
import type { Server } from '../core/model.ts';
import { launchOf } from '../resolve/launch.ts';
import { withoutQuery } from '../resolve/specs.ts';
import { compileBelow, compileMatch } from './match.ts';
import { registers } from './policy.ts';

/** Which records speak of a server. */
export interface Finder {
  all(server: Server): readonly ServerRecord[];
  find(server: Server): Found | null;
}

/**
 * Finds records by what a server really is.
 * @param records strongest first. @param own servers of the records that speak of nothing but their own file.
 */
export function finderOf(
  records: readonly ServerRecord[],
  gateways: readonly GatewayTerms[],
  own: ReadonlyMap<ServerRecord, ReadonlySet<Server> | null>,
): Finder {
  const held = new WeakMap<Server, readonly ServerRecord[]>();
  const tests = records.map(record => {
    const servers = own.get(record);
    if (servers) return { record, fits: (server: Server) => servers.has(server) };
    const plain = compileMatch(record.data.match);
    const behind = behindGateway(record, gateways);
    return { record, fits: behind ? (server: Server) => plain(server) || behind(server) : plain };
  });
  const all = (server: Server) => {
    let found = held.get(server);
    if (!found) held.set(server, (found = tests.filter(({ fits }) => fits(server)).map(({ record }) => record)));
    return found;
  };
  return {
    all,
    find(server) {
      const [record] = all(server);
      if (record) return { record, by: 'match' };
      const alike = records.filter(registers).find(({ data }) => data.id === server.name || data.match.config_names?.includes(server.name));
      return alike ? { record: alike, by: 'name' } : null;
    },
  };
}

/**
 * Behind a gateway an entry is known by what the gateway calls it: the id in the address, or a name in the client's file.
 * The gateway itself vouches for what it serves there.
 */
function behindGateway({ data }: ServerRecord, gateways: readonly GatewayTerms[]): ((server: Server) => boolean) | null {
  const gateway = gateways.find(({ id, url }) => data.via === `gateway:${id}` && url !== undefined);
  if (!gateway?.url) return null;
  const names = new Set([data.id, ...(data.match.config_names ?? [])]);
  const serves = compileBelow(gateway.url);
  return server => {
    const { kind, name } = launchOf(server);
    if (kind !== 'url' || !serves(name)) return false;
    return (
      names.has(server.name) ||
      withoutQuery(name)
        .split('/')
        .slice(3)
        .some(part => names.has(part))
    );
  };
}

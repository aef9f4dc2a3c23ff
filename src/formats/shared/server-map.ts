import type { Server, Slot, Transport } from '../../core/model.ts';
import { type MapNode, type Node, type Path, type StringNode, below, entry, get, isScalar } from '../../core/node.ts';
import { checkServer, ignoredKeys, withAliases } from './checks.ts';
import type { Dialect } from './dialect.ts';
import { type Site, control, isBoolean, problem, slot, word } from './site.ts';
import { type Held, addSlots, firstOf, mapSlots, restOf } from './slots.ts';

export { type Site, addControl, control, emptyReading, isBoolean, problem, site, slot, spoken, strings } from './site.ts';
export { addAll, addSlots, slotsBelow } from './slots.ts';

/** Reads `{ <name>: { command … } }` at a path of the document; anything that is not a map there is a problem. */
export function readServerMap(at: Site, path: Path, dialect: Dialect): void {
  readServersIn(at, get(at.document.root, ...path), path, dialect);
}

/** The same where the map is already at hand: looking it up again for each of many projects would take their square in time. */
export function readServersIn(at: Site, map: Node | undefined, path: Path, dialect: Dialect): void {
  if (!map || map.kind === 'missing' || map.kind === 'null') return;
  if (map.kind !== 'map') {
    problem(
      at,
      'wrong-type',
      map,
      path,
      `\`${path.join('.')}\` is a ${word(map)}, from which ${at.format.name} reads no servers. Write an object with the servers' names as keys.`,
    );
    if (map.kind === 'seq') readServerList(at, path, dialect);
    return;
  }
  for (const { key, value } of map.entries) {
    const parked = isRemark(key.value) && value.kind === 'map' && value.entries.some(item => item.value.kind === 'map');
    if (parked) addSlots(at, value, below(path, key.value), 'unknown');
    else if (value.kind === 'map') readServer(at, key.value, key, value, below(path, key.value), dialect);
    else if (value.kind !== 'missing' && value.kind !== 'null' && !isRemark(key.value)) {
      problem(
        at,
        'wrong-type',
        value,
        below(path, key.value),
        `\`${key.value}\` is a ${word(value)}, which ${at.format.name} cannot start. Write an object with \`command\` or \`url\`.`,
      );
    }
  }
}

/** Reads `[{ name, command … }]`; items without a name are called by their number. */
export function readServerList(at: Site, path: Path, dialect: Dialect): void {
  const list = get(at.document.root, ...path);
  if (list?.kind !== 'seq') return;
  for (const [index, item] of list.items.entries()) {
    if (item.kind !== 'map') continue;
    const name = entry(item, 'name')?.value;
    const known = name?.kind === 'string' && name.value !== '';
    readServer(at, known ? name.value : String(index), known ? name : null, item, below(path, index), dialect);
  }
}

/** Reads one server object and adds it, with its controls and problems, to the reading. */
export function readServer(at: Site, name: string, nameNode: StringNode | null, node: MapNode, path: Path, own: Dialect): Server {
  const used = new Set<string>();
  const first = (keys: readonly string[]) => firstOf(node, path, keys, used);
  // Keys of other clients are read too, so that what they hold is found; the checks tell that this client does not.
  const dialect = own.checks ? withAliases(own) : own;
  const commandAt = first(dialect.command);
  const { command, args } = program(commandAt);
  const argsAt = first(dialect.args);
  if (argsAt?.node.kind === 'seq') {
    for (const [index, item] of argsAt.node.items.entries())
      if (isScalar(item)) args.push(slot('arg', null, null, item, below(argsAt.path, index)));
  } else if (argsAt?.node.kind === 'string') args.push(slot('arg', null, null, argsAt.node, argsAt.path));
  const urlAt = first(dialect.url);
  const url = urlAt && isScalar(urlAt.node) ? slot('url', urlAt.key, urlAt.keyNode, urlAt.node, urlAt.path) : null;
  const cwdAt = first(dialect.cwd);
  const typeAt = first(dialect.type);
  const server: Server = {
    name,
    nameNode,
    document: at.document,
    format: at.format,
    scope: at.context.scope,
    node,
    path,
    transport: transportOf(typeAt?.node, command, url, dialect),
    command,
    args,
    env: mapSlots(node, path, dialect.env, 'env', used),
    headers: mapSlots(node, path, dialect.headers, 'header', used),
    url,
    cwd: cwdAt && isScalar(cwdAt.node) ? slot('cwd', cwdAt.key, cwdAt.keyNode, cwdAt.node, cwdAt.path) : null,
    envFiles: mapSlots(node, path, dialect.envFile, 'env-file', used),
    auth: mapSlots(node, path, dialect.auth, 'auth', used),
    others: restOf(node, path, used, dialect),
    enabled: !Object.entries(dialect.off).some(([key, off]) => isBoolean(entry(node, key)?.value, off)),
  };
  at.reading.servers.push(server);
  for (const [key, meaning] of Object.entries(dialect.controls)) {
    const held = entry(node, key);
    if (held) control(at, server, key, held.value, below(path, key), meaning, true);
  }
  ignoredKeys(at, server, own);
  if (own.checks) checkServer(at, server, own, own.checks, { command: commandAt, args: argsAt, url: urlAt, type: typeAt });
  return server;
}

/** Servers that the same file leaves off by their names, in a list that stands elsewhere in it. @param own which it speaks of. */
export function leaveOff(at: Site, own: (server: Server) => boolean, names: readonly string[]): void {
  if (names.length === 0) return;
  const off = new Set(names);
  for (const [index, server] of at.reading.servers.entries())
    if (off.has(server.name) && own(server)) at.reading.servers[index] = { ...server, enabled: false };
}

/** A program as one text, or (opencode) a list with its arguments. */
function program(at: Held | undefined): { command: Slot | null; args: Slot[] } {
  if (at && isScalar(at.node)) return { command: slot('command', at.key, at.keyNode, at.node, at.path), args: [] };
  const items = at?.node.kind === 'seq' ? at.node.items : [];
  const slots = items.flatMap((item, index) => {
    if (!at || !isScalar(item)) return [];
    return [slot(index === 0 ? 'command' : 'arg', index === 0 ? at.key : null, null, item, below(at.path, index))];
  });
  return { command: slots[0] ?? null, args: slots.slice(1) };
}

function transportOf(type: Node | undefined, command: Slot | null, url: Slot | null, dialect: Dialect): Transport {
  if (type?.kind === 'string') {
    const known = Object.hasOwn(dialect.transports, type.value) ? dialect.transports[type.value] : undefined;
    if (known) return known;
  }
  if (url && url.value !== '' && (!command || command.value === '')) return dialect.urlKeys?.[url.key ?? ''] ?? dialect.urlMeans;
  return command ? 'stdio' : 'unknown';
}

/** Keys by which people write remarks into JSON: `$comment`, `_note`, `//`. */
export const isRemark = (key: string): boolean => REMARKS.some(start => key.startsWith(start)) || key === 'comment' || key === 'note';
const REMARKS = ['$', '_', '//', '#', 'x-'];

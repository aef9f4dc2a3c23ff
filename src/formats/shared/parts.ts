// Servers that are no `{ command, args, env }`: registry entries, bundles, resources. Each format picks the nodes, these make slots.
import type { Server, Slot, SlotWhere } from '../../core/model.ts';
import { type MapNode, type Node, type Path, type StringNode, entry, get, isScalar, scalars } from '../../core/node.ts';
import { type Site, slot } from './site.ts';

export type Parts = Partial<
  Pick<Server, 'transport' | 'command' | 'args' | 'env' | 'headers' | 'url' | 'cwd' | 'envFiles' | 'auth' | 'others' | 'enabled'>
>;

/** Adds a server whose parts are known. Scalars of its object that no part took become `others`; `skip` names keys to leave out. */
export function addServer(
  at: Site,
  name: string,
  nameNode: StringNode | null,
  node: MapNode,
  path: Path,
  parts: Parts,
  skip: readonly string[] = [],
): Server {
  const lists = [parts.args, parts.env, parts.headers, parts.envFiles, parts.auth].flatMap(list => list ?? []);
  const taken = new Set<Node>([...lists, parts.command, parts.url, parts.cwd].flatMap(one => (one ? [one.node] : [])));
  const others: Slot[] = [];
  for (const item of scalars(node, path)) {
    if (taken.has(item.node) || skip.includes(String(item.path[path.length]))) continue;
    const key = item.path.findLast(step => typeof step === 'string') ?? null;
    others.push(slot('setting', key === null ? null : String(key), item.entry?.key ?? null, item.node, item.path));
  }
  const server: Server = {
    name,
    nameNode,
    document: at.document,
    format: at.format,
    scope: at.context.scope,
    node,
    path,
    transport: 'unknown',
    command: null,
    args: [],
    env: [],
    headers: [],
    url: null,
    cwd: null,
    envFiles: [],
    auth: [],
    enabled: true,
    ...parts,
    others,
  };
  at.reading.servers.push(server);
  return server;
}

/** The slot of a scalar at a path below a node, named by its last key; null where there is none. @param base path of the node. */
export function slotAt(node: Node | undefined, base: Path, steps: Path, where: SlotWhere): Slot | null {
  const holder = get(node, ...steps.slice(0, -1));
  const last = steps.at(-1);
  if (typeof last !== 'string') return null;
  const held = entry(holder, last);
  return held && isScalar(held.value) ? slot(where, last, held.key, held.value, [...base, ...steps]) : null;
}

/** Slots of `{ NAME: value }` below a node. */
export function mapAt(node: Node | undefined, base: Path, steps: Path, where: SlotWhere): Slot[] {
  const map = get(node, ...steps);
  if (map?.kind !== 'map') return [];
  return map.entries.flatMap(({ key, value }) =>
    isScalar(value) ? [slot(where, key.value, key, value, [...base, ...steps, key.value])] : [],
  );
}

/** Slots of a list of scalars, or of the one scalar in its place. */
export function listAt(node: Node | undefined, base: Path, steps: Path, where: SlotWhere): Slot[] {
  const list = get(node, ...steps);
  if (list && isScalar(list) && list.kind !== 'null') return [slot(where, null, null, list, [...base, ...steps])];
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap((item, index) => (isScalar(item) ? [slot(where, null, null, item, [...base, ...steps, index])] : []));
}

/** Slots of `[{ name, value }]` below a node. @param keys names of the two fields. */
export function pairsAt(
  node: Node | undefined,
  base: Path,
  steps: Path,
  where: SlotWhere,
  keys: readonly [name: string, value: string] = ['name', 'value'],
): Slot[] {
  const list = get(node, ...steps);
  return items(list).flatMap(({ item, index }) => {
    const name = get(item, keys[0]);
    const value = get(item, keys[1]);
    if (name?.kind !== 'string' || !value || !isScalar(value)) return [];
    return [slot(where, name.value, name, value, [...base, ...steps, index, keys[1]])];
  });
}

/** Maps in a list, with their places. */
export function items(list: Node | undefined): { item: MapNode; index: number }[] {
  return list?.kind === 'seq' ? list.items.flatMap((item, index) => (item.kind === 'map' ? [{ item, index }] : [])) : [];
}

/** Entries of a map whose values are maps. */
export function members(map: Node | undefined): { key: StringNode; value: MapNode }[] {
  return map?.kind === 'map' ? map.entries.flatMap(({ key, value }) => (value.kind === 'map' ? [{ key, value }] : [])) : [];
}

/** The text at a path below a node, or null. */
export function textAt(node: Node | undefined, ...path: Path): string | null {
  const found = get(node, ...path);
  return found?.kind === 'string' ? found.value : null;
}

/** A slot that stands at a node and says something else than it does: the program that a package type means. */
export function meant(where: SlotWhere, value: string, from: Slot): Slot {
  return { ...from, where, value };
}

import type { Slot, SlotWhere } from '../../core/model.ts';
import { type Entry, type MapNode, type Node, type Path, type StringNode, below, entry, isScalar, scalars } from '../../core/node.ts';
import type { Dialect } from './dialect.ts';
import { type Site, slot } from './site.ts';

/** A value found under one of a dialect's keys; `key` is the last step of a dotted one. */
export interface Held {
  readonly key: string;
  readonly keyNode: StringNode;
  readonly node: Node;
  readonly path: Path;
}

/** Dotted keys come from dialects alone, so this stays small. */
const STEPS = new Map<string, readonly string[]>();

/** The entry at the end of a dotted way down, with the steps to it. */
export function find(node: MapNode, dotted: string): { held: Entry; steps: readonly string[] } | undefined {
  let steps = STEPS.get(dotted);
  if (!steps) STEPS.set(dotted, (steps = dotted.split('.')));
  let held = entry(node, steps[0]!);
  for (let at = 1; held && at < steps.length; at++) held = entry(held.value, steps[at]!);
  return held && { held, steps };
}

/** The value under the first of some keys, dots going down; every key that is there is noted as used. */
export function firstOf(node: MapNode, path: Path, keys: readonly string[], used: Set<string>): Held | undefined {
  let first: Held | undefined;
  for (const dotted of keys) {
    const found = find(node, dotted);
    if (!found) continue;
    const { held, steps } = found;
    if (held.value.kind === 'map' && (dotted === 'transport' || keys.some(key => key.startsWith(dotted + '.')))) continue;
    used.add(dotted);
    first ??= { key: steps.at(-1)!, keyNode: held.key, node: held.value, path: below(path, ...steps) };
  }
  return first;
}

/** Scalars of a map (or a scalar itself) under each of some keys, dots going down. */
export function mapSlots(node: MapNode, path: Path, keys: readonly string[], where: SlotWhere, used: Set<string>): Slot[] {
  const slots: Slot[] = [];
  for (const dotted of keys) {
    const found = find(node, dotted);
    if (!found) continue;
    used.add(dotted);
    addAll(slots, slotsBelow(found.held.value, below(path, ...found.steps), where, found.steps.at(-1)!, found.held.key));
  }
  return slots;
}

/** A slot for each scalar at or below a node, named by the nearest key. */
export function slotsBelow(node: Node, path: Path, where: SlotWhere, key: string | null = null, keyNode: StringNode | null = null): Slot[] {
  if (isScalar(node)) return [slot(where, key, keyNode, node, path)];
  return [...scalars(node, path)].map(item => slot(where, nameOf(item.path), item.entry?.key ?? null, item.node, item.path));
}

/** Appends one by one: a call with hundreds of thousands of arguments overflows the stack. */
export function addAll<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item);
}

/** Adds a slot outside of servers for each scalar at or below a node. */
export function addSlots(
  at: Site,
  node: Node,
  path: Path,
  where: SlotWhere,
  key: string | null = null,
  keyNode: StringNode | null = null,
): void {
  addAll(at.reading.slots, slotsBelow(node, path, where, key, keyNode));
}

/** Scalars that no other list of the server took: `setting` under a key that the dialect knows, else `unknown`. */
export function restOf(node: MapNode, path: Path, used: ReadonlySet<string>, dialect: Dialect, prefix = ''): Slot[] {
  const found: Slot[] = [];
  for (const { key, value } of node.entries) {
    const dotted = prefix + key.value;
    if (used.has(dotted) || (prefix === '' && dialect.names.includes(key.value))) continue;
    const here = below(path, key.value);
    const inside = value.kind === 'map' && [...used].some(other => other.startsWith(dotted + '.'));
    if (inside) addAll(found, restOf(value, here, used, dialect, dotted + '.'));
    else {
      const top = prefix === '' ? key.value : prefix.slice(0, prefix.indexOf('.'));
      const known = dialect.settings.includes(top) || Object.hasOwn(dialect.controls, top) || Object.hasOwn(dialect.off, top);
      addAll(found, slotsBelow(value, here, known ? 'setting' : 'unknown', key.value, key));
    }
  }
  return found;
}

const nameOf = (path: Path): string | null => {
  const last = path.findLast(step => typeof step === 'string');
  return last === undefined ? null : String(last);
};

import type { Slot, SlotWhere } from '../../core/model.ts';
import { type Entry, type MapNode, type Node, type Path, type StringNode, entry, get, isScalar, scalars } from '../../core/node.ts';
import type { Dialect } from './dialect.ts';
import { slot } from './site.ts';

/** A value found under one of a dialect's keys; `key` is the last step of a dotted one. */
export interface Held {
  readonly key: string;
  readonly keyNode: StringNode;
  readonly node: Node;
  readonly path: Path;
}

/** The value under the first of some keys, dots going down; every key that is there is noted as used. */
export function firstOf(node: MapNode, path: Path, keys: readonly string[], used: Set<string>): Held | undefined {
  let found: Held | undefined;
  for (const dotted of keys) {
    const steps = dotted.split('.');
    const held: Entry | undefined = entry(get(node, ...steps.slice(0, -1)), steps.at(-1)!);
    if (!held || (held.value.kind === 'map' && (dotted === 'transport' || keys.some(key => key.startsWith(dotted + '.'))))) continue;
    used.add(dotted);
    found ??= { key: steps.at(-1)!, keyNode: held.key, node: held.value, path: [...path, ...steps] };
  }
  return found;
}

/** Scalars of a map (or a scalar itself) under each of some keys, dots going down. */
export function mapSlots(node: MapNode, path: Path, keys: readonly string[], where: SlotWhere, used: Set<string>): Slot[] {
  const found: Slot[] = [];
  for (const dotted of keys) {
    const steps = dotted.split('.');
    const holder = entry(get(node, ...steps.slice(0, -1)), steps.at(-1)!);
    if (!holder) continue;
    used.add(dotted);
    found.push(...slotsBelow(holder.value, [...path, ...steps], where, steps.at(-1)!, holder.key));
  }
  return found;
}

/** A slot for each scalar at or below a node, named by the nearest key. */
export function slotsBelow(node: Node, path: Path, where: SlotWhere, key: string | null = null, keyNode: StringNode | null = null): Slot[] {
  if (isScalar(node)) return [slot(where, key, keyNode, node, path)];
  return [...scalars(node, path)].map(item => slot(where, nameOf(item.path), item.entry?.key ?? null, item.node, item.path));
}

/** Scalars that no other list of the server took: `setting` under a key that the dialect knows, else `unknown`. */
export function restOf(node: MapNode, path: Path, used: ReadonlySet<string>, dialect: Dialect, prefix = ''): Slot[] {
  const found: Slot[] = [];
  for (const { key, value } of node.entries) {
    const dotted = prefix + key.value;
    if (used.has(dotted) || (prefix === '' && dialect.names.includes(key.value))) continue;
    const here = [...path, key.value];
    const inside = value.kind === 'map' && [...used].some(other => other.startsWith(dotted + '.'));
    if (inside) found.push(...restOf(value, here, used, dialect, dotted + '.'));
    else {
      const top = prefix === '' ? key.value : prefix.slice(0, prefix.indexOf('.'));
      const known = dialect.settings.includes(top) || Object.hasOwn(dialect.controls, top) || Object.hasOwn(dialect.off, top);
      found.push(...slotsBelow(value, here, known ? 'setting' : 'unknown', key.value, key));
    }
  }
  return found;
}

const nameOf = (path: Path): string | null => {
  const last = path.findLast(step => typeof step === 'string');
  return last === undefined ? null : String(last);
};

// Commands that a client runs by itself, as settings list them.
import { type Node, type Path, get } from '../../core/node.ts';
import { items } from './parts.ts';
import { type Site, addControl } from './site.ts';

/** `hooks: { Event: [{ matcher, hooks: [{ type: command, command }] }] }`, as Claude Code and those who took it over have it. */
export function readHooks(at: Site, path: Path = ['hooks']): void {
  for (const { event, list, where } of events(at, path)) {
    for (const { item, index } of items(list)) {
      const inside = get(item, 'hooks');
      for (const { item: one, index: second } of items(inside))
        runs(at, event, get(one, 'command'), [...where, index, 'hooks', second, 'command']);
    }
  }
}

/** `hooks: { event: [{ command }] }`, as Cursor has it. */
export function readPlainHooks(at: Site, path: Path = ['hooks']): void {
  for (const { event, list, where } of events(at, path))
    for (const { item, index } of items(list)) runs(at, event, get(item, 'command'), [...where, index, 'command']);
}

/** A helper that has a key of its own. */
export function readHelper(at: Site, ...path: readonly string[]): void {
  runs(at, path.join('.'), get(at.document.root, ...path), path, path.join('.'));
}

function* events(at: Site, path: Path): Generator<{ event: string; list: Node; where: Path }> {
  const hooks = get(at.document.root, ...path);
  for (const { key, value } of hooks?.kind === 'map' ? hooks.entries : [])
    if (/^[A-Za-z]{1,30}$/.test(key.value)) yield { event: key.value, list: value, where: [...path, key.value] };
}

function runs(at: Site, event: string, node: Node | undefined, path: Path, key = `hooks.${event}`): void {
  if (node?.kind === 'string' && node.value.trim() !== '') addControl(at, null, key, node, path, { kind: 'auto-run', value: event });
}

// Root keys: the client's own, and those of other clients under which people put their servers all the same.
import type { Reading } from '../../core/model.ts';
import { type MapNode, type Node, type Path, entry, get } from '../../core/node.ts';
import type { Dialect } from './dialect.ts';
import { isRemark, readServerMap } from './server-map.ts';
import { type Site, problem } from './site.ts';

const STARTS = new Set(['command', 'cmd', 'executable', 'url', 'serverUrl', 'httpUrl', 'uri', 'baseUrl', 'container']);

/** An object that some client could start: a program, a URL, or a transport of its own. */
export function isServerLike(node: Node | undefined): node is MapNode {
  if (node?.kind !== 'map') return false;
  return node.entries.some(
    ({ key, value }) =>
      (STARTS.has(key.value) && (value.kind === 'string' || value.kind === 'seq')) || (key.value === 'transport' && value.kind === 'map'),
  );
}

/** A map (or list) that holds at least one server. */
export function holdsServers(node: Node | undefined): boolean {
  if (node?.kind === 'seq') return node.items.some(isServerLike);
  return node?.kind === 'map' && node.entries.some(({ value }) => isServerLike(value));
}

/** A document that is itself the map: every value is a server. */
export function isFlat(root: Node | undefined): boolean {
  if (root?.kind !== 'map') return false;
  const entries = root.entries.filter(({ key }) => !isRemark(key.value));
  return entries.length > 0 && entries.every(({ value }) => isServerLike(value));
}

const ROOTS: readonly Path[] = [
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['mcp', 'mcpServers'],
  ['mcp_servers'],
  ['context_servers'],
  ['mcp'],
  ['amp.mcpServers'],
  ['mcp.servers'],
];

/** Whether a root has servers under any client's key. */
export function hasServers(root: Node | undefined): boolean {
  return ROOTS.some(path => holdsServers(get(root, ...path)));
}

/**
 * Reads servers under the client's own root keys, and (so that what is in them is found) under those of other clients,
 * which is told once for each.
 * @param own root keys that the client reads, the one to write first.
 * @param quiet root keys that the client passes over but other clients read from the same file.
 */
export function readRoots(at: Site, own: readonly Path[], dialect: Dialect, quiet: readonly string[] = []): Reading {
  const { root } = at.document;
  for (const path of own) readServerMap(at, path, dialect);
  const right = own[0]!;
  const isOwn = (path: Path) => own.some(one => one.join('\n') === path.join('\n'));
  const hasOwn = own.some(path => get(root, ...path) !== undefined);
  for (const path of ROOTS) {
    const map = get(root, ...path);
    if (isOwn(path) || !holdsServers(map)) continue;
    if (path.length > 1 && own.some(one => one.length < path.length && one.every((step, index) => step === path[index]))) continue;
    readServerMap(at, path, dialect);
    if (quiet.includes(path.join('.'))) continue;
    const key = entry(get(root, ...path.slice(0, -1)), String(path.at(-1)))!.key;
    const rename = path.length === 1 && right.length === 1 && !hasOwn;
    problem(
      at,
      'unknown-key',
      key,
      path,
      `${at.format.name} does not read \`${path.join('.')}\` here and starts none of these servers. Put them under \`${right.join('.')}\`.`,
      null,
      rename ? { replace: { text: key.quoted ? JSON.stringify(right[0]) : String(right[0]), title: `Rename to ${String(right[0])}` } } : {},
    );
  }
  if (at.reading.servers.length === 0 && isFlat(root) && root?.kind === 'map') {
    readServerMap(at, [], dialect);
    const first = root.entries.find(({ value }) => isServerLike(value));
    const sentence = `${at.format.name} reads no server at the top of this file. Wrap them all in \`${right.join('.')}\`.`;
    problem(at, 'missing-key', first?.key ?? root, [], sentence);
  }
  return at.reading;
}

/**
 * Whether a path lies at one of some places, counted from any folder: `.cursor/` is that folder, `.mcp.` the beginning of a
 * file's name. Copies such as `.cursor/mcp.json.example` count.
 */
export function placed(path: string, ...places: readonly string[]): boolean {
  const from = `/${path}`;
  return places.some(place => from.includes(`/${place}`));
}

/** The same reader without a word about keys: for files that the client never reads. */
export function unchecked(dialect: Dialect): Dialect {
  const { checks: _, ...rest } = dialect;
  return { ...rest, ignored: {} };
}

/** Tells that the client never opens this file, at its first key. */
export function neverRead(at: Site, instead: string): void {
  const { root } = at.document;
  const first = root?.kind === 'map' ? root.entries.find(({ key }) => !isRemark(key.value)) : undefined;
  const name = at.context.path.slice(at.context.path.lastIndexOf('/') + 1);
  if (first)
    problem(at, 'never-read', first.key, [first.key.value], `${at.format.name} never reads \`${name}\` in this folder. ${instead}`);
}

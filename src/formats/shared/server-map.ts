import type { Format, ReadContext } from '../../core/format.ts';
import type { ConfigProblem, Control, Reading, Server, Slot, SlotWhere, Transport } from '../../core/model.ts';
import {
  type Document,
  type Entry,
  type MapNode,
  type Node,
  type Path,
  type StringNode,
  entry,
  get,
  isScalar,
  scalars,
} from '../../core/node.ts';
import type { ControlKey, Dialect } from './dialect.ts';

export function emptyReading(): Reading {
  return { servers: [], controls: [], problems: [], inputs: [], slots: [] };
}

/** Where a reader stands: enough to build servers, controls and problems that know where they come from. */
export interface Site {
  readonly document: Document;
  readonly format: Format;
  readonly context: ReadContext;
  readonly reading: Reading;
}

export function site(document: Document, format: Format, context: ReadContext): Site {
  return { document, format, context, reading: emptyReading() };
}

/** Reads `{ <name>: { command … } }` at a path of the document; anything that is not a map there is a problem. */
export function readServerMap(at: Site, path: Path, dialect: Dialect): void {
  const map = get(at.document.root, ...path);
  if (!map || map.kind === 'missing' || map.kind === 'null') return;
  if (map.kind !== 'map') {
    problem(
      at,
      'wrong-type',
      map,
      path,
      `\`${path.join('.')}\` must be an object from server name to server; ${at.format.name} reads nothing from a ${word(map)}.`,
    );
    return;
  }
  for (const { key, value } of map.entries) {
    if (value.kind === 'map') readServer(at, key.value, key, value, [...path, key.value], dialect);
    else if (value.kind !== 'missing' && value.kind !== 'null' && !isRemark(key.value)) {
      problem(
        at,
        'wrong-type',
        value,
        [...path, key.value],
        `Server \`${key.value}\` must be an object; ${at.format.name} cannot start a ${word(value)}.`,
      );
    }
  }
}

/** Reads one server object and adds it, with its controls, to the reading. */
export function readServer(at: Site, name: string, nameNode: StringNode | null, node: MapNode, path: Path, dialect: Dialect): Server {
  const used = new Set<string>();
  const first = (keys: readonly string[]) => firstOf(node, path, keys, used);
  const commandAt = first(dialect.command);
  let command: Slot | null = null;
  const args: Slot[] = [];
  if (commandAt && isScalar(commandAt.node)) command = slot('command', commandAt.key, commandAt.keyNode, commandAt.node, commandAt.path);
  else if (commandAt?.node.kind === 'seq') {
    // The program and its arguments in one list.
    for (const [index, item] of commandAt.node.items.entries()) {
      if (!isScalar(item)) continue;
      const made = slot(index === 0 ? 'command' : 'arg', index === 0 ? commandAt.key : null, null, item, [...commandAt.path, index]);
      if (index === 0) command = made;
      else args.push(made);
    }
  }
  const argsAt = first(dialect.args);
  if (argsAt?.node.kind === 'seq') {
    for (const [index, item] of argsAt.node.items.entries())
      if (isScalar(item)) args.push(slot('arg', null, null, item, [...argsAt.path, index]));
  } else if (argsAt && isScalar(argsAt.node) && argsAt.node.kind === 'string') {
    args.push(slot('arg', null, null, argsAt.node, argsAt.path));
  }
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
    others: [],
    enabled: !Object.entries(dialect.off).some(([key, off]) => isValue(entry(node, key)?.value, off)),
  };
  (server.others as Slot[]).push(...restOf(node, path, used, dialect));
  at.reading.servers.push(server);
  for (const [key, meaning] of Object.entries(dialect.controls)) {
    const held = entry(node, key);
    if (held) control(at, server, key, held.value, [...path, key], meaning, true);
  }
  for (const [key, instead] of Object.entries(dialect.ignored)) {
    const held = entry(node, key);
    if (held) {
      problem(at, 'misplaced', held.key, [...path, key], `${at.format.name} ignores \`${key}\` in a server entry. ${instead}`, server);
    }
  }
  return server;
}

/** Adds a control where the value turns it on. */
export function control(
  at: Site,
  server: Server | null,
  key: string,
  node: Node,
  path: Path,
  meaning: ControlKey,
  honoured: boolean,
): void {
  const base = { document: at.document, format: at.format, scope: at.context.scope, server, key, node, path, honoured };
  const add = (made: Pick<Control, 'kind' | 'value' | 'tools'>) => at.reading.controls.push({ ...base, ...made });
  if (meaning.when === 'list') {
    const items = node.kind === 'seq' ? node.items : [node];
    const tools = items.flatMap(item => (item.kind === 'string' && item.value !== '' ? [item.value] : []));
    const all = tools.includes('*');
    if (all && meaning.kind === 'approve-tools') add({ kind: 'approve-all-tools', value: '"*"', tools: ['*'] });
    else if (node.kind === 'boolean' && node.value === true && meaning.kind === 'approve-tools')
      add({ kind: 'approve-all-tools', value: 'true', tools: ['*'] });
    else if (tools.length > 0) add({ kind: meaning.kind, value: tools.length === 1 ? tools[0]! : `${tools.length} tools`, tools });
  } else if (meaning.when === 'true' || meaning.when === 'false') {
    if (isValue(node, meaning.when === 'true')) add({ kind: meaning.kind, value: meaning.when, tools: [] });
  } else if (node.kind === 'string' && meaning.when.includes(node.value)) add({ kind: meaning.kind, value: node.value, tools: [] });
}

/** Records something that the client would not do as the file wants. The span is the node's, a key's without its quotes. */
export function problem(
  at: Site,
  kind: ConfigProblem['kind'],
  node: Node,
  path: Path,
  message: string,
  server: Server | null = null,
  more: Partial<Pick<ConfigProblem, 'confidence' | 'replace'>> = {},
): void {
  at.reading.problems.push({
    kind,
    message,
    document: at.document,
    format: at.format,
    server,
    span: node.span,
    path,
    confidence: more.confidence ?? 'high',
    ...(more.replace ? { replace: more.replace } : {}),
  });
}

export function slot(where: SlotWhere, key: string | null, keyNode: StringNode | null, node: Slot['node'], path: Path): Slot {
  return { where, key, keyNode, node, value: node.kind === 'null' ? '' : String(node.value), path };
}

/** Scalars of a map (or a scalar itself) under the first of some keys; lists of `KEY=value` count as a map of variables. */
export function mapSlots(node: MapNode, path: Path, keys: readonly string[], where: SlotWhere, used: Set<string>): Slot[] {
  const found: Slot[] = [];
  for (const dotted of keys) {
    const steps = dotted.split('.');
    const held = get(node, ...steps);
    if (!held) continue;
    used.add(steps[0]!);
    const at = [...path, ...steps];
    const holder = entry(get(node, ...steps.slice(0, -1)), steps.at(-1)!);
    if (isScalar(held)) found.push(slot(where, steps.at(-1)!, holder?.key ?? null, held, at));
    else for (const item of scalars(held, at)) found.push(slot(where, keyOf(item.path), item.entry?.key ?? null, item.node, item.path));
  }
  return found;
}

function restOf(node: MapNode, path: Path, used: ReadonlySet<string>, dialect: Dialect): Slot[] {
  const found: Slot[] = [];
  for (const { key, value } of node.entries) {
    if (used.has(key.value) || dialect.names.includes(key.value)) continue;
    if (isScalar(value)) found.push(slot('unknown', key.value, key, value, [...path, key.value]));
    else
      for (const item of scalars(value, [...path, key.value]))
        found.push(slot('unknown', keyOf(item.path), item.entry?.key ?? null, item.node, item.path));
  }
  return found;
}

interface Held {
  readonly key: string;
  readonly keyNode: StringNode;
  readonly node: Node;
  readonly path: Path;
}
function firstOf(node: MapNode, path: Path, keys: readonly string[], used: Set<string>): Held | undefined {
  let found: Held | undefined;
  for (const key of keys) {
    const held: Entry | undefined = entry(node, key);
    if (!held) continue;
    used.add(key);
    found ??= { key, keyNode: held.key, node: held.value, path: [...path, key] };
  }
  return found;
}

function transportOf(type: Node | undefined, command: Slot | null, url: Slot | null, dialect: Dialect): Transport {
  if (type?.kind === 'string') {
    const known = Object.hasOwn(dialect.transports, type.value) ? dialect.transports[type.value] : undefined;
    if (known) return known;
  }
  if (url && !command) return dialect.urlMeans;
  return command ? 'stdio' : 'unknown';
}

const keyOf = (path: Path): string | null => {
  const last = path.findLast(step => typeof step === 'string');
  return last === undefined ? null : String(last);
};
const isValue = (node: Node | undefined, value: boolean) => node?.kind === 'boolean' && node.value === value;
/** Keys by which people write remarks into JSON: `$comment`, `_note`, `//`. */
export const isRemark = (key: string): boolean => /^(?:[$_]|\/\/|#|x-)/.test(key) || key === 'comment' || key === 'note';
const word = (node: Node) =>
  node.kind === 'seq' ? 'list' : node.kind === 'map' ? 'object' : node.kind === 'missing' ? 'missing value' : node.kind;

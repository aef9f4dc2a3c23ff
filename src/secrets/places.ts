import { consistsOf, isAlnum, isLetter } from '../core/chars.ts';
import { endsInOneOf, setOf } from '../core/words.ts';
import type { ConfigFile, CredentialPlace, Server, Slot } from '../core/model.ts';
import { below, type Document, entry, get, type Node, type Path, type ScalarNode, scalars, type StringNode } from '../core/node.ts';

/** A scalar to look at, with all that its place says. */
export interface Spot {
  readonly document: Document;
  readonly server: Server | null;
  readonly slot: Slot | null;
  readonly node: StringNode | ScalarNode;
  readonly path: Path;
  readonly name: string | null;
  readonly place: CredentialPlace;
  /** Inside of a server entry or another place that the format knows. */
  readonly firm: boolean;
  readonly isArgument: boolean;
  /** A name that stands for the user of a password in the same map. */
  readonly user?: string;
}

const PLACE: Readonly<Record<Slot['where'], CredentialPlace>> = {
  command: 'command',
  arg: 'arg',
  env: 'env',
  header: 'header',
  url: 'url',
  auth: 'auth',
  cwd: 'setting',
  'env-file': 'setting',
  input: 'input-default',
  setting: 'setting',
  unknown: 'setting',
};

const USERS = setOf('user username login');
/** Keys whose values are variables or headers. */
const HOMES = setOf('env environment headers http_headers');

/** Every scalar of a file once, the ones that a server or the format knows first. */
export function spotsOf(file: ConfigFile): Spot[] {
  const spots: Spot[] = [];
  const seen = new Set<StringNode | ScalarNode>();
  const isNew = (node: StringNode | ScalarNode) => {
    if (seen.has(node)) return false;
    seen.add(node);
    return node.kind === 'string' || node.kind === 'number';
  };
  for (const server of file.reading.servers) {
    const { document } = server;
    const user = server.env.find(slot => endsInOneOf((slot.key ?? '').toLowerCase(), USERS))?.value;
    for (const slot of [
      ...server.env,
      ...server.headers,
      ...server.auth,
      ...server.others,
      ...single(server.url),
      ...single(server.command),
    ]) {
      if (isNew(slot.node)) spots.push(ofSlot(document, server, slot, slot.key, user || undefined));
    }
    for (const [index, slot] of server.args.entries()) {
      if (!isNew(slot.node)) continue;
      const name = isSshPassword(server, index) ? 'password' : flagBefore(server.args, index);
      spots.push(ofSlot(document, server, slot, name));
    }
  }
  for (const slot of file.reading.slots) {
    const document = file.documents.find(one => one.span.start <= slot.node.span.start && slot.node.span.end <= one.span.end);
    if (document && isNew(slot.node)) spots.push(ofSlot(document, null, slot, slot.key));
  }
  for (const document of file.documents) {
    for (const { node, path } of scalars(document.root)) if (isNew(node)) spots.push(elsewhere(document, node, path));
    for (const { node, path } of longKeys(document.root))
      if (isNew(node)) spots.push({ ...elsewhere(document, node, path), name: null, firm: false });
  }
  return spots;
}

/** A scalar that neither a server nor the format speaks for. */
function elsewhere(document: Document, node: StringNode | ScalarNode, path: Path): Spot {
  const rule = path.includes('permissions') || path.includes('allow') || path.includes('allowedTools');
  const home = path.findLast(step => typeof step === 'string' && HOMES.has(step));
  const isEnv = home === 'env' || home === 'environment' || document.syntax === 'dotenv';
  const place = rule ? 'permission-rule' : isEnv ? 'env' : home === undefined ? 'setting' : 'header';
  const firm = (isEnv || home !== undefined) && !rule;
  return { document, server: null, slot: null, node, path, name: nameAt(document, path), place, firm, isArgument: false };
}

/** The key in front of a value, or what stands beside it in `{ "name": …, "value": … }`; an item of a list has none. */
function nameAt(document: Document, path: Path): string | null {
  const key = path.at(-1);
  if (typeof key !== 'string') return null;
  if (key !== 'value' && key !== 'default') return key;
  const map = get(document.root, ...path.slice(0, -1));
  for (const beside of ['name', 'key', 'id']) {
    const node = entry(map, beside)?.value;
    if (node?.kind === 'string') return node.value;
  }
  return key;
}

/** Keys that are long enough to be a token that was put in the wrong place. */
function longKeys(
  node: Node | undefined,
  path: Path = [],
  found: { node: StringNode; path: Path }[] = [],
): { node: StringNode; path: Path }[] {
  if (node?.kind === 'map') {
    for (const { key, value } of node.entries) {
      const isLong = key.value.length >= 20;
      const isOpen = value.kind === 'map' || value.kind === 'seq';
      if (!isLong && !isOpen) continue;
      const next = below(path, key.value);
      if (isLong) found.push({ node: key, path: next });
      if (isOpen) longKeys(value, next, found);
    }
  } else if (node?.kind === 'seq') {
    for (let index = 0; index < node.items.length; index++) longKeys(node.items[index], below(path, index), found);
  }
  return found;
}

function ofSlot(document: Document, server: Server | null, slot: Slot, name: string | null, user?: string): Spot {
  const { node, path, where } = slot;
  const rule = path.includes('permissions');
  const isFirm = !rule && where !== 'unknown';
  const isArgument = where === 'arg' || where === 'command';
  const place = rule ? 'permission-rule' : PLACE[where];
  const spot = { document, server, slot, node, path, name, place, firm: isFirm, isArgument };
  return user === undefined ? spot : { ...spot, user };
}

function single(slot: Slot | null): Slot[] {
  return slot ? [slot] : [];
}

/** `sshpass -p password ssh …`. */
function isSshPassword({ command, args }: Server, index: number): boolean {
  return args[index - 1]?.value === '-p' && /(?:^|\/)sshpass$/.test((index === 1 ? command : args[index - 2])?.value ?? '');
}

/** A flag without its hyphens; '' where the word is none. */
function flagOf(word: string): string {
  const flag = word[0] === '-' ? word.slice(word[1] === '-' ? 2 : 1) : '';
  return isLetter(flag.charCodeAt(0)) ? flag : '';
}
const isFlagUnit = (code: number) => isAlnum(code) || code === 45 || code === 46 || code === 95;
const ALONE = setOf('e env y yes i it rm stdio');

/** `--token` in front of an argument names it; a flag with its own value, `-e` and subcommands do not. */
function flagBefore(args: readonly Slot[], index: number): string | null {
  const own = args[index]!.value;
  const before = args[index - 1]?.value ?? '';
  const flag = flagOf(before);
  if (flag === '' || flag.length > 61 || !consistsOf(flag, isFlagUnit)) return null;
  if (ALONE.has(flag) || (flag.startsWith('no-') && /^no-[a-z-]+$/.test(flag))) return null;
  return flagOf(own) !== '' && own.length < 40 && !own.includes('=') ? null : before;
}

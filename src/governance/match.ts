import { compilePart } from '../core/glob.ts';
import type { Match } from '../core/governance.ts';
import type { Server } from '../core/model.ts';
import { CARRIERS } from '../resolve/carriers.ts';
import { launchOf } from '../resolve/launch.ts';
import { pypiName, withoutQuery } from '../resolve/specs.ts';
import type { Artifact } from '../resolve/launch-types.ts';

const PACKAGES = ['npm', 'pypi', 'nuget', 'oci', 'git'] as const;

/**
 * Says whether a server is the one that an entry means, by what it really starts or reaches. Its display name counts only
 * where an extension of the client brings it, so that nothing else is written.
 */
export function compileMatch(match: Match): (server: Server) => boolean {
  const names = PACKAGES.flatMap(kind => (match[kind] === undefined ? [] : keyOf(kind, match[kind])));
  const address = match.url === undefined ? null : compileAddress(match.url);
  const line = match.command?.join('\0');
  const { registry } = match;
  return server => {
    const marks = marksOf(server);
    if (names.some(name => marks.names.has(name))) return true;
    if (address !== null && marks.address !== '' && address(marks.address)) return true;
    if (line !== undefined && line === marks.line) return true;
    return registry !== undefined && marks.registry.has(registry);
  };
}

/** {@link compileMatch} for a single look. */
export function matches(match: Match, server: Server): boolean {
  return compileMatch(match)(server);
}

/** What a server can be known by, worked out once. */
interface Marks {
  readonly names: ReadonlySet<string>;
  readonly address: string;
  readonly line: string;
  readonly registry: ReadonlySet<string>;
}
const held = new WeakMap<Server, Marks>();

function marksOf(server: Server): Marks {
  let marks = held.get(server);
  if (!marks) {
    const { kind, name } = launchOf(server);
    const brought = server.command === null && server.url === null;
    marks = {
      names: new Set(artifacts(server).map(one => keyOf(one.kind, one.name))),
      address: kind === 'url' ? name : (server.url?.value ?? ''),
      line: wordsOf(server).join('\0'),
      registry: new Set([...server.others.map(({ value }) => value), ...(brought ? [server.name] : [])]),
    };
    held.set(server, marks);
  }
  return marks;
}

function keyOf(kind: Artifact['kind'], name: string): string {
  return `${kind} ${plainName(kind, name)}`;
}

/** Program and arguments as the client starts them. */
export function wordsOf(server: Server): string[] {
  return [...(server.command ? [server.command.value] : []), ...server.args.map(({ value }) => value)];
}

/** The artifact of the chain that an entry names, for a look at its version; null where it names something else. */
export function artifactFor(match: Match, server: Server): Artifact | null {
  for (const kind of PACKAGES) {
    const name = match[kind];
    const found =
      name === undefined
        ? undefined
        : artifacts(server).find(one => one.kind === kind && plainName(kind, one.name) === plainName(kind, name));
    if (found) return found;
  }
  return null;
}

/** Bridges and launchers on the way are not the server. */
function artifacts(server: Server): readonly Artifact[] {
  const { artifacts: all } = launchOf(server);
  return all.filter((one, index) => index === all.length - 1 || !(one.kind === 'npm' && Object.hasOwn(CARRIERS.npm, one.name)));
}

function plainName(kind: Artifact['kind'], name: string): string {
  const lower = name.toLowerCase();
  if (kind === 'pypi') return pypiName(name);
  if (kind === 'oci')
    return lower
      .replace(/^docker\.io\/(?:library\/)?/, '')
      .replace(/@sha256:.*$/, '')
      .replace(/:[^/:]*$/, '');
  if (kind === 'git')
    return lower
      .replace(/^(?:git\+)?[a-z]{2,5}:\/\//, '')
      .replace(/^git@([^:]{1,200}):/, '$1/')
      .replace(/\.git$/, '');
  return lower;
}

/**
 * Says whether an address fits a glob: `*` takes anything, a closing `/` more or less does not matter, and neither do a user
 * part nor, unless the glob has one, a query.
 */
export function compileAddress(glob: string): (address: string) => boolean {
  const fits = compilePart(plainAddress(glob));
  const query = glob.includes('?');
  return address => {
    const plain = plainAddress(query ? address : withoutQuery(address));
    return fits(plain) || fits(plain + '/') || (plain.endsWith('/') && fits(plain.slice(0, -1)));
  };
}

/** Says whether an address is a gateway's own or lies below it. */
export function compileBelow(url: string): (address: string) => boolean {
  const fits = compileAddress(url.endsWith('*') ? url : url.replace(/\/$/, '') + '/*');
  return address => fits(withoutQuery(address) + '/');
}

/** Scheme and host in lower case, without a user part. */
function plainAddress(address: string): string {
  const match = /^([a-z]{2,5}:\/\/)(?:[^/?#@]{0,300}@)?([^/?#]{0,300})(.*)$/is.exec(address);
  return match ? match[1]!.toLowerCase() + match[2]!.toLowerCase() + match[3]! : address;
}

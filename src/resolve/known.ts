import { compilePart, type Matcher } from '../core/glob.ts';
import type { Server } from '../core/model.ts';
import { type Address, hostPatterns, type KnownServer, namesByLength, serverAt, serverHosts, serverNames } from '../generated/servers.ts';
import { CARRIERS } from './carriers.ts';
import { splitUrl } from './endpoints.ts';
import { launchOf } from './launch.ts';
import type { Artifact } from './launch-types.ts';
import { programName } from './words.ts';

export type { KnownServer, Need, Widening } from '../generated/servers.ts';

const read = new Map<number, KnownServer>();
const found = new WeakMap<Server, KnownServer | null>();

/** What is known of the server that this entry really starts or reaches; null where nothing is. */
export function knownServer(server: Server): KnownServer | null {
  const held = found.get(server);
  if (held !== undefined) return held;
  const known = recognise(server);
  found.set(server, known);
  return known;
}

/** Everything that the knowledge base has under a package's name. @param kind ecosystem of the name */
export function knownPackage(kind: Artifact['kind'], name: string): KnownServer | null {
  const index = serverNames.get(`${kind} ${name.toLowerCase()}`);
  return index === undefined ? null : byIndex(Number(index));
}

/** Names of the packages of a registry, in lower case, that have so many letters. */
export function packageNames(kind: 'npm' | 'pypi', length: number): readonly string[] {
  return namesByLength.get(`${kind} ${length}`)?.split(' ') ?? [];
}

function byIndex(index: number): KnownServer {
  let known = read.get(index);
  if (!known) read.set(index, (known = serverAt(index)));
  return known;
}

export function knownUrl(url: string): KnownServer | null {
  const parsed = splitUrl(url);
  if (!parsed) return null;
  const { host, path } = parsed;
  const isAt = (start: string, isOpen: 0 | 1) => (isOpen === 1 ? path.startsWith(start) : trim(path) === trim(start));
  const exact = (JSON.parse(serverHosts.get(host) ?? '[]') as Address[]).find(([start, isOpen]) => isAt(start, isOpen));
  if (exact) return byIndex(exact[2]);
  const fit = hostPatterns().find(item => isAt(item[1], item[2]) && hostPattern(item[0])(host));
  return fit ? byIndex(fit[3]) : null;
}

function hostPattern(glob: string): Matcher {
  let matches = patterns.get(glob);
  if (!matches) patterns.set(glob, (matches = compilePart(glob)));
  return matches;
}
const patterns = new Map<string, Matcher>();

function recognise(server: Server): KnownServer | null {
  const launch = launchOf(server);
  if (launch.kind === 'url') return knownUrl(launch.name);
  for (const artifact of launch.artifacts.toReversed()) {
    const { kind, name } = artifact;
    if (kind === 'npm' && artifact !== launch.artifacts.at(-1) && Object.hasOwn(CARRIERS.npm, name)) continue;
    const known =
      kind === 'git' ? knownPackage('git', name.slice('https://'.length)) : kind === 'path' ? byFile(name) : knownPackage(kind, name);
    if (known) return known;
    // A package that is installed is called by a program of its name.
    const installed = kind === 'binary' ? (knownPackage('pypi', name) ?? knownPackage('npm', name)) : null;
    if (installed) return installed;
  }
  return null;
}

const byFile = (path: string) => knownPackage('binary', programName(path));

const trim = (path: string) => (path.endsWith('/') ? path.slice(0, -1) : path);

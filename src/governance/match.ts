import { compilePart } from '../core/glob.ts';
import type { Match } from '../core/governance.ts';
import type { Server } from '../core/model.ts';
import { CARRIERS } from '../resolve/carriers.ts';
import { launchOf } from '../resolve/launch.ts';
import type { Artifact } from '../resolve/launch-types.ts';

/** Whether a server is the one that an entry means, by what it really starts or reaches; its display name counts for nothing. */
export function matches(match: Match, server: Server): boolean {
  for (const kind of ['npm', 'pypi', 'nuget', 'oci', 'git'] as const) {
    const name = match[kind];
    if (name !== undefined && namedBy(kind, name, server)) return true;
  }
  if (match.url !== undefined && reaches(match.url, server)) return true;
  if (match.command !== undefined && wordsOf(server).join('\0') === match.command.join('\0')) return true;
  return match.registry !== undefined && server.others.some(({ value }) => value === match.registry);
}

/** Program and arguments as the client starts them. */
export function wordsOf(server: Server): string[] {
  return [...(server.command ? [server.command.value] : []), ...server.args.map(({ value }) => value)];
}

/** The artifact of the chain that an entry names, for a look at its version; null where it names something else. */
export function artifactFor(match: Match, server: Server): Artifact | null {
  for (const kind of ['npm', 'pypi', 'nuget', 'oci', 'git'] as const) {
    const name = match[kind];
    const found =
      name === undefined
        ? undefined
        : artifacts(server).find(one => one.kind === kind && plainName(kind, one.name) === plainName(kind, name));
    if (found) return found;
  }
  return null;
}

function namedBy(kind: Artifact['kind'], name: string, server: Server): boolean {
  const wanted = plainName(kind, name);
  return artifacts(server).some(one => one.kind === kind && plainName(kind, one.name) === wanted);
}

/** Bridges and launchers on the way are not the server. */
function artifacts(server: Server): readonly Artifact[] {
  const { artifacts: all } = launchOf(server);
  return all.filter((one, index) => index === all.length - 1 || !(one.kind === 'npm' && Object.hasOwn(CARRIERS.npm, one.name)));
}

function plainName(kind: Artifact['kind'], name: string): string {
  const lower = name.toLowerCase();
  if (kind === 'pypi') return lower.replace(/[-_.]+/g, '-');
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

/** Whether the address that a server really reaches fits a glob; its user part and query are left out unless the glob has a query. */
export function reaches(glob: string, server: Server): boolean {
  const { kind, name } = launchOf(server);
  const address = kind === 'url' ? name : (server.url?.value ?? '');
  return address !== '' && addressFits(glob, address);
}

/** @param glob `*` takes anything, a closing `/` more or less does not matter. */
export function addressFits(glob: string, address: string): boolean {
  const plain = plainAddress(glob.includes('?') ? address : address.replace(/[?#].*$/s, ''));
  const wanted = plainAddress(glob);
  const fits = compilePart(wanted);
  return fits(plain) || fits(plain + '/') || (plain.endsWith('/') && fits(plain.slice(0, -1)));
}

/** Scheme and host in lower case, without a user part. */
function plainAddress(address: string): string {
  const match = /^([a-z]{2,5}:\/\/)(?:[^/?#@]{0,300}@)?([^/?#]{0,300})(.*)$/is.exec(address);
  return match ? match[1]!.toLowerCase() + match[2]!.toLowerCase() + match[3]! : address;
}

import type { Target } from '../../core/inventory.ts';
import type { Server } from '../../core/model.ts';
import { launchOf } from '../../resolve/launch.ts';
import { isPath } from '../../resolve/specs.ts';
import { folderOf } from '../../rules/drift/shared/same-server.ts';
import { kindOfHost } from '../../rules/network/shared/endpoints.ts';
import type { Shown } from './shown.ts';

/** What really serves, for people; and a key that is the same for all places that start or reach the same thing. */
export interface Identity {
  readonly key: string;
  readonly target: Target;
}

const NETWORK = {
  loopback: 'local',
  unspecified: 'local',
  private: 'private',
  'link-local': 'private',
  internal: 'private',
  template: 'unknown',
  'public-address': 'public',
  public: 'public',
} as const;

export function identityOf(server: Server, shown: Shown): Identity {
  const launch = launchOf(server);
  const { path } = server.document.source;
  const folder = path.startsWith('~/') ? '~' : folderOf(path);
  if (launch.kind === 'url') return ofUrl(launch.name, folder, shown);
  const name = shown.name(launch.name);
  const target: Target = { kind: launch.kind, name, network: null };
  const directory = launch.fetched ? null : directoryOf(server);
  const scripted = launch.hops.some(
    ({ kind, script, code }) => code !== undefined || (kind === 'shell' && (script?.commands.length ?? 0) > 1),
  );
  switch (launch.kind) {
    case 'unknown':
      return { key: JSON.stringify(['unknown', path, server.path]), target };
    case 'path':
    case 'script': {
      const whole = isAbsolute(launch.name) || (directory !== null && isAbsolute(directory));
      return { key: JSON.stringify([launch.kind, whole ? '' : folder, directory, launch.name.replace(/^\.[\\/]/, '')]), target };
    }
    case 'binary':
      // A line of a shell, or a tool that runs whatever a project says, is another server in another place.
      return {
        key: JSON.stringify([launch.kind, launch.name, directory, ...(scripted || TOOLS.has(launch.name) ? [folder, server.name] : [])]),
        target,
      };
    default:
      return { key: JSON.stringify([launch.kind, launch.name, ...(directory === null ? [] : [directory])]), target };
  }
}

/** Programs that are not the server themselves. */
const TOOLS: ReadonlySet<string> = new Set(
  'make just task mise rake gradle gradlew mvn mvnw curl wget cat echo env uv npx npm node python python3 docker git ssh'.split(' '),
);

const DIRECTORY = new Set(['--directory', '--project', '--prefix', '--cwd', '-C', '--dir']);

/** Folder that a launch line changes to before it starts the server; raw. */
export function directoryOf(server: Server): string | null {
  for (const { options, script } of launchOf(server).hops.toReversed()) {
    const option = options.find(({ name, value }) => DIRECTORY.has(name) && value !== null && value !== '');
    if (option) return option.value;
    const moved = script?.commands.findLast(({ words }) => words[0]?.value === 'cd' && words.length === 2);
    if (moved) return moved.words[1]!.value;
  }
  return server.cwd !== null && server.cwd.value !== '' ? server.cwd.value : null;
}

function ofUrl(url: string, folder: string, shown: Shown): Identity {
  const name = shown.address(url);
  const match = /^([a-z]{2,5}):\/\/(?:[^/?#]{0,500}@)?([^/?#]{0,500})([^?#]*)/i.exec(url);
  const host = (match?.[2] ?? '').toLowerCase();
  const network = match ? NETWORK[kindOfHost(host.replace(/:\d{0,5}$/, '').replace(/^\[(.*)\]$/, '$1'))] : 'unknown';
  const place = `${host}${(match?.[3] ?? url).replace(/\/$/, '')}`;
  // What answers on this machine or behind a reference is another service in another project.
  const near = network === 'local' || network === 'unknown';
  return { key: JSON.stringify(['url', near ? folder : '', place]), target: { kind: 'url', name, network } };
}

function isAbsolute(path: string): boolean {
  return isPath(path) && /^(?:\/|~|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

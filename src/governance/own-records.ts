// What a server's own file says of it: annotations of a Kubernetes resource, `_meta` of a registry entry.
import type { Match, ServerRecord } from '../core/governance.ts';
import type { ConfigFile, Server } from '../core/model.ts';
import { get, type MapNode, type Path } from '../core/node.ts';
import { launchOf } from '../resolve/launch.ts';
import { record } from './imports.ts';
import { annotations, governanceMap, plainText, type Said } from './notes.ts';

/** A record, and the servers that it speaks of; null where it matches like any other. */
export interface OwnRecord {
  readonly record: ServerRecord;
  readonly servers: ReadonlySet<Server> | null;
}

/** Records that stand beside the servers themselves, in the order of the files. Pages and examples say nothing of real ones. */
export function recordsIn(files: readonly ConfigFile[]): OwnRecord[] {
  return files.flatMap(file => {
    if (file.scope === 'docs' || file.scope === 'example') return [];
    if (file.format?.id === 'kubernetes') return annotated(file);
    return file.format?.id === 'mcp-registry' ? published(file) : [];
  });
}

/** An annotation speaks of the resource that carries it, not of others with the same image. */
function annotated({ reading }: ConfigFile): OwnRecord[] {
  const found: OwnRecord[] = [];
  for (const document of new Set(reading.servers.map(server => server.document))) {
    const { root, source } = document;
    const { terms, places } = annotations(root, ['metadata', 'annotations']);
    if (root?.kind !== 'map' || Object.keys(terms).length === 0) continue;
    const servers = new Set(reading.servers.filter(server => server.document === document));
    const id = plainText(get(root, 'metadata', 'name')) ?? [...servers][0]!.name;
    found.push({ record: { ...record('kubernetes', source, document, root, [], { ...terms, id, match: {} }), places }, servers });
  }
  return found;
}

const PUBLISHER = ['_meta', 'io.modelcontextprotocol.registry/publisher-provided'] as const;

/** What a registry entry says holds for each package and remote of it, wherever a client uses that. */
function published({ reading }: ConfigFile): OwnRecord[] {
  const found: OwnRecord[] = [];
  for (const server of reading.servers) {
    const { document } = server;
    // A server stands at `packages/0` or `remotes/0` of its entry.
    const path = server.path.slice(0, -2);
    const node = get(document.root, ...path);
    const match = matchOf(server);
    if (node?.kind !== 'map' || !match) continue;
    const said = metaOf(node, match);
    if (Object.keys(said.terms).length === 0) continue;
    const data = { ...said.terms, id: plainText(get(node, 'name')) ?? server.name, match };
    found.push({ record: { ...record('server-json', document.source, document, node, path, data), places: said.places }, servers: null });
  }
  return found;
}

/** The publisher's own words, or those of a ToolHive registry about one image or address. */
function metaOf(node: MapNode, match: Match): Said<Omit<ServerRecord['data'], 'id' | 'match'>> {
  const own = governanceMap(node, [...PUBLISHER, 'mcp-governance']);
  if (own.places.size > 0) return own;
  const below: Path = [...PUBLISHER, 'io.github.stacklok'];
  const held = get(node, ...below);
  const names = new Set(Object.values(match).filter(name => typeof name === 'string'));
  for (const { key } of held?.kind === 'map' ? held.entries : []) {
    const bare = key.value.replace(/@sha256:.*$/s, '').replace(/:[^/:]*$/, '');
    if (names.has(key.value) || names.has(bare)) return annotations(node, [...below, key.value, 'custom_metadata']);
  }
  return own;
}

function matchOf(server: Server): Match | null {
  const { kind, name } = launchOf(server);
  switch (kind) {
    case 'npm':
    case 'pypi':
    case 'nuget':
    case 'oci':
      return { [kind]: name };
    case 'url':
      // `{tenant}` is filled in by each client.
      return /[{}*]/.test(name) ? null : { url: name };
    default:
      return null;
  }
}

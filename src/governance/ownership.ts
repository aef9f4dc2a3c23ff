import { compilePart } from '../core/glob.ts';
import type { Ownership, Server } from '../core/model.ts';
import { get, type Node } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { parse } from '../syntax/index.ts';
import { CODEOWNERS_PATHS, parseCodeOwners } from './codeowners.ts';

/** Names of the manifest that says who answers for which server, relative to the root, first match used. */
export const MANIFEST_PATHS = ['mcp-governance.yaml', 'mcp-governance.yml', '.github/mcp-governance.yaml'] as const;

export interface OwnershipOptions {
  /** Path of the manifest where the person names one. */
  readonly manifest?: string;
  /** Folder of the scan root below the repository's root (`services/api`), for CODEOWNERS patterns; '' where they are the same. */
  readonly prefix?: string;
}

/** One server of the manifest. */
interface Claim {
  readonly owners: readonly string[];
  readonly fits: (server: Server) => boolean;
}

/**
 * Who answers for what: the governance manifest if there is one, else CODEOWNERS, else nobody. A server that the
 * manifest does not list has the manifest's default owner.
 * @param sources any files of the repository; only those with the known names are looked at.
 */
export async function readOwnership(sources: readonly Source[], options: OwnershipOptions = {}): Promise<Ownership> {
  const byPath = new Map(sources.map(source => [source.path, source]));
  for (const path of options.manifest === undefined ? MANIFEST_PATHS : [options.manifest]) {
    const source = byPath.get(path);
    if (source) return fromManifest(source);
  }
  for (const path of CODEOWNERS_PATHS) {
    const source = byPath.get(path);
    if (!source) continue;
    const codeOwners = parseCodeOwners(source.text);
    const prefix = options.prefix ? options.prefix + '/' : '';
    return { from: path, ownersOf: file => (file.startsWith('~') ? [] : codeOwners.ownersOf(prefix + file)) };
  }
  return { from: null, ownersOf: () => [] };
}

async function fromManifest(source: Source): Promise<Ownership> {
  const [document] = await parse(source, source.path.endsWith('.json') ? 'json' : 'yaml');
  const fallback = ownersIn(get(document?.root, 'defaults', 'owner'));
  const claims: Claim[] = [];
  const list = get(document?.root, 'servers');
  for (const item of list?.kind === 'seq' ? list.items : []) {
    const owners = ownersIn(get(item, 'owner'));
    claims.push({ owners: owners.length > 0 ? owners : fallback, fits: matcher(get(item, 'match'), text(get(item, 'id'))) });
  }
  return {
    from: source.path,
    ownersOf: (_path, server) => (server && claims.find(claim => claim.fits(server))?.owners) ?? fallback,
  };
}

/** A name, or `{team, delegate}`. */
function ownersIn(node: Node | undefined): string[] {
  if (node?.kind === 'string') return node.value === '' ? [] : [node.value];
  return [text(get(node, 'team')), text(get(node, 'delegate'))].filter(name => name !== null);
}

/** Any one key that says which program or address it is decides; a display name alone only where nothing else is given. */
function matcher(match: Node | undefined, id: string | null): (server: Server) => boolean {
  const tests: ((server: Server) => boolean)[] = [];
  for (const key of ['npm', 'pypi', 'nuget', 'oci', 'git', 'registry']) {
    const name = text(get(match, key));
    if (name !== null) tests.push(server => words(server).some(word => namesPackage(word, name)));
  }
  const url = text(get(match, 'url'));
  if (url !== null) {
    const fits = compilePart(url);
    tests.push(server => server.url !== null && fits(server.url.value));
  }
  const command = get(match, 'command');
  if (command?.kind === 'seq') {
    const wanted = command.items.map(text).join('\0');
    tests.push(server => words(server).join('\0') === wanted);
  }
  if (tests.length > 0) return server => tests.some(test => test(server));
  const names = get(match, 'config_names');
  const known = new Set([id, ...(names?.kind === 'seq' ? names.items.map(text) : [])].filter(name => name !== null));
  return server => known.has(server.name);
}

function words(server: Server): string[] {
  return [...(server.command ? [server.command.value] : []), ...server.args.map(({ value }) => value)];
}

/** `name`, `name@1.2`, `name==1.2`, `name:tag`, `git+name`, `--from=name`. */
function namesPackage(word: string, name: string): boolean {
  const at = word.indexOf(name);
  if (at < 0) return false;
  const before = at === 0 || '=+'.includes(word[at - 1]!);
  const after = word[at + name.length];
  return before && (after === undefined || '@=:[#~<>'.includes(after));
}

function text(node: Node | undefined): string | null {
  return node?.kind === 'string' && node.value !== '' ? node.value : null;
}

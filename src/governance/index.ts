import { compileGlob } from '../core/glob.ts';
import type { CodeOwnership, Lock } from '../core/evidence.ts';
import type { Found, GatewayTerms, Governance, Manifest, ServerRecord } from '../core/governance.ts';
import type { Ownership, Server } from '../core/model.ts';
import type { Source } from '../core/source.ts';
import { CODEOWNERS_PATHS, type CodeOwners, parseCodeOwners } from './codeowners.ts';
import {
  BACKSTAGE_PATHS,
  CYCLONEDX_PATHS,
  type Imported,
  readBackstage,
  readClaudeRegistry,
  readCycloneDx,
  REGISTRY_PATHS,
} from './imports.ts';
import { LOCK_PATHS, readLock } from './lock.ts';
import { MANIFEST_PATHS } from './manifest-paths.ts';
import { launchOf } from '../resolve/launch.ts';
import { compileBelow, compileMatch } from './match.ts';

/** Every name that is looked for, relative to the root. */
export const EVIDENCE_PATHS: readonly string[] = [
  ...MANIFEST_PATHS,
  ...CODEOWNERS_PATHS,
  ...BACKSTAGE_PATHS,
  ...CYCLONEDX_PATHS,
  ...REGISTRY_PATHS,
  ...LOCK_PATHS,
];

export interface EvidenceOptions {
  /** Path of the manifest where the person names one. */
  readonly manifest?: string;
  /** Folder of the scan root below the repository's root (`services/api`), for CODEOWNERS patterns; '' where they are the same. */
  readonly prefix?: string;
  /** False where only some files are looked at. */
  readonly complete?: boolean;
}
export interface Evidence {
  /** Null where no manifest, catalogue entry or lock says anything. */
  readonly governance: Governance | null;
  readonly ownership: Ownership;
}

/**
 * Reads all that a repository says of who owns, approves and reviews its servers.
 * @param byPath its files by the names of {@link EVIDENCE_PATHS}; others are not looked at.
 */
export async function readEvidence(byPath: ReadonlyMap<string, Source>, options: EvidenceOptions = {}): Promise<Evidence> {
  const first = (paths: readonly string[]) => paths.map(path => byPath.get(path)).find(source => source !== undefined);
  const file = first(options.manifest === undefined ? MANIFEST_PATHS : [options.manifest]);
  const manifest = file ? await (await import('./manifest.ts')).readManifest(file) : null;
  const imports = await readImports([...REGISTRY_PATHS, ...BACKSTAGE_PATHS, ...CYCLONEDX_PATHS].flatMap(path => byPath.get(path) ?? []));
  const records = [...(manifest?.servers ?? []), ...imports.records];
  const owners = first(CODEOWNERS_PATHS);
  const parsed = owners ? parseCodeOwners(owners.text) : null;
  const prefix = options.prefix ? options.prefix + '/' : '';
  const locked = first(LOCK_PATHS);
  const lock = locked ? await readLock(locked) : null;
  const finder = finderOf(records, manifest?.data.gateways ?? []);
  const governance =
    manifest || records.length > 0 || lock
      ? governanceOf(
          manifest,
          records,
          finder,
          owners && parsed ? codeOwnership(owners, parsed, prefix) : null,
          imports.groups,
          lock,
          options.complete ?? true,
        )
      : null;
  const ownerFile = manifest?.source.path ?? owners?.path ?? null;
  return { governance, ownership: ownershipOf(ownerFile, manifest, finder, manifest ? null : parsed, prefix) };
}

async function readImports(sources: readonly Source[]): Promise<Imported> {
  const records: ServerRecord[] = [];
  const groups: string[] = [];
  for (const source of sources) {
    const read = source.path.endsWith('.json')
      ? readCycloneDx
      : /(?:^|\/)\.claude\//.test(source.path)
        ? readClaudeRegistry
        : readBackstage;
    const found = await read(source);
    records.push(...found.records);
    groups.push(...found.groups);
  }
  return { records, groups };
}

interface Finder {
  all(server: Server): readonly ServerRecord[];
  find(server: Server): Found | null;
}

function finderOf(records: readonly ServerRecord[], gateways: readonly GatewayTerms[]): Finder {
  const held = new WeakMap<Server, readonly ServerRecord[]>();
  const tests = records.map(record => {
    const plain = compileMatch(record.data.match);
    const behind = behindGateway(record, gateways);
    return { record, fits: behind ? (server: Server) => plain(server) || behind(server) : plain };
  });
  const all = (server: Server) => {
    let found = held.get(server);
    if (!found) held.set(server, (found = tests.filter(({ fits }) => fits(server)).map(({ record }) => record)));
    return found;
  };
  return {
    all,
    find(server) {
      const [record] = all(server);
      if (record) return { record, by: 'match' };
      const alike = records.find(({ data }) => data.id === server.name || data.match.config_names?.includes(server.name));
      return alike ? { record: alike, by: 'name' } : null;
    },
  };
}

/**
 * Behind a gateway an entry is known by what the gateway calls it: the id in the address, or a name in the client's file.
 * The gateway itself vouches for what it serves there.
 */
function behindGateway({ data }: ServerRecord, gateways: readonly GatewayTerms[]): ((server: Server) => boolean) | null {
  const gateway = gateways.find(({ id, url }) => data.via === `gateway:${id}` && url !== undefined);
  if (!gateway?.url) return null;
  const names = new Set([data.id, ...(data.match.config_names ?? [])]);
  const serves = compileBelow(gateway.url);
  return server => {
    const { kind, name } = launchOf(server);
    if (kind !== 'url' || !serves(name)) return false;
    return (
      names.has(server.name) ||
      name
        .replace(/[?#].*$/s, '')
        .split('/')
        .slice(3)
        .some(part => names.has(part))
    );
  };
}

function governanceOf(
  manifest: Manifest | null,
  records: readonly ServerRecord[],
  { all, find }: Finder,
  codeOwners: CodeOwnership | null,
  groups: readonly string[],
  lock: Lock | null,
  complete: boolean,
): Governance {
  const shared = manifest !== null && /^(?:\.\.(?:\/|$)|\/|[A-Za-z]:)/.test(manifest.source.path);
  const stages = (manifest?.data.environments ?? []).map(({ stage, paths }) => ({ stage, fits: paths.map(compileGlob) }));
  return {
    manifest,
    records,
    all,
    find,
    stageOf: path => stages.find(({ fits }) => fits.some(fit => fit(path)))?.stage ?? null,
    codeOwners,
    groups: groups.length > 0 ? new Set(groups) : null,
    lock,
    complete: complete && !shared,
    shared,
  };
}

function codeOwnership(source: Source, { rules }: CodeOwners, prefix: string): CodeOwnership {
  return {
    source,
    owners: new Set(rules.flatMap(({ owners }) => owners.map(owner => owner.toLowerCase()))),
    deciding(path) {
      const rule = rules.findLast(({ matches: fits }) => fits(plainPath(prefix + path)));
      return rule ? { pattern: rule.pattern, owners: rule.owners, span: source.line(rule.line) } : null;
    },
  };
}

/** The manifest and other records by server; without a manifest CODEOWNERS by file. */
function ownershipOf(
  from: string | null,
  manifest: Manifest | null,
  { all }: Finder,
  owners: CodeOwners | null,
  prefix: string,
): Ownership {
  const fallback = manifest?.data.defaults?.owner;
  return {
    from,
    ownersOf(path, server) {
      const owner = (server && all(server).find(({ data }) => data.owner)?.data.owner) ?? fallback;
      if (owner) return [owner.team, ...(owner.delegate === undefined ? [] : [owner.delegate])];
      return owners && !path.startsWith('~') ? owners.ownersOf(prefix + path) : [];
    },
  };
}

/** `services/api/../../x` → `x`: a file at the top of the repository, seen from a folder in it. */
function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

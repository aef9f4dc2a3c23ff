import { compileGlob } from '../core/glob.ts';
import type { CodeOwnership, Lock } from '../core/evidence.ts';
import { type Governance, type Manifest, RECORD_ORIGINS, type ServerRecord } from '../core/governance.ts';
import type { ConfigFile, Ownership } from '../core/model.ts';
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
import { type Finder, finderOf } from './finder.ts';
import { LOCK_PATHS, readLock } from './lock.ts';
import { MANIFEST_PATHS } from './manifest-paths.ts';
import { type OwnRecord, recordsIn } from './own-records.ts';

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
  /** The same with what the scanned files say of their own servers: annotations and registry `_meta`. */
  withFiles(files: readonly ConfigFile[]): Pick<Evidence, 'governance' | 'ownership'>;
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
  const owners = first(CODEOWNERS_PATHS);
  const parsed = owners ? parseCodeOwners(owners.text) : null;
  const prefix = options.prefix ? options.prefix + '/' : '';
  const locked = first(LOCK_PATHS);
  const lock = locked ? await readLock(locked) : null;
  const ownerFile = manifest?.source.path ?? owners?.path ?? null;
  const build = (more: readonly OwnRecord[]): Pick<Evidence, 'governance' | 'ownership'> => {
    const records = byStrength([...(manifest?.servers ?? []), ...imports.records, ...more.map(({ record }) => record)]);
    const finder = finderOf(records, manifest?.data.gateways ?? [], new Map(more.map(({ record, servers }) => [record, servers])));
    const codeOwners = owners && parsed ? codeOwnership(owners, parsed, prefix) : null;
    const says = manifest !== null || records.length > 0 || lock !== null;
    return {
      governance: says ? governanceOf(manifest, records, finder, codeOwners, imports.groups, lock, options.complete ?? true) : null,
      ownership: ownershipOf(ownerFile, manifest, finder, manifest ? null : parsed, prefix),
    };
  };
  const alone = build([]);
  return {
    ...alone,
    withFiles(files) {
      const more = recordsIn(files);
      return more.length > 0 ? build(more) : alone;
    },
  };
}

function byStrength(records: readonly ServerRecord[]): readonly ServerRecord[] {
  return records.toSorted((a, b) => RECORD_ORIGINS.indexOf(a.origin) - RECORD_ORIGINS.indexOf(b.origin));
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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../core/governance.ts';
import type { Notice } from '../../core/report.ts';
import { Source } from '../../core/source.ts';
import { MANIFEST_PATHS } from '../../governance/manifest-paths.ts';
import { readManifest } from '../../governance/manifest.ts';
import { dataClassesOf, floorOf, knownOf } from '../../governance/policy.ts';
import { shownOf } from '../inventory/shown.ts';
import { InputError } from '../repository.ts';
import type { Scan } from '../scan.ts';
import type { FileChange } from './changes.ts';
import { type Draft, type Given, manifestText } from './entry-text.ts';
import { extend } from './extend.ts';
import { proposer } from './owners.ts';
import { servicesOf } from './services.ts';

export interface Init {
  readonly changes: readonly FileChange[];
  readonly notices: readonly Notice[];
  /** Entries that were added. */
  readonly added: number;
  /** Of those, the ones without a proposed owner. */
  readonly ownerless: number;
}

const SCHEMA = 'governance-manifest.schema.json';
const INSTALLED = `node_modules/postern/schemas/${SCHEMA}`;
const COPY = 'mcp-governance.schema.json';
/** Those that count where a manifest names none. */
const CLASSES = ['public', 'internal', 'confidential', 'restricted'];

/**
 * A first manifest from what a scan found, or the one that is there with what is new added behind its last entry.
 * Reads CODEOWNERS and catalogue files below the root; writes nothing.
 * @param schema text of the manifest's JSON Schema, for a copy where Postern is not among the project's packages.
 * @throws InputError where a manifest is there that cannot be added to.
 */
export async function initManifest({ workspace }: Scan, root: string, schema: () => string): Promise<Init> {
  const manifest = workspace.governance?.manifest ?? null;
  if (manifest) refuseBroken(manifest);
  else refuseUnread(root);
  const taken = manifest?.servers.map(({ data }) => data.id) ?? [];
  const { services, left } = servicesOf(workspace, taken);
  const propose = await proposer(root, workspace);
  const { defaults } = manifest?.data ?? {};
  const given: Given = {
    owner: defaults?.owner !== undefined,
    dataClass: defaults?.data_class !== undefined,
    classes: manifest ? dataClassesOf(manifest) : CLASSES,
  };
  const secret = shownOf(workspace.credentials);
  const path = manifest?.source.path ?? MANIFEST_PATHS[0];
  const installed = existsSync(join(root, INSTALLED));
  const write = (drafts: readonly Draft[]): string => {
    if (!manifest) return manifestText(drafts, installed ? `./${INSTALLED}` : `./${COPY}`, given);
    const text = drafts.length === 0 ? manifest.source.text : extend(manifest.document, drafts, given);
    if (text === null)
      throw new InputError(`${path} has no place where entries can be added safely. Write \`servers:\` as a list of lines.`);
    return text;
  };

  const plain: Draft[] = services.map(service => ({ service, owner: given.owner ? null : propose(service), tier: null, hub: false }));
  // What an entry can do at least follows from the entry itself, so it is read as written first.
  const first = await readBack(path, write(plain), manifest, plain);
  const drafts = plain.map(draft => {
    const record = first.servers.find(({ data }) => data.id === draft.service.id)!;
    const hub = knownOf(record, draft.service.servers)?.reach.some(one => one === 'automation-hub' || one === 'proxy') ?? false;
    const floor = floorOf(record, draft.service.servers, first);
    return { service: draft.service, owner: draft.owner, tier: floor.tier === 'low' ? null : floor, hub };
  });
  const text = write(drafts);
  await readBack(path, text, manifest, drafts);
  const added = manifest ? drafts.map(({ service }) => JSON.stringify(service.match)).join('\n') : text;
  if (secret.message(added) !== added)
    throw new InputError('The manifest would repeat a credential; nothing was written. Please report this.');

  const changes: FileChange[] = [];
  if (!manifest && !installed && !existsSync(join(root, COPY)))
    changes.push({ path: COPY, before: null, text: JSON.stringify(JSON.parse(schema())) + '\n', generated: true });
  if (text !== (manifest?.source.text ?? '')) changes.unshift({ path, before: manifest?.source ?? null, text });
  return {
    changes,
    notices: left.map(({ server, reason }) => ({
      level: 'warning',
      message: `\`${secret.name(server.name)}\` got no entry: ${reason}. Change that, then run \`postern init\` again.`,
      file: server.document.source.path,
    })),
    added: drafts.length,
    ownerless: drafts.filter(({ owner }) => owner === null && !given.owner).length,
  };
}

/** Entries that are not read as they were meant, or others that are read otherwise than before, are never written. */
async function readBack(path: string, text: string, before: Manifest | null, drafts: readonly Draft[]): Promise<Manifest> {
  const after = await readManifest(new Source(path, text));
  const same = (before?.servers ?? []).every(({ data }, index) => JSON.stringify(after.servers[index]?.data) === JSON.stringify(data));
  const there = drafts.every(({ service }) => after.servers.some(({ data }) => data.id === service.id));
  if (
    !same ||
    !there ||
    after.faults.length > (before?.faults.length ?? 0) ||
    after.servers.length !== (before?.servers.length ?? 0) + drafts.length
  )
    throw new InputError(`${path} cannot be added to safely and was left alone. Write its \`servers:\` as a plain list.`);
  return after;
}

function refuseBroken({ source, document }: Manifest): void {
  const problem = document.problems.find(({ level }) => level === 'error');
  if (problem) throw new InputError(`${source.path} is broken in line ${source.position(problem.span.start).line}. Mend it first.`);
  if (source.path.split('/').includes('..')) throw new InputError(`${source.path} lies above this folder. Run \`postern init\` there.`);
}

/** A manifest that is there and was not read (too large, no text) must not be written over. */
function refuseUnread(root: string): void {
  for (const path of MANIFEST_PATHS) if (existsSync(join(root, path))) throw new InputError(`${path} cannot be read.`);
}

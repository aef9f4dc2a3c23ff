import type { Workspace } from '../../core/model.ts';
import { get } from '../../core/node.ts';
import { CODEOWNERS_PATHS, type CodeOwners, parseCodeOwners } from '../../governance/codeowners.ts';
import { BACKSTAGE_PATHS } from '../../governance/imports.ts';
import { isPerson, isPlaceholder } from '../../governance/policy.ts';
import { parse } from '../../syntax/index.ts';
import { workTreeOf } from '../git.ts';
import { readOwn } from '../repository.ts';
import { relativePath } from '../discover.ts';
import type { Service } from './services.ts';

/** An owner with where it comes from, in words that go behind "from"; people have to confirm it. */
export interface Proposal {
  readonly owner: string;
  readonly from: string;
}
export type Proposer = (service: Service) => Proposal | null;

/** Lines that say who looks at everything, which nobody meant for a service. */
const CATCH_ALL = new Set(['*', '**', '/', '/*', '/**', '**/*', '/**/*']);
const OWNER = /^(?:(?:group:|user:|@)[A-Za-z0-9._/-]+|[^@\s]+@[^@\s]+)$/;

/**
 * Proposes who may own a service: the catalogue entry that fits it, a CODEOWNERS line about its files, the catalogue's
 * component of this repository, a CODEOWNERS line about everything; in this order.
 */
export async function proposer(root: string, { governance }: Workspace): Promise<Proposer> {
  const top = workTreeOf(root) ?? root;
  const prefix = top === root ? '' : relativePath(top, root) + '/';
  const owners = readCodeOwners(top);
  const component = await componentOwner(root, top);
  return service => {
    for (const server of service.servers) {
      const record = governance?.all(server).find(({ origin, data }) => origin !== 'manifest' && data.owner);
      const found = record && usable(record.data.owner!.team, record.source.path);
      if (found) return found;
    }
    const lines = service.servers.map(({ document }) => lineFor(owners, prefix + document.source.path));
    const specific = lines.find(line => line !== null && !line.everything);
    return specific?.proposal ?? component ?? lines.find(line => line !== null)?.proposal ?? null;
  };
}

interface CodeOwnersFile {
  readonly path: string;
  readonly parsed: CodeOwners;
}

function readCodeOwners(top: string): CodeOwnersFile | null {
  for (const path of CODEOWNERS_PATHS) {
    const source = readOwn(top, path);
    if (source) return { path, parsed: parseCodeOwners(source.text) };
  }
  return null;
}

function lineFor(file: CodeOwnersFile | null, path: string): { proposal: Proposal; everything: boolean } | null {
  if (!file) return null;
  const all = file.parsed.ownersOf(path);
  // A team is there when a person has gone.
  for (const owner of [...all.filter(one => !isPerson(one)), ...all]) {
    const proposal = usable(owner, file.path);
    if (!proposal) continue;
    const deciding = file.parsed.rules.findLast(({ matches }) => matches(path));
    return { proposal, everything: deciding === undefined || CATCH_ALL.has(deciding.pattern) };
  }
  return null;
}

/** The one owner that all components of this repository's catalogue file have. */
async function componentOwner(root: string, top: string): Promise<Proposal | null> {
  for (const [dir, path] of [root, top].flatMap(dir => BACKSTAGE_PATHS.map(path => [dir, path] as const))) {
    const source = readOwn(dir, path);
    if (!source) continue;
    const found = new Set<string>();
    for (const { root: node } of await parse(source, 'yaml')) {
      const kind = get(node, 'kind');
      const owner = get(node, 'spec', 'owner');
      if (kind?.kind === 'string' && kind.value === 'Component' && owner?.kind === 'string') found.add(owner.value);
    }
    const [owner, another] = found;
    if (owner === undefined || another !== undefined) return null;
    return usable(/^(?:group|user):/.test(owner) ? owner : `group:${owner}`, path);
  }
  return null;
}

function usable(owner: string, from: string): Proposal | null {
  return OWNER.test(owner) && owner.length <= 200 && !isPlaceholder(owner) ? { owner, from } : null;
}

// Records that other files of a repository hold of its MCP servers, read into the manifest's own terms.
import { type Match, type ServerRecord, type ServerTerms, TIERS } from '../core/governance.ts';
import { get, type MapNode, type Node, type Path } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import type { Document } from '../core/node.ts';
import { parse } from '../syntax/index.ts';
import { annotations, approvalOf, plainText, type Said } from './notes.ts';

export const BACKSTAGE_PATHS = ['catalog-info.yaml', 'catalog-info.yml'] as const;
export const REGISTRY_PATHS = ['.claude/mcp-registry.yaml', '.claude/mcp-registry.yml'] as const;

export const CYCLONEDX_PATHS = ['bom.json', 'bom.cdx.json', 'sbom.cdx.json'] as const;

export interface Imported {
  readonly records: readonly ServerRecord[];
  /** Groups and users of a directory, lower case; empty where there is none. */
  readonly groups: readonly string[];
}

/**
 * Backstage entities (https://backstage.io/docs/features/software-catalog/descriptor-format): an API, Component or
 * Resource whose type says `mcp-server` is a record for each of its remotes; Groups and Users make the directory.
 */
export async function readBackstage(source: Source): Promise<Imported> {
  const records: ServerRecord[] = [];
  const groups: string[] = [];
  for (const document of await parse(source, 'yaml')) {
    const { root } = document;
    if (root?.kind !== 'map') continue;
    const kind = textAt(root, 'kind');
    const name = textAt(root, 'metadata', 'name');
    if (name === null) continue;
    if (kind === 'Group' || kind === 'User') groups.push(name.toLowerCase());
    if (!['API', 'Component', 'Resource'].includes(kind ?? '') || !/mcp/i.test(textAt(root, 'spec', 'type') ?? '')) continue;
    const remotes = get(root, 'spec', 'remotes');
    const targets = remotes?.kind === 'seq' ? remotes.items.flatMap(item => textAt(item, 'url') ?? []) : [];
    for (const target of targets) {
      const { terms, places } = backstageTerms(root, name, targetMatch(target));
      records.push({ ...record('backstage', source, document, root, [], terms), places });
    }
  }
  return { records, groups };
}

function backstageTerms(root: Node, name: string, match: Match): Said {
  const owner = textAt(root, 'spec', 'owner');
  const lifecycle = textAt(root, 'spec', 'lifecycle');
  const notes = annotations(root, ['metadata', 'annotations']);
  return {
    terms: {
      ...notes.terms,
      id: name,
      match,
      // Without a kind an owner is a group.
      ...(owner === null ? {} : { owner: { team: /^(?:group|user):/.test(owner) ? owner : `group:${owner}` } }),
      ...(lifecycle === 'deprecated' ? { lifecycle: 'deprecated' as const } : {}),
    },
    places: new Map([
      ...notes.places,
      ...(owner === null ? [] : [['owner', ['spec', 'owner']] as const]),
      ['lifecycle', ['spec', 'lifecycle']],
    ]),
  };
}

/** The approved list of a `.claude/mcp-registry.yaml`; other files of that name have another shape and give nothing. */
export async function readClaudeRegistry(source: Source): Promise<Imported> {
  const [document] = await parse(source, 'yaml');
  const list = get(document?.root, 'approved');
  if (!document || list?.kind !== 'seq') return { records: [], groups: [] };
  const records: ServerRecord[] = [];
  for (const [index, item] of list.items.entries()) {
    const name = textAt(item, 'name');
    if (item.kind !== 'map' || name === null || !(get(item, 'approved_by') ?? get(item, 'expires'))) continue;
    const owner = textAt(item, 'owner');
    const purpose = textAt(item, 'rationale');
    const approved = approvalOf(key => textAt(item, key), 'approved_by', 'approved_date', 'expires');
    const terms: ServerTerms = {
      ...common(name, registryMatch(item), textAt(item, 'data_scope')?.toLowerCase() ?? null, textAt(item, 'risk')?.toLowerCase() ?? null),
      ...(owner === null ? {} : { owner: { team: owner } }),
      ...(purpose === null ? {} : { purpose }),
      ...(approved ? { stages: { '*': { approval: approved } } } : {}),
    };
    records.push({ ...record('mcp-registry', source, document, item, ['approved', index], terms), places: LISTED });
  }
  return { records, groups: [] };
}

/** CycloneDX services (https://cyclonedx.org/docs/1.6/json/#services): a record for each endpoint, with owner and class of their data. */
export async function readCycloneDx(source: Source): Promise<Imported> {
  const [document] = await parse(source, 'json');
  const services = get(document?.root, 'services');
  if (!document || services?.kind !== 'seq' || textAt(document.root, 'bomFormat') !== 'CycloneDX') return { records: [], groups: [] };
  const records: ServerRecord[] = [];
  for (const [index, service] of services.items.entries()) {
    const name = textAt(service, 'name');
    const endpoints = get(service, 'endpoints');
    if (service.kind !== 'map' || name === null || endpoints?.kind !== 'seq') continue;
    const data = get(service, 'data', 0);
    const owner = get(data, 'governance', 'owners', 0);
    const team = textAt(owner, 'organization', 'name') ?? textAt(owner, 'contact', 'email') ?? textAt(owner, 'contact', 'name');
    for (const endpoint of endpoints.items.flatMap(item => plainText(item) ?? [])) {
      const terms: ServerTerms = {
        ...common(name, targetMatch(endpoint), textAt(data, 'classification'), null),
        ...(team === null ? {} : { owner: { team } }),
      };
      records.push(record('cyclonedx', source, document, service, ['services', index], terms));
    }
  }
  return { records, groups: [] };
}

const LISTED: ReadonlyMap<string, Path> = new Map([
  ['stages.*.approval.by', ['approved_by']],
  ['stages.*.approval.date', ['approved_date']],
  ['stages.*.approval.expires', ['expires']],
  ['data_class', ['data_scope']],
  ['risk_tier', ['risk']],
  ['purpose', ['rationale']],
]);

function registryMatch(item: Node): Match {
  const npm = textAt(item, 'npm_package');
  const source = textAt(item, 'source');
  const command = textAt(item, 'config', 'command');
  const args = get(item, 'config', 'args');
  return {
    ...(npm === null ? {} : { npm }),
    ...(source !== null && source.startsWith('https://') ? { url: source } : {}),
    ...(command === null ? {} : { command: [command, ...(args?.kind === 'seq' ? args.items.map(arg => plainText(arg) ?? '') : [])] }),
  };
}

/** An address, or a command line in one text. */
function targetMatch(target: string): Match {
  return /^[a-z]{2,5}:\/\//i.test(target) ? { url: target } : { command: target.split(/\s+/).filter(word => word !== '') };
}

function common(name: string, match: Match, dataClass: string | null, tier: string | null): ServerTerms {
  const known = TIERS.find(one => one === tier);
  return {
    id: name,
    match,
    ...(dataClass === null ? {} : { data_class: dataClass }),
    ...(known === undefined ? {} : { risk_tier: known }),
  };
}

/** A record of a whole file or of an entry in it. */
export function record(
  origin: ServerRecord['origin'],
  source: Source,
  document: Document,
  node: MapNode,
  path: Path,
  data: ServerTerms,
): ServerRecord {
  return { origin, source, document, node, path, data };
}

function textAt(node: Node | undefined, ...path: Path): string | null {
  return plainText(get(node, ...path));
}

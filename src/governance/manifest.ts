import type {
  Defaults,
  ExceptionTerms,
  Manifest,
  ManifestData,
  ManifestFault,
  ServerRecord,
  ServerTerms,
  Written,
} from '../core/governance.ts';
import { inner, type Node, type Path } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { parse } from '../syntax/index.ts';
import { exception, type ItemNode, type ManifestAsWritten, manifest as shape, server } from './manifest-shape.ts';
import type { FaultAt } from './shape.ts';

/**
 * Reads mcp-governance.yaml. Never throws: what its schema does not allow is a fault at its exact place, an entry that
 * is wrong invalidates itself alone, and an optional value that is wrong counts as absent.
 */
export async function readManifest(source: Source): Promise<Manifest> {
  const documents = await parse(source, source.path.endsWith('.json') ? 'json' : 'yaml');
  const document = documents[0]!;
  const faults: ManifestFault[] = document.problems
    .filter(({ level, code }) => level === 'error' || code === 'duplicate-key')
    .map(({ span, message }) => ({ span, path: [], message }));
  const fault: FaultAt = (node, path, message) => faults.push({ span: inner(node), path, message });
  if (documents.length > 1)
    faults.push({ span: documents[1]!.span, path: [], message: 'The manifest is one document. Remove the `---` between them.' });
  const { root } = document;
  const empty = root === undefined || root.kind === 'missing' || root.kind === 'null';
  if (empty && faults.length === 0)
    faults.push({
      span: { start: 0, end: 0 },
      path: [],
      message: 'The manifest is empty. Begin with `schema: mcp-governance/1`, or let `postern init` write it.',
    });
  const read = empty ? undefined : shape.read(root, [], 'The manifest', fault);
  const { servers = [], exceptions = [], ...data }: Partial<ManifestAsWritten> = read ?? {};
  const records = servers.flatMap(item => recordOf(item, source, document, data.defaults, fault) ?? []);
  twice(records, fault);
  return {
    source,
    document,
    data: { schema: '', ...data } satisfies ManifestData,
    servers: records,
    exceptions: exceptions.flatMap(
      item => written<ExceptionTerms>(item, exception.read(item.node, item.path, 'An entry of `exceptions`', fault)) ?? [],
    ),
    faults: faults.toSorted((a, b) => a.span.start - b.span.start),
  };
}

function recordOf(
  item: ItemNode,
  source: Source,
  document: Manifest['document'],
  defaults: Defaults | undefined,
  fault: FaultAt,
): ServerRecord | null {
  const entry = written<ServerTerms>(item, server.read(item.node, item.path, 'An entry of `servers`', fault));
  return entry && { origin: 'manifest', source, document, node: entry.node, path: entry.path, data: { ...defaults, ...entry.data } };
}

function written<T>({ node, path }: ItemNode, data: T | undefined): Written<T> | null {
  return data === undefined || node.kind !== 'map' ? null : { data, node, path };
}

function twice(records: readonly ServerRecord[], fault: FaultAt): void {
  const seen = new Set<string>();
  for (const { node, path, data } of records) {
    const id: Node = node.entries.findLast(({ key }) => key.value === 'id')?.value ?? node;
    if (seen.has(data.id))
      fault(id, [...path, 'id'] satisfies Path, `There is another entry with the id \`${data.id}\`. Give each its own.`);
    seen.add(data.id);
  }
}

import type { Manifest, ServerRecord } from '../core/governance.ts';
import type { Label } from '../core/finding.ts';
import type { Server } from '../core/model.ts';
import { entry, get, inner, nearest, type Node, type Path } from '../core/node.ts';
import type { Source } from '../core/source.ts';

export interface At {
  readonly at: Node;
  readonly source: Source;
  readonly path: Path;
  readonly format: null;
}

/**
 * Where a record says something, or would have to: the value, else the key of the closest part that is there, else the
 * entry's id. What `defaults` give is found there.
 * @param keys way below the entry, as in the file.
 */
export function placeIn(record: ServerRecord, ...keys: Path): At {
  const [first] = keys;
  if (record.origin === 'manifest' && first !== undefined && !entry(record.node, String(first))) {
    const defaults = get(record.document.root, 'defaults');
    if (defaults && get(defaults, first)) return below(defaults, ['defaults'], keys, record.source);
  }
  const written = record.places?.get(keys.join('.')) ?? keys;
  return below(record.node, record.path, written, record.source);
}

/** The same below the manifest's root. */
export function placeInManifest({ document, source }: Manifest, ...keys: Path): At {
  const root = document.root ?? { kind: 'missing', span: { start: 0, end: 0 } };
  return below(root, [], keys, source);
}

/** A related place in a record. */
export function labelIn(record: ServerRecord, text: string, ...keys: Path): Label {
  const { at, source } = placeIn(record, ...keys);
  return { source, span: inner(at), text };
}

/** A related place in the manifest. */
export function labelAt(manifest: Manifest, text: string, ...keys: Path): Label {
  const { at, source } = placeInManifest(manifest, ...keys);
  return { source, span: inner(at), text };
}

/** Where a server is written: its name. */
export function placeOfServer(server: Server): { at: Node; source: Source; path: Path; server: Server } {
  return { at: server.nameNode ?? server.node, source: server.document.source, path: server.path, server };
}

export function labelOf(server: Server, text: string): Label {
  return { source: server.document.source, span: inner(server.nameNode ?? server.node), text };
}

function below(top: Node, base: Path, keys: Path, source: Source): At {
  const whole = get(top, ...keys);
  if (whole && whole.kind !== 'map' && whole.kind !== 'missing') return { at: whole, source, path: [...base, ...keys], format: null };
  const { node, entry: holder } = nearest(top, keys);
  const id = get(top, 'id') ?? get(top, 'name') ?? get(top, 'metadata', 'name');
  const at = holder?.key ?? (node === top ? (id ?? (top.kind === 'map' ? top.entries[0]?.key : undefined) ?? top) : node);
  return { at, source, path: [...base, ...keys], format: null };
}

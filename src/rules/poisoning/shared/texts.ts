import type { ConfigFile, Server } from '../../../core/model.ts';
import type { Document, Node, Path, StringNode } from '../../../core/node.ts';

/** A text of a file that a model or a person will read. */
export interface Text {
  readonly node: StringNode;
  readonly path: Path;
  /** The key that holds it; null for a key itself and for items of a list at the top. */
  readonly key: string | null;
  readonly document: Document;
  readonly server: Server | null;
}

/**
 * Keys and values of every server, of the controls and of other known values; of a server's own description
 * (`server.json`, a bundle's manifest) the whole document. A client's memory of old prompts is none of it.
 * A node that an alias repeats comes once.
 */
export function* textsOf({ reading, documents, format }: ConfigFile): Generator<Text> {
  const seen = new Set<Node>();
  for (const server of reading.servers) {
    const { document } = server;
    if (server.nameNode && !seen.has(server.nameNode)) {
      seen.add(server.nameNode);
      yield { node: server.nameNode, path: server.path, key: null, document, server };
    }
    yield* below(server.node, server.path, null, document, server, seen);
  }
  for (const { node, path, document, server } of reading.controls) yield* below(node, path, null, document, server, seen);
  if (format?.kind === 'server' || format?.kind === 'registry') {
    for (const document of documents)
      if (document.root && document.within !== 'fence') yield* below(document.root, [], null, document, null, seen);
  }
}

function* below(node: Node, path: Path, key: string | null, document: Document, server: Server | null, seen: Set<Node>): Generator<Text> {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'string') yield { node, path, key, document, server };
  else if (node.kind === 'seq') {
    for (const [index, item] of node.items.entries()) yield* below(item, [...path, index], key, document, server, seen);
  } else if (node.kind === 'map') {
    for (const { key: name, value } of node.entries) {
      const next = [...path, name.value];
      if (!seen.has(name)) {
        seen.add(name);
        yield { node: name, path: next, key: null, document, server };
      }
      yield* below(value, next, name.value, document, server, seen);
    }
  }
}

import type { ConfigFile, Server } from '../../../core/model.ts';
import { below, type Document, type Node, type Path, type StringNode } from '../../../core/node.ts';

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
export function textsOf({ reading, documents, format }: ConfigFile): Text[] {
  const texts: Text[] = [];
  const seen = new Set<Node>();
  for (const server of reading.servers) {
    const { document } = server;
    if (server.nameNode && !seen.has(server.nameNode)) {
      seen.add(server.nameNode);
      texts.push({ node: server.nameNode, path: server.path, key: null, document, server });
    }
    addBelow({ node: server.node, path: server.path, key: null, document, server }, seen, texts);
  }
  for (const { node, path, document, server } of reading.controls) addBelow({ node, path, key: null, document, server }, seen, texts);
  if (format?.kind === 'server' || format?.kind === 'registry') {
    for (const document of documents)
      if (document.root && document.within !== 'fence')
        addBelow({ node: document.root, path: [], key: null, document, server: null }, seen, texts);
  }
  return texts;
}

function addBelow({ node, path, key, document, server }: Omit<Text, 'node'> & { node: Node }, seen: Set<Node>, texts: Text[]): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'string') texts.push({ node, path, key, document, server });
  else if (node.kind === 'seq') {
    for (let index = 0; index < node.items.length; index++)
      addBelow({ node: node.items[index]!, path: below(path, index), key, document, server }, seen, texts);
  } else if (node.kind === 'map') {
    for (const { key: name, value } of node.entries) {
      const next = below(path, name.value);
      if (!seen.has(name)) {
        seen.add(name);
        texts.push({ node: name, path: next, key: null, document, server });
      }
      addBelow({ node: value, path: next, key: name.value, document, server }, seen, texts);
    }
  }
}

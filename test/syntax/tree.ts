import { expect } from 'vitest';
import type { Document, Node, SyntaxId } from '../../src/core/node.ts';
import { Source, type Span } from '../../src/core/source.ts';
import { parse } from '../../src/syntax/index.ts';

/** The only document of a text. */
export async function one(text: string, syntax: SyntaxId, path = 'x'): Promise<Document> {
  const documents = await parse(new Source(path, text), syntax);
  expect(documents).toHaveLength(1);
  return documents[0]!;
}

/** Every node once, keys included; nodes that a merge or an alias repeats are not visited again. */
export function* walk(node: Node | undefined, seen = new Set<Node>()): Generator<Node> {
  if (!node || seen.has(node)) return;
  seen.add(node);
  yield node;
  if (node.kind === 'map') {
    for (const { key, value, inherited } of node.entries) {
      if (inherited) continue;
      yield key;
      yield* walk(value, seen);
    }
  } else if (node.kind === 'seq') for (const item of node.items) yield* walk(item, seen);
}

/** Every span lies in the document, every offset of a string in the text. */
export function expectInRange({ source, span, root, problems, comments }: Document): void {
  const inside = (part: Span, limit: Span, what: string) => {
    if (part.start < limit.start || part.end < part.start || part.end > limit.end) {
      expect.fail(`${what} ${part.start}-${part.end} is not in ${limit.start}-${limit.end} of ${JSON.stringify(source.text)}`);
    }
  };
  inside(span, { start: 0, end: source.text.length }, 'document');
  for (const node of walk(root)) {
    inside(node.span, span, node.kind);
    if (node.kind !== 'string' || !node.offsets) continue;
    expect(node.offsets.length).toBe(node.value.length + 1);
    let last = 0;
    for (const offset of node.offsets) {
      inside({ start: last, end: offset }, { start: 0, end: span.end }, 'offset');
      last = offset;
    }
  }
  for (const problem of problems) inside(problem.span, { start: 0, end: source.text.length }, problem.message);
  for (const comment of comments) inside(comment.span, span, 'comment');
}

/** Children lie in their parent, in order and without overlap. */
export function expectNested(root: Node | undefined): void {
  for (const node of walk(root)) {
    const parts =
      node.kind === 'map'
        ? node.entries.filter(entry => !entry.inherited).flatMap(({ key, value }) => [key.span, value.span])
        : node.kind === 'seq'
          ? node.items.map(item => item.span)
          : [];
    let last = node.span.start;
    for (const part of parts) {
      expect(part.start).toBeGreaterThanOrEqual(last);
      last = part.end;
    }
    expect(last).toBeLessThanOrEqual(node.span.end);
  }
}

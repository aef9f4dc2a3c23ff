// JSON that stands, escaped once more, inside of a text of another file.
import type { Server, Slot } from '../../core/model.ts';
import type { Document, Node, Path, StringNode } from '../../core/node.ts';
import { Source } from '../../core/source.ts';
import { parseJson } from '../../syntax/json.ts';

const MAX_LENGTH = 200_000;

/**
 * Reads the value of a text as JSON, with every span where it stands in the file that holds the text. Null where it is none, or
 * broken. @param start @param end offsets into the decoded value.
 */
export function parseInner(source: Source, text: StringNode, start = 0, end = text.value.length): Document | null {
  if (end - start > MAX_LENGTH) return null;
  const [json] = parseJson(new Source(source.path, text.value.slice(start, end)), undefined, 'fence');
  if (!json?.root || json.problems.some(({ level }) => level === 'error')) return null;
  const base = text.span.start + (text.quoted ? 1 : 0);
  const at = (offset: number) => text.offsets?.[start + offset] ?? base + start + offset;
  const whole = { start: at(0), end: at(end - start) };
  return { source, syntax: 'json', span: whole, within: 'fence', root: moved(json.root, at), comments: [], problems: [] };
}

function moved<T extends Node>(node: T, at: (offset: number) => number): T {
  const span = { start: at(node.span.start), end: at(node.span.end) };
  if (node.kind === 'map')
    return { ...node, span, entries: node.entries.map(({ key, value }) => ({ key: moved(key, at), value: moved<Node>(value, at) })) };
  if (node.kind === 'seq') return { ...node, span, items: node.items.map(item => moved<Node>(item, at)) };
  if (node.kind !== 'string') return { ...node, span };
  const first = node.span.start + (node.quoted ? 1 : 0);
  const offsets = new Uint32Array(node.value.length + 1);
  for (let index = 0; index <= node.value.length; index++) offsets[index] = at(node.offsets?.[index] ?? first + index);
  return { ...node, span, offsets };
}

/** A server read from inside of a text: its pointers end at that text, since the file's own tree goes no deeper. */
export function standingAt(server: Server, path: Path): Server {
  const one = (slot: Slot | null): Slot | null => slot && { ...slot, path };
  const all = (slots: readonly Slot[]): Slot[] => slots.map(slot => ({ ...slot, path }));
  return {
    ...server,
    path,
    command: one(server.command),
    url: one(server.url),
    cwd: one(server.cwd),
    args: all(server.args),
    env: all(server.env),
    headers: all(server.headers),
    envFiles: all(server.envFiles),
    auth: all(server.auth),
    others: all(server.others),
  };
}

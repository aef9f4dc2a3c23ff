import type { Server } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import type { Word } from '../../src/resolve/launch-types.ts';
import { spanOf } from '../../src/resolve/words.ts';
import formats from '../../src/formats/cursor.ts';
import type { Format } from '../../src/core/format.ts';
import { parse } from '../../src/syntax/index.ts';

const cursor = ([formats].flat() as readonly Format[]).find(({ id }) => id === 'cursor')!;

/** A server of Cursor's made of a plain object. */
export async function serverOf(entry: object, name = 'it'): Promise<Server> {
  const source = new Source('.cursor/mcp.json', JSON.stringify({ mcpServers: { [name]: entry } }, null, 2));
  const [document] = await parse(source, 'json');
  const { servers } = cursor.read(document!, { path: source.path, scope: 'project' });
  return servers[0]!;
}

/** `command`, `args…` in one line, split at single blanks. */
export function lineOf(line: string, more: object = {}): Promise<Server> {
  const [command, ...args] = line.split(' ');
  return serverOf({ command, args, ...more });
}

/** The text of the file that a word points at. */
export function textOf(word: Word, server: Server): string {
  return server.document.source.slice(spanOf(word));
}

import { KINDS } from '../generated/secrets.ts';
import type { Kind } from './kinds.ts';

interface Filter {
  readonly expression: RegExp;
  /** For each literal: the kinds of it and of every literal that it begins with. */
  readonly kinds: ReadonlyMap<string, readonly Kind[]>;
}

let filter: Filter | undefined;

/** One alternation of all literals, longest first, built on first use. */
function build(): Filter {
  const own = new Map<string, Kind[]>();
  for (const kind of KINDS) {
    for (const literal of kind.near ?? []) {
      const list = own.get(literal);
      if (list) list.push(kind);
      else own.set(literal, [kind]);
    }
  }
  const literals = [...own.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const kinds = new Map<string, readonly Kind[]>();
  for (const literal of literals) {
    const begun: Kind[] = [];
    for (let length = literal.length; length > 0; length--) {
      const held = own.get(literal.slice(0, length));
      if (held) begun.push(...held);
    }
    kinds.set(literal, begun);
  }
  return { expression: new RegExp(literals.map(escape).join('|'), 'g'), kinds };
}

/** Every place of `text` where a literal of some kind begins, with the kinds to try there; one pass. Offsets are 0-based. */
export function* hits(text: string): Generator<{ at: number; literal: string; kinds: readonly Kind[] }> {
  filter ??= build();
  const { expression, kinds } = filter;
  let from = 0;
  while (true) {
    expression.lastIndex = from;
    const match = expression.exec(text);
    if (!match) return;
    yield { at: match.index, literal: match[0], kinds: kinds.get(match[0])! };
    from = match.index + 1;
  }
}

function escape(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

import type { StringNode } from '../core/node.ts';
import type { Span } from '../core/source.ts';

/** Further places that name the same TOML table as this key: `[a]`, then `[a.b]`. Kept apart because only edits ask. */
export const mentions = new WeakMap<StringNode, Span[]>();

export function mention(key: StringNode, span: Span): void {
  const known = mentions.get(key);
  if (known) known.push(span);
  else mentions.set(key, [span]);
}

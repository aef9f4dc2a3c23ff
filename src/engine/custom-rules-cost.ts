import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from './custom-rules-ast.ts';
import type { LinearRegex } from './custom-rules-regex.ts';
import { View } from './custom-rules-view.ts';

/** Methods that go over a list. */
export const LOOPS: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);
/** The library's own `matches` goes back over its text; calls are sent to this one. */
export const MATCHES = 'matchesLinear';

/** How large a view is. */
export interface Measure {
  /** Of the longest list or map. */
  readonly items: number;
  /** Of the longest text. */
  readonly letters: number;
}

const measures = new WeakMap<View, Measure>();

/** Measured once for each view. */
export function measure(view: View): Measure {
  const held = measures.get(view);
  if (held) return held;
  let items = 1;
  let letters = 0;
  const look = (value: unknown): void => {
    if (typeof value === 'string') letters = Math.max(letters, value.length);
    else if (value instanceof View) for (const one of Object.values(value)) look(one);
    else if (Array.isArray(value)) {
      items = Math.max(items, value.length);
      for (const one of value) look(one);
    } else if (value instanceof Map) {
      items = Math.max(items, value.size);
      for (const [key, one] of value) {
        look(key);
        look(one);
      }
    }
  };
  look(view);
  const made = { items, letters };
  measures.set(view, made);
  return made;
}

/** An upper bound in steps of some ten nanoseconds: no list grows, so a loop goes over at most the longest one there is. */
export function cost(node: ASTNode, size: Measure, patterns: ReadonlyMap<string, LinearRegex>): number {
  const { op, args } = node;
  const rest = (nodes: readonly ASTNode[]) => nodes.reduce((sum, one) => sum + cost(one, size, patterns), 0);
  if (op === 'rcall') {
    const [name, receiver, given] = args as [string, ASTNode, ASTNode[]];
    if (LOOPS.has(name)) return 5 + cost(receiver, size, patterns) + size.items * (3 + rest(given));
    const own = name === MATCHES ? size.letters * (patterns.get(String(given[0]?.args))?.size ?? 1) : size.letters / 20;
    return 5 + own + rest([receiver, ...given]);
  }
  const own = op === '==' || op === '!=' || op === 'in' ? size.items + size.letters / 20 : 0;
  return 2 + own + rest(childrenOf(node));
}

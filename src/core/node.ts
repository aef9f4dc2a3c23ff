import type { Source, Span } from './source.ts';

export type SyntaxId = 'json' | 'yaml' | 'toml' | 'dotenv' | 'properties' | 'markdown' | 'text';
export type Node = MapNode | SeqNode | StringNode | ScalarNode | MissingNode;

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  /** In source order; duplicates are kept, the last one wins in {@link get}. */
  readonly entries: readonly Entry[];
}
export interface SeqNode {
  readonly kind: 'seq';
  readonly span: Span;
  readonly items: readonly Node[];
}
export interface StringNode {
  readonly kind: 'string';
  /** Quotes included. */
  readonly span: Span;
  /** Decoded. */
  readonly value: string;
  readonly quoted: boolean;
  /** Source offset of each decoded UTF-16 unit, plus one for the end; absent when text and value are the same. */
  readonly offsets?: Uint32Array;
  /** YAML tag as written (`!secret`), where there is one. */
  readonly tag?: string;
}
export interface ScalarNode {
  readonly kind: 'number' | 'boolean' | 'null';
  readonly span: Span;
  readonly value: number | boolean | null;
}
/** Where a value should have been; keeps broken files scannable. */
export interface MissingNode {
  readonly kind: 'missing';
  readonly span: Span;
}
export interface Entry {
  readonly key: StringNode;
  readonly value: Node;
  /** Came in by a YAML merge key (`<<`). A node that an alias repeats is the same object at every place. */
  readonly inherited?: boolean;
}
export interface Comment {
  /** With its marks (`//`, `#`, `<!-- -->`). */
  readonly span: Span;
}
/** Something that the text's grammar does not allow; says what is wrong in our own words. */
export interface Problem {
  readonly message: string;
  readonly span: Span;
  /** `error`: the client would refuse the file. `warning`: read anyway (a duplicate key, a comment in strict JSON). */
  readonly level: 'error' | 'warning';
  readonly code: ProblemCode;
}
export type ProblemCode = 'syntax' | 'duplicate-key' | 'comment' | 'trailing-comma' | 'too-deep' | 'too-large' | 'not-strict';

/** One tree: a whole file, one YAML document of several, or one fence or front matter of a Markdown page. */
export interface Document {
  readonly source: Source;
  readonly syntax: SyntaxId;
  /** Part of the source that this document takes. */
  readonly span: Span;
  /** `fence` and `front-matter` stand in a Markdown page. */
  readonly within: 'file' | 'fence' | 'front-matter';
  readonly root: Node | undefined;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/** Way from a document's root to a node: keys and 0-based indices. */
export type Path = readonly (string | number)[];

/** A path further down. A spread in its place keeps room for sixteen steps more, and there is a path for every value. */
export function below(path: Path, ...steps: Path): Path {
  return path.concat(steps);
}

export function entry(node: Node | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'map') return undefined;
  const { entries } = node;
  for (let at = entries.length - 1; at >= 0; at--) if (entries[at]!.key.value === key) return entries[at];
  return undefined;
}

export function get(node: Node | undefined, ...path: Path): Node | undefined {
  for (const step of path) {
    if (typeof step === 'number') node = node?.kind === 'seq' ? node.items[step] : undefined;
    else node = entry(node, step)?.value;
  }
  return node;
}

/** The node at a path, or the closest one above it, with the entry that holds it. */
export function nearest(root: Node, path: Path): { node: Node; entry: Entry | undefined } {
  let node = root;
  let holder: Entry | undefined;
  for (const step of path) {
    if (node.kind === 'map') {
      const next = entry(node, String(step));
      if (!next) break;
      holder = next;
      node = next.value;
    } else if (node.kind === 'seq') {
      const next = node.items[Number(step)];
      if (!next) break;
      holder = undefined;
      node = next;
    } else break;
  }
  return { node, entry: holder };
}

/** The source span of part of a string's decoded value: escapes, quotes and folding undone. Offsets are into `value`. */
export function within(node: StringNode, start: number, end: number): Span {
  const base = node.span.start + (node.quoted ? 1 : 0);
  const at = (index: number) => node.offsets?.[index] ?? base + index;
  if (!node.offsets || end <= start) return { start: at(start), end: at(end) };
  return { start: at(start), end: Math.max(at(end), at(end - 1) + 1) };
}

/** The span of the value alone: a string without its quotes, anything else whole. */
export function inner(node: Node): Span {
  return node.kind === 'string' && node.value.length > 0 ? within(node, 0, node.value.length) : node.span;
}

/** RFC 6901. */
export function toPointer(path: Path): string {
  return path.map(step => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('');
}

/** Plain data, keys without a prototype; missing nodes become undefined. */
export function toJS(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  switch (node.kind) {
    case 'missing':
      return undefined;
    case 'seq':
      return node.items.map(toJS);
    case 'map': {
      const object: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries) object[key.value] = toJS(value);
      return object;
    }
    default:
      return node.value;
  }
}

/** A scalar with the way to it; `entry` is the one of a map that holds it. */
export interface ScalarAt {
  readonly node: StringNode | ScalarNode;
  readonly path: Path;
  readonly entry?: Entry;
}

/** Every scalar below a node with its path; keys are not visited. */
export function scalars(node: Node | undefined, path: Path = []): ScalarAt[] {
  const found: ScalarAt[] = [];
  if (node) addScalars(node, path, found);
  return found;
}

function addScalars(node: Node, path: Path, found: ScalarAt[]): void {
  if (node.kind === 'map') {
    for (const item of node.entries) {
      const next = below(path, item.key.value);
      if (item.value.kind === 'string' || isScalar(item.value)) found.push({ node: item.value, path: next, entry: item });
      else addScalars(item.value, next, found);
    }
  } else if (node.kind === 'seq') {
    for (let index = 0; index < node.items.length; index++) addScalars(node.items[index]!, below(path, index), found);
  } else if (node.kind !== 'missing') found.push({ node, path });
}

export function isScalar(node: Node | undefined): node is StringNode | ScalarNode {
  return node?.kind === 'string' || node?.kind === 'number' || node?.kind === 'boolean' || node?.kind === 'null';
}

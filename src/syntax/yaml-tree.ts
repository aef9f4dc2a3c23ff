import { type Document as LibraryDocument, isAlias, isMap, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Entry, MapNode, Node, StringNode } from '../core/node.ts';
import { reportDuplicates } from './duplicates.ts';
import type { Problems } from './problems.ts';
import { alignBlock, decodeFlow } from './yaml-scalar.ts';

/** Nodes that aliases and merge keys may add up to, so that a few lines cannot unfold into millions. */
const BUDGET = 100_000;

interface Known {
  readonly node: Node;
  readonly size: number;
}

/**
 * Turns a composed document into our nodes. Aliases are their target's own node.
 * @param text as the library read it. @param original as it stands in the file: same length, template tags not hidden.
 * @param shift offset of the text in the source.
 */
export function toNode(document: LibraryDocument, text: string, original: string, shift: number, problems: Problems): Node | undefined {
  return new Converter(text, original, shift, problems).convert(document.contents, 0);
}

class Converter {
  private readonly anchors = new Map<string, Known | null>();
  private readonly text: string;
  private readonly original: string;
  private readonly shift: number;
  private readonly problems: Problems;
  private count = 0;
  /** Where the part read last ends, before shifting: an alias ends at itself, not at its target. */
  private end = 0;

  constructor(text: string, original: string, shift: number, problems: Problems) {
    this.text = text;
    this.original = original;
    this.shift = shift;
    this.problems = problems;
  }

  /** @param at offset for a node that is not written at all. */
  convert(node: unknown, at: number): Node {
    const before = this.count++;
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, null);
    const result = this.read(node, at);
    if (anchor !== undefined) this.anchors.set(anchor, { node: result, size: this.count - before });
    return result;
  }

  private read(node: unknown, at: number): Node {
    if (isAlias(node)) return this.alias(node.source, node.range?.[0] ?? at, node.range?.[1] ?? at);
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) return this.seq(node);
    if (isScalar(node)) return this.scalar(node, at);
    this.end = Math.max(this.end, at);
    return { kind: 'null', span: this.span(at, at), value: null };
  }

  private span(start: number, end: number): { start: number; end: number } {
    return { start: start + this.shift, end: Math.max(start, end) + this.shift };
  }

  private alias(name: string, start: number, end: number): Node {
    this.end = end;
    const span = this.span(start, end);
    const known = this.anchors.get(name);
    if (!known) {
      const message = known === null ? 'This alias points into itself.' : 'No anchor of this name stands before this alias.';
      this.problems.error(message, span.start, span.end);
      return { kind: 'missing', span };
    }
    if (!this.afford(known.size, span)) return { kind: 'missing', span };
    return known.node;
  }

  private afford(size: number, span: { start: number; end: number }): boolean {
    if (this.count + size > BUDGET) {
      this.problems.error('The aliases of this file unfold into too much; this one was not followed.', span.start, span.end, 'too-large');
      return false;
    }
    this.count += size;
    return true;
  }

  private map(map: YAMLMap): MapNode {
    const entries: Entry[] = [];
    const merges: { value: unknown; at: number }[] = [];
    let first: number | undefined;
    let last = map.range?.[0] ?? this.end;
    for (const { key, value } of map.items as { key: unknown; value: unknown }[]) {
      const start = rangeOf(key)?.[0] ?? rangeOf(value)?.[0] ?? last;
      if (isMergeKey(key) && isMergeValue(value)) {
        first ??= start;
        merges.push({ value, at: start });
        last = rangeOf(value)?.[1] ?? last;
        continue;
      }
      const keyNode = this.key(key, Math.max(start, last));
      first ??= keyNode.span.start - this.shift;
      last = Math.max(last, keyNode.span.end - this.shift, this.end);
      this.end = last;
      const converted = this.convert(value, last);
      last = Math.max(last, this.end);
      entries.push({ key: keyNode, value: converted });
    }
    reportDuplicates(entries, this.problems);
    if (merges.length > 0) this.merge(entries, merges);
    const start = map.flow ? (map.range?.[0] ?? 0) : Math.min(first ?? 0, map.range?.[0] ?? 0);
    this.end = map.flow ? Math.max(map.range?.[1] ?? last, last) : last;
    return { kind: 'map', span: this.span(start, this.end), entries };
  }

  private merge(entries: Entry[], merges: readonly { value: unknown; at: number }[]): void {
    const own = new Set(entries.map(({ key }) => key.value));
    for (const { value, at } of merges) {
      for (const source of isSeq(value) ? value.items : [value]) {
        const node = this.convert(source, at);
        if (node.kind !== 'map') continue;
        for (const item of node.entries) {
          if (own.has(item.key.value)) continue;
          if (++this.count > BUDGET) return void this.afford(0, this.span(at, at));
          own.add(item.key.value);
          entries.push({ key: item.key, value: item.value, inherited: true });
        }
      }
    }
  }

  private key(key: unknown, at: number): StringNode {
    if (isAlias(key)) {
      const target = this.anchors.get(key.source)?.node;
      if (target?.kind === 'string') return { ...target, span: this.span(key.range?.[0] ?? at, key.range?.[1] ?? at) };
    }
    if (isScalar(key)) {
      const node = this.convert(key, at);
      if (node.kind === 'string') return node;
      return { kind: 'string', span: node.span, value: this.raw(node.span), quoted: false };
    }
    const range = rangeOf(key);
    const span = this.span(range?.[0] ?? at, range?.[1] ?? at);
    this.end = span.end - this.shift;
    return { kind: 'string', span, value: this.raw(span), quoted: false };
  }

  private raw({ start, end }: { start: number; end: number }): string {
    return this.original.slice(start - this.shift, Math.min(end - this.shift, start - this.shift + 1000));
  }

  private seq(seq: YAMLSeq): Node {
    const items: Node[] = [];
    let first: number | undefined;
    let last = seq.range?.[0] ?? this.end;
    for (const item of seq.items as unknown[]) {
      first ??= rangeOf(item)?.[0];
      this.end = last;
      if (isPair(item)) {
        // `[a: b]` is a list of one-entry maps.
        const start = rangeOf(item.key)?.[0] ?? last;
        const key = this.key(item.key, start);
        const value = this.convert(item.value, Math.max(this.end, key.span.end - this.shift));
        items.push({ kind: 'map', span: this.span(start, this.end), entries: [{ key, value }] });
      } else items.push(this.convert(item, last));
      last = Math.max(last, this.end);
    }
    this.end = seq.flow ? Math.max(seq.range?.[1] ?? last, last) : last;
    return { kind: 'seq', span: this.span(Math.min(seq.range?.[0] ?? 0, first ?? Infinity), this.end), items };
  }

  private scalar(node: Scalar, at: number): Node {
    const written = node.range && node.range[1] > node.range[0] ? node.range : undefined;
    // What is left empty behind a mistake is said to stand in front of it.
    const start = written?.[0] ?? Math.max(node.range?.[0] ?? at, at);
    const end = written?.[1] ?? start;
    this.end = end;
    const span = this.span(start, end);
    const { value } = node;
    if (typeof value === 'boolean') return { kind: 'boolean', span, value };
    if (typeof value === 'number') return { kind: 'number', span, value };
    if (value === null) return { kind: 'null', span, value };
    const text = typeof value === 'string' ? value : this.text.slice(start, end);
    const read = this.string(node.type, start, end, text);
    const tag = node.tag === undefined ? undefined : node.tag.replace(/^tag:yaml\.org,2002:/, '!!');
    const result = { kind: 'string', span, ...read } as const;
    return tag === undefined || tag === '' ? result : { ...result, tag };
  }

  private string(
    type: Scalar['type'],
    start: number,
    end: number,
    value: string,
  ): Pick<StringNode, 'value' | 'quoted'> & { offsets?: Uint32Array } {
    const quote = type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : '';
    const quoted = quote !== '';
    const from = start + (quoted ? 1 : 0);
    const to = quoted && end - 1 > start && this.text[end - 1] === quote ? end - 1 : end;
    if (to - from === value.length && this.text.startsWith(value, from)) return { value: this.original.slice(from, to), quoted };
    let offsets: Uint32Array | null;
    if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') offsets = alignBlock(this.text, start, end, value);
    else {
      const decoded = decodeFlow(this.text, from, to, quote);
      offsets = decoded.value === value ? decoded.offsets : null;
    }
    if (!offsets) {
      // The library mended something: point at the whole.
      offsets = new Uint32Array(value.length + 1).fill(from);
      offsets[value.length] = to;
    } else if (this.original !== this.text) value = this.restore(value, offsets);
    if (this.shift !== 0) offsets = offsets.map(offset => offset + this.shift);
    return { value, quoted, offsets };
  }

  /** Puts back what was hidden from the library. */
  private restore(value: string, offsets: Uint32Array): string {
    let result = '';
    for (let i = 0; i < value.length; i++) {
      const at = offsets[i]!;
      result += this.text[at] === value[i] ? this.original[at] : value[i];
    }
    return result;
  }
}

function isPair(item: unknown): item is { key: unknown; value: unknown } {
  return typeof item === 'object' && item !== null && 'key' in item && 'value' in item && !isScalar(item);
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return isScalar(node) || isAlias(node) || isMap(node) || isSeq(node) ? (node.range ?? undefined) : undefined;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && (key.value === '<<' || typeof key.value === 'symbol') && (key.type ?? 'PLAIN') === 'PLAIN';
}

function isMergeValue(value: unknown): boolean {
  return isAlias(value) || isMap(value) || (isSeq(value) && value.items.every(item => isAlias(item) || isMap(item)));
}

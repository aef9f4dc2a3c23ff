import type { Span } from '../core/source.ts';

/** Items by the stretch of text that they take, found again by any stretch that meets it, in time that does not grow with their number. */
export class Stretches<T> {
  readonly #shelves = new Map<number, Set<{ readonly span: Span; readonly item: T }>>();

  /** Items whose span shares a character with this one. */
  meeting(span: Span): T[] {
    const found = new Set<T>();
    for (const shelf of shelvesOf(span)) {
      for (const { span: other, item } of this.#shelves.get(shelf) ?? []) {
        if (other.start < span.end && span.start < other.end) found.add(item);
      }
    }
    return [...found];
  }

  add(span: Span, item: T): void {
    const held = { span, item };
    for (const shelf of shelvesOf(span)) {
      const set = this.#shelves.get(shelf);
      if (set) set.add(held);
      else this.#shelves.set(shelf, new Set([held]));
    }
  }

  remove(span: Span, item: T): void {
    for (const shelf of shelvesOf(span)) {
      for (const held of this.#shelves.get(shelf) ?? []) if (held.item === item) this.#shelves.get(shelf)!.delete(held);
    }
  }
}

function* shelvesOf({ start, end }: Span): Generator<number> {
  for (let shelf = start >> 8; shelf <= Math.max(start, end - 1) >> 8; shelf++) yield shelf;
}

import { createHmac, randomBytes } from 'node:crypto';

let runKey: Buffer | undefined;

/**
 * A credential's value that can be compared and pointed at but not printed: every way to a string yields the mask.
 * The mask is the public prefix of the token kind and an ellipsis, nothing else of the value.
 */
export class Secret {
  readonly #value: string;
  readonly mask: string;

  constructor(value: string, prefix: string) {
    this.#value = value;
    this.mask = prefix + '…';
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  /** What carries equal values, together; in the order in which they come. */
  static groups<T extends { readonly secret: Secret }>(carriers: Iterable<T>): T[][] {
    const byValue = new Map<string, T[]>();
    for (const carrier of carriers) {
      const value = carrier.secret.#value;
      const group = byValue.get(value);
      if (group) group.push(carrier);
      else byValue.set(value, [carrier]);
    }
    return [...byValue.values()];
  }

  /** Same for equal values under the same key. Without a key: a random one that lives as long as the process. @returns 16 hex digits. */
  fingerprint(key: string | Buffer = (runKey ??= randomBytes(32))): string {
    return createHmac('sha256', key).update(this.#value).digest('hex').slice(0, 16);
  }

  toString(): string {
    return this.mask;
  }

  toJSON(): string {
    return this.mask;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.mask;
  }
}

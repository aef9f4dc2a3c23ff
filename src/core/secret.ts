import { createHmac, randomBytes } from 'node:crypto';

const runKey = randomBytes(32);

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

  /** Same for equal values under the same key. Without a key: a random one that lives as long as the process. @returns 16 hex digits. */
  fingerprint(key: string | Buffer = runKey): string {
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

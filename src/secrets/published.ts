import { createHash } from 'node:crypto';
import { published } from '../generated/secrets.ts';

let digests: ReadonlySet<string> | undefined;

/** A published development value that opens nothing of anybody's. */
export function isPublished(text: string): boolean {
  digests ??= new Set(published());
  return digests.has(createHash('sha256').update(text).digest('hex').slice(0, 20));
}

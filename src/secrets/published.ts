import { createHash } from 'node:crypto';
import { PUBLIC } from '../generated/secrets.ts';

const published: ReadonlySet<string> = new Set(PUBLIC);

/** A published development value that opens nothing of anybody's. */
export function isPublished(text: string): boolean {
  return published.has(createHash('sha256').update(text).digest('hex').slice(0, 20));
}

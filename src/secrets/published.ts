import { sha256 } from '../core/fingerprint.ts';
import { published } from '../generated/secrets.ts';

let digests: ReadonlySet<string> | undefined;

/** A published development value that opens nothing of anybody's. */
export function isPublished(text: string): boolean {
  digests ??= new Set(published());
  return digests.has(sha256(text).slice(0, 20));
}

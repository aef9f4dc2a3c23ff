import { sha256 } from '../core/fingerprint.ts';
import { table } from '../core/table.ts';
import { published } from '../generated/secrets.ts';

const begins = table((): ReadonlySet<string> => new Set(published().map(([start]) => start)));
const digests = table((): ReadonlySet<string> => new Set(published().map(([, digest]) => digest)));

/** A published development value that opens nothing of anybody's. */
export function isPublished(text: string): boolean {
  const length = String(text.length);
  if (!begins().has(length + text.charAt(0)) && !begins().has(length)) return false;
  return digests().has(sha256(text).slice(0, 20));
}

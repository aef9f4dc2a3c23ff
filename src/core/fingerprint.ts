import { createHash } from 'node:crypto';
import type { Finding } from './finding.ts';

/** What reports and baselines know a finding by: 32 hexadecimal digits. Made only there, since hashing is slow to load. */
export function fingerprintOf({ identity }: Pick<Finding, 'identity'>): string {
  return sha256(identity).slice(0, 32);
}

/** Of a text in UTF-8, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { createHash } from 'node:crypto';
import { sha256 as portable } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Finding } from './finding.ts';

/** What reports and baselines know a finding by: 32 hexadecimal digits. Made only there, since hashing is slow to begin with. */
export function fingerprintOf({ identity }: Pick<Finding, 'identity'>): string {
  return sha256(identity).slice(0, 32);
}

/** Node's own takes longer to load than this many texts take without it. */
const FEW = 10;
let hashed = 0;

/** Says how many fingerprints a report will have, so that the way that is faster for all of them is taken from the first on. */
export function expectFingerprints(count: number): void {
  if (count > FEW) hashed = FEW;
}

/** Of a text in UTF-8, in hexadecimal. */
export function sha256(text: string): string {
  if (text.length < 1000 && hashed++ < FEW) return bytesToHex(portable(utf8ToBytes(text)));
  return createHash('sha256').update(text).digest('hex');
}

import { type Advisory, advisories } from '../generated/supply.ts';
import type { Artifact } from './launch-types.ts';
import { coversNewest, inRange } from './versions.ts';

export { advisoriesDate } from '../generated/supply.ts';

const read = new Map<string, readonly Advisory[]>();

function ofPackage(key: string): readonly Advisory[] {
  let held = read.get(key);
  if (!held) read.set(key, (held = JSON.parse(advisories.get(key) ?? '[]') as Advisory[]));
  return held;
}

/** All of them. */
export function allAdvisories(): readonly Advisory[] {
  return advisories.keys().flatMap(ofPackage);
}

/** Advisories that hold for an artifact as this entry writes it: for its exact version, or for every version there is. */
export function advisoriesFor(artifact: Artifact): Advisory[] {
  const held = ofPackage(`${artifact.kind} ${artifact.name}`);
  const { version, pin } = artifact;
  // An image tag is its version as far as a file can say.
  if (version !== null && (pin === 'exact' || pin === 'tag' || pin === 'digest'))
    return held.filter(({ affected }) => inRange(version, affected));
  // A range or the newest: only where no version is free of it.
  return held.filter(({ affected, fixed }) => fixed.length === 0 && coversNewest(affected));
}

import { type Advisory, advisories } from '../generated/supply.ts';
import type { Artifact } from './launch-types.ts';
import { pypiName } from './specs.ts';
import { coversNewest, inRange } from './versions.ts';

export { advisoriesDate } from '../generated/supply.ts';

let byPackage: Map<string, Advisory[]> | undefined;

/** Advisories that hold for an artifact as this entry writes it: for its exact version, or for every version there is. */
export function advisoriesFor(artifact: Artifact): Advisory[] {
  byPackage ??= index();
  const held = byPackage.get(`${artifact.kind} ${artifact.name}`) ?? [];
  const { version, pin } = artifact;
  // An image tag is its version as far as a file can say.
  if (version !== null && (pin === 'exact' || pin === 'tag' || pin === 'digest'))
    return held.filter(({ affected }) => inRange(version, affected));
  // A range or the newest: only where no version is free of it.
  return held.filter(({ affected, fixed }) => fixed.length === 0 && coversNewest(affected));
}

function index(): Map<string, Advisory[]> {
  const made = new Map<string, Advisory[]>();
  for (const advisory of advisories()) {
    const key = `${advisory.ecosystem} ${advisory.ecosystem === 'pypi' ? pypiName(advisory.package) : advisory.package}`;
    const held = made.get(key);
    if (held) held.push(advisory);
    else made.set(key, [advisory]);
  }
  return made;
}

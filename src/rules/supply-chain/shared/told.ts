import { archived, inventedNames, officialNames, officialScope, otherEcosystemNames } from '../../../generated/supply.ts';
import { advisoriesFor } from '../../../resolve/advisories.ts';
import type { Artifact } from '../../../resolve/launch-types.ts';

export function archivedRecord({ kind, name }: Artifact) {
  return archived().find(item => item.ecosystem === kind && item.package === name);
}

/** Something worse is told of this artifact than that its version is open; pinning it would be the wrong advice. */
export function isToldWorse(artifact: Artifact): boolean {
  const { kind, name } = artifact;
  if (archivedRecord(artifact) || advisoriesFor(artifact).length > 0 || isOutsideOfficialScope(artifact)) return true;
  return [...inventedNames, ...otherEcosystemNames].some(item => item.ecosystem === kind && item.name === name);
}

/** In the protocol's own scope, under a name that it is not known to have published. */
export function isOutsideOfficialScope({ kind, name }: Artifact): boolean {
  return kind === 'npm' && name.startsWith(officialScope + '/') && !officialNames.includes(name.slice(officialScope.length + 1));
}

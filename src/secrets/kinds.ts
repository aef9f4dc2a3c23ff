import { KINDS, type Kind } from '../generated/secrets.ts';

export type { Kind } from '../generated/secrets.ts';

const byId = new Map(KINDS.map(kind => [kind.id, kind]));

/** @returns the kind, or undefined for an unknown id. */
export function kindOf(id: string): Kind | undefined {
  return byId.get(id);
}

/** The kind of an id that this project's own code names. @throws where rules/secrets/ lacks it. */
export function kind(id: string): Kind {
  const found = byId.get(id);
  if (!found) throw new Error(`rules/secrets has no kind "${id}"`);
  return found;
}

import { type Kind, kindIds, kindTexts } from '../generated/secrets.ts';

export type { Kind } from '../generated/secrets.ts';

const read = new Map<number, Kind>();

/** @param index as in {@link kindTexts}; 0-based. @returns the same object each time. */
export function kindAt(index: number): Kind {
  let kind = read.get(index);
  if (!kind) read.set(index, (kind = JSON.parse(kindTexts()[index]!) as Kind));
  return kind;
}

/** @returns the kind, or undefined for an unknown id. */
export function kindOf(id: string): Kind | undefined {
  const index = kindIds.get(id);
  return index === undefined ? undefined : kindAt(Number(index));
}

/** The kind of an id that this project's own code names. @throws where rules/secrets/ lacks it. */
export function kind(id: string): Kind {
  const found = kindOf(id);
  if (!found) throw new Error(`rules/secrets has no kind "${id}"`);
  return found;
}

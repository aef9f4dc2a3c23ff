// What an object says of its own governance, in a map that is free for such things: annotations, labels, `_meta`.
import { type Approval, type ServerTerms, TIERS } from '../core/governance.ts';
import { get, type Node, type Path } from '../core/node.ts';
import { isDay } from './days.ts';

/** Terms of the manifest, with the way to each in the file that says it. */
export interface Said<T = ServerTerms> {
  readonly terms: T;
  readonly places: ReadonlyMap<string, Path>;
}
type Noted = Omit<ServerTerms, 'id' | 'match'>;

const STAGE = /^[a-z][a-z0-9-]{0,60}$/;

/** The `mcp-governance/…` entries of a map of annotations. @param base way to the map, which places begin with. */
export function annotations(root: Node | undefined, base: Path): Said<Noted> {
  return noted(get(root, ...base), base, key => [`mcp-governance/${key}`]);
}

/** A map that is all about governance, with keys as in the manifest or as in annotations. */
export function governanceMap(root: Node | undefined, base: Path): Said<Noted> {
  const map = get(root, ...base);
  return noted(map, base, key => [key, key.replaceAll('-', '_')]);
}

function noted(map: Node | undefined, base: Path, spelled: (key: string) => readonly string[]): Said<Noted> {
  const places = new Map<string, Path>();
  const note = (key: string, term: string): string | null => {
    const name = spelled(key).find(one => plainText(get(map, one)) !== null);
    const value = name === undefined ? null : plainText(get(map, name));
    if (name !== undefined && value !== null) places.set(term, [...base, name]);
    return value;
  };
  const owner = note('owner', 'owner');
  const dataClass = note('data-class', 'data_class');
  const risk = note('risk-tier', 'risk_tier')?.toLowerCase();
  const tier = TIERS.find(one => one === risk);
  const purpose = note('purpose', 'purpose');
  const next = note('review-next', 'review.next');
  const publisher = note('publisher', 'publisher.name');
  const named = note('stage', 'stages') ?? '*';
  const stage = STAGE.test(named) ? named : '*';
  const approval = approvalOf(
    key => note(key, `stages.${stage}.approval.${WHAT[key] ?? key}`),
    'approved-by',
    'approved-on',
    'approval-expires',
  );
  const terms: Noted = {
    ...(owner === null ? {} : { owner: { team: owner } }),
    ...(dataClass === null ? {} : { data_class: dataClass }),
    ...(tier === undefined ? {} : { risk_tier: tier }),
    ...(purpose === null ? {} : { purpose }),
    ...(next !== null && isDay(next) ? { review: { next } } : {}),
    // Whoever publishes says so of themselves: nobody here has looked.
    ...(publisher === null ? {} : { publisher: { name: publisher, verified: false } }),
    ...(approval ? { stages: { [stage]: { approval } } } : {}),
  };
  return { terms, places };
}
const WHAT: Readonly<Record<string, string>> = { 'approved-by': 'by', 'approved-on': 'date', 'approval-expires': 'expires' };

/** Who approved something and when; null where either is missing. A last day that is none counts as absent. */
export function approvalOf(note: (key: string) => string | null, by: string, on: string, until: string): Approval | null {
  const [who, date, expires] = [note(by), note(on), note(until)];
  if (who === null || date === null || !isDay(date)) return null;
  return { by: who, date, ...(expires !== null && isDay(expires) ? { expires } : {}) };
}

/** The text of a string that is not blank. */
export function plainText(node: Node | undefined): string | null {
  return node?.kind === 'string' && node.value.trim() !== '' ? node.value : null;
}

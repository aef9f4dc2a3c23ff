import type { CarriedCredential, CredentialType, CredentialUse, LiteralFacts } from '../../core/inventory.ts';
import type { ConfigFile, Credential, Server } from '../../core/model.ts';
import type { Source } from '../../core/source.ts';
import { inner } from '../../core/node.ts';
import { compare } from './order.ts';
import { flagOf, referencesOf } from './references.ts';
import type { Shown } from './shown.ts';

/** Every credential of a run under one identifier, and which server uses which. */
export interface Credentials {
  readonly all: readonly CarriedCredential[];
  readonly of: (server: Server) => readonly CredentialUse[];
}

interface Entry {
  readonly type: CredentialType;
  readonly name: string;
  readonly literal: LiteralFacts | null;
  readonly keys: Set<string>;
  readonly places: { file: string; line: number; column: number }[];
}

/** A reference is one credential by its name, a literal by its value; identifiers that open nothing are left out. */
export function collectCredentials(files: readonly ConfigFile[], found: readonly Credential[], shown: Shown): Credentials {
  const entries = new Map<string, Entry>();
  const uses = new Map<Server, (Omit<CredentialUse, 'credential'> & { entry: Entry })[]>();
  const enter = (key: string, make: () => Omit<Entry, 'places' | 'keys'>, source: Source, offset: number): Entry => {
    let entry = entries.get(key);
    if (!entry) entries.set(key, (entry = { ...make(), keys: new Set(), places: [] }));
    const place = { file: source.path, ...source.position(offset) };
    if (!entry.places.some(({ file, line, column }) => file === place.file && line === place.line && column === place.column)) {
      entry.places.push(place);
    }
    return entry;
  };
  const use = (server: Server, one: Omit<CredentialUse, 'credential'> & { entry: Entry }): void => {
    if (one.key !== null) one.entry.keys.add(one.key);
    const list = uses.get(server);
    if (!list) uses.set(server, [one]);
    else if (!list.some(({ entry, key }) => entry === one.entry && key === one.key)) list.push(one);
  };

  for (const credential of found) {
    const { class: kind, secret, server, source, span } = credential;
    if (kind === 'identifier') continue;
    const literal: LiteralFacts = { kind: credential.kind, class: kind, redacted: secret.mask, confidence: credential.confidence };
    const make = () => ({ type: 'literal' as const, name: credential.name, literal });
    const entry = enter(`literal ${secret.fingerprint()}`, make, source, span.start);
    if (!server) continue;
    const key = keyOf(credential, server);
    use(server, { entry, where: credential.place, key: key === null ? null : shown.name(key), expanded: null });
  }
  for (const file of files) {
    for (const server of file.reading.servers) {
      for (const { type, name: raw, where, key, expanded, node } of referencesOf(server, file)) {
        const name = shown.name(raw);
        const make = () => ({ type, name, literal: null });
        const entry = enter(JSON.stringify([type, name]), make, server.document.source, inner(node).start);
        use(server, { entry, where, key: key === null ? null : shown.name(key), expanded });
      }
    }
  }

  const sorted = [...entries.values()].toSorted((a, b) => compare(a.type, b.type) || compare(a.name, b.name) || compareFirst(a, b));
  const ids = new Map(sorted.map((entry, index) => [entry, `c${index + 1}`]));
  return {
    all: sorted.map((entry, index) => ({
      id: `c${index + 1}`,
      type: entry.type,
      name: entry.name,
      keys: [...entry.keys].toSorted(compare),
      literal: entry.literal,
      places: entry.places,
    })),
    of: server =>
      (uses.get(server) ?? []).map(({ entry, where, key, expanded }) => ({ credential: ids.get(entry)!, where, key, expanded })),
  };
}

/** Variable, header or flag that takes it. */
function keyOf({ slot, path }: Credential, server: Server): string | null {
  if (!slot) return null;
  if (slot.where === 'arg')
    return flagOf(
      server.args,
      server.args.findIndex(arg => arg === slot || arg.path.at(-1) === path?.at(-1)),
    );
  return slot.where === 'url' || slot.where === 'command' ? null : slot.key;
}

function compareFirst(a: Entry, b: Entry): number {
  const [one, two] = [a.places[0]!, b.places[0]!];
  return compare(one.file, two.file) || one.line - two.line || one.column - two.column;
}

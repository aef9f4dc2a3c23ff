import type { ConfigFile, Credential, CredentialPlace } from '../core/model.ts';
import { type Document, type Path, within } from '../core/node.ts';
import { Secret } from '../core/secret.ts';
import type { Source, Span } from '../core/source.ts';
import { type Hit, inspect } from './inspect.ts';
import { type Spot, spotsOf } from './places.ts';
import { Stretches } from './overlap.ts';
import { addingCommands, inBrokenText, inComment } from './raw.ts';
import { isPublished } from './published.ts';

/** A hit with the place that it was found in; the value is still at hand. */
interface Found {
  readonly hit: Hit;
  readonly span: Span;
  readonly spot: Spot | null;
  readonly place: CredentialPlace;
  readonly document: Document | null;
}

/**
 * Every credential of one file, by its place in the text. Looks at all scalars of all documents, at comments, line by line
 * at what does not parse, and for further copies of each value that it found. Reads nothing, never throws.
 */
export function findCredentials(file: ConfigFile): Credential[] {
  const { source } = file;
  if (!source || (file.state === 'skipped' && file.reading.servers.length === 0)) return [];
  const found = new Set<Found>();
  const taken = new Stretches<Found>();
  const keep = (one: Found) => {
    const others = taken.meeting(one.span);
    if (others.some(held => weight(held) >= weight(one))) return;
    for (const held of others) {
      found.delete(held);
      taken.remove(held.span, held);
    }
    found.add(one);
    taken.add(one.span, one);
  };
  const spots = spotsOf(file);
  for (const spot of spots) for (const one of inSpot(spot)) keep(one);
  for (const document of file.documents) {
    for (const { span } of document.comments) {
      for (const hit of inComment(source, span)) keep({ hit, span: spanOf(hit), spot: null, place: hit.place ?? 'comment', document });
    }
  }
  for (const span of file.documents.some(document => document.within === 'fence') ? addingCommands(source) : []) {
    for (const hit of inComment(source, span)) keep({ hit, span: spanOf(hit), spot: null, place: hit.place ?? 'setting', document: null });
  }
  for (const { span, document } of brokenParts(file, source)) {
    for (const hit of inBrokenText(source, span)) keep({ hit, span: spanOf(hit), spot: null, place: hit.place ?? 'raw-text', document });
  }
  copies(source, [...found], spots, keep);
  return [...found]
    .sort((a, b) => a.span.start - b.span.start)
    .filter((one, _, all) => !isCompanion(one, all))
    .map(one => credential(file, source, one));
}

function inSpot(spot: Spot): Found[] {
  const { node, document } = spot;
  if (node.kind === 'string' && node.tag && /^!(?:secret|env|env_var|vault|include|ref)/i.test(node.tag)) return [];
  const text = node.kind === 'string' ? node.value : document.source.slice(node.span);
  const around = {
    name: spot.name,
    firm: spot.firm,
    isArgument: spot.isArgument,
    isCommand: spot.isArgument || spot.place === 'permission-rule',
    isEndpoint: isEndpoint(spot),
    ...(spot.user === undefined ? {} : { user: spot.user }),
  };
  return inspect({ text, base: 0 }, around).map(hit => {
    const span =
      node.kind === 'string' ? within(node, hit.start, hit.end) : { start: node.span.start + hit.start, end: node.span.start + hit.end };
    return { hit, span, spot, place: hit.place ?? spot.place, document };
  });
}

function isEndpoint({ slot, name, isArgument }: Spot): boolean {
  return slot?.where === 'url' || (isArgument && name === null && isWebScheme(slot?.value ?? ''));
}

function isWebScheme(text: string): boolean {
  return text.startsWith('https:') || text.startsWith('http:');
}

/** Documents without a tree, and all of a file whose syntax is broken. */
function brokenParts(file: ConfigFile, source: Source): { span: Span; document: Document | null }[] {
  if (file.documents.length === 0) {
    return file.state === 'skipped' ? [] : [{ span: { start: 0, end: source.text.length }, document: null }];
  }
  return file.documents
    .filter(document => !document.root || document.root.kind === 'missing' || document.problems.some(problem => problem.level === 'error'))
    .map(document => ({ span: document.span, document }));
}

/** The same value once more, wherever it stands: in a prompt that was kept, in a key, in a comment. */
function copies(source: Source, found: readonly Found[], spots: readonly Spot[], keep: (one: Found) => void): void {
  const values = new Map<string, Found>();
  for (const one of found) {
    const { value } = one.hit;
    if (value.length >= 16 && value.length <= 4096 && isKept(one.hit) && !isPublished(value)) values.set(value, one);
  }
  if (values.size > 200) return;
  for (const [value, first] of values) {
    for (let at = source.text.indexOf(value); at >= 0; at = source.text.indexOf(value, at + value.length)) {
      const span = { start: at, end: at + value.length };
      const spot = spots.find(({ node }) => node.span.start <= at && span.end <= node.span.end) ?? null;
      const place = spot ? spot.place : 'comment';
      keep({
        hit: { ...first.hit, ...span, confidence: first.hit.confidence, because: 'same value as elsewhere in the file' },
        span,
        spot,
        place,
        document: spot?.document ?? first.document,
      });
    }
  }
}

function isKept(hit: Hit): boolean {
  return hit.class !== 'default' && hit.class !== 'publishable' && hit.class !== 'identifier';
}

/** An AWS key id beside its secret key says nothing more. */
function isCompanion(one: Found, all: readonly Found[]): boolean {
  if (one.hit.kind.id !== 'aws-access-key-id') return false;
  const parent = parentOf(one.spot?.path);
  return all.some(
    other =>
      /^aws-(?:secret-access-key|session-token)$/.test(other.hit.kind.id) &&
      parentOf(other.spot?.path) === parent &&
      other.document === one.document,
  );
}

function parentOf(path: Path | undefined): string {
  return JSON.stringify(path?.slice(0, -1) ?? null);
}

function credential(file: ConfigFile, source: Source, { hit, span, spot, place, document }: Found): Credential {
  return {
    kind: hit.kind.id,
    name: hit.kind.name,
    class: hit.class,
    secret: new Secret(hit.value, hit.known && hit.kind.mask && hit.value.startsWith(hit.kind.mask) ? hit.kind.mask : ''),
    confidence: hit.confidence,
    because: hit.because,
    place,
    known: hit.known,
    file,
    document,
    server: spot?.server ?? null,
    slot: spot?.slot ?? null,
    source,
    span,
    path: spot?.path ?? null,
    revoke: hit.kind.revoke ?? null,
  };
}

function weight({ hit, spot }: Found): number {
  return (hit.known ? 4 : 0) + (spot ? 2 : 0) + (hit.because.startsWith('same value') ? -1 : 0) + (hit.confidence === 'high' ? 1 : 0);
}

function spanOf(hit: Hit): Span {
  return { start: hit.start, end: hit.end };
}

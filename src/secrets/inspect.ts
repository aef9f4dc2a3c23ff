import { type Part, parts } from '../resolve/references.ts';
import { carriedBy, part, rootSpan, type View } from './carriers.ts';
import { inCommand } from './commands.ts';
import { decide, judge, type Surroundings, type Verdict } from './decide.ts';
import { Stretches } from './overlap.ts';
import { wordsOf } from './names.ts';
import { type Match, matchAll, matchNamed } from './patterns.ts';
import { inConnectionStrings, inUrls, type UrlHit } from './url.ts';
import { isPublished } from './published.ts';

/** A credential found in a text, with root offsets. `value` never leaves this folder but inside of a Secret. */
export interface Hit extends Verdict {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Where in the text it stands, if that matters more than the slot. */
  readonly place: 'reference-default' | 'reference-name' | 'url' | null;
}

export interface Asked extends Surroundings {
  readonly isArgument: boolean;
  /** The address of a server itself. */
  readonly isEndpoint?: boolean;
  /** A command line, or a rule about one. */
  readonly isCommand?: boolean;
}

/** JSON in a header in a shell line in an argument, and one more. */
const DEPTH = 6;

/** Every credential in a text, the most specific one for each place, left to right. @param asked what the place says about the text. */
export function inspect(view: View, asked: Asked): Hit[] {
  const hits: Hit[] = [];
  look(view, asked, null, 0, hits);
  return mostSpecific(hits);
}

function look(view: View, asked: Asked, place: Hit['place'], depth: number, hits: Hit[]): void {
  const { text } = view;
  if (text.length < 3 || depth > DEPTH) return;
  const split = parts(text);
  const references = split.filter(piece => piece.kind === 'reference');
  for (const reference of references) inReference(view, reference, asked, depth, hits);
  if (references.length > 0 && references.length === split.length) return;
  const isFree = (start: number, end: number) => references.every(reference => end <= reference.start || start >= reference.end);

  const add = (hit: UrlHit, where: Hit['place']) => {
    if (!isFree(hit.start, hit.end)) return;
    hits.push({ ...hit.verdict, ...rootSpan(view, hit.start, hit.end), value: hit.value, place: place ?? where });
  };
  let known = 0;
  for (const match of matchAll(text)) {
    const verdict = judge(ofItsName(match, asked.name));
    if (verdict) add({ start: match.start, end: match.end, value: match.value, verdict }, isInUrl(text, match.start) ? 'url' : null);
    if (verdict || isPublished(match.value)) known++;
  }
  const addresses = text.includes('://') ? inUrls(text, asked.firm, asked.isEndpoint) : [];
  for (const hit of [...addresses, ...inConnectionStrings(text, asked.firm)]) add(hit, 'url');

  if (asked.isCommand && /\s/.test(text)) {
    const chosen: Hit[] = [];
    for (const { view: value, name } of inCommand(view)) look(value, { name, firm: true, isArgument: false }, place, depth + 1, chosen);
    // A rule about commands on the own machine names its first passwords without giving anything away.
    hits.push(...chosen.filter(hit => asked.firm || hit.class !== 'default'));
  }
  const carried = carriedBy(view, asked.name, asked.isArgument);
  const within: Hit[] = [];
  for (const inner of carried) {
    const firm = asked.firm && inner.loose !== true;
    const around = { name: inner.name, firm, isArgument: false, ...(inner.user === undefined ? {} : { user: inner.user }) };
    look(inner.view, around, place, depth + 1, within);
  }
  const isJar = carried.length > 1 && references.length === 0 && carried.every(({ name }) => name === 'cookie');
  const session = isJar ? within.find(hit => hit.kind.id === 'session-cookie') : undefined;
  if (session) {
    // The cookies of one site are one session, the short ones among them too.
    const start = text.length - text.trimStart().length;
    const end = text.trimEnd().length;
    hits.push({ ...session, ...rootSpan(view, start, end), value: text.slice(start, end) });
  } else hits.push(...within);
  if (carried.length > 0 || references.length > 0 || known > 0 || text.includes('://')) return;
  const verdict = decide(text, asked);
  if (!verdict) return;
  const start = text.length - text.trimStart().length;
  add({ start, end: text.trimEnd().length, value: text.trim(), verdict }, null);
}

/** Two providers issue keys of one shape (`sk_live_…`): the name says whose it is. */
function ofItsName(match: Match, name: string | null): Match {
  const own = name === null ? undefined : matchNamed(match.value, wordsOf(name).join(' '));
  return own?.kind.mask && match.value.startsWith(own.kind.mask) ? { ...match, kind: own.kind, proof: own.proof } : match;
}

/** A default is a literal; a token in the place of a variable's name was pasted there. */
function inReference(view: View, reference: Part, asked: Asked, depth: number, hits: Hit[]): void {
  const { name, default: fallback } = reference;
  if (fallback && fallback.end > fallback.start) {
    const around = { ...asked, name: asked.name ?? name ?? null, isArgument: false };
    look(part(view, fallback.start, fallback.end), around, 'reference-default', depth + 1, hits);
  }
  if (!name || name.length < 16 || reference.form === '$(command)' || reference.form === '${cmd:command}' || reference.form === undefined)
    return;
  const at = view.text.indexOf(name, reference.start);
  for (const match of matchAll(name)) {
    const verdict = judge(match);
    if (verdict && match.start === 0)
      hits.push({ ...verdict, ...rootSpan(view, at, at + match.end), value: match.value, place: 'reference-name' });
  }
}

/** Does this offset lie in a URL, behind its scheme? */
function isInUrl(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 2048), at);
  const scheme = before.lastIndexOf('://');
  return scheme >= 0 && !/[\s"'`<>]/.test(before.slice(scheme));
}

/** One hit for each stretch of text: a proven one before a known one before one by its name; then the narrower. */
function mostSpecific(hits: readonly Hit[]): Hit[] {
  const best = hits.toSorted((a, b) => rank(b) - rank(a) || a.end - a.start - (b.end - b.start) || a.start - b.start);
  const kept: Hit[] = [];
  const taken = new Stretches<Hit>();
  for (const hit of best) {
    if (taken.meeting(hit).length > 0) continue;
    taken.add(hit, hit);
    kept.push(hit);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function rank(hit: Hit): number {
  const sure = hit.confidence === 'high' ? 2 : hit.confidence === 'medium' ? 1 : 0;
  // A shape that lies in running text must not beat the password that a connection string delimits.
  const delimited = hit.kind.id === 'password-in-connection-string' || hit.kind.id === 'password-in-url' ? 5 : 0;
  const address = hit.known && hit.kind.pattern?.startsWith('https:') ? 3 : 0;
  return (hit.known ? 10 : 0) + sure + delimited + address + (hit.because === 'shape and checksum' ? 20 : 0);
}

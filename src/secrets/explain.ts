import type { ConfigFile } from '../core/model.ts';
import { toPointer } from '../core/node.ts';
import { isPlaceholder } from '../resolve/placeholders.ts';
import { stateOf } from '../resolve/references.ts';
import { ruleOf, severityOf } from './assign.ts';
import { type Carried, carriedBy, part, type View } from './carriers.ts';
import { decide } from './decide.ts';
import { findCredentials } from './index.ts';
import { meaningOf, type NameMeaning } from './names.ts';
import { matchAll } from './patterns.ts';
import { type Spot, spotsOf } from './places.ts';
import { isPublished } from './published.ts';
import { shapeOf } from './shape.ts';

/** Why a scalar is, or is not, taken for a credential; no part of its value. */
export interface Explanation {
  /** "`API_KEY`, a variable of `notes`". */
  readonly place: string;
  readonly verdicts: readonly string[];
}

/** @param pointer RFC 6901. @returns null where the file has no text or number there. Pure; never throws. */
export function explainVerdict(file: ConfigFile, pointer: string): Explanation | null {
  const spot = spotsOf(file).find(({ path }) => toPointer(path) === pointer);
  if (!spot) return null;
  const { start, end } = spot.node.span;
  const found = findCredentials(file).filter(
    ({ span, source }) => source === spot.document.source && start <= span.start && span.end <= end,
  );
  const verdicts = found.map(credential => {
    const { name, kind, confidence, because } = credential;
    const rule = ruleOf(credential);
    const told = rule === null ? `no rule reports the class \`${credential.class}\` here` : `${rule}, ${severityOf(credential)}`;
    return `credential: ${name} (${kind}), class ${credential.class}, confidence ${confidence}; because: ${because}; reported by: ${told}`;
  });
  if (verdicts.length > 0) return { place: placeOf(spot), verdicts };
  const text = spot.node.kind === 'string' ? spot.node.value : spot.document.source.slice(spot.node.span);
  const tag = spot.node.kind === 'string' ? spot.node.tag : undefined;
  const reason = tag ? `its tag ${tag.slice(0, 40)} takes it from elsewhere` : reasonAgainst({ text, base: 0 }, spot, 0);
  return { place: placeOf(spot), verdicts: [`no credential; because: ${reason}`] };
}

const WHERE: Readonly<Record<Spot['place'], string>> = {
  env: 'a variable',
  arg: 'an argument',
  command: 'the command',
  header: 'a header',
  url: 'an address',
  auth: 'a field for credentials',
  'input-default': 'the default of an input',
  'reference-default': 'the default of a reference',
  'reference-name': 'the name of a reference',
  setting: 'a setting',
  comment: 'a comment',
  'raw-text': 'plain text',
  'permission-rule': 'a permission rule',
};

function placeOf({ name, place, server, firm }: Spot): string {
  const of = server ? ` of \`${server.name}\`` : '';
  const says = name === null ? 'no name beside it' : `its name \`${name}\` says: ${MEANING[meaningOf(name)]}`;
  return `${WHERE[place]}${of}; ${says}${firm ? '' : '; the format gives this place no meaning'}`;
}

const MEANING: Readonly<Record<NameMeaning, string>> = {
  password: 'password',
  secret: 'secret',
  weak: 'perhaps a key',
  cookie: 'cookie',
  publishable: 'meant to be public',
  address: 'address',
  pointer: 'where or how large something is, not what',
  neutral: 'nothing about secrets',
};

/** In the order of {@link decide}: what it asked first that spoke against. */
function reasonAgainst(view: View, around: Pick<Spot, 'name' | 'firm' | 'isArgument'>, depth: number): string {
  const text = view.text.trim();
  if (text.length < 3) return 'it is shorter than any credential';
  const state = stateOf(text);
  if (state === 'reference') return 'it takes the value from elsewhere';
  if (isPublished(text)) return 'it is a published value that opens nothing of anybody';
  const [shape] = matchAll(text);
  if (shape && !decide(shape.value, { name: null, firm: false })) {
    return `it has the shape of ${shape.kind.name}, but the rest of it is not drawn at random, or proves to be public`;
  }
  const carried = depth < 3 ? carriedBy(view, around.name, around.isArgument) : [];
  if (carried.length > 0) return carriedReasons(carried, around, depth);
  if (state === 'placeholder' || isPlaceholder(text)) return 'it is a placeholder';
  const meaning = around.name === null ? 'neutral' : meaningOf(around.name);
  switch (meaning) {
    case 'publishable':
      return 'its name says that it is public';
    case 'pointer':
      return 'its name says where or how large something is';
    case 'address':
      return 'it is an address without a credential in it';
    case 'password':
      return 'it is no password: a switch, a path, an address or a sentence';
    case 'neutral':
      return `no shape is known, and ${around.name === null ? 'no name speaks for it' : 'its name says nothing of secrets'}`;
    default:
      if (state === 'mixed') return 'all of it that matters is taken from elsewhere';
      return shapeOf(text).random
        ? 'its name may speak of a secret, but it is too short, or is a path or a pattern'
        : 'its name may speak of a secret, but it reads like words and is not drawn at random';
  }
}

function carriedReasons(carried: readonly Carried[], around: Pick<Spot, 'firm'>, depth: number): string {
  const reasons = carried.slice(0, 5).map(({ view, name, loose }) => {
    const inner = reasonAgainst(
      part(view, 0, view.text.length),
      { name, firm: around.firm && loose !== true, isArgument: false },
      depth + 1,
    );
    return `${name === null ? 'a part' : `\`${name.slice(0, 40)}\``}: ${inner}`;
  });
  return `it carries ${carried.length === 1 ? 'one value' : `${carried.length} values`}, none a credential (${reasons.join('; ')})`;
}

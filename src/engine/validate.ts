import type { Format } from '../core/format.ts';
import type { ConfigProblem, Reading, Server } from '../core/model.ts';
import { type Document, type Entry, type MapNode, type Node, type Path, type StringNode, below, entry, toJS } from '../core/node.ts';
import type { Span } from '../core/source.ts';
import { onlyNear } from '../formats/shared/nearest.ts';
import { type CheckError, type Shape, validators } from '../generated/validators.ts';

/** More than this from one document is one mistake told many times; no more of the checker's errors are looked at. */
const MAX = 50;
const MAX_ERRORS = 200;

/**
 * Problems that the format's schema sees and its reader has not told yet, in our own sentences with the exact span: the key for
 * names, the value for types. Pages' examples, broken documents and formats known from memory only are left alone.
 */
export async function validate(document: Document, format: Format, reading: Reading): Promise<readonly ConfigProblem[]> {
  const { root } = document;
  const make = format.schema === null ? undefined : validators[format.schema];
  if (!make || !root || document.within === 'fence' || format.confidence === 'recalled') return [];
  if (document.problems.some(({ level }) => level === 'error')) return [];
  const { default: check, shape } = await make();
  const context: Context = { document, format, reading };
  const found: ConfigProblem[] = misspelt(context, shape);
  if (!check(toJS(root))) {
    for (const error of collapse((check.errors ?? []).slice(0, MAX_ERRORS))) {
      const problem = tell(context, error);
      if (problem) found.push(problem);
    }
  }
  const told = reading.problems.map(({ span }) => span);
  const fresh = found.filter(({ span }, index) => {
    if (told.some(other => overlap(other, span))) return false;
    return !found.slice(0, index).some(other => other.span.start === span.start && other.span.end === span.end);
  });
  return fresh.toSorted((a, b) => a.span.start - b.span.start).slice(0, MAX);
}

interface Context {
  readonly document: Document;
  readonly format: Format;
  readonly reading: Reading;
}

const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** A value in the tree with the key that holds it, and the way to it. */
interface Spot {
  readonly node: Node;
  readonly entry: Entry | undefined;
  readonly path: Path;
}

/** @param pointer JSON Pointer as Ajv writes it. */
function locate(root: Node, pointer: string): Spot | undefined {
  let spot: Spot = { node: root, entry: undefined, path: [] };
  for (const step of pointer === '' ? [] : pointer.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node } = spot;
    if (node.kind === 'map') {
      const next = entry(node, name);
      if (!next) return undefined;
      spot = { node: next.value, entry: next, path: [...spot.path, name] };
    } else if (node.kind === 'seq') {
      const next = node.items[Number(name)];
      if (!next) return undefined;
      spot = { node: next, entry: undefined, path: [...spot.path, Number(name)] };
    } else return undefined;
  }
  return spot;
}

/**
 * A choice that fits nowhere brings the complaints of all its branches. Kept is what lies deepest: the branch that was meant;
 * where none goes deeper than the choice itself, the wanted types in one.
 */
function collapse(errors: readonly CheckError[]): CheckError[] {
  let kept = errors.filter(({ keyword }) => keyword !== 'if');
  for (const choice of errors) {
    if (choice.keyword !== 'anyOf' && choice.keyword !== 'oneOf') continue;
    const at = choice.instancePath;
    const inside = kept.filter(one => one !== choice && (one.instancePath === at || one.instancePath.startsWith(`${at}/`)));
    const deeper = inside.filter(one => one.instancePath !== at);
    const types = inside
      .filter(one => one.instancePath === at && one.keyword === 'type')
      .flatMap(one => one.params.type as string | string[]);
    const outside = kept.filter(one => one !== choice && !inside.includes(one));
    kept = [...outside, ...(deeper.length > 0 ? deeper : [{ ...choice, keyword: 'type', params: { type: [...new Set(types)] } }])];
  }
  return kept;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'an object',
  null: 'empty',
};
const KINDS: Readonly<Record<Node['kind'], string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'a switch',
  null: 'empty',
  seq: 'a list',
  map: 'an object',
  missing: 'missing',
};

function tell(context: Context, error: CheckError): ConfigProblem | null {
  const spot = locate(context.document.root!, error.instancePath);
  if (!spot || spot.node.kind === 'missing') return null;
  const { name } = context.format;
  const what = nameOf(spot);
  const { params } = error;
  switch (error.keyword) {
    case 'type':
      return wrongType(context, spot, ([] as string[]).concat(params.type as string | string[]));
    case 'enum':
      return wrongWord(
        context,
        spot,
        (params.allowedValues as unknown[]).filter(value => typeof value === 'string'),
      );
    case 'const':
      return wrongWord(context, spot, [String(params.allowedValue)]);
    case 'maxItems':
      // An empty list is how some programs write an empty object; a longer one is a mistake.
      return params.limit === 0 ? wrongType(context, spot, ['object']) : null;
    case 'required':
    case 'dependentRequired': {
      const missing = String(params.missingProperty);
      return problem(context, 'missing-key', spot, `${name} needs \`${missing}\` in ${what}. Add it.`, { span: spot.entry?.key.span });
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const key = String(params.additionalProperty ?? params.unevaluatedProperty);
      const held = entry(spot.node, key);
      if (!held) return null;
      const at = { node: held.value, entry: held, path: [...spot.path, key] };
      return problem(context, 'unknown-key', at, `${name} does not know \`${short(key)}\` in ${what}. Remove it.`, { span: held.key.span });
    }
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum': {
      const bound = error.keyword.toLowerCase().includes('min') ? 'at least' : 'at most';
      return problem(
        context,
        'wrong-value',
        spot,
        `${upper(what)} is out of range for ${name}. Write a number of ${bound} ${Number(params.limit)}.`,
      );
    }
    default:
      return problem(
        context,
        'wrong-value',
        spot,
        `${upper(what)} is not what ${name} takes here. Compare it with the client's own page.`,
        {
          confidence: 'medium',
        },
      );
  }
}

function wrongType(context: Context, spot: Spot, allowed: readonly string[]): ConfigProblem | null {
  if (allowed.length === 0) return null;
  // Where both may stand, the list is an empty object as some programs write it.
  const types = allowed.includes('object') ? allowed.filter(type => type !== 'array') : allowed;
  const { node } = spot;
  // Nothing at all is what an unfinished file says; most programs take it for an absent key.
  if (node.kind === 'null' && context.document.syntax === 'yaml') return null;
  const wanted = types.filter(type => type !== 'null' || types.length === 1).map(type => WORDS[type] ?? type);
  const sentence = `${upper(nameOf(spot))} must be ${oneOf(wanted)} in ${context.format.name}, and here it is ${KINDS[node.kind]}. ${advice(types, node)}`;
  const text = rewritten(types, node);
  return problem(context, 'wrong-type', spot, sentence, text === null ? {} : { replace: { text, title: `Write ${text}` } });
}

function advice(types: readonly string[], node: Node): string {
  const text = rewritten(types, node);
  if (text !== null) return `Write \`${text}\`.`;
  if (types.includes('array')) return 'Write each part as an item of a list.';
  if (types.includes('object')) return 'Write it as names with values.';
  if (types.includes('string') && (node.kind === 'number' || node.kind === 'boolean')) return 'Put it in quotes.';
  return `Write ${oneOf(types.map(type => WORDS[type] ?? type))}.`;
}

/** The same value in the wanted type, where there is only one way. A text is never repeated, and a long number neither. */
function rewritten(types: readonly string[], node: Node): string | null {
  const [type, ...others] = types.filter(one => one !== 'null');
  if (others.length > 0) return null;
  if (type === 'boolean' && node.kind === 'string' && /^(?:true|false)$/i.test(node.value)) return node.value.toLowerCase();
  if ((type === 'number' || type === 'integer') && node.kind === 'string' && /^\d{1,5}$/.test(node.value))
    return String(Number(node.value));
  if (type !== 'string') return null;
  if (node.kind === 'boolean') return `"${String(node.value)}"`;
  return node.kind === 'number' && Number.isInteger(node.value) && /^\d{1,5}$/.test(String(node.value)) ? `"${String(node.value)}"` : null;
}

function wrongWord(context: Context, spot: Spot, words: readonly string[]): ConfigProblem {
  const { node } = spot;
  const near = node.kind === 'string' ? onlyNear(node.value, words) : null;
  const known = words.slice(0, 8).map(word => `\`${word}\``);
  const sentence = `${upper(nameOf(spot))} is no word that ${context.format.name} knows here. Write ${near === null ? oneOf(known) : `\`${near}\``}.`;
  const text = near === null ? null : node.kind === 'string' && !node.quoted ? near : JSON.stringify(near);
  return problem(context, 'wrong-value', spot, sentence, text === null ? {} : { replace: { text, title: `Write ${near}` } });
}

/** Known keys that a map lacks. */
function absentOf(known: object, node: MapNode): string[] {
  const present = new Set(node.entries.map(({ key }) => key.value));
  return Object.keys(known).filter(one => !present.has(one));
}

/** Keys one slip away from a known one that is not there. Clients that pass over unknown keys pass over these in silence. */
function misspelt(context: Context, shapes: readonly Shape[]): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const visit = (node: Node, shape: Shape, path: Path): void => {
    if (node.kind === 'seq') {
      const inside = shape.i === undefined ? undefined : shapes[shape.i];
      if (inside) for (let index = 0; index < node.items.length; index++) visit(node.items[index]!, inside, below(path, index));
    }
    if (node.kind !== 'map') return;
    const known = shape.p ?? {};
    let absent: string[] | undefined;
    for (const { key, value, inherited } of node.entries) {
      const next = Object.hasOwn(known, key.value) ? known[key.value] : shape.a;
      const inside = next === undefined ? undefined : shapes[next];
      if (inside && !inherited) visit(value, inside, below(path, key.value));
      if (next !== undefined || !shape.p) continue;
      absent ??= absentOf(known, node);
      const near = found.length < MAX ? onlyNear(key.value, absent) : null;
      if (near !== null) found.push(misspeltKey(context, key, value, [...path, key.value], near));
    }
  };
  if (shapes[0]) visit(context.document.root!, shapes[0], []);
  return found;
}

function misspeltKey(context: Context, key: StringNode, value: Node, path: Path, near: string): ConfigProblem {
  const sentence = `${context.format.name} does not know \`${short(key.value)}\`. Write \`${near}\`.`;
  const text = key.quoted ? JSON.stringify(near) : near;
  // A table's name in TOML stands in more places than one.
  const alone = context.document.syntax !== 'toml' || value.kind !== 'map';
  return problem(context, 'unknown-key', { node: value, entry: undefined, path }, sentence, {
    span: key.span,
    confidence: 'medium',
    ...(alone ? { replace: { text, title: `Rename to ${near}` } } : {}),
  });
}

type More = { span?: Span | undefined; confidence?: ConfigProblem['confidence']; replace?: { text: string; title: string } };

function problem(context: Context, kind: ConfigProblem['kind'], spot: Spot, message: string, more: More = {}): ConfigProblem {
  const span = more.span ?? spot.node.span;
  return {
    kind,
    message,
    document: context.document,
    format: context.format,
    server: serverAt(context.reading.servers, spot.path),
    span,
    path: spot.path,
    confidence: more.confidence ?? 'high',
    ...(more.replace ? { replace: more.replace } : {}),
  };
}

const serverAt = (servers: readonly Server[], path: Path): Server | null =>
  servers.find(server => server.path.length <= path.length && server.path.every((step, index) => step === path[index])) ?? null;

/** "`args`", or "the item" of a list, which has no name. */
const nameOf = (spot: Spot): string => {
  const last = spot.path.at(-1);
  if (last === undefined) return 'the document';
  const key = spot.path.findLast(step => typeof step === 'string');
  return typeof last === 'number' ? `item ${last + 1}${key === undefined ? '' : ` of \`${short(String(key))}\``}` : `\`${short(last)}\``;
};
const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** Long names with digits may be anything, a token too. */
const short = (text: string): string => (text.length <= 20 || (text.length <= 40 && !/\d/.test(text)) ? text : '…');
const oneOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

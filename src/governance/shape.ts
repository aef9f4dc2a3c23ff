// Small readers that know their JSON Schema: one definition gives the published schema, the checks and the typed value.
import { didYouMean } from '../core/near.ts';
import type { Node, Path } from '../core/node.ts';
import { isDay, secondsOf } from './days.ts';

export type FaultAt = (node: Node, path: Path, message: string) => void;
/** @param what the place in words, backticks included. */
export interface Shape<T> {
  schema(defs: Map<string, object>): object;
  /** @returns undefined where the node is not of this shape; then a fault was told. */
  read(node: Node, path: Path, what: string, fault: FaultAt): T | undefined;
}
export interface Field<T> {
  readonly shape: Shape<T>;
  readonly title: string;
  readonly description?: string;
}

interface TextOptions {
  readonly pattern?: string;
  readonly format?: string;
  /** After "`x` is …": "a day such as 2027-01-31". */
  readonly is?: string;
  readonly minLength?: number;
  readonly fits?: (text: string) => boolean;
}

/** A text that is not empty. The value is never repeated in a fault: it may be a credential in the wrong place. */
export function text(options: TextOptions = {}): Shape<string> {
  const { pattern, format, is = 'a text that is not empty', minLength = 1 } = options;
  const expression = pattern === undefined ? null : new RegExp(pattern, 'u');
  const fits = options.fits ?? (value => expression === null || expression.test(value));
  return {
    schema: () => ({
      type: 'string',
      minLength,
      ...(pattern === undefined ? {} : { pattern }),
      ...(format === undefined ? {} : { format }),
    }),
    read(node, path, what, fault) {
      const value = textOf(node);
      if (value !== null && value.trim().length >= minLength && value.length <= 10_000 && fits(value)) return value;
      fault(node, path, node.kind === 'null' ? `${what} is empty. Write ${is}, or remove the line.` : `${what} has to be ${is}.`);
      return undefined;
    },
  };
}

/** A plain YAML day or number is a text where a text is asked for. */
function textOf(node: Node): string | null {
  if (node.kind === 'string') return node.value;
  return node.kind === 'number' ? String(node.value) : null;
}

export const day = text({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', format: 'date', is: 'a day such as 2027-01-31', fits: isDay });
export const duration = text({
  pattern: '^P(?!$)(\\d{1,6}Y)?(\\d{1,6}M)?(\\d{1,6}W)?(\\d{1,6}D)?(T(?=\\d)(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,9}S)?)?$',
  is: 'an ISO 8601 duration such as P90D (90 days) or PT8H (8 hours)',
  fits: value => secondsOf(value) !== null,
});

export const flag: Shape<boolean> = {
  schema: () => ({ type: 'boolean' }),
  read(node, path, what, fault) {
    if (node.kind === 'boolean') return node.value === true;
    fault(node, path, `${what} is true or false.`);
    return undefined;
  },
};

export const count: Shape<number> = {
  schema: () => ({ type: 'integer', minimum: 0 }),
  read(node, path, what, fault) {
    if (node.kind === 'number' && Number.isInteger(node.value) && Number(node.value) >= 0) return Number(node.value);
    fault(node, path, `${what} is a whole number.`);
    return undefined;
  },
};

export function choice<const T extends string>(values: readonly T[]): Shape<T> {
  return {
    schema: () => ({ enum: values }),
    read(node, path, what, fault) {
      const value = textOf(node);
      const found = values.find(one => one === value);
      if (found === undefined)
        fault(node, path, `${what} is one of ${values.join(', ')}.${value === null ? '' : didYouMean(value, values)}`);
      return found;
    },
  };
}

/** @param single an item that stands alone is a list of one. */
export function list<T>(item: Shape<T>, options: { readonly min?: number; readonly single?: boolean } = {}): Shape<readonly T[]> {
  const { min = 0, single = false } = options;
  return {
    schema(defs) {
      const many = { type: 'array', items: item.schema(defs), ...(min > 0 ? { minItems: min } : {}) };
      return single ? { anyOf: [item.schema(defs), many] } : many;
    },
    read(node, path, what, fault) {
      if (node.kind !== 'seq') {
        if (single) {
          const value = item.read(node, path, what, fault);
          return value === undefined ? undefined : [value];
        }
        fault(node, path, `${what} takes a list.`);
        return undefined;
      }
      const read = node.items.map((one, index) => item.read(one, [...path, index], `An item of ${what}`, fault));
      const kept = read.filter(value => value !== undefined);
      if (node.items.length < min) fault(node, path, `${what} needs at least ${min === 1 ? 'one item' : `${min} items`}.`);
      return kept.length < min ? undefined : kept;
    },
  };
}

/** Lines of `name: value` with names of the reader's choice. Names have no prototype to fall on. */
export function record<K extends string, T>(keys: readonly K[] | RegExp, value: Shape<T>): Shape<Readonly<Record<K, T>>> {
  return {
    schema: defs => ({
      type: 'object',
      propertyNames: keys instanceof RegExp ? { pattern: keys.source } : { enum: keys },
      additionalProperties: value.schema(defs),
    }),
    read(node, path, what, fault) {
      if (node.kind !== 'map') {
        fault(node, path, `${what} takes lines of \`name: value\`.`);
        return undefined;
      }
      const found: Record<string, T> = Object.create(null);
      for (const { key, value: held } of node.entries) {
        const name = key.value;
        const known = keys instanceof RegExp ? keys.test(name) : keys.includes(name as K);
        if (!known) {
          const help = keys instanceof RegExp ? ' Names are lower case, with digits and hyphens.' : ` ${oneOf(name, keys)}`;
          fault(key, [...path, name], `\`${shown(name)}\` is no name that ${what} takes.${help}`);
          continue;
        }
        const read = value.read(held, [...path, name], `\`${shown(name)}\``, fault);
        if (read !== undefined) found[name] = read;
      }
      return found as Record<K, T>;
    },
  };
}

type Fields<T> = { readonly [K in keyof T]-?: Field<NonNullable<T[K]>> };
interface ObjectOptions<T> {
  /** What it is, for a message: "an entry of `servers`". */
  readonly what: string;
  readonly required?: readonly (keyof T & string)[];
  /** At least one of these has to be there; said by `anyOfIs` in a fault. */
  readonly anyOf?: readonly (keyof T & string)[];
  readonly anyOfIs?: string;
  /** What is there counts even where a required key is absent. */
  readonly lenient?: boolean;
}

/** Lines of known keys; `x-…` keys are free. A required key that is absent or wrong makes the whole undefined. */
export function object<T extends object>(options: ObjectOptions<T>, fields: Fields<T>): Shape<T> {
  const { what: own, required = [], anyOf = [] } = options;
  const names = Object.keys(fields) as (keyof T & string)[];
  return {
    schema(defs) {
      return {
        type: 'object',
        properties: Object.fromEntries(names.map(name => [name, described(fields[name], defs)])),
        patternProperties: { '^x-[a-z][a-z0-9-]*$': true },
        additionalProperties: false,
        ...(required.length > 0 ? { required } : {}),
        ...(anyOf.length > 0 ? { anyOf: anyOf.map(name => ({ required: [name] })) } : {}),
      };
    },
    read(node, path, what, fault) {
      if (node.kind !== 'map') {
        fault(node, path, `${what} takes lines of \`key: value\`: ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''}.`);
        return undefined;
      }
      const found: Record<string, unknown> = Object.create(null);
      const present = new Set<string>();
      for (const { key, value } of node.entries) {
        const name = key.value;
        if (/^x-[a-z]/.test(name)) continue;
        if (!Object.hasOwn(fields, name)) {
          fault(key, [...path, name], `\`${shown(name)}\` is no key of ${own}. ${oneOf(name, names)}`);
          continue;
        }
        present.add(name);
        const read = fields[name as keyof T & string].shape.read(value, [...path, name], `\`${name}\``, fault);
        if (read !== undefined) found[name] = read;
        else delete found[name];
      }
      const absent = required.filter(name => !present.has(name));
      if (absent.length > 0) fault(node, path, `${capital(own)} needs ${absent.map(name => `\`${name}\``).join(' and ')}.`);
      if (anyOf.length > 0 && !anyOf.some(name => present.has(name)))
        fault(node, path, options.anyOfIs ?? `${capital(own)} needs one of ${anyOf.join(', ')}.`);
      const whole = required.every(name => name in found) && (anyOf.length === 0 || anyOf.some(name => name in found));
      return whole || options.lenient ? (found as T) : undefined;
    },
  };
}

/** A shape that the schema has once, under `$defs`. */
export function named<T>(name: string, shape: Shape<T>, description?: string): Shape<T> {
  return {
    schema(defs) {
      if (!defs.has(name)) {
        defs.set(name, {});
        defs.set(name, { ...(description === undefined ? {} : { description }), ...shape.schema(defs) });
      }
      return { $ref: `#/$defs/${name}` };
    },
    read: shape.read,
  };
}

function described(field: Field<unknown>, defs: Map<string, object>): object {
  const { title, description } = field;
  return { title, ...(description === undefined ? {} : { description }), ...field.shape.schema(defs) };
}

function oneOf(word: string, known: readonly string[]): string {
  return didYouMean(word, known).trim() || `Known: ${known.join(', ')}.`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Keeps a message on one line and out of the terminal's controls, whatever the key holds. */
function shown(word: string): string {
  const plain = word.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');
  return plain.length > 60 ? plain.slice(0, 60) + '…' : plain;
}

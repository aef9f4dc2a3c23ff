import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { Span } from '../core/source.ts';
import { fieldsOf, type Subject, SUBJECTS, TYPE_OF, type TypeName, TYPES, typeOfPath } from './custom-rules-fields.ts';
import { linearRegex, type LinearRegex, PatternError } from './custom-rules-regex.ts';
import { CLASSES, View } from './custom-rules-view.ts';
import { didYouMean } from './near.ts';

/** A fault of an expression with its place in it. */
export interface ExpressionFault {
  /** Offsets into the expression. */
  readonly span: Span;
  readonly message: string;
}
/** A condition that was parsed, type-checked and bounded. */
export interface Expression {
  /** Steps that one evaluation can take at most over this view. */
  cost(view: View): number;
  /** @throws {@link EvaluationFault} where this view has no answer, such as for a key that is not there. */
  holds(view: View, today: string): boolean;
}
/** Says what went wrong and where in the expression; holds nothing of a scanned file. */
export class EvaluationFault extends Error {
  override readonly name = 'EvaluationFault';
  readonly span: Span;
  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

const MAX_LENGTH = 2000;
const LIMITS = { maxAstNodes: 600, maxDepth: 40, maxListElements: 200, maxMapEntries: 0, maxCallArguments: 4 };
const MAX_LOOPS = 3;
/** The library's own `matches` goes back over its text; calls are sent to this one. */
const MATCHES = 'matchesLinear';
const LOOPS: ReadonlySet<string> = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);
const METHODS: ReadonlySet<string> = new Set([
  ...LOOPS,
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'matches',
  'lowerAscii',
  'upperAscii',
  'trim',
]);
const FUNCTIONS: ReadonlySet<string> = new Set(['has', 'size']);
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

/** Reads an expression about one subject. @returns it, or every fault that was found. */
export function compile(text: string, subject: Subject): Expression | readonly ExpressionFault[] {
  const whole: Span = { start: 0, end: text.length };
  if (text.length > MAX_LENGTH) return [{ span: whole, message: `The expression has more than ${MAX_LENGTH} letters.` }];
  const environment = environmentOf(subject);
  let parsed: ParseResult;
  try {
    parsed = environment.parse(text);
  } catch (error) {
    return [fault(error, whole, subject)];
  }
  const patterns = new Map<string, LinearRegex>();
  const walk = new Walk(patterns);
  walk.node(parsed.ast, 0);
  if (walk.faults.length > 0) return walk.faults;
  const checked = parsed.check();
  if (!checked.valid) return [fault(checked.error, whole, subject)];
  if (checked.type !== 'bool') return [{ span: whole, message: `The expression gives a ${checked.type}; it has to be true or false.` }];
  return {
    cost(view) {
      const { items, letters } = measure(view);
      return cost(parsed.ast, { items: Math.max(items, walk.longest), letters: Math.max(letters, text.length) }, patterns);
    },
    holds(view, today) {
      active = patterns;
      try {
        return parsed({ [subject]: view, today }) === true;
      } catch (error) {
        const { span, message } = fault(error, whole, subject);
        throw new EvaluationFault(message, span);
      }
    },
  };
}

const environments = new Map<Subject, Environment>();
/** Patterns of the expression that is being evaluated; evaluation is never interrupted. */
let active: ReadonlyMap<string, LinearRegex> = new Map();

function environmentOf(subject: Subject): Environment {
  let environment = environments.get(subject);
  if (environment) return environment;
  environment = new Environment({ limits: LIMITS });
  // Types of fields before the types that have them.
  for (const name of ['Target', 'Known', 'Tools', 'Entry', 'Credential', 'Server', 'Control', 'File'] as const satisfies TypeName[]) {
    const fields = Object.fromEntries(Object.entries(TYPES[name]).map(([field, [type]]) => [field, type]));
    environment.registerType(name, { ctor: CLASSES[name], fields });
  }
  environment.registerFunction(
    `string.${MATCHES}(string): bool`,
    (value: string, pattern: string) => active.get(pattern)?.test(value) ?? false,
  );
  environment.registerVariable(subject, TYPE_OF[subject]);
  environment.registerVariable('today', 'string');
  environments.set(subject, environment);
  return environment;
}

/** Lets through what cannot take long, and sends `matches` to an engine that cannot either. */
class Walk {
  readonly faults: ExpressionFault[] = [];
  /** Of the lists that are written out. */
  longest = 0;
  readonly #patterns: Map<string, LinearRegex>;

  constructor(patterns: Map<string, LinearRegex>) {
    this.#patterns = patterns;
  }

  /** @param loops how many are around it. */
  node(node: ASTNode, loops: number): void {
    const { op, args } = node;
    if (op === 'list') this.longest = Math.max(this.longest, (args as ASTNode[]).length);
    if (op === 'map') return this.#refuse(node, 'Maps cannot be written in an expression here.');
    if (op === 'value' && args instanceof Uint8Array) return this.#refuse(node, 'Bytes cannot be written in an expression here.');
    if (ARITHMETIC.has(op) && !isNumber(node))
      return this.#refuse(node, `\`${op}\` is for numbers here; texts and lists cannot be joined.`);
    if (op === 'call') {
      const [name] = args as [string, ASTNode[]];
      if (!FUNCTIONS.has(name)) return this.#refuse(node, `There is no function \`${name}\` here.${didYouMean(name, FUNCTIONS)}`);
    }
    if (op === 'rcall') {
      const [name, receiver, given] = args as [string, ASTNode, ASTNode[]];
      if (!METHODS.has(name))
        return this.#refuse({ start: receiver.end, end: node.end }, `There is no method \`${name}\` here.${didYouMean(name, METHODS)}`);
      if (LOOPS.has(name)) {
        if (loops + 1 > MAX_LOOPS) return this.#refuse(node, `Loops can be nested ${MAX_LOOPS} deep.`);
        this.node(receiver, loops);
        for (const one of given) this.node(one, loops + 1);
        return;
      }
      if (name === 'matches') this.#matches(node, given);
    }
    for (const child of childrenOf(node)) this.node(child, loops);
  }

  #matches(node: ASTNode, given: readonly ASTNode[]): void {
    const [pattern] = given;
    if (given.length !== 1 || pattern?.op !== 'value' || typeof pattern.args !== 'string')
      return this.#refuse(pattern ?? node, '`matches` takes one pattern in quotes.');
    try {
      this.#patterns.set(pattern.args, linearRegex(pattern.args));
      (node.args as unknown[])[0] = MATCHES;
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.#refuse(pattern, error.message);
    }
  }

  #refuse({ start, end }: Span, message: string): void {
    this.faults.push({ span: { start, end }, message });
  }
}

function childrenOf({ op, args }: ASTNode): ASTNode[] {
  switch (op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [(args as [ASTNode, string])[0]];
    case 'call':
      return (args as [string, ASTNode[]])[1];
    case 'rcall':
      return [(args as [string, ASTNode, ASTNode[]])[1], ...(args as [string, ASTNode, ASTNode[]])[2]];
    default:
      return ([args] as unknown[]).flat(2).filter(one => typeof one === 'object' && one !== null && 'op' in one) as ASTNode[];
  }
}

/** Numbers as far as they can be told without the checker: written ones, sizes, number fields, and what is made of them. */
function isNumber(node: ASTNode): boolean {
  const { op, args } = node;
  if (op === 'value') return typeof args === 'bigint' || typeof args === 'number';
  if (op === 'call') return (args as [string, ASTNode[]])[0] === 'size';
  if (op === 'rcall') return (args as [string, ASTNode, ASTNode[]])[0] === 'size';
  if (op === '-_') return isNumber(args as ASTNode);
  if (op === '.') return typeOfPath(wayOf(node) ?? []) === 'int';
  return ARITHMETIC.has(op) && childrenOf(node).every(isNumber);
}

/** `server.target.name` → its words; null for anything else. */
function wayOf({ op, args }: ASTNode): string[] | null {
  if (op === 'id') return [args as string];
  if (op !== '.') return null;
  const [object, field] = args as [ASTNode, string];
  const way = wayOf(object);
  return way && [...way, field];
}

interface Measure {
  /** Of the longest list or map. */
  readonly items: number;
  /** Of the longest text. */
  readonly letters: number;
}

const measures = new WeakMap<View, Measure>();

function measure(view: View): Measure {
  const held = measures.get(view);
  if (held) return held;
  let items = 1;
  let letters = 0;
  const look = (value: unknown): void => {
    if (typeof value === 'string') letters = Math.max(letters, value.length);
    else if (value instanceof View) for (const one of Object.values(value)) look(one);
    else if (Array.isArray(value)) {
      items = Math.max(items, value.length);
      for (const one of value) look(one);
    } else if (value instanceof Map) {
      items = Math.max(items, value.size);
      for (const [key, one] of value) {
        look(key);
        look(one);
      }
    }
  };
  look(view);
  const made = { items, letters };
  measures.set(view, made);
  return made;
}

/** An upper bound in steps of some ten nanoseconds: no list grows, so a loop goes over at most the longest one there is. */
function cost(node: ASTNode, size: Measure, patterns: ReadonlyMap<string, LinearRegex>): number {
  const { op, args } = node;
  const rest = (nodes: readonly ASTNode[]) => nodes.reduce((sum, one) => sum + cost(one, size, patterns), 0);
  if (op === 'rcall') {
    const [name, receiver, given] = args as [string, ASTNode, ASTNode[]];
    if (LOOPS.has(name)) return 5 + cost(receiver, size, patterns) + size.items * (3 + rest(given));
    const own = name === MATCHES ? size.letters * (patterns.get(String(given[0]?.args))?.size ?? 1) : size.letters / 20;
    return 5 + own + rest([receiver, ...given]);
  }
  const own = op === '==' || op === '!=' || op === 'in' ? size.items + size.letters / 20 : 0;
  return 2 + own + rest(childrenOf(node));
}

function fault(error: unknown, whole: Span, subject: Subject): ExpressionFault {
  const { code, summary, range, node } = (error ?? {}) as {
    code?: string;
    summary?: string;
    range?: Span;
    node?: { readonly op?: string; readonly args?: unknown };
  };
  const span = range ? { start: Math.min(range.start, whole.end), end: Math.max(range.end, range.start) } : whole;
  const word = /: (\w{1,60})$/.exec(summary ?? '')?.[1] ?? '';
  switch (code) {
    case 'unknown_variable': {
      const others: readonly string[] = SUBJECTS;
      if (others.includes(word))
        return { span, message: `\`${word}\` is not at hand in a rule \`for: ${subject}\`; here it is \`${subject}\`.` };
      return { span, message: `There is no \`${word}\` here.${didYouMean(word, [subject, 'today'])}` };
    }
    case 'no_such_key': {
      const object = Array.isArray(node?.args) ? (node.args[0] as ASTNode) : null;
      const type = object && wayOf(object) ? typeOfPath(wayOf(object)!) : null;
      const fields = type === null ? null : fieldsOf(type);
      if (fields)
        return { span, message: `\`${wayOf(object!)!.join('.')}\` has no field \`${word}\`.${didYouMean(word, Object.keys(fields))}` };
      return { span, message: `There is no key \`${word}\` there. Ask with \`"${word}" in …\` or \`has(…)\` first.` };
    }
    case 'index_out_of_bounds':
      return { span, message: 'The list is shorter than that. Ask for its `size()` first.' };
    case 'division_by_zero':
    case 'modulo_by_zero':
      return { span, message: 'That divides by zero.' };
    case 'numeric_overflow':
      return { span, message: 'That number is too large.' };
    default:
      // Texts of the parser and the checker speak of the expression alone; what comes up later may quote a scanned value.
      return {
        span,
        message: PARSING.has(String((error as Error | null)?.name)) ? sentence(summary ?? '') : 'The expression has no answer here.',
      };
  }
}
const PARSING: ReadonlySet<string> = new Set(['ParseError', 'TypeError']);

function sentence(text: string): string {
  const plain = text
    .replaceAll(MATCHES, 'matches')
    .replace(/\bEOF\b/, 'the end')
    .replace(/^no such overload: (.{1,200})$/, 'These types do not go together: $1')
    .trim();
  return plain === '' ? 'The expression does not parse.' : plain[0]!.toUpperCase() + plain.slice(1) + (/[.!?]$/.test(plain) ? '' : '.');
}

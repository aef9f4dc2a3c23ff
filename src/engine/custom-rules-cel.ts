import { type ASTNode, Environment, type ParseResult } from '@marcbachmann/cel-js';
import type { Span } from '../core/source.ts';
import { childrenOf, wayOf } from './custom-rules-ast.ts';
import { cost, LOOPS, MATCHES, measure } from './custom-rules-cost.ts';
import { fault, type ExpressionFault } from './custom-rules-faults.ts';
import { type Subject, TYPE_OF, type TypeName, TYPES, typeOfPath } from './custom-rules-fields.ts';
import { PatternError } from './custom-rules-pattern.ts';
import { linearRegex, type LinearRegex } from './custom-rules-regex.ts';
import { CLASSES, type View } from './custom-rules-view.ts';
import { didYouMean } from './near.ts';

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

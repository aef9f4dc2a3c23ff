import type { ASTNode } from '@marcbachmann/cel-js';
import type { Span } from '../core/source.ts';
import { wayOf } from './custom-rules-ast.ts';
import { MATCHES } from './custom-rules-cost.ts';
import { fieldsOf, type Subject, SUBJECTS, typeOfPath } from './custom-rules-fields.ts';
import { didYouMean } from './near.ts';

/** A fault of an expression with its place in it. */
export interface ExpressionFault {
  /** Offsets into the expression. */
  readonly span: Span;
  readonly message: string;
}
/** What the library says of an expression, in our words. @param whole the expression's own span. */
export function fault(error: unknown, whole: Span, subject: Subject): ExpressionFault {
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

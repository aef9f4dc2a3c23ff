import { isWord } from '../core/chars.ts';
import { type Fits, type Part, PatternError, readPattern } from './custom-rules-pattern.ts';

/** A regular expression that takes time in proportion to text times pattern, whatever either of them holds. */
export interface LinearRegex {
  /** Steps that one character of a text can cost at most. */
  readonly size: number;
  /** Whether it matches anywhere in the text. */
  test(text: string): boolean;
}

type Step =
  | { readonly kind: 'set'; readonly fits: Fits }
  | { readonly kind: 'edge'; readonly at: '^' | '$' | 'b' | 'B' }
  | { readonly kind: 'fork'; to: number[] }
  | { readonly kind: 'end' };

const MOST_STEPS = 2000;

/**
 * Compiles the RE2 subset that CEL's `matches` is used with: literals, `.`, sets, `\d \w \s \b`, groups, alternatives,
 * `* + ?` and `{n,m}`, anchors, `(?i)` in front. The text is followed in all states at once, never back. @throws PatternError
 */
export function linearRegex(pattern: string): LinearRegex {
  const part = readPattern(pattern);
  const steps: Step[] = [];
  emit(part, steps);
  steps.push({ kind: 'end' });
  return { size: steps.length, test: text => run(steps, text) };
}

function emit(part: Part, steps: Step[]): void {
  if (steps.length > MOST_STEPS) throw new PatternError('The pattern is too large once its counts are written out.', 0);
  switch (part.kind) {
    case 'set':
    case 'edge':
      steps.push(part);
      return;
    case 'all':
      for (const one of part.parts) emit(one, steps);
      return;
    case 'any': {
      const fork: Step = { kind: 'fork', to: [] };
      steps.push(fork);
      const ends: { to: number[] }[] = [];
      for (const one of part.parts) {
        fork.to.push(steps.length);
        emit(one, steps);
        const end: Step = { kind: 'fork', to: [] };
        steps.push(end);
        ends.push(end);
      }
      for (const end of ends) end.to = [steps.length];
      return;
    }
    case 'repeat': {
      for (let count = 0; count < part.min; count++) emit(part.part, steps);
      if (part.max === Infinity) {
        const fork: Step = { kind: 'fork', to: [steps.length + 1] };
        const start = steps.length;
        steps.push(fork);
        emit(part.part, steps);
        steps.push({ kind: 'fork', to: [start] });
        fork.to.push(steps.length);
        return;
      }
      const forks: { to: number[] }[] = [];
      for (let count = part.min; count < part.max; count++) {
        const fork: Step = { kind: 'fork', to: [steps.length + 1] };
        steps.push(fork);
        forks.push(fork);
        emit(part.part, steps);
      }
      for (const fork of forks) fork.to.push(steps.length);
    }
  }
}

function run(steps: readonly Step[], text: string): boolean {
  const seen = new Uint32Array(steps.length);
  const stack: number[] = [];
  let round = 0;
  let now: number[] = [];
  const enter = (first: number, at: number, into: number[]): boolean => {
    stack.push(first);
    while (stack.length > 0) {
      const index = stack.pop()!;
      if (seen[index] === round) continue;
      seen[index] = round;
      const step = steps[index]!;
      if (step.kind === 'end') return true;
      if (step.kind === 'set') into.push(index);
      else if (step.kind === 'fork') for (const next of step.to) stack.push(next);
      else if (isEdge(step.at, text, at)) stack.push(index + 1);
    }
    return false;
  };
  round++;
  if (enter(0, 0, now)) return true;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    at += code > 0xffff ? 2 : 1;
    round++;
    const next: number[] = [];
    for (const index of now) {
      const step = steps[index]!;
      if (step.kind === 'set' && step.fits(code) && enter(index + 1, at, next)) return true;
    }
    // A match may begin anywhere.
    if (enter(0, at, next)) return true;
    now = next;
  }
  return false;
}

function isEdge(edge: '^' | '$' | 'b' | 'B', text: string, at: number): boolean {
  if (edge === '^') return at === 0;
  if (edge === '$') return at === text.length;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (edge === 'b');
}

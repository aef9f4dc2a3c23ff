/** Says whether a path with `/` between its parts fits. */
export type Matcher = (path: string) => boolean;

const MAX_ALTERNATIVES = 256;

/**
 * Compiles a glob over whole paths: `*` and `?` stay inside one part, `**` takes any number of parts, `{a,b}` is a
 * choice, `[a-c]` and `[!x]` are sets, `\` takes the next character as it is. Never a regular expression: globs come
 * from scanned files too, and one greedy pass with a single place to go back to cannot be made to explode.
 */
export function compileGlob(glob: string): Matcher {
  const alternatives = expandBraces(glob).map(one => one.split('/').map(part => (part === '**' ? null : compilePart(part))));
  return path => {
    const parts = path.split('/');
    return alternatives.some(pattern => matchParts(pattern, parts));
  };
}

/** `a.{b,c}` → `a.b`, `a.c`. Unbalanced braces stay text; at most 256 results, whatever the nesting. */
export function expandBraces(glob: string): string[] {
  if (!glob.includes('{')) return [glob];
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0) {
    const next = open.pop()!;
    const choice = done.length + open.length < MAX_ALTERNATIVES ? firstChoice(next) : null;
    if (choice === null) {
      done.push(next);
      continue;
    }
    const { before, options, after } = choice;
    for (const option of options.toReversed()) open.push(before + option + after);
  }
  return done.slice(0, MAX_ALTERNATIVES);
}

function firstChoice(glob: string): { before: string; options: string[]; after: string } | null {
  // The usual case without the walk: nothing escaped, nothing nested in the first choice.
  const close = glob.indexOf('}');
  const start = close < 0 ? -1 : glob.lastIndexOf('{', close);
  if (start >= 0 && !glob.includes('\\')) {
    const options = glob.slice(start + 1, close).split(',');
    if (options.length > 1) return { before: glob.slice(0, start), options, after: glob.slice(close + 1) };
  }
  const stack: { at: number; commas: number[] }[] = [];
  let found: { at: number; end: number; commas: number[] } | null = null;
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at];
    if (char === '\\') at++;
    else if (char === '{') stack.push({ at, commas: [] });
    else if (char === ',') stack.at(-1)?.commas.push(at);
    else if (char === '}') {
      const start = stack.pop();
      if (start && start.commas.length > 0) {
        found = { ...start, end: at };
        break;
      }
    }
  }
  if (!found) return null;
  const cuts = [found.at, ...found.commas, found.end];
  return {
    before: glob.slice(0, found.at),
    options: cuts.slice(0, -1).map((cut, index) => glob.slice(cut + 1, cuts[index + 1])),
    after: glob.slice(found.end + 1),
  };
}

/** One step of a part: a character, any character, any run, or a set. */
type Step = string | typeof ANY | typeof RUN | { readonly not: boolean; readonly ranges: readonly (readonly [string, string])[] };
const ANY = Symbol('?');
const RUN = Symbol('*');

/** A matcher for one path part (no `/`). */
export function compilePart(part: string): Matcher {
  const steps = stepsOf(part);
  if (steps.every(step => typeof step === 'string')) {
    const literal = steps.join('');
    return text => text === literal;
  }
  return text => {
    let at = 0;
    let step = 0;
    let backStep = -1;
    let backAt = 0;
    while (at < text.length) {
      const now = steps[step];
      if (now === RUN) {
        backStep = step++;
        backAt = at;
      } else if (now !== undefined && fits(now, text[at]!)) {
        step++;
        at++;
      } else if (backStep >= 0) {
        step = backStep + 1;
        at = ++backAt;
      } else return false;
    }
    while (steps[step] === RUN) step++;
    return step === steps.length;
  };
}

function fits(step: Exclude<Step, typeof RUN>, char: string): boolean {
  if (step === ANY) return true;
  if (typeof step === 'string') return step === char;
  return step.ranges.some(([from, to]) => from <= char && char <= to) !== step.not;
}

function stepsOf(part: string): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < part.length; at++) {
    const char = part[at]!;
    if (char === '\\' && at + 1 < part.length) steps.push(part[++at]!);
    else if (char === '?') steps.push(ANY);
    else if (char === '*') {
      if (steps.at(-1) !== RUN) steps.push(RUN);
    } else if (char === '[') {
      const end = part.indexOf(']', at + 2);
      if (end < 0) steps.push(char);
      else {
        steps.push(setOf(part.slice(at + 1, end)));
        at = end;
      }
    } else steps.push(char);
  }
  return steps;
}

function setOf(body: string): Step {
  const not = body[0] === '!' || body[0] === '^';
  const chars = not ? body.slice(1) : body;
  const ranges: [string, string][] = [];
  for (let at = 0; at < chars.length; at++) {
    if (chars[at + 1] === '-' && at + 2 < chars.length) {
      ranges.push([chars[at]!, chars[at + 2]!]);
      at += 2;
    } else ranges.push([chars[at]!, chars[at]!]);
  }
  return { not, ranges };
}

/** Null stands for `**`. The same single way back as inside a part: each entry but `**` takes exactly one part. */
export function matchParts(pattern: readonly (Matcher | null)[], parts: readonly string[]): boolean {
  let at = 0;
  let step = 0;
  let backStep = -1;
  let backAt = 0;
  while (at < parts.length) {
    const now = pattern[step];
    if (now === null) {
      backStep = step++;
      backAt = at;
    } else if (now?.(parts[at]!)) {
      step++;
      at++;
    } else if (backStep >= 0) {
      step = backStep + 1;
      at = ++backAt;
    } else return false;
  }
  while (pattern[step] === null) step++;
  return step === pattern.length;
}

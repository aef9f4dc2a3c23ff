import { consistsOf, isDigit } from '../core/chars.ts';

/** A version's numbers and its pre-release, as npm, PyPI and image tags write them. */
interface Version {
  readonly numbers: readonly number[];
  readonly before: readonly string[];
}

/** Null where the text is no plain version. */
function readVersion(text: string): Version | null {
  const numbers = text.split('.');
  if (numbers.length <= 5 && numbers.every(isNumber)) return { numbers: numbers.map(Number), before: [] };
  const match = /^[v=]?(\d{1,9}(?:\.\d{1,9}){0,4})(?:-?([0-9A-Za-z][0-9A-Za-z.-]{0,60}))?(?:\+.{0,60})?$/.exec(text.trim());
  if (!match) return null;
  const before = match[2] && !/^post/i.test(match[2]) ? match[2].split(/[.-]/) : [];
  return { numbers: match[1]!.split('.').map(Number), before };
}

function isNumber(text: string): boolean {
  return text.length <= 9 && consistsOf(text, isDigit);
}

/**
 * Orders two versions: numbers first, a pre-release before its release. @returns negative, 0 or positive; null where one
 * of them is no version.
 */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [readVersion(a), readVersion(b)];
  if (!left || !right) return null;
  for (let at = 0; at < Math.max(left.numbers.length, right.numbers.length); at++) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length;
  for (let at = 0; at < Math.max(left.before.length, right.before.length); at++) {
    const [one, other] = [left.before[at], right.before[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const numeric = /^\d+$/.test(one) && /^\d+$/.test(other);
    const difference = numeric ? Number(one) - Number(other) : one < other ? -1 : one > other ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}

const OPERATORS = ['>=', '<=', '<', '>', '='] as const;

/** Whether a version lies in a range: any alternative, all of whose comparisons (`>=1.2`) hold. False where it is no version. */
export function inRange(version: string, range: readonly (readonly string[])[]): boolean {
  if (!readVersion(version)) return false;
  return range.some(alternative =>
    alternative.every(comparison => {
      const operator = OPERATORS.find(sign => comparison.startsWith(sign));
      const order = operator === undefined ? null : compareVersions(version, comparison.slice(operator.length));
      if (order === null) return false;
      switch (operator) {
        case '>=':
          return order >= 0;
        case '<=':
          return order <= 0;
        case '<':
          return order < 0;
        case '>':
          return order > 0;
        default:
          return order === 0;
      }
    }),
  );
}

/** Whether the newest version, whatever it is, lies in a range: one alternative has no upper bound. */
export function coversNewest(range: readonly (readonly string[])[]): boolean {
  return range.some(alternative => alternative.every(comparison => comparison.startsWith('>')));
}

/** The greatest of some versions; null of none. */
export function newest(versions: readonly string[]): string | null {
  let best: string | null = null;
  for (const version of versions) if (best === null || (compareVersions(version, best) ?? -1) > 0) best = version;
  return best;
}

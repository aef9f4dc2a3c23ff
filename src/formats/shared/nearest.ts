/**
 * The one known word that was plainly meant: two slips of the finger away at most, one in short words, and no other as near.
 * Null where there is none or more than one. Case counts as a slip of its own, once for the whole word.
 */
export function onlyNear(word: string, known: Iterable<string>): string | null {
  if (word.length < 3 || word.length > 40) return null;
  let best: string | null = null;
  let least = word.length > 6 ? 3 : 2;
  let same = false;
  for (const candidate of known) {
    const steps = candidate.toLowerCase() === word.toLowerCase() ? 1 : slips(word, candidate);
    if (steps < least) [best, least, same] = [candidate, steps, false];
    else if (steps === least && best !== null) same = true;
  }
  return same ? null : best;
}

/** Letters to add, drop, change or swap with the neighbour between two short words; 3 stands for "far". */
function slips(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return Math.min(3, row[b.length]!);
}

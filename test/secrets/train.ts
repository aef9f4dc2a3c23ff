// Learns which pieces words are made of (byte pair encoding): the table behind src/secrets/language.ts.

const MERGES = 2400;

/** The pieces of a list of words, by what one costs in bits: index 0 holds those of less than one bit, and so on; a blank between pieces. */
export function pieces(words: readonly string[]): string[] {
  const split = words.map(word => [...word]);
  const where = new Map<string, Map<number, number>>();
  const count = (pair: string, word: number, by: number) => {
    let held = where.get(pair);
    if (!held) where.set(pair, (held = new Map()));
    const sum = (held.get(word) ?? 0) + by;
    if (sum > 0) held.set(word, sum);
    else held.delete(word);
  };
  const countAll = (word: number, by: number) => {
    const parts = split[word]!;
    for (let at = 1; at < parts.length; at++) count(`${parts[at - 1]} ${parts[at]}`, word, by);
  };
  for (let word = 0; word < split.length; word++) countAll(word, 1);
  for (let merge = 0; merge < MERGES; merge++) {
    const best = most(where);
    if (best === undefined) break;
    const [left, right] = best.split(' ') as [string, string];
    for (const word of Array.from(where.get(best)!.keys())) {
      countAll(word, -1);
      split[word] = joined(split[word]!, left, right);
      countAll(word, 1);
    }
    where.delete(best);
  }
  return byCost(split);
}

/** The pair that stands in most words; of several the first in the alphabet, so that each run learns the same. */
function most(where: ReadonlyMap<string, ReadonlyMap<number, number>>): string | undefined {
  let best: string | undefined;
  let bestSize = 1;
  for (const [pair, { size }] of where) {
    if (size > bestSize || (size === bestSize && best !== undefined && pair < best)) [best, bestSize] = [pair, size];
  }
  return best;
}

function joined(parts: readonly string[], left: string, right: string): string[] {
  const result: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] === left && parts[at + 1] === right) {
      result.push(left + right);
      at++;
    } else result.push(parts[at]!);
  }
  return result;
}

function byCost(split: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  let all = 0;
  for (const parts of split) {
    for (const piece of parts) {
      counts.set(piece, (counts.get(piece) ?? 0) + 1);
      all++;
    }
  }
  const shelves: string[][] = [];
  for (const [piece, number] of counts) {
    const bits = Math.floor(Math.log2(all / number));
    while (shelves.length <= bits) shelves.push([]);
    shelves[bits]!.push(piece);
  }
  return shelves.map(shelf => shelf.sort().join(' '));
}

/**
 * The pieces as a tree of letters, parents before children: four characters for each node. They are its letter; what a piece
 * that ends there costs, in bits from `0` on, or a blank; and in two digits of 64 from `0` on how many nodes it and those below
 * it are.
 */
export function treeOf(shelves: readonly string[]): string {
  const root: Branch = { bits: -1, below: new Map() };
  for (const [bits, shelf] of shelves.entries()) {
    for (const piece of shelf === '' ? [] : shelf.split(' ')) {
      let branch = root;
      for (const letter of piece) {
        if (!/[a-z]/.test(letter)) throw new Error(`Not a letter: ${piece}`);
        if (!branch.below.has(letter)) branch.below.set(letter, { bits: -1, below: new Map() });
        branch = branch.below.get(letter)!;
      }
      branch.bits = bits;
    }
  }
  return below(root);
}

interface Branch {
  bits: number;
  readonly below: Map<string, Branch>;
}

function below(branch: Branch): string {
  const digit = (value: number) => String.fromCharCode(48 + value);
  const nodes = Array.from(branch.below, ([letter, next]) => {
    const under = below(next);
    const size = 1 + under.length / 4;
    if (size >= 64 * 64) throw new Error('Too many pieces for two digits.');
    return letter + (next.bits < 0 ? ' ' : digit(next.bits)) + digit(size >> 6) + digit(size & 63) + under;
  });
  return nodes.join('');
}

const CONTEXT = 3;
/** Lines compared with lines; beyond this the changed middle is shown as replaced whole. */
const MAX_WORK = 4_000_000;

type Kind = ' ' | '-' | '+';
interface Line {
  readonly kind: Kind;
  readonly text: string;
}

/**
 * Unified diff with three lines of context; '' where the texts are the same.
 * @param show what may be printed of a line: credentials have to be masked, so the diff is for reading, not for `patch`.
 */
export function unifiedDiff(path: string, before: string, after: string, show: (line: string) => string): string {
  if (before === after) return '';
  const lines = compare(before.split('\n'), after.split('\n'));
  const out = [`--- a/${path}`, `+++ b/${path}`];
  let [oldLine, newLine] = [1, 1];
  let at = 0;
  while (at < lines.length) {
    let first = at;
    while (first < lines.length && lines[first]!.kind === ' ') first++;
    if (first === lines.length) break;
    const start = Math.max(at, first - CONTEXT);
    let end = first;
    for (let same = 0; end < lines.length && same <= 2 * CONTEXT; end++) same = lines[end]!.kind === ' ' ? same + 1 : 0;
    while (end > first && lines[end - 1]!.kind === ' ') end--;
    end = Math.min(lines.length, end + CONTEXT);
    oldLine += start - at;
    newLine += start - at;
    const hunk = lines.slice(start, end);
    const olds = hunk.filter(({ kind }) => kind !== '+').length;
    const news = hunk.filter(({ kind }) => kind !== '-').length;
    out.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@`, ...hunk.map(({ kind, text }) => kind + show(text)));
    oldLine += olds;
    newLine += news;
    at = end;
  }
  return out.join('\n') + '\n';
}

function range(line: number, count: number): string {
  return count === 1 ? String(line) : `${count === 0 ? line - 1 : line},${count}`;
}

/** Longest common subsequence of what lies between the common head and tail. */
function compare(before: readonly string[], after: readonly string[]): Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const olds = before.slice(head, before.length - tail);
  const news = after.slice(head, after.length - tail);
  return [...before.slice(0, head).map(same), ...middle(olds, news), ...before.slice(before.length - tail).map(same)];
}

function same(text: string): Line {
  return { kind: ' ', text };
}

function middle(olds: readonly string[], news: readonly string[]): Line[] {
  const lines: Line[] = [];
  const take = (kind: Kind, text: string) => void lines.push({ kind, text });
  if (olds.length * news.length > MAX_WORK) {
    for (const text of olds) take('-', text);
    for (const text of news) take('+', text);
    return lines;
  }
  const width = news.length + 1;
  const longest = new Uint32Array((olds.length + 1) * width);
  for (let i = olds.length - 1; i >= 0; i--) {
    for (let j = news.length - 1; j >= 0; j--) {
      const at = i * width + j;
      longest[at] = olds[i] === news[j] ? longest[at + width + 1]! + 1 : Math.max(longest[at + width]!, longest[at + 1]!);
    }
  }
  let [i, j] = [0, 0];
  while (i < olds.length || j < news.length) {
    if (i < olds.length && j < news.length && olds[i] === news[j]) {
      take(' ', olds[i++]!);
      j++;
    } else if (j === news.length || (i < olds.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!))
      take('-', olds[i++]!);
    else take('+', news[j++]!);
  }
  return lines;
}

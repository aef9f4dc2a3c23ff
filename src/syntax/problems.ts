import type { Problem, ProblemCode } from '../core/node.ts';

/** Enough to explain a broken file; a hostile one must not fill the memory. */
const MOST_PER_CODE = 100;

/** Collects problems of one document, at most 100 of each code. */
export class Problems {
  list: Problem[] = [];
  private counts: Partial<Record<ProblemCode, number>> = Object.create(null);

  /** Offsets are half-open; an empty range stands for a place between two characters. */
  error(message: string, start: number, end: number, code: ProblemCode = 'syntax'): void {
    this.add({ message, span: { start, end: Math.max(start, end) }, level: 'error', code });
  }

  warning(message: string, start: number, end: number, code: ProblemCode): void {
    this.add({ message, span: { start, end: Math.max(start, end) }, level: 'warning', code });
  }

  /** Forgets what came after the list had this length; for readers that go back. */
  rewind(length: number): void {
    while (this.list.length > length) {
      const { code } = this.list.pop()!;
      this.counts[code] = (this.counts[code] ?? 1) - 1;
    }
  }

  private add(problem: Problem): void {
    const count = this.counts[problem.code] ?? 0;
    if (count >= MOST_PER_CODE) return;
    this.counts[problem.code] = count + 1;
    this.list.push(problem);
  }
}

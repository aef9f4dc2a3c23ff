import type { Artifact, Container, Hop, HopKind, Option, Pair, Script, Word } from './launch-types.ts';

/** What is known while a chain is unwrapped; filled by the families, read once at the end. */
export interface Trail {
  readonly hops: Hop[];
  readonly artifacts: Artifact[];
  readonly env: Pair[];
  readonly headers: Pair[];
  container: Container | null;
  target: Artifact | null;
  args: readonly Word[];
}
/** The command line that comes next, or null when the target was reached. */
export type Next = readonly Word[] | null;
/** Unwraps one program. `words[0]` is the program itself. */
export type Unwrap = (words: readonly Word[], trail: Trail, program: string) => Next;

export function newTrail(): Trail {
  return { hops: [], artifacts: [], env: [], headers: [], container: null, target: null, args: [] };
}

export function hop(
  trail: Trail,
  kind: HopKind,
  program: string,
  at: Word,
  options: readonly Option[] = [],
  more: { script?: Script; code?: Word } = {},
): void {
  trail.hops.push({ kind, program, at, options, ...more });
}

/** Ends the chain. @returns null, so that a family can return it. */
export function reach(trail: Trail, target: Omit<Artifact, 'runner'>, runner: string, args: readonly Word[]): null {
  const made = { ...target, runner };
  trail.artifacts.push(made);
  trail.target = made;
  trail.args = args;
  return null;
}

/** Something on the way that has a name of its own, such as `mcp-remote` in front of a URL. */
export function pass(trail: Trail, artifact: Omit<Artifact, 'runner'>, runner: string): void {
  trail.artifacts.push({ ...artifact, runner });
}

/** A program, task or file that is already there. */
export function local(kind: 'path' | 'binary' | 'script' | 'unknown', name: string, spec: Word | null): Omit<Artifact, 'runner'> {
  return { kind, name, version: null, pin: 'none', spec, fetched: false };
}

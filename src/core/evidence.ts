import type { Source, Span } from './source.ts';

/** Who has to look at a change of a file, from CODEOWNERS. */
export interface CodeOwnership {
  readonly source: Source;
  /** Teams and people named anywhere in it, lower case. */
  readonly owners: ReadonlySet<string>;
  /** The line that decides about a file. @param path relative to the scan root. */
  deciding(path: string): { readonly pattern: string; readonly owners: readonly string[]; readonly span: Span } | null;
}

/** Digests of what was reviewed; no value of a credential is in any of them. */
export interface Lock {
  readonly source: Source;
  readonly entries: readonly LockEntry[];
}
export interface LockEntry {
  readonly file: string;
  readonly server: string;
  readonly digest: string;
  readonly span: Span;
}

import type { CredentialFacts, Judged } from './finding.ts';
import type { FileState, Server } from './model.ts';
import type { Rule } from './rule.ts';
import type { Source, Span } from './source.ts';

export interface FileReport {
  readonly path: string;
  readonly format: string | null;
  readonly state: FileState;
  readonly servers: number;
  readonly reason: string | null;
  /** A person's own file (`~/…`): never a code-scanning location. */
  readonly personal: boolean;
}
export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly file?: string;
}
export type RuleInfo = Pick<Rule, 'id' | 'family' | 'title' | 'severity' | 'confidence' | 'mappings' | 'messages' | 'tags' | 'page'>;

/** Everything that a reporter may print. Sorted by file, line, column, rule; holds no clock, no path of the machine. */
export interface Report {
  readonly version: string;
  readonly files: readonly FileReport[];
  readonly servers: readonly Server[];
  /** From the top of the repository around it to the root, with a final `/`; '' where they are the same. Code hosts count from there. */
  readonly prefix?: string;
  /** Suppressed ones included. */
  readonly findings: readonly Judged[];
  readonly notices: readonly Notice[];
  /** The whole enabled catalogue, sorted by id. */
  readonly rules: readonly RuleInfo[];
  readonly sources: ReadonlyMap<string, Source>;
  /** All that were recognised, whichever rules run: none of them may be shown, in names and in lines about something else. */
  readonly credentials?: readonly (CredentialFacts & { readonly source: Source; readonly span: Span })[];
}

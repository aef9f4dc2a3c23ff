import type { Path } from './node.ts';
import type { Secret } from './secret.ts';
import type { Source, Span } from './source.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export const CONFIDENCES = ['high', 'medium', 'low'] as const;
export const FAMILIES = [
  'secrets',
  'identity',
  'scope',
  'ownership',
  'lifecycle',
  'network',
  'supply-chain',
  'execution',
  'approval',
  'audit',
  'drift',
  'config',
  'poisoning',
] as const;

/** Impact if the finding is true. */
export type Severity = (typeof SEVERITIES)[number];
/** How often findings of this kind are true. */
export type Confidence = (typeof CONFIDENCES)[number];
export type Family = (typeof FAMILIES)[number];

export interface Label {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
}
export interface Edit {
  readonly source: Source;
  readonly span: Span;
  readonly text: string;
}
export interface Fix {
  /** Imperative, without a full stop: "Replace the token by ${GITHUB_TOKEN}". */
  readonly title: string;
  /** True: the file means the same or strictly less than before; applied by a plain `--fix`. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}
/** What is known of a credential; never its value. */
export interface CredentialFacts {
  readonly kind: string;
  readonly class: CredentialClass;
  readonly secret: Secret;
  /** Same for equal credentials in all runs with the same key; hex. Absent where no key was given. */
  readonly equality?: string;
}
export type CredentialClass = 'secret' | 'publishable' | 'test' | 'session' | 'service-role' | 'short-lived' | 'default' | 'identifier';

/** What a rule reports, before {@link Judged} decides what becomes of it. */
export interface Finding {
  readonly rule: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly source: Source;
  readonly span: Span;
  /** Null where the finding is about no node of a document (a comment, a whole file). */
  readonly path: Path | null;
  readonly format: string | null;
  readonly server: string | null;
  readonly credential: CredentialFacts | null;
  readonly related: readonly Label[];
  readonly fix: Fix | null;
  /** rule + file + server + key path; no bit of any value. Reports tell it as a fingerprint. */
  readonly identity: string;
}
export interface Suppression {
  /** `comment`, `config`, `manifest`, `baseline`. */
  readonly by: string;
  readonly reason: string;
  /** ISO date. */
  readonly expires?: string;
}
export interface Judged extends Finding {
  readonly suppressed: Suppression | null;
}

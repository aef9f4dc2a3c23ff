import type { Confidence, CredentialFacts, Family, Fix, Label, Severity } from './finding.ts';
import type { ConfigFile, ConfigProblem, Control, Credential, Server, Workspace } from './model.ts';
import type { Document, Node, Path } from './node.ts';
import type { Secret } from './secret.ts';
import type { Source, Span } from './source.ts';

/** `'{what} in {where}'` → `'what' | 'where'`. */
export type Placeholder<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;

type Data<T extends string> = [Placeholder<T>] extends [never]
  ? { data?: never }
  : { data: { readonly [K in Placeholder<T>]: string | number | Secret } };

export interface Place {
  /** A node stands for its own span, a string without its quotes. */
  readonly at: Node | Span;
  readonly source: Source;
  readonly path: Path | null;
  readonly format?: string | null;
  readonly server?: Server | null;
}

export type Report<M extends Record<string, string>> = {
  [K in keyof M & string]: Place & {
    readonly message: K;
    readonly related?: readonly Label[];
    readonly fix?: Fix | null;
    readonly credential?: CredentialFacts | null;
    /** Where this instance differs from the rule's own. */
    readonly severity?: Severity;
    readonly confidence?: Confidence;
  } & Data<M[K]>;
}[keyof M & string];

/** Identifiers of rules/taxonomies.yaml by framework: `{ cwe: ['CWE-798'], 'owasp-mcp': ['MCP01:2025'] }`. */
export type Mappings = Readonly<Record<string, readonly string[]>>;

/** What a rule says of itself at length, in the pieces that reports and `explain` show. */
export interface RulePage {
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  readonly markdown: string;
  readonly text: string;
}

export interface Reporter<M extends Record<string, string>> {
  report(report: Report<M>): void;
  readonly workspace: Workspace;
}

/**
 * A check over the model. It gets the most specific thing that it asks for and reports spans; it never sees text,
 * formats' syntax, or argv, and never decides about suppression.
 */
export interface Rule<Id extends string = string, M extends Record<string, string> = Record<string, string>> {
  /** kebab-case, permanent; reads after "allow". */
  readonly id: Id;
  readonly family: Family;
  /** One line, at most 100 characters, no full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly mappings: Mappings;
  /** Of a rule that people bring as data: their own words for it, and its page; our pages stand in generated/pages.ts. */
  readonly tags?: readonly string[];
  readonly page?: RulePage;
  /** Off unless a profile or the configuration names it. */
  readonly optIn?: boolean;
  /** First sentence: what is wrong here. Second: what to do. `{name}` is filled from `data`. */
  readonly messages: M;
  file?(file: ConfigFile, reporter: Reporter<M>): void;
  document?(document: Document, file: ConfigFile, reporter: Reporter<M>): void;
  problem?(problem: ConfigProblem, file: ConfigFile, reporter: Reporter<M>): void;
  server?(server: Server, reporter: Reporter<M>): void;
  control?(control: Control, reporter: Reporter<M>): void;
  credential?(credential: Credential, reporter: Reporter<M>): void;
  workspace?(workspace: Workspace, reporter: Reporter<M>): void;
}

// The one place where a rule's message type is forgotten: a list of rules with different messages.
// oxlint-disable-next-line no-explicit-any
export type AnyRule = Rule<string, any>;

export function defineRule<const Id extends string, const M extends Record<string, string>>(rule: Rule<Id, M>): Rule<Id, M> {
  return rule;
}

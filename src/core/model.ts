import type { CredentialClass, Confidence, Label } from './finding.ts';
import type { Governance } from './governance.ts';
import type { Document, MapNode, Node, Path, ScalarNode, StringNode } from './node.ts';
import type { Secret } from './secret.ts';
import type { Source, Span } from './source.ts';
import type { FormatInfo } from './format.ts';

export type SlotWhere =
  | 'command'
  | 'arg'
  | 'env'
  | 'header'
  | 'url'
  | 'auth'
  | 'cwd'
  | 'env-file'
  /** Default value of a declared input. */
  | 'input'
  /** Any other scalar that the format knows. */
  | 'setting'
  /** A scalar inside a server object that the format does not know. */
  | 'unknown';

/** A scalar with what its place means. */
export interface Slot {
  readonly where: SlotWhere;
  /** Name that the place gives the value: variable, header, setting key. For an argument null (see resolve/arguments). */
  readonly key: string | null;
  readonly keyNode: StringNode | null;
  readonly node: StringNode | ScalarNode;
  /** Decoded text; numbers and booleans as written; null is ''. */
  readonly value: string;
  readonly path: Path;
}

export type Transport = 'stdio' | 'http' | 'sse' | 'ws' | 'unknown';
export type Scope = 'project' | 'user' | 'managed' | 'registry' | 'docs' | 'example';

/** One MCP connection as one client, gateway or registry file writes it. */
export interface Server {
  readonly name: string;
  readonly nameNode: StringNode | null;
  readonly document: Document;
  readonly format: FormatInfo;
  readonly scope: Scope;
  readonly node: MapNode;
  readonly path: Path;
  readonly transport: Transport;
  readonly command: Slot | null;
  /** In order. */
  readonly args: readonly Slot[];
  readonly env: readonly Slot[];
  readonly headers: readonly Slot[];
  readonly url: Slot | null;
  readonly cwd: Slot | null;
  readonly envFiles: readonly Slot[];
  /** OAuth fields, bearer tokens, API keys that have a field of their own. */
  readonly auth: readonly Slot[];
  /** Scalars that are none of the above, at any depth. */
  readonly others: readonly Slot[];
  /** By this client's own semantics: false only where this client would really not start it. */
  readonly enabled: boolean;
}

/**
 * A switch in a client's file that decides what happens without a person being asked, in one vocabulary for all clients.
 * Formats translate; rules judge.
 */
export interface Control {
  readonly kind: ControlKind;
  readonly document: Document;
  readonly format: FormatInfo;
  readonly scope: Scope;
  /** The server it speaks of, or null for all. */
  readonly server: Server | null;
  /** Key as the client writes it: `autoApprove`, `permissions.defaultMode`. */
  readonly key: string;
  /** Value as a person would say it: `"*"`, `true`, `bypassPermissions`. Never a credential. */
  readonly value: string;
  readonly node: Node;
  readonly path: Path;
  /** Tool names it lists, where it lists tools. */
  readonly tools: readonly string[];
  /** Names of servers it speaks of that stand in other files; then {@link server} is null. */
  readonly servers?: readonly string[];
  /** File, relative to the folder of this one and with `/`, whose servers of these names the client does not start. */
  readonly switchesOff?: string;
  /** False: this client ignores the key here. */
  readonly honoured: boolean;
}
export type ControlKind =
  /** Every tool of a server, or of all servers, runs unasked. */
  | 'approve-all-tools'
  /** The listed tools run unasked. */
  | 'approve-tools'
  /** Every server that a project brings is started unasked. */
  | 'trust-project-servers'
  /** The client asks for nothing at all (bypass, yolo, never). */
  | 'bypass-approval'
  /** A command that the client runs by itself: a hook, a helper, a task. Its text is the control's node. */
  | 'auto-run'
  | 'sandbox-off'
  | 'sandbox-on'
  | 'allow-tools'
  | 'deny-tools'
  | 'disable-server'
  /** Only these servers may run. */
  | 'allow-servers'
  | 'deny-servers';

/** A key that is in the wrong place, unknown or of the wrong type, in the words of the format's reader. */
export interface ConfigProblem {
  readonly kind:
    | 'misplaced'
    | 'unknown-key'
    | 'wrong-type'
    | 'missing-key'
    | 'conflict'
    | 'deprecated'
    | 'wrong-value'
    | 'never-read'
    | 'duplicate';
  /** Two sentences: what is wrong for this client, what to write. */
  readonly message: string;
  readonly document: Document;
  readonly format: FormatInfo;
  readonly server: Server | null;
  readonly span: Span;
  readonly path: Path;
  readonly confidence: Confidence;
  /** Replacement of `span` where exactly one answer is right; `safe` where the client then does the same as before, or less. */
  readonly replace?: { readonly text: string; readonly title: string; readonly safe?: boolean };
}

/** An input that the file declares (`inputs[]`, `userConfig`, registry variables). */
export interface DeclaredInput {
  readonly id: string;
  readonly idNode: Node;
  readonly path: Path;
  readonly secret: boolean;
}

/** All that a format's reader gets out of one document. */
export interface Reading {
  readonly servers: Server[];
  readonly controls: Control[];
  readonly problems: ConfigProblem[];
  readonly inputs: DeclaredInput[];
  /** Scalars outside of servers that may hold credentials: input defaults, permission rules, `env` of settings. */
  readonly slots: Slot[];
}

export type FileState = 'parsed' | 'partial' | 'unreadable' | 'unsupported' | 'skipped';

/** One candidate file and all that became of it. */
export interface ConfigFile {
  readonly path: string;
  readonly source: Source | null;
  readonly format: FormatInfo | null;
  readonly scope: Scope;
  readonly state: FileState;
  readonly reason: string | null;
  readonly documents: readonly Document[];
  readonly reading: Reading;
  /** Known to git, or null where there is no git. */
  readonly tracked: boolean | null;
  /** Where configurations name this file, which only holds values for them; absent for a configuration itself. */
  readonly referencedBy?: readonly Label[];
}

/** A value that the secrets engine holds for a credential, at its exact place. */
export interface Credential {
  readonly kind: string;
  /** "GitHub classic personal access token". */
  readonly name: string;
  readonly class: CredentialClass;
  readonly secret: Secret;
  readonly confidence: Confidence;
  /** Why, in a few words: "prefix and checksum", "telling name and random value". */
  readonly because: string;
  readonly place: CredentialPlace;
  /** True where a provider's shape was recognised, false where name and randomness decided. */
  readonly known: boolean;
  readonly file: ConfigFile;
  readonly document: Document | null;
  readonly server: Server | null;
  readonly slot: Slot | null;
  readonly source: Source;
  /** Of the credential itself, not of the whole scalar. */
  readonly span: Span;
  readonly path: Path | null;
  /** Where the owner can revoke it. */
  readonly revoke: string | null;
}
export type CredentialPlace =
  | 'env'
  | 'arg'
  | 'command'
  | 'header'
  | 'url'
  | 'auth'
  | 'input-default'
  | 'reference-default'
  | 'reference-name'
  | 'setting'
  | 'comment'
  | 'raw-text'
  | 'permission-rule';

/** Everything that was read in one run. */
export interface Workspace {
  readonly files: readonly ConfigFile[];
  readonly servers: readonly Server[];
  readonly controls: readonly Control[];
  readonly credentials: readonly Credential[];
  readonly ownership: Ownership;
  /** What the repository lays down about its servers; null where no manifest, catalogue or lock says anything. */
  readonly governance: Governance | null;
  /** ISO date that dates are compared with; '' where none was given. */
  readonly today: string;
}

/** Who answers for what, as far as files say. */
export interface Ownership {
  /** Path of the file that says it, or null where nothing does. */
  readonly from: string | null;
  /** @param path relative to the root. @returns owners as written (`@org/team`, address), empty where none. */
  ownersOf(path: string, server: Server | null): readonly string[];
}

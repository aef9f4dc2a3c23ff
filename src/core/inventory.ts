import type { Confidence, CredentialClass, Severity } from './finding.ts';
import type { FormatInfo } from './format.ts';
import type { Tier } from './governance.ts';
import type { FileState, Scope, Transport } from './model.ts';
import type { Notice } from './report.ts';

/**
 * Which connections exist, what they run, what they carry and who answers for them. Plain data in a stable order; strings
 * hold no credential, but are otherwise as scanned: every renderer makes them harmless for its own target.
 */
export interface Inventory {
  /** Postern's own. */
  readonly version: string;
  /** Sorted by name. */
  readonly clients: readonly Client[];
  /** Sorted by name, then by target. */
  readonly services: readonly Service[];
  /** Sorted by type, then by name. */
  readonly credentials: readonly CarriedCredential[];
  /** Switches that speak of no single server. */
  readonly policies: readonly Policy[];
  /** By path. */
  readonly files: readonly InventoryFile[];
  /** The file that says who answers for what; null where nothing does. */
  readonly ownersFrom: string | null;
  /** Open findings about a day that has passed: reviews, approvals, exceptions; in the report's order. */
  readonly overdue: readonly Overdue[];
  readonly notices: readonly Notice[];
}

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** One program that connects, or one kind of file that says how. */
export interface Client {
  /** As its makers write it: "Claude Code". */
  readonly name: string;
  readonly kind: FormatInfo['kind'];
  /** Ids of its formats: `claude-code`, `claude-code-settings`. */
  readonly formats: readonly string[];
  readonly files: readonly string[];
}

/** One server, whoever connects to it. Two places are one service where they start or reach the same thing. */
export interface Service {
  /** `s1`, `s2` … in the order of the inventory. */
  readonly id: string;
  /** As most of its places call it. */
  readonly name: string;
  readonly target: Target;
  /** What is known of it from its makers; null where nothing is. */
  readonly known: Known | null;
  /** Every owner of any of its places. */
  readonly owners: readonly string[];
  /** How firm {@link owners} are; null where there are none. */
  readonly ownerKind: OwnerKind | null;
  /** What the manifest and files like it lay down; null where none of them speaks of it. */
  readonly terms: Terms | null;
  readonly places: readonly Place[];
  /** Open findings, each once. */
  readonly findings: SeverityCounts;
}

/** `reviewer`: CODEOWNERS alone, which says who looks at changes of the file. `nobody`: a placeholder such as TODO. */
const OWNER_KINDS = ['team', 'person', 'reviewer', 'nobody'] as const;
export type OwnerKind = (typeof OWNER_KINDS)[number];

/** Each from the strongest source that says it, the manifest first. */
export interface Terms {
  /** Id of the strongest entry. */
  readonly id: string;
  /** Files that say something, strongest first. */
  readonly from: readonly string[];
  /** False: only the server's own file speaks, which registers nothing. */
  readonly registered: boolean;
  readonly dataClass: string | null;
  readonly tier: Tier | null;
  readonly lifecycle: string | null;
  /** By day. */
  readonly days: readonly Due[];
}
export interface Due {
  readonly what: 'review' | 'approval' | 'rotation' | 'retire';
  /** ISO day, the last good one. */
  readonly day: string;
  /** `soon`: within 30 days. */
  readonly state: 'overdue' | 'soon' | 'later';
}

/** What a name names. `archive` is code fetched from a plain URL; `url` a remote MCP endpoint; `script` a project's own task. */
export type TargetKind =
  | 'npm'
  | 'pypi'
  | 'oci'
  | 'nuget'
  | 'go'
  | 'cargo'
  | 'jsr'
  | 'nix'
  | 'git'
  | 'archive'
  | 'url'
  | 'path'
  | 'script'
  | 'binary'
  | 'hosted'
  | 'unknown';

/** What really serves, launchers taken off. */
export interface Target {
  readonly kind: TargetKind;
  /** Package, image, address without user, query and fragment, path or program; '' where it cannot be told. */
  readonly name: string;
  /** Where it answers: on this machine, inside of a private network, or anywhere; null for what is started here. */
  readonly network: 'local' | 'private' | 'public' | 'unknown' | null;
}

export interface Known {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  /** What it touches: `database`, `email` … */
  readonly reach: readonly string[];
  /** The worst that a tool can do when nothing narrows it. */
  readonly impact: string;
  readonly capabilities: readonly string[];
}

/** One entry of one file. */
export interface Place {
  /** `s1.1`: service and number. */
  readonly id: string;
  /** Name that the file gives the server. */
  readonly server: string;
  /** {@link Client.name}. */
  readonly client: string;
  /** Id of the format. */
  readonly format: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly fileState: FileState;
  readonly scope: Scope;
  readonly transport: Transport;
  readonly enabled: boolean;
  readonly launch: LaunchFacts;
  readonly credentials: readonly CredentialUse[];
  readonly tools: ToolFacts;
  /** By the client's own switch; null where it says nothing. */
  readonly sandbox: 'on' | 'off' | null;
  /** What narrows or widens the server, as its own switches say. */
  readonly narrowed: readonly string[];
  readonly widened: readonly string[];
  /** Files and folders that it is given, for servers that work on files. */
  readonly paths: readonly string[];
  readonly owners: readonly string[];
  readonly findings: SeverityCounts;
}

export interface LaunchFacts {
  /** As written; null where none is. */
  readonly version: string | null;
  /** How firmly that names one content; `none` for what has no versions. */
  readonly pin: 'exact' | 'range' | 'tag' | 'latest' | 'none' | 'digest' | 'commit';
  /** Taken from a registry or the network at each start. */
  readonly fetched: boolean;
  /** Programs between the client and the target, outermost first: `cmd`, `npx`, `mcp-remote`. */
  readonly via: readonly string[];
  /** What these programs fetch on the way. */
  readonly fetches: readonly Fetched[];
  /** Engine of the container it runs in. */
  readonly container: string | null;
  /** Folder that the launch line changes to; null where it names none. */
  readonly directory: string | null;
  /** Programs of a shell script that starts more than one, in order. */
  readonly commands: readonly string[];
}
export interface Fetched {
  readonly kind: TargetKind;
  readonly name: string;
  readonly version: string | null;
  readonly pin: LaunchFacts['pin'];
}

/** What the client lets through and asks about. */
export interface ToolFacts {
  /** Every tool runs unasked. */
  readonly approvesAll: boolean;
  /** These run unasked. */
  readonly approved: readonly string[];
  /** Only these are offered; empty where no list says so. */
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
}

export type CredentialType =
  /** Variable of the environment. */
  | 'env'
  /** Asked for and kept by the client. */
  | 'input'
  /** Address in a secret store. */
  | 'vault'
  /** A program such as `op run` that fills variables. */
  | 'launcher'
  | 'env-file'
  | 'file'
  | 'command'
  /** Some other expression that something else fills in. */
  | 'expression'
  /** A place for one, not filled in. */
  | 'placeholder'
  /** The value itself stands in the file. */
  | 'literal';

/** One credential, by reference or in the file itself; never its value. */
export interface CarriedCredential {
  /** `c1`, `c2` … in the order of the inventory. */
  readonly id: string;
  readonly type: CredentialType;
  /** Name of the variable, input, address, file; for a literal the name of its kind. */
  readonly name: string;
  /** Variables, headers and flags that take it, sorted. */
  readonly keys: readonly string[];
  /** Of a literal only. */
  readonly literal: LiteralFacts | null;
  readonly places: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}
export interface LiteralFacts {
  readonly kind: string;
  readonly class: CredentialClass;
  /** The kind's public prefix and an ellipsis. */
  readonly redacted: string;
  readonly confidence: Confidence;
}

export interface CredentialUse {
  /** {@link CarriedCredential.id}. */
  readonly credential: string;
  /** `env`, `header`, `url`, `arg`, `auth` … */
  readonly where: string;
  /** Variable, header or flag that takes it; null where the place has no name. */
  readonly key: string | null;
  /** False: this client passes the reference on as it is written. Null: not known, or no matter. */
  readonly expanded: boolean | null;
}

/** A switch of a client that speaks of all servers, or of servers in other files. */
export interface Policy {
  /** {@link Client.name}. */
  readonly client: string;
  readonly format: string;
  readonly kind: string;
  /** Key and value as the client writes them. */
  readonly key: string;
  readonly value: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** False: this client passes over the key here. */
  readonly honoured: boolean;
}

interface InventoryFile {
  readonly path: string;
  /** Id of the format. */
  readonly format: string | null;
  readonly state: FileState;
  readonly reason: string | null;
  readonly servers: number;
}

export interface Overdue {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly server: string | null;
  readonly file: string;
  readonly line: number;
}

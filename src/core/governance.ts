import type { CodeOwnership, Lock } from './evidence.ts';
import type { Server } from './model.ts';
import type { Document, MapNode, Path } from './node.ts';
import type { Source, Span } from './source.ts';

/** Lowest first. */
export const TIERS = ['low', 'medium', 'high', 'critical'] as const;
export type Tier = (typeof TIERS)[number];
/** What a tool can do to the world; each class is approved by itself. */
export const IMPACTS = ['read', 'write', 'export', 'admin', 'destructive', 'financial', 'exec'] as const;
export type Impact = (typeof IMPACTS)[number];
export const REVERSIBILITIES = ['read-only', 'reversible', 'externally-reversible', 'irreversible'] as const;
export const CONFIRMATIONS = ['none', 'client', 'required', 'two-person'] as const;
export const LIFECYCLES = ['proposed', 'active', 'deprecated', 'retired'] as const;
export const EXPOSURES = ['local', 'internal', 'public'] as const;
export const IDENTITY_TYPES = [
  'workload',
  'workload-federated',
  'delegated-user',
  'service-account',
  'human',
  'shared-human',
  'none',
] as const;
export const DELEGATIONS = ['none', 'on-behalf-of', 'token-exchange', 'service-to-service'] as const;
export const CREDENTIAL_TYPES = [
  'oauth',
  'oidc-federation',
  'mtls',
  'short-lived-token',
  'api-key',
  'personal-token',
  'password',
  'private-key',
  'none',
] as const;
export const AUDIT_FIELDS = [
  'time',
  'identity',
  'client',
  'host',
  'tenant',
  'server',
  'tool',
  'outcome',
  'arguments_digest',
  'approver',
  'session',
  'correlation_id',
] as const;
export const GATEWAY_DUTIES = ['auth', 'tool-allow-list', 'confirmation', 'audit', 'dlp', 'rate-limit', 'information-flow'] as const;
export const SANDBOXES = ['none', 'container', 'microvm', 'remote', 'os-sandbox'] as const;
export const PUBLISHER_METHODS = [
  'registry-namespace',
  'signed-image',
  'attestation',
  'vendor-documentation',
  'internal-build',
  'contract',
  'none',
] as const;
export const TENANCIES = ['single', 'multi', 'org'] as const;

// The manifest as it is written: keys are those of the file, dates are ISO days, durations ISO 8601 (`P90D`, `PT8H`).
// A value that the schema does not allow is absent here and told as a fault.

export interface Contact {
  readonly email?: string;
  readonly chat?: string;
  readonly oncall?: string;
  readonly url?: string;
}
export interface Owner {
  /** `@org/team`, `group:name`, `user:name` or an address. A plain text in the file stands for this key alone. */
  readonly team: string;
  readonly delegate?: string;
  readonly contact?: Contact;
}
export interface Approval {
  readonly by: string;
  readonly date: string;
  readonly ticket?: string;
  readonly expires?: string;
}
/** Which servers an entry speaks of: any one of the keys but `config_names`, `version` and `digest` decides. */
export interface Match {
  readonly npm?: string;
  readonly pypi?: string;
  readonly nuget?: string;
  readonly oci?: string;
  /** Glob. */
  readonly url?: string;
  readonly git?: string;
  /** Program and arguments, exactly. */
  readonly command?: readonly string[];
  readonly registry?: string;
  readonly version?: string;
  readonly digest?: string;
  /** Names in client files: a hint, never enough. */
  readonly config_names?: readonly string[];
}
export interface StageSettings {
  readonly require_flags?: readonly string[];
  readonly forbid_flags?: readonly string[];
  readonly require_env?: Readonly<Record<string, string>>;
  readonly require_query?: Readonly<Record<string, string>>;
}
/** A promotion record. */
export interface StageRecord {
  readonly approval?: Approval;
  readonly evidence?: string;
  readonly version?: string;
  readonly settings?: StageSettings;
}
export interface Identity {
  readonly type: (typeof IDENTITY_TYPES)[number];
  readonly id?: string;
  readonly provider?: string;
  readonly unique?: boolean;
  readonly delegation?: (typeof DELEGATIONS)[number];
}
export interface CredentialTerms {
  readonly type: (typeof CREDENTIAL_TYPES)[number];
  /** Where it is kept (`env:NAME`, `op://…`), never the credential. */
  readonly ref?: string;
  readonly max_ttl?: string;
  readonly per_session?: boolean;
  readonly rotation_interval?: string;
  readonly last_rotated?: string;
  readonly refresh?: { readonly allowed: boolean; readonly absolute_lifetime?: string; readonly rotated?: boolean };
  readonly scopes?: readonly string[];
  readonly revocation?: { readonly method: string; readonly runbook?: string; readonly max_time?: string };
}
export interface ToolTerms {
  /** Exact name, or a beginning and `*`. The file may say `name` for one. */
  readonly names: readonly string[];
  readonly impact: readonly Impact[];
  readonly reversible?: (typeof REVERSIBILITIES)[number];
  readonly confirmation?: (typeof CONFIRMATIONS)[number];
  readonly scopes?: readonly string[];
  readonly data_class?: string;
  readonly business_owner?: Owner;
  readonly risk_tier?: Tier;
  readonly purpose?: string;
  readonly crosses_tenant?: boolean;
  readonly stages?: readonly string[];
  readonly clients?: readonly string[];
}
export interface Grant {
  readonly scopes?: readonly string[];
  readonly approval: Approval;
}
export interface Audit {
  readonly sink?: string;
  readonly fields?: readonly (typeof AUDIT_FIELDS)[number][];
  readonly retention?: string;
  readonly immutable?: boolean;
  readonly contains_content?: boolean;
}
export interface Review {
  readonly last?: string;
  readonly next?: string;
  readonly interval?: string;
  readonly reviewer?: string;
  readonly evidence?: string;
}
export interface Offboarding {
  readonly runbook: string;
  readonly revoke?: string;
  readonly contact?: Contact;
  readonly remove_from?: readonly string[];
  readonly max_time?: string;
}
export interface TenantBoundary {
  readonly mode: (typeof TENANCIES)[number];
  readonly tenants?: readonly string[];
  readonly cross_tenant_confirmation?: (typeof CONFIRMATIONS)[number];
}
export interface Downstream {
  readonly system: string;
  /** Id of another entry when the hop is an MCP server itself. */
  readonly via?: string;
  readonly url?: string;
  readonly data_class?: string;
  readonly scopes?: readonly string[];
  readonly tenant?: string;
}
export interface Publisher {
  readonly name: string;
  readonly verified: boolean;
  readonly method?: (typeof PUBLISHER_METHODS)[number];
  readonly evidence?: string;
  readonly date?: string;
  readonly by?: string;
}
/** What an entry may leave to `defaults`. */
export interface Defaults {
  readonly owner?: Owner;
  readonly business_owner?: Owner;
  readonly data_class?: string;
  readonly approved_clients?: readonly string[];
  /** `direct` or `gateway:<id>`. */
  readonly via?: string;
  readonly exposure?: (typeof EXPOSURES)[number];
  readonly identity?: Identity;
  readonly tenant_boundary?: TenantBoundary;
  readonly audit?: Audit;
  readonly review?: Review;
  readonly offboarding?: Offboarding;
}
export interface ServerTerms extends Defaults {
  readonly id: string;
  readonly match: Match;
  readonly title?: string;
  readonly purpose?: string;
  readonly publisher?: Publisher;
  readonly risk_tier?: Tier;
  readonly risk_tier_override?: { readonly floor?: Tier; readonly justification: string; readonly approval: Approval };
  readonly lifecycle?: (typeof LIFECYCLES)[number];
  readonly retire_by?: string;
  /** By stage; a stage that is absent is not approved. `*`: another file than the manifest approves without naming one. */
  readonly stages?: Readonly<Record<string, StageRecord>>;
  readonly sandbox?: { readonly type: (typeof SANDBOXES)[number]; readonly evidence?: string };
  readonly egress?: readonly string[];
  readonly credential?: CredentialTerms;
  readonly downstream?: readonly Downstream[];
  readonly tools?: readonly ToolTerms[];
  readonly approvals?: Readonly<Partial<Record<Impact, Grant>>>;
  readonly links?: readonly string[];
}
export interface Policy {
  readonly stages?: readonly string[];
  /** Lowest first. */
  readonly data_classes?: readonly string[];
  readonly max_ttl?: Readonly<Partial<Record<Tier, string>>>;
  readonly review_interval?: Readonly<Partial<Record<Tier, string>>>;
  readonly audit_retention?: Readonly<Partial<Record<Tier, string>>>;
  readonly audit_fields?: readonly (typeof AUDIT_FIELDS)[number][];
  readonly require_gateway_from?: Tier;
  readonly require_team_owner_from?: Tier;
  readonly require_confirmation_for?: readonly string[];
  readonly separation_of_duties?: boolean;
  readonly allowed_hosts?: readonly string[];
  readonly allowed_registries?: readonly string[];
  readonly internal_scopes?: readonly string[];
  readonly allowed_launchers?: readonly string[];
  readonly max_exception?: string;
  /** Rules that no exception may silence. */
  readonly non_suppressible?: readonly string[];
  readonly max_proxy_hops?: number;
}
export interface GatewayTerms {
  readonly id: string;
  readonly url?: string;
  readonly owner?: Owner;
  readonly enforces?: readonly (typeof GATEWAY_DUTIES)[number][];
}
export interface ExceptionTerms {
  readonly rule: string;
  readonly server?: string;
  /** Glob. */
  readonly path?: string;
  /** Id of a format. */
  readonly client?: string;
  readonly reason: string;
  readonly compensating_control?: string;
  readonly approval: Approval;
  readonly expires: string;
}
export interface AcceptedFlow {
  readonly servers: readonly string[];
  readonly reason: string;
  readonly compensating_control?: string;
  readonly approval: Approval;
  readonly expires: string;
}
export interface ManifestData {
  readonly schema: string;
  readonly metadata?: {
    readonly organization?: string;
    readonly owner?: Owner;
    readonly policy_document?: string;
    readonly updated?: string;
  };
  readonly policy?: Policy;
  readonly environments?: readonly { readonly stage: string; readonly paths: readonly string[] }[];
  readonly gateways?: readonly GatewayTerms[];
  readonly defaults?: Defaults;
  readonly accepted_flows?: readonly AcceptedFlow[];
}

/** Something in the manifest that its schema does not allow. */
export interface ManifestFault {
  readonly span: Span;
  readonly path: Path;
  /** Two sentences: what is wrong, what to write. */
  readonly message: string;
}
/** A list's item with the place where it is written. */
export interface Written<T> {
  readonly data: T;
  readonly node: MapNode;
  readonly path: Path;
}
export interface Manifest {
  readonly source: Source;
  readonly document: Document;
  readonly data: ManifestData;
  readonly servers: readonly ServerRecord[];
  readonly exceptions: readonly Written<ExceptionTerms>[];
  readonly faults: readonly ManifestFault[];
}
/** Kinds of files that say something of a server, strongest first. */
export const RECORD_ORIGINS = ['manifest', 'mcp-registry', 'backstage', 'kubernetes', 'server-json', 'cyclonedx'] as const;
export type RecordOrigin = (typeof RECORD_ORIGINS)[number];
/** What one file says of one server. */
export interface ServerRecord {
  readonly origin: RecordOrigin;
  readonly source: Source;
  readonly document: Document;
  readonly node: MapNode;
  readonly path: Path;
  /** With the manifest's `defaults` filled in. */
  readonly data: ServerTerms;
  /** Where another file than the manifest says it: the way below `node` in that file, by the way in the manifest (`review.next`). */
  readonly places?: ReadonlyMap<string, Path>;
}
export interface Found {
  readonly record: ServerRecord;
  /** `name`: nothing but the display name fits, which anybody can choose. */
  readonly by: 'match' | 'name';
}

/** Everything that files of a repository lay down about its MCP servers. */
export interface Governance {
  readonly manifest: Manifest | null;
  /** Of all sources, strongest first, as in {@link RECORD_ORIGINS}. */
  readonly records: readonly ServerRecord[];
  /** The strongest record that fits; the manifest first. */
  find(server: Server): Found | null;
  /** Every record that fits by more than a name, strongest first. */
  all(server: Server): readonly ServerRecord[];
  /** Stage of a config file by `environments`, or null where nothing says. @param path relative to the root. */
  stageOf(path: string): string | null;
  readonly codeOwners: CodeOwnership | null;
  /** Names of groups that a directory in the repository knows (Backstage `Group`), lower case; null where there is none. */
  readonly groups: ReadonlySet<string> | null;
  readonly lock: Lock | null;
  /** All of the manifest's folder was looked at, so that what is missing is missing. */
  readonly complete: boolean;
  /** The manifest stands outside of what is scanned and speaks of other repositories as well. */
  readonly shared: boolean;
}

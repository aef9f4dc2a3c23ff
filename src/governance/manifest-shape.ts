// What mcp-governance.yaml may say. Its JSON Schema, its checks and its types all follow from this table.
import type * as G from '../core/governance.ts';
import { AUDIT_FIELDS, GATEWAY_DUTIES, IMPACTS, LIFECYCLES, PUBLISHER_METHODS, SANDBOXES, TIERS } from '../core/governance.ts';
import type { Node, Path } from '../core/node.ts';
import { approval, credential, dataClass, inherited, match, owner, stage, STAGE, texts, tier, tool, url } from './manifest-terms.ts';
import { choice, count, day, duration, flag, list, named, object, record, type Shape, text } from './shape.ts';

const SCHEMA_VERSION = 'mcp-governance/1';
const stageRecord = named(
  'stage-record',
  object<G.StageRecord>(
    { what: 'a stage' },
    {
      approval: { shape: approval, title: 'Approval' },
      evidence: { shape: text(), title: 'Evidence' },
      version: { shape: text(), title: 'Approved version' },
      settings: {
        shape: object<G.StageSettings>(
          { what: '`settings`' },
          {
            require_flags: { shape: texts, title: 'Flags it must have' },
            forbid_flags: { shape: texts, title: 'Flags it must not have' },
            require_env: { shape: record(/^[A-Za-z_][A-Za-z0-9_]*$/, text()), title: 'Variables it must have' },
            require_query: { shape: record(/^[A-Za-z0-9_.-]+$/, text()), title: 'Query parameters it must have' },
          },
        ),
        title: 'Settings in this stage',
      },
    },
  ),
);
const grant = object<G.Grant>(
  { what: 'a grant', required: ['approval'] },
  { scopes: { shape: texts, title: 'Scopes' }, approval: { shape: approval, title: 'Approval' } },
);
const downstream = object<G.Downstream>(
  { what: 'an entry of `downstream`', required: ['system'] },
  {
    system: { shape: text(), title: 'System' },
    via: { shape: text(), title: 'Through this entry' },
    url: { shape: text(), title: 'Address' },
    data_class: dataClass,
    scopes: { shape: texts, title: 'Scopes there' },
    tenant: { shape: text(), title: 'Tenant there' },
  },
);
export const server = named(
  'server',
  object<G.ServerTerms>(
    { what: 'an entry of `servers`', required: ['id', 'match'] },
    {
      id: { shape: text({ pattern: '^[a-z0-9][a-z0-9._-]*$', is: 'a short name in lower case' }), title: 'Id' },
      title: { shape: text(), title: 'Title' },
      purpose: { shape: text(), title: 'Purpose', description: 'What it is used for, in one line.' },
      match: { shape: match, title: 'Which server this is' },
      publisher: {
        shape: object<G.Publisher>(
          { what: '`publisher`', required: ['name', 'verified'] },
          {
            name: { shape: text(), title: 'Name' },
            verified: { shape: flag, title: 'Somebody checked that it is theirs' },
            method: { shape: choice(PUBLISHER_METHODS), title: 'How' },
            evidence: { shape: text(), title: 'Evidence' },
            date: { shape: day, title: 'On' },
            by: { shape: text(), title: 'By' },
          },
        ),
        title: 'Publisher',
      },
      ...inherited,
      risk_tier: { shape: tier, title: 'Risk tier', description: 'low needs an owner and a purpose; each tier above asks for more.' },
      risk_tier_override: {
        shape: object<NonNullable<G.ServerTerms['risk_tier_override']>>(
          { what: '`risk_tier_override`', required: ['justification', 'approval'] },
          {
            floor: { shape: tier, title: 'Lowest tier agreed on' },
            justification: { shape: text(), title: 'Why' },
            approval: { shape: approval, title: 'Approval' },
          },
        ),
        title: 'A lower tier than the server suggests',
      },
      lifecycle: { shape: choice(LIFECYCLES), title: 'Lifecycle' },
      retire_by: { shape: day, title: 'Last day of use' },
      stages: {
        shape: record(STAGE, stageRecord),
        title: 'Stages',
        description: 'A promotion record for each stage; a stage that is absent is not approved.',
      },
      sandbox: {
        shape: object<NonNullable<G.ServerTerms['sandbox']>>(
          { what: '`sandbox`', required: ['type'] },
          { type: { shape: choice(SANDBOXES), title: 'Kind' }, evidence: { shape: text(), title: 'Evidence' } },
        ),
        title: 'Sandbox',
      },
      egress: { shape: texts, title: 'Hosts it may reach' },
      credential: { shape: credential, title: 'Credential' },
      downstream: { shape: list(downstream), title: 'Systems behind it' },
      tools: { shape: list(tool), title: 'Approved tools' },
      approvals: { shape: record(IMPACTS, grant), title: 'Approvals, one for each class of impact' },
      links: { shape: list(url), title: 'Links' },
    },
  ),
);
const ruleId = text({ pattern: '^[a-z][a-z0-9-]*$', is: 'the name of a rule, such as unpinned-server' });
export const exception = named(
  'exception',
  object<G.ExceptionTerms>(
    { what: 'an exception', required: ['rule', 'reason', 'approval', 'expires'] },
    {
      rule: { shape: ruleId, title: 'Rule' },
      server: { shape: text(), title: 'Server', description: 'Id of an entry here, or the name in the client’s file.' },
      path: { shape: text(), title: 'Files', description: 'A glob.' },
      client: { shape: text(), title: 'Client' },
      reason: { shape: text({ minLength: 10, is: 'a reason of at least ten letters' }), title: 'Reason' },
      compensating_control: { shape: text(), title: 'What protects instead' },
      approval: { shape: approval, title: 'Approval' },
      expires: { shape: day, title: 'Last day on which it counts' },
    },
  ),
);
const perTier = record(TIERS, duration);
const head = {
  schema: { shape: choice([SCHEMA_VERSION]), title: 'Version', description: `Always ${SCHEMA_VERSION}.` },
  metadata: {
    shape: object<NonNullable<G.ManifestData['metadata']>>(
      { what: '`metadata`' },
      {
        organization: { shape: text(), title: 'Organisation' },
        owner: { shape: owner, title: 'Owner of this file' },
        policy_document: { shape: text(), title: 'Written policy' },
        updated: { shape: day, title: 'Changed last' },
      },
    ),
    title: 'About this file',
  },
  policy: {
    shape: object<G.Policy>(
      { what: '`policy`' },
      {
        stages: { shape: list(stage, { min: 1 }), title: 'Stages, first to last' },
        data_classes: { shape: list(text(), { min: 1 }), title: 'Data classes, lowest first' },
        max_ttl: { shape: perTier, title: 'Longest credential lifetime, by tier' },
        review_interval: { shape: perTier, title: 'Longest time between reviews, by tier' },
        audit_retention: { shape: perTier, title: 'Shortest time that records are kept, by tier' },
        audit_fields: { shape: list(choice(AUDIT_FIELDS)), title: 'What a record of a call holds' },
        require_gateway_from: { shape: tier, title: 'From this tier on through a gateway' },
        require_team_owner_from: { shape: tier, title: 'From this tier on owned by a team, not a person' },
        require_confirmation_for: {
          shape: list(choice([...IMPACTS, 'irreversible', 'cross-tenant'])),
          title: 'Calls that somebody has to confirm',
        },
        separation_of_duties: { shape: flag, title: 'Nobody approves a server of their own' },
        allowed_hosts: { shape: texts, title: 'Hosts that remote servers may have' },
        allowed_registries: { shape: texts, title: 'Registries that packages may come from' },
        internal_scopes: { shape: texts, title: 'Package scopes that are your own' },
        allowed_launchers: { shape: texts, title: 'Programs that may start a server' },
        max_exception: { shape: duration, title: 'Longest exception' },
        non_suppressible: { shape: list(ruleId), title: 'Rules without exceptions' },
        max_proxy_hops: { shape: count, title: 'Most proxies in a chain' },
      },
    ),
    title: 'Policy',
  },
  environments: {
    shape: list(
      object<{ readonly stage: string; readonly paths: readonly string[] }>(
        { what: 'an entry of `environments`', required: ['stage', 'paths'] },
        { stage: { shape: stage, title: 'Stage' }, paths: { shape: list(text(), { min: 1 }), title: 'Files', description: 'Globs.' } },
      ),
    ),
    title: 'Which file belongs to which stage; the first that fits decides',
  },
  gateways: {
    shape: list(
      object<G.GatewayTerms>(
        { what: 'an entry of `gateways`', required: ['id'] },
        {
          id: { shape: text(), title: 'Id' },
          url: { shape: text(), title: 'Address' },
          owner: { shape: owner, title: 'Owner' },
          enforces: { shape: list(choice(GATEWAY_DUTIES)), title: 'What it enforces' },
        },
      ),
    ),
    title: 'Gateways',
  },
  defaults: { shape: object<G.Defaults>({ what: '`defaults`' }, inherited), title: 'What every entry has unless it says otherwise' },
  accepted_flows: {
    shape: list(
      object<G.AcceptedFlow>(
        { what: 'an entry of `accepted_flows`', required: ['servers', 'reason', 'approval', 'expires'] },
        {
          servers: { shape: list(text(), { min: 1 }), title: 'Servers' },
          reason: { shape: text(), title: 'Reason' },
          compensating_control: { shape: text(), title: 'What protects instead' },
          approval: { shape: approval, title: 'Approval' },
          expires: { shape: day, title: 'Last day on which it counts' },
        },
      ),
    ),
    title: 'Flows between servers that somebody accepted',
  },
};
/** Lists whose items are read one by one, so that a wrong one costs only itself, come out as the nodes that they are. */
export interface ManifestAsWritten extends G.ManifestData {
  readonly $schema?: string;
  readonly servers: readonly ItemNode[];
  readonly exceptions?: readonly ItemNode[];
}
export interface ItemNode {
  readonly node: Node;
  readonly path: Path;
}
const items = (shape: Shape<unknown>): Shape<readonly ItemNode[]> =>
  list({ schema: shape.schema, read: (node: Node, path: Path) => ({ node, path }) });
export const manifest = object<ManifestAsWritten>(
  { what: 'the manifest', required: ['schema', 'servers'], lenient: true },
  {
    $schema: { shape: text(), title: 'Schema for editors' },
    ...head,
    servers: { shape: items(server), title: 'Servers', description: 'One entry for each server that may be used.' },
    exceptions: { shape: items(exception), title: 'Exceptions', description: 'Findings that somebody accepted until a day.' },
  },
);

/** The JSON Schema (2020-12) of mcp-governance.yaml. */
export function manifestSchema(): object {
  const defs = new Map<string, object>();
  const root = manifest.schema(defs);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'postern:governance-manifest',
    title: 'MCP governance manifest',
    description: '`mcp-governance.yaml`: who owns, approves and reviews which MCP server, and what it may do.',
    ...root,
    $defs: Object.fromEntries([...defs].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

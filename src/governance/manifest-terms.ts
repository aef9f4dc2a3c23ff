// The parts that entries of mcp-governance.yaml are made of: owners, approvals, credentials, tools.
import type * as G from '../core/governance.ts';
import {
  AUDIT_FIELDS,
  CONFIRMATIONS,
  CREDENTIAL_TYPES,
  DELEGATIONS,
  EXPOSURES,
  IDENTITY_TYPES,
  IMPACTS,
  REVERSIBILITIES,
  TENANCIES,
  TIERS,
} from '../core/governance.ts';
import { choice, day, duration, type FaultAt, flag, list, named, object, type Shape, text } from './shape.ts';
import type { Node, Path } from '../core/node.ts';

export const STAGE = /^[a-z][a-z0-9-]*$/;
export const texts = list(text());
export const stage = text({ pattern: STAGE.source, is: 'the name of a stage, such as sandbox or production' });
export const tier = named('tier', choice(TIERS), 'Risk tier, lowest first.');
export const url = text({ pattern: '^https://', is: 'an address that begins with https://' });
const confirmation = named(
  'confirmation',
  choice(CONFIRMATIONS),
  'client: the client asks. required: server or gateway asks. two-person: a second person agrees.',
);

const contact = named(
  'contact',
  object<G.Contact>(
    { what: 'a contact', anyOf: ['email', 'chat', 'oncall', 'url'] },
    {
      email: {
        shape: text({ pattern: '^[^@\\s]+@[^@\\s]+$', format: 'email', is: 'an address such as team@example.com' }),
        title: 'E-mail',
      },
      chat: { shape: text(), title: 'Chat channel' },
      oncall: { shape: text(), title: 'Pager or rota' },
      url: { shape: url, title: 'Page' },
    },
  ),
);
const OWNER = '^(?:(?:group:|user:|@)[A-Za-z0-9._/-]+|[^@\\s]+@[^@\\s]+|TODO)$';
const ownerName = text({ pattern: OWNER, is: 'a team or person: @org/team, group:name, user:name or an address' });
const ownerMap = object<G.Owner>(
  { what: 'an owner', required: ['team'] },
  {
    team: { shape: ownerName, title: 'Team', description: '@org/team as in CODEOWNERS, or group:name as in Backstage.' },
    delegate: { shape: ownerName, title: 'Delegate', description: 'The person to ask first.' },
    contact: { shape: contact, title: 'Contact' },
  },
);
export const owner = named(
  'owner',
  either<G.Owner>(ownerName, name => ({ team: name }), ownerMap),
  'Who answers for it: @org/team, group:name, user:name or an address; or a team with a delegate and a contact. TODO marks what is still to be found out.',
);
export const approval = named(
  'approval',
  object<G.Approval>(
    { what: 'an approval', required: ['by', 'date'] },
    {
      by: { shape: text(), title: 'Approved by', description: 'A person, not a team.' },
      date: { shape: day, title: 'Approved on' },
      ticket: { shape: text(), title: 'Ticket' },
      expires: { shape: day, title: 'Last day on which it counts' },
    },
  ),
);
const identity = named(
  'identity',
  object<G.Identity>(
    { what: 'an identity', required: ['type'] },
    {
      type: { shape: choice(IDENTITY_TYPES), title: 'Kind of identity' },
      id: { shape: text(), title: 'Name at the provider' },
      provider: { shape: text(), title: 'Provider' },
      unique: { shape: flag, title: 'No other server uses it' },
      delegation: { shape: choice(DELEGATIONS), title: 'How a user’s rights are passed on' },
    },
  ),
);
const SECRET_REF =
  '^(?:env:|\\$\\{|op://|vault:|aws-sm:|arn:aws:secretsmanager:|gcp-sm:|projects/|azure-kv:|https://[a-z0-9-]{1,63}\\.vault\\.azure\\.net/|k8s:|se://|keychain:|doppler:|infisical:|none$)';
export const credential = named(
  'credential',
  object<G.CredentialTerms>(
    { what: 'a credential', required: ['type'] },
    {
      type: { shape: choice(CREDENTIAL_TYPES), title: 'Kind of credential' },
      ref: {
        shape: text({
          pattern: SECRET_REF,
          is: 'the name of a place, such as env:NAME, op://vault/item or vault:path, never a credential',
        }),
        title: 'Where it is kept',
        description: 'A reference only: env:NAME, op://…, vault:…, aws-sm:…, k8s:… and so on.',
      },
      max_ttl: { shape: duration, title: 'Longest lifetime' },
      per_session: { shape: flag, title: 'Issued for one session' },
      rotation_interval: { shape: duration, title: 'Rotated every' },
      last_rotated: { shape: day, title: 'Rotated last' },
      refresh: {
        shape: object<NonNullable<G.CredentialTerms['refresh']>>(
          { what: '`refresh`', required: ['allowed'] },
          {
            allowed: { shape: flag, title: 'Refresh tokens are used' },
            absolute_lifetime: { shape: duration, title: 'End of all refreshing' },
            rotated: { shape: flag, title: 'Each use gives a new one' },
          },
        ),
        title: 'Refresh tokens',
      },
      scopes: { shape: texts, title: 'Approved scopes' },
      revocation: {
        shape: object<NonNullable<G.CredentialTerms['revocation']>>(
          { what: '`revocation`', required: ['method'] },
          {
            method: { shape: text(), title: 'How it is revoked' },
            runbook: { shape: text(), title: 'Runbook' },
            max_time: { shape: duration, title: 'Revoked within' },
          },
        ),
        title: 'Revocation',
      },
    },
  ),
);
const tenant = named(
  'tenant-boundary',
  object<G.TenantBoundary>(
    { what: '`tenant_boundary`', required: ['mode'] },
    {
      mode: { shape: choice(TENANCIES), title: 'Tenants it reaches' },
      tenants: { shape: texts, title: 'Their names' },
      cross_tenant_confirmation: { shape: confirmation, title: 'Who agrees to an action across tenants' },
    },
  ),
);
const audit = named(
  'audit',
  object<G.Audit>(
    { what: '`audit`' },
    {
      sink: { shape: text(), title: 'Where calls are recorded' },
      fields: { shape: list(choice(AUDIT_FIELDS)), title: 'What is recorded' },
      retention: { shape: duration, title: 'Kept for' },
      immutable: { shape: flag, title: 'The agent cannot change it' },
      contains_content: { shape: flag, title: 'Holds prompts or results' },
    },
  ),
);
const review = named(
  'review',
  object<G.Review>(
    { what: '`review`' },
    {
      last: { shape: day, title: 'Last review' },
      next: { shape: day, title: 'Next review' },
      interval: { shape: duration, title: 'Reviewed every' },
      reviewer: { shape: text(), title: 'Reviewer' },
      evidence: { shape: text(), title: 'Record of the review' },
    },
  ),
);
const offboarding = named(
  'offboarding',
  object<G.Offboarding>(
    { what: '`offboarding`', required: ['runbook'] },
    {
      runbook: { shape: text(), title: 'Runbook', description: 'An https address or a path in this repository.' },
      revoke: { shape: text(), title: 'How access ends' },
      contact: { shape: contact, title: 'Contact' },
      remove_from: { shape: texts, title: 'Files and gateways to take it out of' },
      max_time: { shape: duration, title: 'Done within' },
    },
  ),
);
const via = text({ pattern: '^(?:direct|gateway:[a-z0-9._-]+)$', is: '`direct` or `gateway:<id>`' });
export const dataClass = { shape: text(), title: 'Data class', description: 'One of policy.data_classes.' };
export const inherited = {
  owner: { shape: owner, title: 'Owner', description: 'Who answers for the server.' },
  business_owner: { shape: owner, title: 'Business owner', description: 'Who answers for what its tools change.' },
  data_class: dataClass,
  approved_clients: { shape: texts, title: 'Approved clients', description: 'Ids as in `postern schema list`: claude-code, vscode …' },
  via: { shape: via, title: 'Way to it', description: 'direct, or gateway:<id>.' },
  exposure: { shape: choice(EXPOSURES), title: 'Where it listens' },
  identity: { shape: identity, title: 'Workload identity' },
  tenant_boundary: { shape: tenant, title: 'Tenants' },
  audit: { shape: audit, title: 'Audit' },
  review: { shape: review, title: 'Review' },
  offboarding: { shape: offboarding, title: 'Offboarding' },
};
const IDENTIFYING = ['npm', 'pypi', 'nuget', 'oci', 'url', 'git', 'command', 'registry'] as const;
export const match = named(
  'match',
  object<G.Match>(
    {
      what: '`match`',
      anyOf: IDENTIFYING,
      anyOfIs: `\`match\` needs what the server really is: one of ${IDENTIFYING.join(', ')}. A display name alone can be taken by any server.`,
    },
    {
      npm: { shape: text(), title: 'npm package' },
      pypi: { shape: text(), title: 'PyPI package' },
      nuget: { shape: text(), title: 'NuGet package' },
      oci: { shape: text(), title: 'Container image', description: 'Without tag and digest.' },
      url: { shape: text(), title: 'Address', description: 'A glob: https://mcp.example.com/*' },
      git: { shape: text(), title: 'Git repository' },
      command: { shape: list(text(), { min: 1 }), title: 'Command line', description: 'Program and arguments, exactly.' },
      registry: { shape: text(), title: 'Name in the MCP registry' },
      version: { shape: text(), title: 'Approved version' },
      digest: { shape: text({ pattern: '^sha256:[0-9a-f]{64}$', is: '`sha256:` and 64 hexadecimal digits' }), title: 'Image digest' },
      config_names: { shape: texts, title: 'Names in client files', description: 'A hint only; anybody can choose a name.' },
    },
  ),
);
const names = list(text(), { min: 1, single: true });
interface ToolAsWritten extends Omit<G.ToolTerms, 'names'> {
  readonly name?: string;
  readonly names?: readonly string[];
}
const toolAsWritten = object<ToolAsWritten>(
  { what: 'an entry of `tools`', required: ['impact'], anyOf: ['name', 'names'] },
  {
    name: { shape: text(), title: 'Tool', description: 'Exact name, or a beginning and *.' },
    names: { shape: names, title: 'Tools' },
    impact: { shape: list(choice(IMPACTS), { min: 1, single: true }), title: 'What they can do' },
    reversible: { shape: choice(REVERSIBILITIES), title: 'Can it be undone' },
    confirmation: { shape: confirmation, title: 'Who confirms a call' },
    scopes: { shape: texts, title: 'Scopes they need' },
    data_class: dataClass,
    business_owner: { shape: owner, title: 'Business owner' },
    risk_tier: { shape: tier, title: 'Risk tier' },
    purpose: { shape: text(), title: 'Purpose' },
    crosses_tenant: { shape: flag, title: 'Reaches other tenants' },
    stages: { shape: list(stage), title: 'Stages in which they are approved' },
    clients: { shape: texts, title: 'Clients in which they are approved' },
  },
);
export const tool: Shape<G.ToolTerms> = named('tool', {
  schema: toolAsWritten.schema,
  read(node, path, what, fault) {
    const read = toolAsWritten.read(node, path, what, fault);
    if (!read) return undefined;
    const { name, names: several = [], ...rest } = read;
    return { ...rest, names: name === undefined ? several : [name, ...several] };
  },
});

/** A text that stands for a map. */
function either<T>(short: Shape<string>, widen: (value: string) => T, long: Shape<T>): Shape<T> {
  return {
    schema: defs => ({ anyOf: [short.schema(defs), long.schema(defs)] }),
    read(node: Node, path: Path, what: string, fault: FaultAt) {
      if (node.kind === 'map') return long.read(node, path, what, fault);
      const value = short.read(node, path, what, fault);
      return value === undefined ? undefined : widen(value);
    },
  };
}

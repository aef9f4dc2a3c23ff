import { CONFIDENCES, FAMILIES, SEVERITIES } from '../core/finding.ts';

export const PROFILES = ['default', 'strict', 'governance', 'secrets', 'untrusted-pr'] as const;
/** Which question a run answers; see {@link PROFILE_HELP}. */
export type Profile = (typeof PROFILES)[number];
export const FAIL_ON = [...SEVERITIES, 'never'] as const;

const PROFILE_HELP: Readonly<Record<Profile, string>> = {
  default: 'every rule that is on by itself',
  strict: 'also the rules that are off by themselves',
  governance: 'who owns, approves and reviews what: ownership, identity, lifecycle, approval, audit, scope and drift',
  secrets: 'credentials alone',
  'untrusted-pr': 'the configuration and the ignore comments of the scanned tree count for nothing',
};

/** Keys of postern.yaml, in the order of its documentation. */
export const SETTINGS = [
  'rules',
  'ignore',
  'include',
  'exclude',
  'fail-on',
  'min-severity',
  'min-confidence',
  'profile',
  'manifest',
  'custom-rules',
] as const;
export type SettingKey = (typeof SETTINGS)[number];

/** Ids of rules that people bring: a prefix keeps them apart from ours for good. */
const CUSTOM_ID = '^(?:custom-|[a-z0-9-]+/)[a-z0-9-]+$';

const line = (description: string, maxLength: number) => ({ description, type: 'string', minLength: 1, maxLength });
const customRule = {
  type: 'object',
  properties: {
    id: { description: 'Your name in front: `acme/…` or `custom-…`.', type: 'string', pattern: CUSTOM_ID },
    title: line('One line without a full stop.', 100),
    family: { description: 'What it is about.', enum: FAMILIES },
    severity: { description: 'Impact if a finding is true.', enum: SEVERITIES },
    confidence: { description: 'How often its findings are true.', enum: CONFIDENCES },
    for: { description: 'What it looks at, one after the other.', enum: ['server', 'control', 'credential', 'file'] },
    when: line('CEL condition; it speaks where this is true.', 2000),
    at: { description: 'Part of a server that its findings point at.', enum: ['name', 'command', 'url', 'target'], default: 'name' },
    message: line('What is wrong here; `{server.name}` and other fields are filled in.', 500),
    'fix-hint': line('What to do about it.', 500),
    tags: {
      description: 'Words for SARIF.',
      type: 'array',
      items: { type: 'string', pattern: '^[a-z0-9][a-z0-9/.-]{0,59}$' },
      maxItems: 10,
    },
    examples: {
      description: 'What it has to find and what it has to leave alone; `postern rules --test` runs them.',
      type: 'object',
      properties: {
        fires: { type: 'array', items: { $ref: '#/$defs/example' }, minItems: 1, maxItems: 20 },
        silent: { type: 'array', items: { $ref: '#/$defs/example' }, minItems: 1, maxItems: 20 },
      },
      required: ['fires', 'silent'],
      additionalProperties: false,
    },
  },
  required: ['id', 'title', 'family', 'severity', 'confidence', 'for', 'when', 'message', 'examples'],
  additionalProperties: false,
};
const example = {
  anyOf: [
    { description: 'The text of a `.mcp.json`.', type: 'string' },
    {
      description: 'A small repository: texts by path.',
      type: 'object',
      properties: { files: { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 } },
      required: ['files'],
      additionalProperties: false,
    },
    { description: 'A server entry as it stands in `.mcp.json`.', type: 'object', not: { required: ['files'] } },
  ],
};

/** The JSON Schema (2020-12) of postern.yaml. @param rules every rule with its title. */
export function configSchema(rules: readonly { readonly id: string; readonly title: string }[]): object {
  const ids = rules.map(({ id }) => id);
  const globs = { type: 'array', items: { type: 'string', minLength: 1 } };
  const properties: Record<SettingKey, object> = {
    rules: {
      title: 'Rules',
      description: 'Switches a rule on or off, or gives its findings another severity.',
      type: 'object',
      properties: Object.fromEntries(rules.map(({ id, title }) => [id, { description: title, $ref: '#/$defs/rule' }])),
      patternProperties: { [CUSTOM_ID]: { description: "A rule of one's own.", $ref: '#/$defs/rule' } },
      additionalProperties: false,
    },
    ignore: {
      title: 'Accepted findings',
      description: 'Findings that somebody has looked at and accepts, each with the reason. They stay in the JSON report, marked.',
      type: 'array',
      items: { $ref: '#/$defs/ignore' },
    },
    include: { title: 'Files to look into', description: 'Globs of files to look into though no client names them so.', ...globs },
    exclude: { title: 'Files to leave out', description: 'Globs of files and folders to leave out. They are listed as skipped.', ...globs },
    'fail-on': { title: 'Failing severity', description: 'Lowest severity that makes the exit code 1.', enum: FAIL_ON, default: 'high' },
    'min-severity': { title: 'Lowest severity shown', description: 'Findings below it are left out.', enum: SEVERITIES, default: 'low' },
    'min-confidence': {
      title: 'Lowest confidence shown',
      description: 'Findings below it are left out.',
      enum: CONFIDENCES,
      default: 'low',
    },
    profile: {
      title: 'Profile',
      description: PROFILES.map(name => `${name}: ${PROFILE_HELP[name]}.`).join(' '),
      enum: PROFILES,
      default: 'default',
    },
    manifest: {
      title: 'Governance manifest',
      description: 'Path of the manifest that says who owns which server, relative to the root.',
      type: 'string',
      minLength: 1,
    },
    'custom-rules': {
      title: "Rules of one's own",
      description: 'Each is data with a CEL condition over the documented view of the model; see docs/custom-rules.md.',
      type: 'array',
      maxItems: 200,
      items: { $ref: '#/$defs/custom-rule' },
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Postern configuration',
    description: 'postern.yaml or .postern.yaml at the root of what is scanned.',
    type: 'object',
    properties,
    additionalProperties: false,
    $defs: {
      rule: {
        anyOf: [
          { enum: ['on', 'off', ...SEVERITIES] },
          { type: 'boolean' },
          {
            type: 'object',
            properties: {
              enabled: { description: 'Whether the rule runs.', type: 'boolean' },
              severity: { description: 'Severity of its findings.', enum: SEVERITIES },
            },
            additionalProperties: false,
          },
        ],
      },
      ignore: {
        type: 'object',
        properties: {
          rule: {
            description: 'The rule, or a list of rules.',
            anyOf: [{ $ref: '#/$defs/rule-id' }, { type: 'array', items: { $ref: '#/$defs/rule-id' }, minItems: 1 }],
          },
          file: { description: 'Glob of the files; every file where it is left out.', type: 'string', minLength: 1 },
          server: { description: 'Name of the server; every server where it is left out.', type: 'string', minLength: 1 },
          reason: { description: 'Why this is acceptable, for the next reader.', type: 'string', minLength: 1 },
          expires: { description: 'Last day on which the entry counts.', type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        },
        required: ['rule', 'reason'],
        additionalProperties: false,
      },
      'rule-id': { anyOf: [{ enum: ids }, { type: 'string', pattern: CUSTOM_ID }] },
      'custom-rule': customRule,
      example,
    },
  };
}

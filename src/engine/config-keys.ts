import { CONFIDENCES, SEVERITIES } from '../core/finding.ts';

export const PROFILES = ['default', 'strict', 'governance', 'secrets', 'untrusted-pr'] as const;
/** Which question a run answers; see {@link PROFILE_HELP}. */
export type Profile = (typeof PROFILES)[number];
export const FAIL_ON = [...SEVERITIES, 'never'] as const;

export const PROFILE_HELP: Readonly<Record<Profile, string>> = {
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
] as const;
export type SettingKey = (typeof SETTINGS)[number];

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
            anyOf: [{ enum: ids }, { type: 'array', items: { enum: ids }, minItems: 1 }],
          },
          file: { description: 'Glob of the files; every file where it is left out.', type: 'string', minLength: 1 },
          server: { description: 'Name of the server; every server where it is left out.', type: 'string', minLength: 1 },
          reason: { description: 'Why this is acceptable, for the next reader.', type: 'string', minLength: 1 },
          expires: { description: 'Last day on which the entry counts.', type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        },
        required: ['rule', 'reason'],
        additionalProperties: false,
      },
    },
  };
}

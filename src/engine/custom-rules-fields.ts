/** What an expression can ask for: the documented, typed view of the model. Only names of facts, never a credential's value. */
export type FieldType =
  | 'string'
  | 'bool'
  | 'int'
  | 'list<string>'
  | 'map<string, string>'
  | 'Target'
  | 'Known'
  | 'Tools'
  | 'Entry'
  | 'list<Credential>';
export type Fields = Readonly<Record<string, readonly [type: FieldType, says: string]>>;

export const SUBJECTS = ['server', 'control', 'credential', 'file'] as const;
/** What a custom rule looks at, one after the other; also the name of the variable in its expression. */
export type Subject = (typeof SUBJECTS)[number];

const place: Fields = {
  file: ['string', 'path of the file, relative to the root'],
  format: ['string', 'id of the file format, such as `cursor`'],
  client: ['string', 'name of the client or product, such as `Claude Code`'],
  scope: ['string', '`project`, `user`, `managed`, `registry`, `docs` or `example`'],
};

export const TYPES = {
  Server: {
    name: ['string', 'name that the file gives the server'],
    ...place,
    transport: ['string', '`stdio`, `http`, `sse`, `ws` or `unknown`'],
    enabled: ['bool', 'whether this client starts it'],
    command: ['string', 'command as written; empty for a remote server'],
    args: ['list<string>', 'arguments as written'],
    env: ['map<string, string>', 'variables by name'],
    headers: ['map<string, string>', 'headers by name, lower case'],
    url: ['string', 'address as written, without user, query and fragment; empty where there is none'],
    host: ['string', 'host that is reached, also through a bridge such as `mcp-remote`; empty where it starts a program'],
    cwd: ['string', 'working directory; empty where none is set'],
    env_files: ['list<string>', 'files that variables are read from'],
    settings: ['map<string, string>', 'other settings by their path, such as `timeout` or `oauth.scope`'],
    target: ['Target', 'what really runs once shells, runners, launchers and bridges are taken away'],
    known: ['Known', 'what is known of that server; its texts are empty where nothing is'],
    tools: ['Tools', 'what the client says of its tools'],
    sandbox: ['string', '`on`, `off`, or empty where the client says nothing'],
    credentials: ['list<Credential>', 'credentials that stand in its entry'],
    owners: ['list<string>', 'owners by the manifest or CODEOWNERS'],
    manifest: ['Entry', 'its entry in the governance manifest; empty texts where it has none'],
  },
  Target: {
    kind: [
      'string',
      '`npm`, `pypi`, `oci`, `nuget`, `go`, `cargo`, `jsr`, `nix`, `git`, `archive`, `url`, `path`, `script`, `binary`, `hosted` or `unknown`',
    ],
    name: ['string', 'package, image, repository, address or program'],
    version: ['string', 'version, tag or digest as written; empty where none is'],
    pin: ['string', '`exact`, `digest`, `commit`, `range`, `tag`, `latest` or `none`'],
    fetched: ['bool', 'whether it is fetched from a registry or network place at start'],
    runner: ['string', 'program that fetches or starts it, such as `npx`; empty for a plain program'],
    args: ['list<string>', 'its own arguments'],
    via: ['list<string>', 'programs on the way to it, outermost first'],
    container: ['string', 'container engine that it runs in; empty where it runs in none'],
  },
  Known: {
    id: ['string', 'id, as in docs/servers.md'],
    name: ['string', 'name'],
    vendor: ['string', 'who makes it'],
    impact: ['string', 'the worst it can do: `read`, `write`, `admin`, `financial` or `exec`'],
    reach: ['list<string>', 'what it touches, such as `database`'],
    capabilities: ['list<string>', 'such as `private-data` or `external-comm`'],
  },
  Tools: {
    approves_all: ['bool', 'every tool runs unasked'],
    approved: ['list<string>', 'tools that run unasked'],
    allowed: ['list<string>', 'tools that are offered, where the client lists them'],
    denied: ['list<string>', 'tools that are held back'],
  },
  Entry: {
    id: ['string', 'id'],
    tier: ['string', 'risk tier'],
    lifecycle: ['string', '`proposed`, `active`, `deprecated` or `retired`'],
    data_class: ['string', 'class of data'],
  },
  Credential: {
    kind: ['string', 'kind, such as `github-pat-classic`'],
    name: ['string', 'the kind in words'],
    class: ['string', '`secret`, `publishable`, `test`, `session`, `service-role`, `short-lived`, `default` or `identifier`'],
    mask: ['string', 'public prefix of the kind and an ellipsis: all that is ever shown'],
    place: ['string', '`env`, `arg`, `header`, `url`, `auth`, `comment` and the like'],
    key: ['string', 'name of its variable, header or setting; empty where it has none'],
    confidence: ['string', '`high`, `medium` or `low`'],
    known: ['bool', "whether a provider's shape was recognised"],
    server: ['string', 'name of its server; empty where it belongs to none'],
    ...place,
  },
  Control: {
    kind: ['string', 'such as `approve-all-tools`, `bypass-approval` or `sandbox-off`'],
    key: ['string', 'key as the client writes it'],
    value: ['string', 'value as a person would say it'],
    tools: ['list<string>', 'tools that it lists'],
    honoured: ['bool', 'false where this client ignores it here'],
    server: ['string', 'name of the server it speaks of; empty for all'],
    ...place,
  },
  File: {
    path: ['string', 'path, relative to the root'],
    format: place['format']!,
    client: place['client']!,
    scope: place['scope']!,
    kind: ['string', '`client`, `server`, `registry`, `gateway`, `framework`, `policy` or `generic`'],
    state: ['string', '`parsed`, `partial` or `unreadable`'],
    tracked: ['string', '`yes`, `no`, or `unknown` where there is no git'],
    servers: ['int', 'how many servers it holds'],
    owners: ['list<string>', 'owners by CODEOWNERS'],
  },
} as const satisfies Record<string, Fields>;
export type TypeName = keyof typeof TYPES;

/** The type of each subject's variable. */
export const TYPE_OF: Readonly<Record<Subject, TypeName>> = {
  server: 'Server',
  control: 'Control',
  credential: 'Credential',
  file: 'File',
};

/** Fields of a type by name; null for a type that has none. */
export function fieldsOf(type: string): Fields | null {
  return Object.hasOwn(TYPES, type) ? TYPES[type as TypeName] : null;
}

/** The type of a way of fields from a subject on (`['server', 'target', 'name']`); null where there is none. */
export function typeOfPath(path: readonly string[]): string | null {
  const [first, ...rest] = path;
  if (!SUBJECTS.includes(first as Subject)) return first === 'today' && rest.length === 0 ? 'string' : null;
  let type: string = TYPE_OF[first as Subject];
  for (const step of rest) {
    const fields = fieldsOf(type);
    if (!fields || !Object.hasOwn(fields, step)) return null;
    type = fields[step]![0];
  }
  return type;
}

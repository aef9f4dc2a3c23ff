// Values for measuring: credentials of no known shape, and what configurations hold that is none. All from a seed.
import { createHash } from 'node:crypto';

/** Numbers that depend on nothing but the seed. */
export interface Random {
  /** From 0 to one less than `below`. */
  int(below: number): number;
  pick<T>(items: readonly T[]): T;
  chars(alphabet: string, length: number): string;
  bytes(length: number): Buffer;
}

export function random(seed: string): Random {
  let pool = Buffer.alloc(0);
  let at = 0;
  let round = 0;
  const next = () => {
    if (at + 4 > pool.length) {
      pool = createHash('sha512').update(`${seed} ${round++}`).digest();
      at = 0;
    }
    at += 4;
    return pool.readUInt32BE(at - 4);
  };
  const int = (below: number) => next() % below;
  return {
    int,
    pick: items => items[int(items.length)]!,
    chars: (alphabet, length) => Array.from({ length }, () => alphabet[int(alphabet.length)]).join(''),
    bytes: length => Buffer.from(Array.from({ length }, () => int(256))),
  };
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
export const HEX = DIGITS + 'abcdef';
export const BASE62 = DIGITS + UPPER + LOWER;

/** Alphabets and lengths that issuers use. */
export const SHAPELESS: Readonly<Record<string, (r: Random) => string>> = {
  'hex 32': r => r.chars(HEX, 32),
  'hex 40': r => r.chars(HEX, 40),
  'hex 64': r => r.chars(HEX, 64),
  'base62 20 to 31': r => r.chars(BASE62, 20 + r.int(12)),
  'base62 32 to 64': r => r.chars(BASE62, 32 + r.int(33)),
  'base64 24 to 88': r => r.bytes(16 + r.int(51)).toString('base64'),
  'base64url 24 to 88': r => r.bytes(18 + r.int(49)).toString('base64url'),
  'mixed with - and _': r => r.chars(BASE62, 1) + r.chars(BASE62 + '-_', 22 + r.int(40)) + r.chars(BASE62, 1),
};

const NAMES = 'atlas harbor meadow copper lantern orchid falcon river ember willow quartz summit nimbus cobalt marble'.split(' ');
const THINGS = 'service worker gateway cache proxy search index report billing mailer catalog planner router viewer importer'.split(' ');
const STAGES = ['dev', 'test', 'staging', 'prod', 'eu', 'us', 'blue', 'green'];
const WORDS =
  'the quick report shows how each team can search notes and plan meetings before customers write about delayed orders in the region'.split(
    ' ',
  );
const version = (r: Random) => `${r.int(20)}.${r.int(40)}.${r.int(40)}`;
const uuid = (r: Random) => [8, 4, 4, 4, 12].map(length => r.chars(HEX, length)).join('-');
const slug = (r: Random) => `${r.pick(NAMES)}-${r.pick(THINGS)}`;
const words = (r: Random, count: number) => Array.from({ length: count }, () => r.pick(WORDS)).join(' ');
const cap = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const camel = (r: Random) => r.pick(THINGS) + cap(r.pick(NAMES)) + cap(r.pick(THINGS));
const date = (r: Random) => `202${r.int(7)}-${1 + r.int(9)}`.replace(/-(\d)$/, '-0$1') + `-1${r.int(9)}`;

type Pair = readonly [name: string, value: string];
/** What configurations hold beside credentials: a name as people give it, and a value. */
export const BENIGN: Readonly<Record<string, (r: Random) => Pair>> = {
  'host name': r => [
    r.pick(['HOST', 'SERVER', 'VALUE']),
    `${slug(r)}.${r.pick(STAGES)}.${r.pick(NAMES)}.${r.pick(['internal', 'io', 'net'])}`,
  ],
  'user name': r => [r.pick(['USERNAME', 'DB_USER', 'LOGIN']), `${r.pick(NAMES)}.${r.pick(NAMES)}${r.int(100)}`],
  'display name': r => [r.pick(['TITLE', 'DESCRIPTION', 'VALUE']), cap(words(r, 3 + r.int(8)))],
  path: r => [
    r.pick(['CONFIG_PATH', 'DATA_DIR', 'VALUE', 'TOKEN_FILE', 'KEY_PATH']),
    `/${r.pick(['home', 'srv', 'opt', 'var'])}/${slug(r)}/${r.pick(THINGS)}-${version(r)}/${r.pick(NAMES)}.json`,
  ],
  'windows path': r => ['VALUE', `C:\\Users\\${r.pick(NAMES)}\\AppData\\Roaming\\${cap(r.pick(THINGS))}\\${r.pick(NAMES)}.exe`],
  'uuid id': r => [r.pick(['PROJECT_ID', 'TENANT_ID', 'VALUE', 'CLIENT_ID', 'WORKSPACE', 'AZURE_SUBSCRIPTION_ID']), uuid(r)],
  'number id': r => [
    r.pick(['CHANNEL_ID', 'ACCOUNT', 'VALUE', 'CHAT_ID', 'USER_ID']),
    r.chars('123456789', 1) + r.chars(DIGITS, 8 + r.int(11)),
  ],
  'short id': r => [r.pick(['SLACK_TEAM_ID', 'CHANNEL_ID', 'VALUE']), r.pick(['T', 'C', 'U', 'D']) + '0' + r.chars(DIGITS + UPPER, 9)],
  'base id': r => [r.pick(['AIRTABLE_BASE_ID', 'TABLE_ID', 'VALUE']), r.pick(['app', 'tbl', 'viw']) + r.chars(BASE62, 14)],
  'object id': r => [r.pick(['DOCUMENT_ID', 'TEAM', 'VALUE']), r.chars(HEX, 24)],
  'document id': r => [r.pick(['SPREADSHEET_ID', 'FOLDER_ID', 'VALUE']), '1' + r.chars(BASE62 + '-_', 42) + r.chars(BASE62, 1)],
  'video id': r => [r.pick(['VIDEO_ID', 'VALUE']), r.chars(BASE62 + '-_', 11)],
  ulid: r => [r.pick(['REQUEST_ID', 'RUN', 'VALUE']), '01' + r.chars('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 24)],
  'sortable id': r => [r.pick(['SESSION_ID', 'RUN_ID', 'WORKSPACE_ID']), 'c' + r.chars(DIGITS + LOWER, 24)],
  'commit sha': r => [r.pick(['GIT_COMMIT', 'COMMIT_SHA', 'SOURCE_REVISION', 'GIT_REF', 'sha']), r.chars(HEX, 40)],
  'short sha': r => [r.pick(['GIT_COMMIT', 'REVISION', 'VALUE']), r.chars(HEX, r.pick([7, 8, 10, 12]))],
  checksum: r => [r.pick(['SHA256', 'CHECKSUM', 'fileSha256', 'MD5SUM', 'ETAG', 'CONTENT_HASH']), r.chars(HEX, r.pick([32, 64]))],
  digest: r => [r.pick(['IMAGE_DIGEST', 'VALUE', 'DIGEST']), `sha256:${r.chars(HEX, 64)}`],
  'image at a digest': r => [r.pick(['IMAGE', 'VALUE']), `ghcr.io/${r.pick(NAMES)}/${slug(r)}@sha256:${r.chars(HEX, 64)}`],
  'image tag': r => [
    r.pick(['IMAGE', 'VALUE', 'TAG']),
    `${r.pick(NAMES)}/${slug(r)}:${version(r)}-${r.pick(['alpine', 'slim', 'bookworm'])}-${r.chars(HEX, 7)}`,
  ],
  integrity: r => [r.pick(['integrity', 'VALUE']), `sha512-${r.bytes(64).toString('base64')}`],
  'source policy': r => [
    r.pick(['CSP', 'CONTENT_SECURITY_POLICY', 'VALUE']),
    `default-src 'self'; script-src 'self' 'sha256-${r.bytes(32).toString('base64')}' https://cdn.${r.pick(NAMES)}.io`,
  ],
  version: r => [
    r.pick(['VERSION', 'VALUE', 'API_VERSION']),
    r.pick([`v${version(r)}`, `${version(r)}-rc.${r.int(9)}+build.${r.int(9000)}`, date(r), `${version(r)}-beta.${r.int(99)}`]),
  ],
  'model name': r => [
    r.pick(['MODEL', 'VALUE', 'LLM', 'EMBEDDING_MODEL']),
    r.pick([
      `gpt-4o-mini-202${r.int(6)}-0${1 + r.int(9)}-1${r.int(9)}`,
      `claude-3-${r.int(9)}-sonnet-2024${1000 + r.int(230)}`,
      `meta-llama/Llama-3.${r.int(4)}-${1 + r.int(90)}B-Instruct-Turbo`,
      `Qwen/Qwen2.5-Coder-${1 + r.int(70)}B-Instruct-GGUF`,
      `text-embedding-3-large`,
      `mistralai/Mixtral-8x${r.int(30)}B-v0.${r.int(9)}`,
    ]),
  ],
  arn: r => [
    r.pick(['ROLE_ARN', 'VALUE', 'RESOURCE']),
    `arn:aws:${r.pick(['iam', 'lambda', 's3', 'sqs'])}:eu-west-${r.int(4)}:${r.chars(DIGITS, 12)}:${r.pick(['role', 'function'])}/${cap(r.pick(NAMES))}${cap(r.pick(THINGS))}Role-${r.chars(DIGITS + UPPER, 12)}`,
  ],
  'package spec': r => [r.pick(['PACKAGE', 'VALUE']), `@${r.pick(NAMES)}/${slug(r)}-mcp@${version(r)}`],
  flags: r => [r.pick(['FEATURES', 'FLAGS', 'VALUE']), Array.from({ length: 3 }, () => camel(r)).join(',')],
  'feature flag': r => [r.pick(['FEATURE', 'VALUE']), `enable_${r.pick(NAMES)}_${r.pick(THINGS)}_v${r.int(9)}`],
  cron: r => [r.pick(['SCHEDULE', 'VALUE']), `${r.int(60)} */${1 + r.int(12)} * * ${r.int(7)}-${r.int(7)}`],
  regex: r => [r.pick(['PATTERN', 'VALUE', 'TOKEN_PATTERN']), `^${r.pick(NAMES)}_[A-Za-z0-9]{${r.int(60)}}(?:-${r.pick(THINGS)})?$`],
  'base64 of words': r => [r.pick(['VALUE', 'DATA', 'PAYLOAD']), Buffer.from(words(r, 3 + r.int(8))).toString('base64')],
  'pod name': r => [
    r.pick(['POD', 'HOSTNAME', 'VALUE']),
    `${slug(r)}-${r.chars('bcdfghjklmnpqrstvwxz2456789', 10)}-${r.chars('bcdfghjklmnpqrstvwxz2456789', 5)}`,
  ],
  slug: r => [
    r.pick(['PRODUCT', 'VALUE', 'SITE']),
    `${r.pick(NAMES)}-${r.pick(THINGS)}-${r.pick(NAMES)}-${r.pick(STAGES)}-${r.int(10000)}`,
  ],
  bucket: r => [r.pick(['BUCKET', 'VALUE']), `${r.pick(NAMES)}-${r.pick(THINGS)}-${r.pick(STAGES)}-${r.chars(DIGITS, 12)}-eu-west-1`],
  'message key': r => [r.pick(['LABEL_KEY', 'VALUE', 'I18N']), `${r.pick(THINGS)}.${camel(r)}.${r.pick(NAMES)}.title`],
  'class name': r => [r.pick(['CLASS', 'VALUE']), `com.${r.pick(NAMES)}.${r.pick(THINGS)}.${cap(camel(r))}Factory`],
  'long identifier': r => [r.pick(['HANDLER', 'VALUE']), `${camel(r)}${cap(camel(r))}${cap(r.pick(STAGES))}${r.int(100)}`],
  'constant name': r => [r.pick(['VALUE', 'LEVEL']), `${r.pick(NAMES)}_${r.pick(THINGS)}_${r.pick(NAMES)}_${r.int(100)}`.toUpperCase()],
  'tool name': r => ['VALUE', `mcp__${slug(r)}__${r.pick(['list', 'get', 'create'])}_${r.pick(THINGS)}_${r.pick(NAMES)}`],
  'URL with an id': r => [
    r.pick(['VALUE', 'DOCS', 'API_BASE_URL']),
    `https://api.${r.pick(NAMES)}.io/v${r.int(4)}/${r.pick(THINGS)}s/${r.pick([uuid(r), r.chars(DIGITS, 9), r.chars(HEX, 24)])}/${r.pick(THINGS)}`,
  ],
  'URL at a commit': r => [
    r.pick(['SCHEMA', 'VALUE']),
    `https://raw.githubusercontent.com/${r.pick(NAMES)}/${slug(r)}/${r.chars(HEX, 40)}/schema.json`,
  ],
  'URL with a query': r => ['VALUE', `https://${slug(r)}.io/search?q=${r.pick(WORDS)}&project_id=${uuid(r)}&page_token_limit=${r.int(99)}`],
  'web address': r => [
    'VALUE',
    `https://www.${r.pick(NAMES)}-${r.pick(THINGS)}.io/blog/2024/0${1 + r.int(9)}/${words(r, 6).replaceAll(' ', '-')}`,
  ],
  'mail address': r => [r.pick(['EMAIL', 'VALUE']), `${r.pick(NAMES)}.${r.pick(NAMES)}+${r.pick(THINGS)}@${r.pick(NAMES)}.io`],
  locale: r => ['VALUE', `${r.pick(['en', 'de', 'pt'])}-${r.pick(['US', 'DE', 'BR'])}.UTF-8`],
  'time zone': r => ['TZ', `${r.pick(['Europe', 'America'])}/${cap(r.pick(NAMES))}_${cap(r.pick(NAMES))}`],
  timestamp: r => [r.pick(['UPDATED_AT', 'VALUE']), `${date(r)}T1${r.int(9)}:2${r.int(9)}:3${r.int(9)}.${r.chars(DIGITS, 6)}Z`],
  'limit of tokens': r => [r.pick(['MAX_TOKENS', 'TOKEN_LIMIT', 'MAX_OUTPUT_TOKENS']), String(1000 * (1 + r.int(200)))],
  'public key': r => [
    r.pick(['SSH_PUBLIC_KEY', 'VALUE']),
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${r.chars(BASE62, 43)} ${r.pick(NAMES)}@${r.pick(THINGS)}`,
  ],
  'analytics id': r => [
    r.pick(['GA_ID', 'VALUE']),
    r.pick([`G-${r.chars(DIGITS + UPPER, 10)}`, `GTM-${r.chars(DIGITS + UPPER, 7)}`, `UA-${r.chars(DIGITS, 8)}-1`]),
  ],
  'app id': r => [r.pick(['FIREBASE_APP_ID', 'VALUE']), `1:${r.chars(DIGITS, 12)}:web:${r.chars(HEX, 22)}`],
  'client id': r => [
    r.pick(['GOOGLE_CLIENT_ID', 'CLIENT_ID']),
    `${r.chars(DIGITS, 12)}-${r.chars(DIGITS + LOWER, 32)}.apps.googleusercontent.com`,
  ],
  'trace id': r => [r.pick(['TRACE_ID', 'TRACEPARENT']), `00-${r.chars(HEX, 32)}-${r.chars(HEX, 16)}-01`],
  'mac address': r => ['VALUE', Array.from({ length: 6 }, () => r.chars(HEX, 2)).join(':')],
  'ip address': r => ['VALUE', Array.from({ length: 8 }, () => r.chars(HEX, 4)).join(':')],
  colour: r => ['VALUE', '#' + r.chars(HEX, 6)],
  'id with its kind': r => [
    r.pick(['STRIPE_PRICE', 'OPENAI_ASSISTANT', 'VERCEL_PROJECT_ID', 'OPENAI_ORG', 'VALUE']),
    r.pick(['price_1', 'asst_', 'prj_', 'org-', 'team_', 'proj_', 'file-', 'user_']) + r.chars(BASE62, 23),
  ],
  'cloud id': r => [r.pick(['INSTANCE', 'VPC', 'AMI', 'VALUE']), r.pick(['i-0', 'vpc-0', 'ami-0', 'subnet-0', 'sg-0']) + r.chars(HEX, 16)],
  'account sid': r => [r.pick(['SERVICE_SID', 'VALUE']), r.pick(['VA', 'MG', 'PN']) + r.chars(HEX, 32)],
  'wallet address': r => [
    r.pick(['WALLET_ADDRESS', 'SOLANA_PROGRAM', 'VALUE']),
    r.chars('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', 44),
  ],
  'contract address': r => [r.pick(['CONTRACT', 'WALLET', 'VALUE']), '0x' + r.chars(HEX, 40)],
  'content address': r => [r.pick(['IPFS', 'VALUE']), 'Qm' + r.chars('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', 44)],
  'page, board or zone': r => [
    r.pick(['NOTION_DATABASE', 'TRELLO_BOARD', 'CLOUDFLARE_ACCOUNT_ID', 'BUILD', 'RELEASE']),
    r.chars(HEX, r.pick([24, 32, 40])),
  ],
  picture: r => [
    r.pick(['ICON', 'LOGO', 'VALUE']),
    r.pick(['data:image/png;base64,', '']) + 'iVBORw0KGgo' + r.bytes(60).toString('base64'),
  ],
  'page cursor': r => [
    r.pick(['CURSOR', 'PAGE_STATE', 'VALUE']),
    Buffer.from(`{"page":${r.int(90)},"id":${r.int(90000)}}`).toString('base64'),
  ],
  'key of a thing': r => [
    r.pick(['CACHE_KEY', 'S3_KEY', 'PARTITION_KEY']),
    r.pick([`user:${r.int(9000)}:profile`, `uploads/2024/${uuid(r)}.png`, `tenant#${r.int(900)}`, `${r.pick(THINGS)}/${slug(r)}.json`]),
  ],
  'key that is an id': r => [r.pick(['IDEMPOTENCY_KEY', 'KMS_KEY_ID', 'SESSION_ID', 'SESSION']), uuid(r)],
  'name of a key': r => [
    r.pick(['KMS_KEY', 'KEY_VAULT', 'PROJECT_KEY']),
    r.pick([`alias/${slug(r)}`, `kv-${slug(r)}-weu`, 'PLAT', `${r.pick(NAMES)}-prod`]),
  ],
  'address of sign-in': r => [
    r.pick(['TOKEN_URL', 'JWT_ISSUER', 'AUTH_URL']),
    `https://login.${r.pick(NAMES)}.io/${uuid(r)}/oauth2/v2.0/token`,
  ],
  'URL of a document': r => [
    r.pick(['VALUE', 'URL']),
    r.pick([
      `https://docs.google.com/spreadsheets/d/1${r.chars(BASE62, 43)}/edit#gid=0`,
      `https://www.notion.so/${r.pick(NAMES)}/Roadmap-${r.chars(HEX, 32)}`,
      `https://www.figma.com/design/${r.chars(BASE62, 22)}/${cap(r.pick(NAMES))}`,
      `https://cdn.${r.pick(NAMES)}.io/${r.chars(HEX, 64)}/main.js`,
      `https://${r.pick(NAMES)}.io/download/file-${uuid(r)}.zip?sha256=${r.chars(HEX, 64)}`,
    ]),
  ],
  'source at a commit': r => [r.pick(['PACKAGE', 'VALUE']), `git+https://github.com/${r.pick(NAMES)}/${slug(r)}@${r.chars(HEX, 40)}`],
  fingerprint: r => [
    r.pick(['CERT_FINGERPRINT', 'SSH_HOST_FINGERPRINT', 'VALUE']),
    `SHA256:${r.bytes(32).toString('base64').slice(0, 43)}`,
  ],
  branch: r => [r.pick(['BRANCH', 'VALUE']), `feature/OPS-${r.int(9999)}-add-token-refresh-for-${r.pick(THINGS)}`],
  reference: r => [
    r.pick(['API_KEY', 'TOKEN', 'VALUE']),
    r.pick([
      `\${${cap(r.pick(NAMES)).toUpperCase()}_API_KEY}`,
      `op://${r.pick(NAMES)}/${slug(r)}/credential`,
      `{{ ${r.pick(NAMES)}_token }}`,
      `vault:${slug(r)}#token`,
    ]),
  ],
  placeholder: r => [
    r.pick(['API_KEY', 'TOKEN', 'ACME_SECRET']),
    r.pick([
      `your-${r.pick(NAMES)}-api-key`,
      `<${r.pick(NAMES)} token>`,
      `${r.pick(NAMES)}_api_key_here`,
      'sk-xxxxxxxxxxxxxxxxxxxxxxxx',
      'REPLACE_WITH_TOKEN',
      'changeme',
      '${API_KEY}',
      'sk-...',
    ]),
  ],
  'header name': r => [r.pick(['API_KEY_HEADER', 'TOKEN_HEADER_NAME', 'AUTH_HEADER']), `X-${cap(r.pick(NAMES))}-Api-Key`],
  'secret name': r => [r.pick(['SECRET_NAME', 'KEY_NAME', 'TOKEN_ID', 'API_KEY_ID']), r.pick([`${slug(r)}-api-key`, uuid(r)])],
};

/** Places of a configuration; each takes any text. */
export const PLACES: Readonly<Record<string, (text: string) => object>> = {
  'env, telling name': text => ({ command: 'x', env: { ACME_API_KEY: text } }),
  'env, neutral name': text => ({ command: 'x', env: { VALUE: text } }),
  '--flag=value': text => ({ command: 'x', args: ['run', `--api-key=${text}`] }),
  '--flag value': text => ({ command: 'x', args: ['run', '--api-key', text] }),
  'docker -e': text => ({ command: 'docker', args: ['run', '-i', '--rm', '-e', `ACME_TOKEN=${text}`, 'acme/server'] }),
  'docker --env=': text => ({ command: 'docker', args: ['run', `--env=ACME_API_KEY=${text}`, 'acme/server'] }),
  '--header': text => ({ command: 'npx', args: ['mcp-remote', 'https://mcp.acme.io/mcp', '--header', `Authorization: Bearer ${text}`] }),
  Authorization: text => ({ url: 'https://mcp.acme.io/mcp', headers: { Authorization: `Bearer ${text}` } }),
  'X-Api-Key': text => ({ url: 'https://mcp.acme.io/mcp', headers: { 'X-Api-Key': text } }),
  'URL query': text => ({ url: `https://mcp.acme.io/mcp?api_key=${encodeURIComponent(text)}` }),
  'URL path': text => ({ url: `https://mcp.acme.io/s/${encodeURIComponent(text)}/mcp` }),
  'URL path, raw': text => ({ url: `https://mcp.acme.io/s/${text}/mcp` }),
  'URL path, last': text => ({ url: `https://tools.acme.io/connect/${encodeURIComponent(text)}` }),
  'URL path, argument': text => ({ command: 'npx', args: ['-y', 'mcp-remote', `https://tools.acme.io/${encodeURIComponent(text)}/sse`] }),
  'URL path, env': text => ({ command: 'x', env: { SERVER_URL: `https://tools.acme.io/${encodeURIComponent(text)}/mcp` } }),
  'JSON in a string': text => ({ command: 'x', env: { OPTIONS: JSON.stringify({ verbose: true, apiKey: text }) } }),
  'DSN, raw': text => ({ command: 'x', args: [`postgresql://app:${text}@db.acme.io:5432/app`] }),
  'DSN of pairs': text => ({ command: 'x', env: { CONNECTION: `Server=db.acme.io;Database=app;User Id=app;Password=${text};` } }),
  DSN: text => ({ command: 'x', env: { DATABASE_URL: `postgresql://app:${encodeURIComponent(text)}@db.acme.io:5432/app` } }),
};

/** Names that say nothing of what they hold. */
export const NEUTRAL_NAMES = [
  'VALUE',
  'DATA',
  'ACME_SETTING',
  'MY_OPTION',
  'PARAM_1',
  'EXTRA',
  'CUSTOM',
  'ACME',
  'CONFIG',
  'ACME_PROD',
] as const;

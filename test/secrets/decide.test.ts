// What is a credential and what is not, one line each. Values are made here, or are no credentials.
import { describe, expect, test } from 'vitest';
import { type Asked, inspect } from '../../src/secrets/inspect.ts';
import { sample } from '../../src/secrets/samples.ts';

const look = (name: string | null, text: string, more: Partial<Asked> = {}) =>
  inspect({ text, base: 0 }, { name, firm: true, isArgument: false, ...more });
const kinds = (name: string | null, text: string, more: Partial<Asked> = {}) => look(name, text, more).map(hit => hit.kind.id);

/** Random values, cut out of samples. */
const base62 = (length: number, salt = 0) => sample('groq-key', salt).slice(4, 4 + length);
const hex = (length: number, salt = 0) => sample('daytona-key', salt).slice(4, 4 + length);
const uuid = () => sample('context7-key').slice('ctx7sk-'.length);

describe('stays silent', () => {
  test.each([
    ['OPENAI_API_KEY', 'lmstudio'],
    ['OPENAI_API_KEY', 'ollama'],
    ['apiKey', 'dummy'],
    ['apiKey', 'local'],
    ['Authorization', 'Bearer no-key'],
    ['Authorization', 'Bearer token123'],
    ['GITHUB_TOKEN', 'optional'],
    ['apiKey', 'ACTUAL_API_KEY'],
    ['anthropic_api_key', 'anthropic_api_key'],
    ['GEMINI_API_KEY', 'gen-lang-client-0123498765'],
    ['VNC_PASSWORD', 'youvncpassword'],
    ['GOOGLE_CLIENT_SECRET', 'your_google_oauth_client_secret_here'],
    ['RAILWAY_TOKEN', 'REMPLACEZ_PAR_VOTRE_TOKEN_RAILWAY'],
    ['ANTHROPIC_API_KEY', 'SUA_CHAVE_ANTHROPIC_AQUI'],
    ['HEADERS', '{"Authorization": "Bearer ntn_****"}'],
    ['SLACK_MCP_XOXC_TOKEN', 'REDACTED'],
    ['SLACK_BOT_TOKEN', 'xoxb-your-slack-bot-token'],
    ['CLIENT_SECRET', 'my-client-secret'],
    ['MYSQL_DSN', 'user:pass@tcp(host)/db'],
    ['CONNECTION_STRING', 'Server=db;Database=app;Trusted_Connection=True;'],
    ['MONGO_URL', 'mongodb://localhost:27017/app'],
    ['DATABASE_URL', 'postgresql://user:password@host:5432/database'],
    ['DATABASE_URL', 'postgresql://app:letsgo@db.example.com/app'],
    ['DATABASE_URL', 'postgresql://app:[YOUR-DB-PASSWORD]@db.acme.io/app'],
    ['DATABASE_URL', 'postgresql://app:<password>@db.acme.io/app'],
    ['DATABASE_URL', 'postgresql://app:${DB_PASSWORD}@db.acme.io/app'],
    ['DATABASE_URL', 'postgresql://app@db.acme.io/app'],
    ['SENTRY_AUTH', 'Sentry-Bearer ${SENTRY_ACCESS_TOKEN}'],
    ['Authorization', 'Basic ${input:jenkins-basic-auth}'],
    ['HF_TOKEN', '${HF_TOKEN:-}'],
    ['HF_TOKEN', '${HF_TOKEN:?set HF_TOKEN}'],
    ['url', 'https://api.ref.tools/mcp?apiKey={env:REF_API_KEY}'],
    ['url', 'https://mcp.supabase.com/mcp?project_ref=abcdefghijklmnopqrst&read_only=true'],
    ['credentialRef', 'provider:openrouter'],
    ['DB_PASSWORD', 'op://vault/item/password'],
    ['DB_PASSWORD', '/run/secrets/db_password'],
    ['DB_PASSWORD', 'ENC[AES256_GCM,data:abc]'],
    ['API_KEY', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:app'],
    ['PASSWORD', 'true'],
    ['PASSWORD', ''],
    ['MAX_TOKENS', '64000'],
    ['TOOL_PREFIX', 'test_'],
    ['key', 'DEEPSEEK_API_KEY'],
    ['API_KEY_HEADER', 'X-API-Key'],
    ['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
    ['description', 'Your OpenAI secret API key'],
    ['title', 'Basic Memory'],
    [null, 'mcp__task-manager-with-a-long-name__create'],
    [null, 'sk-manager'],
    ['JWT_SECRET', 'change-this-in-production'],
    ['ENCRYPTION_KEY', '00000000000000000000000000000000'],
    ['API_KEY', '1234567890abcdef1234567890abcdef'],
    ['API_KEY', 'abcdefghijklmnopqrstuvwxyz123456'],
    ['API_KEY', 'sk-1234567890abcdefghijklmnop'],
    ['PRIVATE_KEY', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----'],
    ['AUTH_TOKEN', 'C:\\Users\\alex\\token.txt'],
    ['API_TOKEN', './secrets/token.json'],
    ['ENCRYPTION_KEY', 'your32charhexkey'],
    ['API_KEY', 'ThisIsASecretKey123'],
    ['API_KEY', `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"role":"service_role"}').toString('base64url')}.demo`],
    ['API_KEY', 'gpt4oMiniPreview'],
    ['API_KEY', 'qwertyuiop123456'],
    ['API_TOKEN', '123e4567-e89b-12d3-a456-426614174000'],
    ['API_TOKEN', '550e8400-e29b-41d4-a716-446655440000'],
    ['DISCORD_TOKEN', `${Buffer.from('123456789012345678').toString('base64')}.XXXXXX.XXXXXXXXXXXXXXXXXXXXXXXXXXX`],
    ['DB_PASSWORD', 'votre-mot-de-passe'],
    ['DB_PASSWORD', 'jouw-wachtwoord'],
    ['DB_PASSWORD', 'twoje-haslo'],
    ['DB_PASSWORD', 'ditt-lösenord'],
    ['DB_PASSWORD', 'şifreniz'],
    ['DB_PASSWORD', 'mat-khau-cua-ban'],
    ['DB_PASSWORD', 'passwort'],
    ['DB_PASSWORD', 'mypassword'],
    ['DB_PASSWORD', 'senha'],
    ['DATABASE_URL', 'postgresql://usuario:contraseña@db.acme.io/app'],
    ['GMAIL_APP_PASSWORD', 'xxxx xxxx xxxx xxxx'],
    ['GMAIL_APP_PASSWORD', 'abcd efgh ijkl mnop'],
    ['DB_PASSWORD', 'must have four good word'],
  ] as const)('%s = %s', (name, text) => {
    expect(kinds(name, text)).toEqual([]);
  });

  test('identifiers and digests under names that are no secret', () => {
    for (const name of ['userID', 'accountUuid', 'lastSessionId', 'commit', 'sha256', 'tenant', 'fileSha256', 'PROJECT_ID', 'integrity']) {
      expect(kinds(name, hex(40))).toEqual([]);
      expect(kinds(name, uuid())).toEqual([]);
      expect(kinds(name, hex(60))).toEqual([]);
    }
  });

  test('UUIDs, ids and odd lengths of hexadecimal text under a blank name', () => {
    for (const text of [
      uuid(),
      hex(24),
      hex(60),
      '01' +
        base62(24)
          .toUpperCase()
          .replace(/[ILOU]/g, 'X'),
      '1' + base62(43),
    ]) {
      expect(kinds('VALUE', text)).toEqual([]);
    }
    expect(kinds(null, hex(40), { isArgument: true })).toEqual([]);
  });

  test('ids in paths of a host of one’s own', () => {
    expect(kinds('url', `https://n8n.acme.io/workflow/${base62(16)}`)).toEqual([]);
    expect(kinds('url', `https://tools.acme.io/tenants/${uuid()}/mcp`)).toEqual([]);
  });

  test('the key of a project', () => expect(kinds('projectKey', `acme_app_${base62(20)}`, { firm: false })).toEqual([]));

  test('the key of a file', () => expect(kinds('FIGMA_FILE_KEY', base62(22))).toEqual([]));

  test('texts for people under telling names', () => {
    for (const text of [
      'API-sleutel',
      'Chiave API di OpenAI',
      'AWS-toegangssleutel',
      'Schlüssel eingeben',
      '访问令牌',
      'Clé secrète du service',
      'toegangssleutel',
    ]) {
      expect(kinds('awsAccessKey', text, { firm: false })).toEqual([]);
      expect(kinds('awsAccessKey', text)).toEqual([]);
    }
  });
});

describe('speaks', () => {
  const cases: readonly (readonly [string, string | null, () => string, string, Partial<Asked>?])[] = [
    ['a random token under a telling name', 'LEANTIME_API_TOKEN', () => base62(32), 'generic-token'],
    ['a hex digest as a key', 'OBSIDIAN_API_KEY', () => hex(60), 'generic-api-key'],
    ['a UUID as a key', 'KALI_API_KEY', uuid, 'generic-api-key'],
    ['a UUID after --key', '--key', uuid, 'generic-api-key', { isArgument: true }],
    ['a short key', 'DEALMACHINE_API_KEY', () => base62(12), 'generic-api-key'],
    ['a key behind a vendor’s prefix', 'OPENMEMORY_API_KEY', () => 'om-' + base62(32), 'generic-api-key'],
    ['a password that a person made', 'ODOO_PASSWORD', () => 'Summer&Rain', 'generic-password'],
    ['a bearer token', 'Authorization', () => 'Bearer ' + base62(40), 'bearer-token'],
    ['a token without its scheme', 'Authorization', () => base62(40), 'bearer-token'],
    ['a header argument', '--header', () => 'authorization:Bearer ' + base62(40), 'bearer-token', { isArgument: true }],
    ['a password in a URL', 'url', () => `https://bot:${base62(12)}@mcp.acme.io/`, 'password-in-url'],
    ['a database password', 'DATABASE_URL', () => `postgresql://app:${base62(14)}@db.acme.io/app`, 'password-in-connection-string'],
    [
      'a percent-encoded one',
      'DATABASE_URL',
      () => `postgresql://app:Rain%40${base62(6)}%21@db.acme.io/app`,
      'password-in-connection-string',
    ],
    [
      'one of an ADO.NET string',
      'CONNECTION_STRING',
      () => `Server=db.acme.io;User Id=app;Password=${base62(14)};`,
      'password-in-connection-string',
    ],
    ['one of a Go DSN', 'MYSQL_DSN', () => `app:${base62(14)}@tcp(db.acme.io:3306)/app`, 'password-in-connection-string'],
    ['one of libpq', 'PG', () => `host=db.acme.io user=app password=${base62(14)} dbname=app`, 'password-in-connection-string'],
    ['a token in a query', 'url', () => `https://mcp.acme.io/mcp?token=${hex(40)}`, 'token-in-url'],
    ['a path that is the permission', 'url', () => `https://mcp.composio.dev/partner/${uuid()}/mcp`, 'token-in-url'],
    ['a path of n8n on a host of one’s own', 'url', () => `https://n8n.acme.io/mcp/${uuid()}/sse`, 'token-in-url'],
    ['a short path on a host of such paths', 'url', () => `https://router.mcp.so/sse/${hex(4)}${base62(10)}`, 'token-in-url'],
    ['a hook of a chat', 'url', () => `https://open.feishu.cn/open-apis/bot/v2/hook/${uuid()}`, 'token-in-url'],
    ['a list of headers', 'OTEL_EXPORTER_OTLP_HEADERS', () => `x-tenant=acme,x-api-key=${base62(40)}`, 'generic-api-key'],
    ['a default password', 'POSTGRES_PASSWORD', () => 'postgres', 'default-password'],
    ['a default in a URL', 'DATABASE_URL', () => 'postgresql://postgres:postgres@localhost:5432/app', 'default-password'],
    ['a password equal to its user', 'url', () => 'postgres://odoo:odoo@localhost/odoo', 'default-password'],
    ['a bcrypt hash', 'password', () => '$2b$10$' + base62(52) + 'a', 'password-hash', { firm: false }],
    ['a permission rule', null, () => `Bash(set GOOGLE_API_KEY=${sample('google-api-key')})`, 'google-api-key', { firm: false }],
    ['a shell line', 'command', () => `API_TOKEN=${base62(32)} npx server`, 'generic-token', { isArgument: true }],
    ['a Kagi key, which is dotted', 'KAGI_API_KEY', () => `${base62(11)}.${base62(43, 1)}`, 'kagi-key'],
    ['a cookie', 'Cookie', () => `lang=en; sid=${base62(40)}`, 'session-cookie'],
    ['an app password in groups', 'WORDPRESS_APP_PASSWORD', () => base62(24).replace(/.{4}(?=.)/g, '$& '), 'generic-password'],
    ['a key whose name ends in the service', 'API_KEY_ACME', () => hex(32), 'generic-api-key'],
    ['a variable of PowerShell', '-Command', () => `$env:ACME_API_KEY="${base62(30)}"; npx acme`, 'generic-api-key', { isArgument: true }],
    ['a query without a question mark', 'url', () => `https://mcp.acme.io/mcp&token=${hex(40)}`, 'token-in-url'],
    ['a product’s documented password', 'MSSQL_SA_PASSWORD', () => 'yourStrong(!)Password', 'default-password'],
    ['one shape of two providers, by the name', 'CLERK_SECRET_KEY', () => sample('clerk-key'), 'clerk-key'],
    ['one shape of two providers, by its own name', 'STRIPE_SECRET_KEY', () => sample('clerk-key'), 'stripe-secret-live'],
    ['a wallet key', 'WALLET_PRIVATE_KEY', () => '0x' + hex(60) + 'ab12', 'ethereum-private-key'],
  ];
  for (const [title, name, text, kind, more = {}] of cases) {
    test(title, () => expect(kinds(name, text(), more)).toEqual([kind]));
  }

  test('base64 of a user and a password, at the place of the base64', () => {
    const encoded = Buffer.from('bot:' + base62(16)).toString('base64');
    const [hit, ...more] = look('Authorization', `Basic ${encoded}`);
    expect(more).toEqual([]);
    expect(hit).toMatchObject({ start: 6, end: 6 + encoded.length, class: 'secret' });
    expect(kinds('Authorization', 'Basic ' + Buffer.from('test:test').toString('base64'))).toEqual(['default-password']);
  });

  test('the cookies of a header are one session, short ones too', () => {
    const text = ` uid=7; key=${base62(8)}; sid=${base62(40)}; csrf=${hex(32)}`;
    expect(look('ACME_COOKIE', text)).toMatchObject([{ kind: { id: 'session-cookie' }, start: 1, end: text.length }]);
    expect(kinds('ACME_COOKIE', `sid=\${SID}; csrf=${hex(32)}`)).toEqual(['session-cookie']);
    expect(kinds('ACME_COOKIE', 'lang=en; theme=dark')).toEqual([]);
  });

  test('what was pasted along with a value', () => {
    const key = base62(32);
    for (const text of [`"${key}"`, `'${key}'`, `${key} # production`, `<${key}>`]) {
      expect(look('ACME_API_KEY', text).map(hit => text.slice(hit.start, hit.end))).toEqual([key]);
    }
    expect(kinds('DB_PASSWORD', "'Rain&Snow'")).toEqual(['generic-password']);
    for (const text of ['"your-key"', "'changeme'", '<GITHUB_PERSONAL_ACCESS_TOKEN>', '<the-password-of-the-db>']) {
      expect(kinds('ACME_API_KEY', text)).toEqual([]);
      expect(kinds('PASSWORD', '<the-password-of-the-db>')).toEqual([]);
    }
    expect(kinds('env', `ACME_TOKEN=${key}`)).toEqual(['generic-token']);
  });

  test('JSON in JSON in an argument, at its exact place', () => {
    const key = sample('perplexity-key');
    const text = JSON.stringify(JSON.stringify({ perplexityApiKey: key }));
    const [hit] = look('--config', text, { isArgument: true });
    expect(text.slice(hit!.start, hit!.end)).toBe(key);
  });

  test('a default and a pasted name', () => {
    const key = sample('xai-key');
    expect(look('XAI_API_KEY', '${XAI_API_KEY:-' + key + '}')).toMatchObject([
      { place: 'reference-default', kind: { id: 'xai-key' }, start: 15 },
    ]);
    expect(look('T', '${env:' + sample('supabase-pat') + '}')).toMatchObject([{ place: 'reference-name', start: 6 }]);
    expect(look('X_TOKEN', '${X:-' + base62(32) + '}')).toMatchObject([{ place: 'reference-default', kind: { id: 'generic-token' } }]);
  });
});

describe('passwords in commands', () => {
  const rule = { firm: false, isCommand: true } as const;
  test.each([
    ['Bash(PGPASSWORD=Rain#Snow7 psql:*)', 'Rain#Snow7'],
    ["Bash(PULUMI_CONFIG_PASSPHRASE='Harbor.copper@26' pulumi up)", 'Harbor.copper@26'],
    ['Bash(sshpass -p Fl@tHarbor1n ssh root@10.0.0.1 *)', 'Fl@tHarbor1n'],
    ['Bash(mysql -u app -pHarbor9mn app)', 'Harbor9mn'],
    ['Bash(redis-cli -h h -a "Harbor 77" ping)', 'Harbor 77'],
    ['Bash(curl -u admin:Harbor7or https://h/)', 'Harbor7or'],
    ["Bash(plink -ssh -pw 'Harbor@7x' bill@10.0.0.1)", 'Harbor@7x'],
    ['DB_PASSWORD=Harbor77 exec npx acme', 'Harbor77'],
  ])('%s', (text, value) => {
    expect(look(null, text, rule).map(hit => [hit.kind.id, text.slice(hit.start, hit.end)])).toEqual([['generic-password', value]]);
  });

  test.each([
    'Bash(PGPASSWORD=postgres psql:*)',
    'Bash(PGPASSWORD=* psql:*)',
    'Bash(PGPASSWORD=$DB_PASSWORD psql:*)',
    'Bash(TOKEN=$(gh auth token) npm test)',
    'Bash(PASSWORD_MIN_LENGTH=8 npm test)',
    'Bash(sshpass -p:*)',
    'Bash(docker run --name mysql -p3306:3306 mysql)',
    'Bash(docker run -u 1000:1000 acme)',
    'Bash(curl -u "$USER:$PASS" https://h/)',
    'Bash(grep -rn password src/)',
  ])('not in %s', text => expect(kinds(null, text, rule)).toEqual([]));

  test('in a server entry a first password counts, too', () => {
    expect(kinds('-c', 'DB_PASSWORD=postgres exec npx acme', { isArgument: true, isCommand: true })).toEqual(['default-password']);
  });
});

test('public keys are told from secret ones', () => {
  expect(look('STRIPE', sample('stripe-publishable'))).toMatchObject([{ class: 'publishable' }]);
  expect(look('STRIPE', sample('stripe-test'))).toMatchObject([{ class: 'test' }]);
  expect(look('STRIPE', sample('stripe-secret-live'))).toMatchObject([{ class: 'secret' }]);
});

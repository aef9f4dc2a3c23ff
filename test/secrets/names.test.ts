import { describe, expect, test } from 'vitest';
import { meaningOf, type NameMeaning, wordsOf } from '../../src/secrets/names.ts';

const TABLE: Readonly<Record<NameMeaning, readonly string[]>> = {
  password: [
    'PASSWORD',
    'DB_PASSWORD',
    'ODOO_PASSWORD',
    'PGPASSWORD',
    'smtpPass',
    'passphrase',
    'MYSQL_PWD',
    'postgres_password_prod',
    'adminPassword2',
    'N8N_BASIC_AUTH_PASSWORD',
    'QQ_MAIL_AUTH_CODE',
  ],
  secret: [
    'GITHUB_TOKEN',
    'GITHUB_PERSONAL_ACCESS_TOKEN',
    'accessToken',
    'AccessToken',
    '--access-token',
    'X-Api-Key',
    'x-ref-api-key',
    'apiKey',
    'APIKey',
    'apikey',
    'API_KEY_2',
    'OPENAI_API_KEY',
    'N8N_API_KEY',
    'CLIENT_SECRET',
    'AWS_SECRET_ACCESS_KEY',
    'SUPABASE_SERVICE_ROLE_KEY',
    'Authorization',
    'jwt',
    'SLACK_MCP_XOXC_TOKEN',
    'GITHUB_PAT',
    'authTokens',
    'MNEMONIC',
    'MYTOKEN',
    'GH_TOKEN_PROD',
    'credentials',
    'PRIVATE_KEY',
    'ENCRYPTION_KEY',
    'API_KEY_OPENAI',
    'apiKeyOpenai',
    'ACCESS_TOKEN_ACME',
    'DB_PASSWORD_ACME',
    'TELEGRAM_SESSION_STRING',
  ],
  weak: ['key', '--key', '-k', 'KEY', 'RESEND_KEY', 'auth', 'TG_API_HASH', 'seed', 'pass'],
  cookie: ['Cookie', 'SESSION_COOKIE'],
  publishable: ['PUBLIC_KEY', 'STRIPE_PUBLISHABLE_KEY', 'SUPABASE_ANON_KEY', '--supabase-anon-key', 'SITE_KEY', 'VAPID_PUBLIC_KEY'],
  address: [
    'DATABASE_URL',
    'SENTRY_DSN',
    'CONNECTION_STRING',
    'MongoConnectionString',
    'SLACK_WEBHOOK_URL',
    'serverUrl',
    'uri',
    'TOKEN_URL',
  ],
  pointer: [
    'TOKEN_LIMIT',
    'API_KEY_HEADER',
    'SSL_KEY_PATH',
    'SECRET_NAME',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_TTL',
    'PASSWORD_FILE',
    'userID',
    'claudeCodeFirstTokenDate',
    'CLIENT_ID',
    'lastSessionId',
    'AUTH_TYPE',
    'useToken',
    'REQUIRE_AUTH',
    'TOKEN_PROVIDER',
    'bearer_token_env_var',
  ],
  neutral: [
    'MAX_TOKENS',
    'maxTokens',
    'DEFAULT_MINIMUM_TOKENS',
    'nextPageToken',
    'PARTITION_KEY',
    'VALUE',
    'LOG',
    'keyboard',
    'KEYWORDS',
    'monkey',
    'sessionKeyboard',
    '',
    '---',
    'MAX_THOUGHT_TOKENS',
    'COUNTRY_CODE',
    'CONNECT_STRING',
    'TOKEN_MINT',
  ],
};

describe.each(Object.entries(TABLE))('%s', (meaning, names) => {
  test.each(names)('%s', name => expect(meaningOf(name)).toBe(meaning));
});

test('names are cut into words at case, digits and separators', () => {
  expect(wordsOf('githubApiKey')).toEqual(['github', 'api', 'key']);
  expect(wordsOf('GITHUB-API_KEY')).toEqual(['github', 'api', 'key']);
  expect(wordsOf('N8N_API_KEY')).toEqual(['n8n', 'api', 'key']);
  expect(wordsOf('OAuthAPIKey2')).toEqual(['o', 'auth', 'api', 'key2']);
  expect(wordsOf('x'.repeat(100_000))).toHaveLength(1);
});

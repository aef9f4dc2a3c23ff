// Credentials of whole files: exact places, comments, broken text, copies, companions.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigFile } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { ruleOf, severityOf } from '../../src/secrets/assign.ts';
import { findCredentials } from '../../src/secrets/index.ts';
import { sample } from '../../src/secrets/samples.ts';
import { parse } from '../../src/syntax/index.ts';
import { configFile } from './files.ts';

const env = (values: Record<string, string>) => ({ mcpServers: { demo: { command: 'x', env: values } } });
const found = (content: object | string) => findCredentials(configFile(content).file);

async function fileOf(path: string, text: string, syntax: 'json' | 'yaml' | 'toml' | 'dotenv' | 'markdown'): Promise<ConfigFile> {
  const source = new Source(path, text);
  const documents = await parse(source, syntax);
  return { ...configFile({}).file, path, source, documents, state: 'partial' };
}

const rule = (server: object) => findCredentials(configFile({ mcpServers: { demo: server } }).file).map(ruleOf);

describe('exact places', () => {
  test('behind escapes, without quotes, in any syntax', async () => {
    const token = sample('github-pat-classic');
    const places: [string, string, 'json' | 'yaml' | 'toml' | 'dotenv'][] = [
      ['a.json', `{"a": "\\u00e9\\n${token}"}`, 'json'],
      ['a.yaml', `a:\n  - b: ${token}\n`, 'yaml'],
      ['a.yaml', `a: "x\\t${token}"\n`, 'yaml'],
      ['a.yaml', `a: |\n  one\n  two ${token} three\n`, 'yaml'],
      ['a.toml', `[a]\nb = "${token}"\n`, 'toml'],
      ['.env', `A=1\nB='${token}'\n`, 'dotenv'],
    ];
    for (const [path, text, syntax] of places) {
      const credentials = findCredentials(await fileOf(path, text, syntax));
      expect(
        credentials.map(one => text.slice(one.span.start, one.span.end)),
        text.replace(token, 'T'),
      ).toEqual([token]);
    }
  });

  test('a password in a connection string, not the string', () => {
    const { file, source } = configFile(env({ DATABASE_URL: 'postgresql://app:s%40lt"y-9x@db.acme.io/app' }));
    const [one] = findCredentials(file);
    expect(source.slice(one!.span)).toBe('s%40lt\\"y-9x');
    expect(one!.place).toBe('url');
  });

  test('the same password counts as equal, percent-encoded or not', () => {
    const [a, b] = found(env({ DATABASE_URL: 'postgresql://app:s%40lty-9x@db.acme.io/app', DB_PASSWORD: 's@lty-9x' }));
    expect(a!.secret.equals(b!.secret)).toBe(true);
  });
});

describe('text without a tree', () => {
  test('comments, by shape and by name', async () => {
    const token = sample('github-pat-classic');
    const text = `a: 1\n#   GITHUB_TOKEN: "${token}"\n# your token goes here: ghp_xxxx\n`;
    const credentials = findCredentials(await fileOf('a.yaml', text, 'yaml'));
    expect(credentials).toMatchObject([{ kind: 'github-pat-classic', place: 'comment', path: null }]);
  });

  test('a file that does not parse is searched line by line', async () => {
    const key = sample('groq-key').slice(4, 36);
    const text = `servers:\n  - name: "a\n    args:\n      - "-k"\n      - "${key}"\n   apiKey: ${key.split('').reverse().join('')}\n`;
    const credentials = findCredentials({ ...(await fileOf('a.yaml', text, 'yaml')), documents: [], state: 'unreadable' });
    expect(credentials.map(one => one.source.position(one.span.start).line)).toEqual([5, 6]);
  });

  test('a command of a page that adds a server, over all of its lines', async () => {
    const [key, token] = [sample('groq-key').slice(4, 36), sample('github-pat-classic')];
    const json = '```json\n{ "mcpServers": { "demo": { "command": "npx", "args": ["-y", "acme"] } } }\n```\n';
    const shell = [
      '```bash',
      `claude mcp add acme -e ACME_API_KEY=${key} \\`,
      `  --header "Authorization: Bearer ${token}" -- npx -y acme`,
      'claude mcp add acme -e ACME_API_KEY=your-key -e ACME_PASSWORD=hunter2',
      `export ACME_API_KEY=${key.split('').reverse().join('')}`,
      '```',
    ].join('\n');
    const credentials = findCredentials(await fileOf('README.md', json + shell, 'markdown'));
    expect(credentials.map(one => [one.kind, one.source.position(one.span.start).line])).toEqual([
      ['generic-api-key', 5],
      ['github-pat-classic', 6],
    ]);
  });

  test('what is not MCP is left alone', () => {
    const { file } = configFile({ token: sample('github-pat-classic') });
    expect(findCredentials({ ...file, state: 'skipped' })).toEqual([]);
  });
});

test('a value that was found is found again wherever it stands', () => {
  const key = sample('context7-key').slice('ctx7sk-'.length);
  const content = {
    mcpServers: { n8n: { command: 'x', env: { N8N_API_KEY: key } } },
    history: [{ display: `use ${key} for n8n` }, { display: 'no' }],
  };
  expect(found(content).map(one => one.path?.join('/'))).toEqual(['mcpServers/n8n/env/N8N_API_KEY', 'history/0/display']);
});

test('a name beside a value, a key that is a token, and variables of a dotenv file', async () => {
  const token = sample('groq-key').slice(4, 44);
  expect(
    found({
      headers: [
        { name: 'X-Api-Key', value: token },
        { name: 'Accept', value: token },
      ],
    }).map(one => one.path?.join('/')),
  ).toEqual(['headers/0/value', 'headers/1/value']);
  expect(found({ a: [{ name: 'X-Api-Key', value: token }] }).map(one => one.kind)).toEqual(['generic-api-key']);
  expect(found({ a: { [sample('groq-key')]: true } }).map(one => one.kind)).toEqual(['groq-key']);
  const text = `DB_PASSWORD=postgres\nODOO_PASSWORD=Rain&Snow\nODOO_URL=https://odoo.acme.io\n`;
  expect(findCredentials(await fileOf('.env', text, 'dotenv')).map(one => one.kind)).toEqual(['default-password', 'generic-password']);
});

test('the password of sshpass, and no other `-p`', () => {
  const ssh = (command: string, ...args: string[]) => found({ mcpServers: { demo: { command, args } } }).map(one => one.kind);
  expect(ssh('sshpass', '-p', 'Rain&Snow', 'ssh', 'root@10.0.0.1', 'mcp')).toEqual(['generic-password']);
  expect(ssh('sudo', 'sshpass', '-p', 'Rain&Snow', 'ssh', 'root@10.0.0.1')).toEqual(['generic-password']);
  expect(ssh('ssh', '-p', 'Rain&Snow', 'root@10.0.0.1')).toEqual([]);
});

test('an AWS key id beside its secret key is one credential', () => {
  const id = sample('aws-access-key-id');
  const secret = sample('aws-secret-access-key');
  expect(found(env({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret })).map(one => one.kind)).toEqual(['aws-secret-access-key']);
  expect(found(env({ AWS_ACCESS_KEY_ID: id })).map(one => [one.kind, one.class, severityOf(one)])).toEqual([
    ['aws-access-key-id', 'identifier', 'low'],
  ]);
});

test('one credential has one rule, by what it is before where it is', () => {
  const pat = sample('supabase-pat');
  expect(rule({ env: { A_TOKEN: pat } })).toEqual(['hardcoded-known-secret']);
  expect(rule({ env: { A_TOKEN: sample('groq-key').slice(4) } })).toEqual(['hardcoded-generic-secret']);
  expect(rule({ args: ['--access-token', pat] })).toEqual(['secret-in-command-args']);
  expect(rule({ headers: { Authorization: `Bearer ${pat}` } })).toEqual(['secret-in-header']);
  expect(rule({ url: `https://mcp.acme.io/?token=${pat}` })).toEqual(['secret-in-url']);
  expect(rule({ args: [`postgres://app:Rain-${pat.slice(-6)}@db.acme.io/x`] })).toEqual(['secret-in-url']);
  expect(rule({ env: { A_TOKEN: '${A_TOKEN:-' + pat + '}' } })).toEqual(['secret-as-reference-default']);
  expect(rule({ env: { KEY: sample('pem-private-key') } })).toEqual(['private-key-material']);
  expect(rule({ env: { DB_PASSWORD: 'postgres' } })).toEqual(['default-credential']);
  expect(rule({ env: { STRIPE: sample('stripe-publishable') } })).toEqual([null]);
});

test('severity follows the kind, the mode, the name and the scope', () => {
  const severity = (values: Record<string, string>) => found(env(values)).map(severityOf);
  expect(severity({ A: sample('github-pat-classic') })).toEqual(['critical']);
  expect(severity({ A: sample('stripe-test') })).toEqual(['low']);
  expect(severity({ GEMINI_API_KEY: sample('google-api-key') })).toEqual(['high']);
  expect(severity({ GOOGLE_MAPS_API_KEY: sample('google-api-key') })).toEqual(['medium']);
  expect(severity({ FIREBASE_API_KEY: sample('google-api-key') })).toEqual(['low']);
  expect(severity({ DATABASE_URL: 'postgres://postgres:postgres@localhost/x' })).toEqual(['low']);
  expect(severity({ DATABASE_URL: 'postgres://postgres:postgres@db.acme.io/x' })).toEqual(['medium']);
  const { file } = configFile(env({ A: sample('github-pat-classic') }));
  expect(findCredentials({ ...file, scope: 'docs', reading: { ...file.reading, servers: [] } }).map(severityOf)).toEqual(['medium']);
});

test('a file full of tokens takes time in proportion', () => {
  const tokens = Array.from({ length: 4000 }, (_, index) => sample('github-pat-classic', index));
  const start = process.cpuUsage();
  expect(found({ list: tokens })).toHaveLength(4000);
  expect(found({ text: tokens.join(' ') })).toHaveLength(4000);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(6000);
});

test('hostile text: nothing throws, spans stay inside, and time stays in bounds', () => {
  const piece = fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ':',
    '=',
    ' ',
    'Bearer ',
    'Basic ',
    '://',
    '@',
    '%',
    '&',
    '--token',
    '-e',
    'password=',
    'Cookie',
    'eyJ',
    'sk-',
    'ghp_',
    '\u0000',
    '\ud800',
    'ä',
    '__proto__',
    'constructor',
    '${',
    '-----BEGIN ',
    'a1B2c3D4e5F6',
    '\n',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }),
      fc.constantFrom('API_KEY', '__proto__', 'constructor', 'DATABASE_URL', 'Cookie', '--header'),
      (pieces, name) => {
        const { file, source } = configFile({
          mcpServers: { toString: { command: pieces.join(''), args: [name, pieces.join('')], env: { [name]: pieces.join('') } } },
        });
        for (const { span } of findCredentials(file))
          expect(span.start >= 0 && span.start < span.end && span.end <= source.text.length).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
  for (const bait of [
    'a="',
    'a=b;',
    'eyJ-',
    '://a:',
    '{"a":',
    '--a b ',
    '"\\"',
    'sk-proj-',
    'Bearer ',
    'A:',
    "x='",
    '-----BEGIN PRIVATE KEY-----',
    '%41',
    'Cookie: a=',
    'mysql -p ',
    'A=',
    'x mcp add \\\n',
  ]) {
    const start = process.cpuUsage();
    found(env({ API_KEY: bait.repeat(100_000 / bait.length) }));
    expect(process.cpuUsage(start).user / 1000, bait).toBeLessThan(3000);
  }
});

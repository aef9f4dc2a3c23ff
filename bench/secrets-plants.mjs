// Made-up credentials in the places that configurations have for them, and values that are none. Nothing here is a real
// token: known shapes come from the recipes of rules/secrets, the rest is drawn from the seed.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const HEX = DIGITS + 'abcdef';
const ALNUM = DIGITS + LOWER + LOWER.toUpperCase();

/** A source of randomness that depends on the seed alone. */
export function drawer(seed) {
  let round = 0;
  let pool = [];
  const byte = () => {
    if (pool.length === 0) pool = [...createHash('sha256').update(`${seed} ${round++}`).digest()];
    return pool.pop();
  };
  const below = limit => ((byte() << 16) | (byte() << 8) | byte()) % limit;
  const from = (chars, count) => Array.from({ length: count }, () => chars[below(chars.length)]).join('');
  return { below, from, pick: list => list[below(list.length)] };
}

/** The project's own recipes, compiled from TypeScript. */
export async function recipes() {
  const folder = mkdtempSync(join(tmpdir(), 'postern-recipes-'));
  const entry = fileURLToPath(new URL('../src/secrets/', import.meta.url));
  const source = `export { sample } from ${JSON.stringify(`${entry}samples.ts`)}; export { SAMPLES } from ${JSON.stringify(`${entry}../generated/secret-samples.ts`)}; export { kind } from ${JSON.stringify(`${entry}kinds.ts`)};`;
  const bundle = await rolldown({
    input: 'entry',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      { name: 'entry', resolveId: id => (id === 'entry' ? '\0entry.ts' : null), load: id => (id === '\0entry.ts' ? source : null) },
    ],
  });
  await bundle.write({ dir: folder, entryFileNames: 'recipes.mjs' });
  await bundle.close();
  try {
    return await import(pathToFileURL(join(folder, 'recipes.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NEUTRAL = ['VALUE', 'DATA', 'MAIN', 'ITEM', 'EXTRA', 'CONTEXT_A'];
const url = text => encodeURIComponent(text);
/** The twelve placements: what a server entry looks like around the value. `telling`: the place says that a credential stands there. */
export const PLACEMENTS = {
  'env, telling name': { write: (value, { name }) => ({ command: 'notes-server', env: { LOG_LEVEL: 'info', [name]: value } }) },
  'env, neutral name': { write: (value, { draw }) => ({ command: 'notes-server', env: { [draw.pick(NEUTRAL)]: value } }) },
  '--flag=value': { write: value => ({ command: 'notes-server', args: ['--verbose', `--api-key=${value}`] }) },
  '--flag value': { write: value => ({ command: 'notes-server', args: ['--verbose', '--api-key', value] }) },
  'docker -e': { write: (value, { name }) => ({ command: 'docker', args: ['run', '-i', '--rm', '-e', `${name}=${value}`, 'acme/notes'] }) },
  '--header': {
    write: value => ({ command: 'npx', args: ['-y', 'mcp-remote@1.0.0', 'https://mcp.acme.dev/mcp', '--header', `X-Api-Key: ${value}`] }),
    takes: /^[!-~]+$/,
  },
  Authorization: {
    write: value => ({ url: 'https://mcp.acme.dev/mcp', headers: { Authorization: `Bearer ${value}` } }),
    takes: /^[!-~]+$/,
  },
  'X-Api-Key': { write: value => ({ url: 'https://mcp.acme.dev/mcp', headers: { 'X-Api-Key': value } }), takes: /^[!-~]+$/ },
  'URL query': { write: value => ({ url: `https://mcp.acme.dev/mcp?api_key=${url(value)}` }), takes: /^[!-~]+$/ },
  'URL path': { write: value => ({ url: `https://mcp.acme.dev/${url(value)}/mcp` }), takes: /^[A-Za-z0-9._~+=-]+$/ },
  'JSON in a string': { write: value => ({ command: 'notes-server', env: { OPTIONS: JSON.stringify({ verbose: true, apiKey: value }) } }) },
  DSN: {
    write: value => ({ command: 'notes-server', env: { DATABASE_URL: `postgres://app:${url(value)}@db.acme.dev:5432/notes` } }),
    takes: /^[!-~]+$/,
  },
};

const RANDOM = {
  'hex 32': draw => draw.from(HEX, 32),
  'hex 40': draw => draw.from(HEX, 40),
  'hex 64': draw => draw.from(HEX, 64),
  'letters and digits 20': draw => draw.from(ALNUM, 20),
  'letters and digits 24': draw => draw.from(ALNUM, 24),
  'letters and digits 32': draw => draw.from(ALNUM, 32),
  'letters and digits 40': draw => draw.from(ALNUM, 40),
  'letters and digits 64': draw => draw.from(ALNUM, 64),
  'lower case and digits 32': draw => draw.from(LOWER + DIGITS, 32),
  'base64url 43': draw => draw.from(ALNUM, 1) + draw.from(`${ALNUM}-_`, 41) + draw.from(ALNUM, 1),
  'base64 44': draw => `${draw.from(`${ALNUM}+/`, 43)}=`,
  'vendor prefix': draw => `${draw.from(LOWER, 4)}_${draw.from(ALNUM, 36)}`,
};

/**
 * Every known shape once and each random one some times, in every placement whose grammar takes it.
 * Left out: shapes that need not be secret, whole URLs (they have their own place), texts over several lines in one-line places.
 */
export function plants({ sample, SAMPLES, kind }, seed, rounds) {
  const found = [];
  for (const [placement, { write, takes = /^[\s\S]+$/ }] of Object.entries(PLACEMENTS)) {
    const add = (group, label, value, name, draw) => {
      if (takes.test(value)) found.push({ placement, group, label, value, server: write(value, { name, draw }) });
    };
    for (const id of Object.keys(SAMPLES)) {
      const { class: own, variables, pattern = '' } = kind(id);
      const value = sample(id, seed);
      if (own === 'publishable' || own === 'identifier' || value.includes('://') || /\((?!\?)/.test(pattern)) continue;
      add('known', id, value, variables?.[0] ?? 'NOTES_API_KEY', drawer(`${seed} ${placement} ${id}`));
    }
    for (const [name, make] of Object.entries(RANDOM)) {
      for (let round = 0; round < rounds; round++) {
        const draw = drawer(`${seed} ${placement} ${name} ${round}`);
        add('random', name, make(draw), draw.pick(['NOTES_API_KEY', 'ACME_TOKEN', 'SERVICE_SECRET', 'CLIENT_SECRET']), draw);
      }
    }
  }
  return found;
}

const WORDS = 'river stone garden window market silver autumn letter bridge forest harbour candle planet copper meadow signal'.split(' ');
const words = (draw, count, between) => Array.from({ length: count }, () => draw.pick(WORDS)).join(between);
const uuid = draw => [8, 4, 4, 4, 12].map(count => draw.from(HEX, count)).join('-');
const semver = draw => `${draw.below(20)}.${draw.below(40)}.${draw.below(90)}`;

/** Settings as real configurations have them: a name and how its value is drawn. None opens anything. */
const BENIGN = [
  ['PROJECT_ID', uuid],
  ['WORKSPACE', draw => words(draw, 3, '-')],
  ['COMMIT', draw => draw.from(HEX, 40)],
  ['BUILD_SHA', draw => draw.from(HEX, 12)],
  ['IMAGE_DIGEST', draw => `sha256:${draw.from(HEX, 64)}`],
  ['MODEL', draw => `${draw.pick(WORDS)}-${draw.below(9)}.${draw.below(9)}-large-2025${draw.from(DIGITS, 4)}`],
  ['BASE_URL', draw => `https://${words(draw, 2, '-')}.example.dev/v${draw.below(5)}/${words(draw, 2, '/')}`],
  ['NOTES_DIR', draw => `/home/dev/${words(draw, 3, '/')}/${semver(draw)}`],
  ['API_KEY_FILE', draw => `/run/secrets/${words(draw, 2, '_')}`],
  ['TOKEN_PATH', draw => `~/.config/${words(draw, 2, '/')}.json`],
  ['MAX_TOKENS', draw => String(1000 * (1 + draw.below(200)))],
  ['TOKEN_LIMIT', draw => String(draw.below(100000))],
  ['AUTH_HEADER_NAME', draw => `X-${draw.pick(['Api', 'Auth', 'Acme'])}-Key`],
  ['AUTH_MODE', draw => draw.pick(['oauth2', 'none', 'bearer', 'service-account', 'device-code'])],
  ['REGION', draw => `${draw.pick(['eu', 'us', 'ap'])}-${draw.pick(['west', 'east', 'central'])}-${draw.below(4)}`],
  ['ROLE_ARN', draw => `arn:aws:iam::${draw.from(DIGITS, 12)}:role/${words(draw, 3, '-')}`],
  ['BUCKET', draw => `${words(draw, 3, '-')}-${draw.from(DIGITS, 6)}`],
  ['USER_EMAIL', draw => `${words(draw, 2, '.')}@example.com`],
  ['CLIENT_ID', draw => `${draw.from(DIGITS, 12)}-${draw.from(LOWER + DIGITS, 32)}.apps.googleusercontent.com`],
  ['TENANT_ID', uuid],
  ['SPREADSHEET_ID', draw => `1${draw.from(`${ALNUM}-_`, 43)}`],
  [
    'API_KEY',
    draw =>
      draw.pick([
        'your-api-key',
        '<YOUR_API_KEY>',
        'YOUR_API_KEY_HERE',
        'xxxxxxxxxxxxxxxx',
        'changeme',
        'sk-...',
        'REPLACE_ME',
        '[api key]',
        'insert-key-here',
        '***',
      ]),
  ],
  [
    'ACCESS_TOKEN',
    draw =>
      draw.pick([
        '${ACCESS_TOKEN}',
        '${env:ACCESS_TOKEN}',
        '$ACCESS_TOKEN',
        '{{ACCESS_TOKEN}}',
        '%ACCESS_TOKEN%',
        '${input:access_token}',
        '${{ secrets.ACCESS_TOKEN }}',
        `op://vault/${draw.pick(WORDS)}/token`,
      ]),
  ],
  [
    'CLIENT_SECRET',
    draw => draw.pick([`your_${draw.pick(WORDS)}_client_secret`, '<client secret>', 'enter-your-secret', '', 'null', 'TODO']),
  ],
  ['PASSWORD', draw => draw.pick(['${DB_PASSWORD}', '<password>', 'your-password', 'PASSWORD_HERE', '{env:DB_PASSWORD}'])],
  ['SECRET_NAME', draw => `${words(draw, 2, '/')}/${draw.pick(['prod', 'dev'])}`],
  ['KEY_PREFIX', draw => `${words(draw, 2, ':')}:`],
  ['CACHE_KEY', draw => `${words(draw, 3, '-')}-v${draw.below(30)}`],
  ['PUBLIC_KEY', draw => `ssh-ed25519 AAAA${draw.from(ALNUM, 64)} ${words(draw, 2, '@')}`],
  ['INTEGRITY', draw => `sha512-${draw.from(`${ALNUM}+/`, 86)}==`],
  ['SYSTEM_PROMPT', draw => `Answer in ${draw.pick(['short', 'plain', 'kind'])} sentences about the ${words(draw, 5, ' and the ')}.`],
  ['ALLOWED', draw => words(draw, 6, ',')],
  ['SCHEDULE', draw => `*/${1 + draw.below(50)} ${draw.below(23)} * * 1-5`],
  ['PACKAGE', draw => `@${draw.pick(WORDS)}/${words(draw, 2, '-')}@${semver(draw)}`],
  ['IMAGE', draw => `ghcr.io/${words(draw, 2, '/')}:${semver(draw)}-alpine`],
  ['PATTERN', draw => `**/${draw.pick(WORDS)}/*.{ts,tsx}`],
  ['TRACE_ID', draw => draw.from(HEX, 32)],
  ['SERVICE_URL', draw => `http://localhost:${3000 + draw.below(900)}/${draw.pick(WORDS)}`],
  ['DATABASE', draw => `postgres://\${DB_USER}:\${DB_PASSWORD}@db.${draw.pick(WORDS)}.dev:5432/notes`],
  ['STRIPE_PUBLISHABLE_KEY', draw => `pk_live_${draw.from(ALNUM, 24)}`],
  ['LOCALE', draw => draw.pick(['de_DE.UTF-8', 'en_GB.UTF-8', 'nb_NO.UTF-8'])],
  ['DATE', draw => `2025-0${1 + draw.below(9)}-1${draw.below(9)}T10:00:00Z`],
  ['FEATURES', draw => JSON.stringify({ [draw.pick(WORDS)]: true, limit: draw.below(50), name: words(draw, 2, ' ') })],
];

/** The same settings as variables, flags and in URLs. */
export function benign(seed, rounds) {
  const found = [];
  for (const [name, make] of BENIGN) {
    const flag = `--${name.toLowerCase().replaceAll('_', '-')}`;
    for (let round = 0; round < rounds; round++) {
      const draw = drawer(`${seed} benign ${name} ${round}`);
      const value = make(draw);
      const server = [
        () => ({ command: 'notes-server', env: { [name]: value } }),
        () => ({ command: 'notes-server', args: [`${flag}=${value}`] }),
        () => ({ command: 'notes-server', args: [flag, value] }),
        () => ({ command: 'docker', args: ['run', '-i', '--rm', '-e', `${name}=${value}`, 'acme/notes'] }),
        () => ({ url: `https://mcp.acme.dev/mcp?${name.toLowerCase()}=${value.startsWith('$') ? value : url(value)}` }),
        () => ({ url: 'https://mcp.acme.dev/mcp', headers: { [`X-${name.toLowerCase().replaceAll('_', '-')}`]: value } }),
      ][round % 6]();
      found.push({ placement: 'benign', group: name, value, server });
    }
  }
  return found;
}

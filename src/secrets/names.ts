/** What the name of a variable, flag, header, parameter or key says about its value. */
export type NameMeaning =
  /** Chosen by people: any text that is no placeholder counts. */
  | 'password'
  /** Issued by a machine: must look random. */
  | 'secret'
  /** A bare or unknown `key`, `auth`, `hash`: must look very random. */
  | 'weak'
  | 'cookie'
  /** Meant to be public. */
  | 'publishable'
  /** An address that may carry a credential inside. */
  | 'address'
  /** Says where a secret is, or describes it: path, id, limit, header name. */
  | 'pointer'
  | 'neutral';

const PASSWORDS = set(
  'password passwd pwd pw psk passphrase passcode pass userpass dbpass pgpass masterpass rootpass adminpass mypass userpassword passwort kennwort ' +
    'contrasena contraseña senha motdepasse wachtwoord haslo hasło heslo losenord lösenord sifre şifre parola',
);
const SECRETS = set(
  'secret secrets token credential credentials creds apikey apikeys accesskey secretkey privatekey authtoken accesstoken apitoken refreshtoken ' +
    'bearertoken pat jwt bearer authorization mnemonic seedphrase sas nsec apisecret clientsecret accountkey authkey licensekey masterkey ' +
    'servicekey servicerolekey signingkey encryptionkey sessiontoken xoxc xoxd xoxb xoxp sharedaccesskey hmac',
);
const WEAK = set('key sk totp clave auth salt otp pin seed sks phrase signature sig sign session sid');
const WALLETS = set('wallet evm eth ethereum sol solana deployer owner signer account');
const COOKIES = set('cookie cookies');
const ADDRESSES = set(
  'address addresses url urls uri uris dsn connection conn connectionstring connstr webhook webhooks endpoint link href server host database db broker',
);
const POINTERS = set(
  'id ids uuid guid name names path paths file files filename dir directory folder endpoint host hostname port region zone type types mode limit limits ' +
    'max min count counts size length ttl timeout expiry expires expiration expire enabled enable disabled required header headers prefix suffix format version ' +
    'algorithm alg scope scopes issuer audience model models bucket email mail user users username login level date time at on ref refs reference env var vars ' +
    'variable variables field fields label labels description desc title placeholder hint help message text example examples docs page provider providers method ' +
    'strategy policy policies rule rules usage rate budget window interval retries store storage manager service source alias profile scheme map mapping list regex ' +
    'pattern schema url2 tokens cost price per budget usd rotation role roles group groups org organization tenant account project nonce',
);
/** Words in front of `key` that make it a secret. */
const KEY_OF = set(
  'api access secret private auth admin master license encryption encrypt signing service app application client account shared storage role subscription ' +
    'deploy consumer integration bot user rest server developer personal write read management webhook session jwt hmac aes ssh secretaccess ' +
    'ingest ingestion organization org workspace team enterprise function host access2 security mcp',
);
const KEY_NOT = set(
  'partition project sort primary foreign cache object row index hot map translation i18n config setting query field json dictionary sender group registry meta ' +
    'idempotency dedup file gpg pgp routing shard lookup unique natural composite storage2 keyboard event input shortcut label message data user2 column attribute property tag',
);
const PUBLIC = set('public publishable anon anonymous site pub');
const NOT_TOKEN = set(
  'next page continuation max min num number total input output prompt completion csrf pagination cursor stop eos bos pad special sync delta',
);
/** Words that say it wherever they stand, written together: `API_KEY_OPENAI`, `DB_PASSWORD_ACME`. */
const CREDENTIALS = set('password passwd apikey apitoken secretkey accesskey privatekey clientsecret authtoken accesstoken bearertoken');
/** What follows `token` where it is money on a chain. */
const COINS = set('mint symbol supply decimals contract ca in out pair swap chain program holder holders metadata uri standard');
const SWITCHES = set('is has enable use require allow disable no skip validate verify show hide with without should can');

/**
 * @param name as written: `GITHUB_TOKEN`, `--api-key`, `X-Api-Key`, `apiKey`.
 * @returns what it says; the last word decides first.
 */
export function meaningOf(name: string): NameMeaning {
  let meaning = remembered.get(name);
  if (meaning === undefined) {
    if (remembered.size > 5000) remembered.clear();
    remembered.set(name, (meaning = read(name)));
  }
  return meaning;
}

/** The same few names stand in every file. */
const remembered = new Map<string, NameMeaning>();

function read(name: string): NameMeaning {
  if (/^-[ktp]$/.test(name)) return 'weak';
  const words = wordsOf(name);
  while (words.length > 1 && /^[0-9]{1,3}$/.test(words.at(-1)!)) words.pop();
  const last = words.at(-1)?.replace(/([a-z])[0-9]{1,2}$/, '$1');
  if (last === undefined) return 'neutral';
  const before = words.at(-2) ?? '';
  const joined = words.join('');
  if (words.length > 1 && SWITCHES.has(words[0]!) && joined !== 'verifytoken') return 'pointer';
  if (/(?:connection|conn)(?:string|str|url|uri)$/.test(joined) || /(?:webhook|dsn)/.test(last)) return 'address';
  if (last === 'key' || last === 'keys') return ofKey(words, before);
  if (PASSWORDS.has(last)) return words.length === 1 && (last === 'pass' || last === 'pw') ? 'secret' : 'password';
  // What mail services issue in place of a password.
  if (last === 'code' && /^(?:auth|authorization)$/.test(before)) return 'password';
  if (last === 'string' && before === 'session') return 'secret';
  // `SERP_API` is short for its key; `EVM_PK` is of a wallet, where others are public.
  if (last === 'api' && before !== '') return 'weak';
  if (last === 'pk' && WALLETS.has(before)) return 'secret';
  if (COOKIES.has(last)) return 'cookie';
  if (last === 'token' && NOT_TOKEN.has(before)) return 'neutral';
  if (last === 'tokens') return /^(?:auth|api|access|bearer|refresh|secret)$/.test(before) ? 'secret' : 'neutral';
  if (PUBLIC.has(before) && (SECRETS.has(last) || last === 'token')) return 'publishable';
  if (SECRETS.has(last)) return 'secret';
  if (ADDRESSES.has(last)) return 'address';
  if (last === 'hash') return before === 'api' ? 'weak' : 'pointer';
  if (POINTERS.has(last)) return 'pointer';
  if (WEAK.has(last)) return 'weak';
  return ofOneWord(last, words);
}

function ofKey(words: readonly string[], before: string): NameMeaning {
  if (words.some(word => PUBLIC.has(word))) return 'publishable';
  if (KEY_NOT.has(before)) return 'neutral';
  return KEY_OF.has(before) ? 'secret' : 'weak';
}

/** Words that were written together: `MYTOKEN`, `dbpassword`, `ODOO_PASSWORD_PROD`. */
function ofOneWord(last: string, words: readonly string[]): NameMeaning {
  if (/(?:password|passwd|passphrase)$/.test(last)) return 'password';
  if (/(?:publickey|publishablekey|anonkey)$/.test(last)) return 'publishable';
  if (/(?:apikey|apitoken|accesskey|secretkey|privatekey|privkey|authtoken|accesstoken|secret)$/.test(last)) return 'secret';
  if (last.length > 5 && last.endsWith('token')) return 'secret';
  const inner = words.slice(0, -1);
  const stage =
    /^(?:prod|production|dev|development|staging|stage|test|live|sandbox|local|default|main|backup|old|new|primary|secondary|value|val|plain|raw|base64|b64)$/;
  if (inner.length > 0 && stage.test(last)) return read(inner.join('_'));
  if (inner.length === 1 && /^(?:token|secret)$/.test(inner[0]!) && !COINS.has(last)) return 'weak';
  return inner.some((word, at) => CREDENTIALS.has(word) || CREDENTIALS.has(word + words[at + 1]!)) ? 'secret' : 'neutral';
}

/** Lower-case words of a name: `githubApiKey` and `GITHUB-API_KEY` are both `github api key`. At most 12. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 120)
    .replace(/([a-z])([A-Z])|([0-9])(?=[A-Z][a-z])/g, '$1$3 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9\u00e0-\u024f]+/)
    .filter(word => word !== '')
    .slice(-12);
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

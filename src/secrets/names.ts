import { consistsOf, isDigit, isLower, isUpper, lowerWords } from '../core/chars.ts';
import { setOf } from '../core/words.ts';

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

const PASSWORDS = setOf(
  'password passwd pwd pw psk passphrase passcode pass userpass dbpass pgpass masterpass rootpass adminpass mypass userpassword passwort kennwort ' +
    'contrasena contraseña senha motdepasse wachtwoord haslo hasło heslo losenord lösenord sifre şifre parola',
);
const SECRETS = setOf(
  'secret secrets token credential credentials creds apikey apikeys accesskey secretkey privatekey authtoken accesstoken apitoken refreshtoken ' +
    'bearertoken pat jwt bearer authorization mnemonic seedphrase sas nsec apisecret clientsecret accountkey authkey licensekey masterkey ' +
    'servicekey servicerolekey signingkey encryptionkey sessiontoken xoxc xoxd xoxb xoxp sharedaccesskey hmac',
);
const WEAK = setOf('key sk totp clave auth salt otp pin seed sks phrase signature sig sign session sid');
const WALLETS = setOf('wallet evm eth ethereum sol solana deployer owner signer account');
const COOKIES = setOf('cookie cookies');
const ADDRESSES = setOf(
  'address addresses url urls uri uris dsn connection conn connectionstring connstr webhook webhooks endpoint link href server host database db broker',
);
const POINTERS = setOf(
  'id ids uuid guid name names path paths file files filename dir directory folder endpoint host hostname port region zone type types mode limit limits ' +
    'max min count counts size length ttl timeout expiry expires expiration expire enabled enable disabled required header headers prefix suffix format version ' +
    'algorithm alg scope scopes issuer audience model models bucket email mail user users username login level date time at on ref refs reference env var vars ' +
    'variable variables field fields label labels description desc title placeholder hint help message text example examples docs page provider providers method ' +
    'strategy policy policies rule rules usage rate budget window interval retries store storage manager service source alias profile scheme map mapping list regex ' +
    'pattern schema url2 tokens cost price per budget usd rotation role roles group groups org organization tenant account project nonce',
);
/** Words in front of `key` that make it a secret. */
const KEY_OF = setOf(
  'api access secret private auth admin master license encryption encrypt signing service app application client account shared storage role subscription ' +
    'deploy consumer integration bot user rest server developer personal write read management webhook session jwt hmac aes ssh secretaccess ' +
    'ingest ingestion organization org workspace team enterprise function host access2 security mcp',
);
const KEY_NOT = setOf(
  'partition project sort primary foreign cache object row index hot map translation i18n config setting query field json dictionary sender group registry meta ' +
    'idempotency dedup file gpg pgp routing shard lookup unique natural composite storage2 keyboard event input shortcut label message data user2 column attribute property tag',
);
const PUBLIC = setOf('public publishable anon anonymous site pub');
const NOT_TOKEN = setOf(
  'next page continuation max min num number total input output prompt completion csrf pagination cursor stop eos bos pad special sync delta',
);
/** Words that say it wherever they stand, written together: `API_KEY_OPENAI`, `DB_PASSWORD_ACME`. */
const CREDENTIALS = setOf('password passwd apikey apitoken secretkey accesskey privatekey clientsecret authtoken accesstoken bearertoken');
const PASSWORD_ENDS = ['password', 'passwd', 'passphrase'];
const PUBLIC_ENDS = ['publickey', 'publishablekey', 'anonkey'];
const SECRET_ENDS = ['apikey', 'apitoken', 'accesskey', 'secretkey', 'privatekey', 'privkey', 'authtoken', 'accesstoken', 'secret'];
/** Words in front of `tokens` that are no units of a model. */
const OF_TOKENS = setOf('auth api access bearer refresh secret');
/** What follows the name of a secret to tell it from its like. */
const STAGES = setOf(
  'prod production dev development staging stage test live sandbox local default main backup old new primary secondary value val plain raw base64 b64',
);
/** What follows `token` where it is money on a chain. */
const COINS = setOf('mint symbol supply decimals contract ca in out pair swap chain program holder holders metadata uri standard');
const SWITCHES = setOf('is has enable use require allow disable no skip validate verify show hide with without should can');

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
  if (name === '-k' || name === '-t' || name === '-p') return 'weak';
  const words = wordsOf(name);
  while (words.length > 1 && isNumber(words.at(-1)!)) words.pop();
  if (words.length === 0) return 'neutral';
  const last = withoutNumber(words.at(-1)!);
  const before = words.at(-2) ?? '';
  const joined = words.join('');
  if (words.length > 1 && SWITCHES.has(words[0]!) && joined !== 'verifytoken') return 'pointer';
  if (joined.includes('conn') && /(?:connection|conn)(?:string|str|url|uri)$/.test(joined)) return 'address';
  if (last.includes('webhook') || last.includes('dsn')) return 'address';
  if (last === 'key' || last === 'keys') return ofKey(words, before);
  if (PASSWORDS.has(last)) return words.length === 1 && (last === 'pass' || last === 'pw') ? 'secret' : 'password';
  // What mail services issue in place of a password.
  if (last === 'code' && (before === 'auth' || before === 'authorization')) return 'password';
  if (last === 'string' && before === 'session') return 'secret';
  // `SERP_API` is short for its key; `EVM_PK` is of a wallet, where others are public.
  if (last === 'api' && before !== '') return 'weak';
  if (last === 'pk' && WALLETS.has(before)) return 'secret';
  if (COOKIES.has(last)) return 'cookie';
  if (last === 'token' && NOT_TOKEN.has(before)) return 'neutral';
  if (last === 'tokens') return OF_TOKENS.has(before) ? 'secret' : 'neutral';
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
  const ends = (tails: readonly string[]) => tails.some(tail => last.endsWith(tail));
  if (ends(PASSWORD_ENDS)) return 'password';
  if (ends(PUBLIC_ENDS)) return 'publishable';
  if (ends(SECRET_ENDS)) return 'secret';
  if (last.length > 5 && last.endsWith('token')) return 'secret';
  const inner = words.slice(0, -1);
  if (inner.length > 0 && STAGES.has(last)) return read(inner.join('_'));
  if (inner.length === 1 && (inner[0] === 'token' || inner[0] === 'secret') && !COINS.has(last)) return 'weak';
  return inner.some((word, at) => CREDENTIALS.has(word) || CREDENTIALS.has(word + words[at + 1]!)) ? 'secret' : 'neutral';
}

/** Lower-case words of a name: `githubApiKey` and `GITHUB-API_KEY` are both `github api key`. At most 12. */
export function wordsOf(name: string): string[] {
  const text = name.slice(0, 120);
  let spaced = '';
  let from = 0;
  for (let at = 1; at < text.length; at++) {
    if (!beginsWord(text.charCodeAt(at - 1), text.charCodeAt(at), text.charCodeAt(at + 1))) continue;
    spaced += text.slice(from, at) + ' ';
    from = at;
  }
  return lowerWords((spaced + text.slice(from)).toLowerCase()).slice(-12);
}

/** A capital behind a small letter (`myKey`), or the last one of several and of those behind a number (`APIKey`, `v2Key`). */
function beginsWord(before: number, code: number, after: number): boolean {
  return isUpper(code) && (isLower(before) || (isLower(after) && (isUpper(before) || isDigit(before))));
}

function isNumber(word: string): boolean {
  return word.length <= 3 && consistsOf(word, isDigit);
}

/** `key2` is `key`, `base64` is `base`, `utf1632` stays. */
function withoutNumber(word: string): string {
  let end = word.length;
  while (end > 0 && isDigit(word.charCodeAt(end - 1))) end--;
  return word.length - end <= 2 && isLower(word.charCodeAt(end - 1)) ? word.slice(0, end) : word;
}

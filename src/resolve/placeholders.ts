import { consistsOf, indexOfAny, isDigit, lowerWords } from '../core/chars.ts';
import { table } from '../core/table.ts';
import { language, placeholderWords } from '../generated/secrets.ts';

/** Words that only describe what belongs here. */
const DESCRIBES: ReadonlySet<string> = new Set(
  (
    'api key keys token tokens secret secrets password passwd pass client access auth my our the a an value val test testing private public app bot user id ' +
    'goes new real valid generated personal apikey mypassword mytoken mysecret mykey'
  ).split(' '),
);
/** Texts by what they begin with. */
function shelves<Start>(texts: readonly string[], startOf: (text: string) => Start): ReadonlyMap<Start, readonly string[]> {
  const found = new Map<Start, string[]>();
  for (const text of texts) {
    const held = found.get(startOf(text));
    if (held) held.push(text);
    else found.set(startOf(text), [text]);
  }
  return found;
}
/** Two characters in one number, which is found faster than a piece of text. */
const pairAt = (text: string, at: number) => text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
/** Those of a single character are what {@link isBlotted} looks for. */
const markers = table(() => shelves(placeholderWords().markers, marker => pairAt(marker, 0)));
const vaults = table(() => shelves(placeholderWords().vaults, start => start.charAt(0)));
const words = table((): ReadonlySet<string> => new Set(placeholderWords().words));
const defaults = table((): ReadonlySet<string> => new Set(placeholderWords().defaults));
const known = table((): ReadonlySet<string> => new Set(language().split(' ')));

/** Is this text what people write where a secret belongs: `<TOKEN>`, `your-api-key`, `xxxx`, `sk-...`? */
export function isPlaceholder(text: string): boolean {
  const value = text.trim();
  if (value === '') return true;
  const lower = value.toLowerCase();
  const [first, last] = [value[0]!, value.at(-1)!];
  if ('<[{('.includes(first)) {
    const isEnclosed = value.length >= 2 && value.length <= 202 && '>]})'.includes(last);
    if (isEnclosed && !/^[[{]\s{0,20}["{[]/.test(value)) return true;
    if (first === '[' && /^\[[A-Z][A-Z _-]{2,60}\]$/.test(value)) return true;
  }
  if (value.includes('<') && /<[A-Za-z][^<>]{0,80}>/.test(value)) return true;
  if (value.includes('{') && /\{[A-Za-z_][A-Za-z0-9_ .-]{0,60}\}/.test(value) && value.length < 200) return true;
  if (stutters(lower.slice(0, 400)) && new Set(lower).size <= 12) return true;
  if (isBlotted(value, lower)) return true;
  if (first === '_' && /^_{2,}[A-Za-z][A-Za-z0-9_]{1,60}_{2,}$/.test(value)) return true;
  if (first === '@' && /^@[A-Z][A-Z0-9_]{2,60}@$/.test(value)) return true;
  if (value.length <= 200 && holdsMarker(lower)) return true;
  // One word: `yourapikey`, `your32charhexkey`.
  const isOurs = lower.startsWith('your') || lower.startsWith('my');
  if (isOurs && /^(?:your|my)[a-z0-9]{0,24}(?:key|token|secret|password|passwd|pwd)$/.test(lower)) return true;
  return isPhrase(value, lower);
}

/** Six times the same character of a line, one behind the other. */
function stutters(text: string): boolean {
  let run = 1;
  for (let at = 1; at < text.length; at++) {
    run = text.charCodeAt(at) === text.charCodeAt(at - 1) ? run + 1 : 1;
    if (run === 6 && !'\n\r\u2028\u2029'.includes(text[at]!)) return true;
  }
  return false;
}

/** `xxxx`, `sk-...`, `••••`. */
function isBlotted(value: string, lower: string): boolean {
  if (['***', '••', '...', '…'].some(blot => value.includes(blot))) return true;
  return 'x*•._-'.includes(lower[0]!) && /^[x*•._-]{3,}$/.test(lower);
}

function holdsMarker(lower: string): boolean {
  const all = markers();
  for (let at = 0; at < lower.length - 1; at++) {
    if (all.get(pairAt(lower, at))?.some(marker => lower.startsWith(marker, at))) return true;
  }
  return false;
}

/** Words only: placeholders among them, or a description such as "my client secret". */
function isPhrase(value: string, lower: string): boolean {
  if (value.length > 120) return false;
  const parts = lowerWords(lower);
  if (parts.length === 0) return true;
  if (parts.some(part => words().has(part)) && parts.every(part => part.length < 24)) {
    // One of them inside of something random is chance.
    if (parts.length === 1 || parts.filter(part => isWord(part)).length * 2 >= parts.length) return true;
  }
  // NAME_OF_A_VARIABLE written as its own value; words alone that speak of a secret.
  if (parts.length < 2 || !parts.some(part => DESCRIBES.has(part))) return false;
  if (value.includes('_') && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && parts.some(part => !/[0-9]/.test(part))) return true;
  return parts.every(part => isWord(part));
}

function isWord(part: string): boolean {
  return words().has(part) || DESCRIBES.has(part) || known().has(part) || (part.length <= 4 && consistsOf(part, isDigit));
}

const DEVELOPMENT: ReadonlySet<string> = new Set(
  'dev devel development test testing local localhost demo changeme change password passwd pass pwd'.split(' '),
);

/** Is this a product's or a developer's usual first password? @param user name that goes with it, where there is one. */
export function isDefaultPassword(text: string, user?: string): boolean {
  const lower = text.toLowerCase();
  if (defaults().has(lower)) return true;
  const bare = user?.toLowerCase() ?? '';
  if (bare.length >= 2 && lower.startsWith(bare) && /^[_-]?(?:[0-9]{1,4}|pass|password|pwd|pw)?$/.test(lower.slice(bare.length)))
    return true;
  if (indexOfAny(lower, '_.-') < 0 || isPlaceholder(text)) return false;
  // Composed by hand for development: `app_dev_password`, `changeme_root`.
  const pieces = lower.split(/[_.-]/);
  return pieces.some(piece => DEVELOPMENT.has(piece)) && pieces.every(piece => /^(?:[a-z]{1,14}|[0-9]{1,4})$/.test(piece));
}

/** Does the text say where a secret is kept: `op://…`, an ARN, `/run/secrets/…`? */
export function isVaultAddress(text: string): boolean {
  const lower = text.slice(0, 200).trim().toLowerCase();
  if (
    vaults()
      .get(lower.charAt(0))
      ?.some(start => lower.startsWith(start))
  )
    return true;
  if (lower.startsWith('projects/')) return /^projects\/[^/]{1,80}\/secrets\//.test(lower);
  return lower.includes('.vault.azure.net/') && /^https:\/\/[a-z0-9-]{1,60}\.vault\.azure\.net\//.test(lower);
}

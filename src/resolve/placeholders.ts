import { table } from '../core/table.ts';
import { language, placeholderWords } from '../generated/secrets.ts';

/** Words that only describe what belongs here. */
const about: ReadonlySet<string> = new Set(
  (
    'api key keys token tokens secret secrets password passwd pass client access auth my our the a an value val test testing private public app bot user id ' +
    'goes new real valid generated personal apikey mypassword mytoken mysecret mykey'
  ).split(' '),
);
const anyOf = (texts: readonly string[]) => texts.map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
const markers = table(() => new RegExp(anyOf(placeholderWords().markers)));
const vaults = table(() => new RegExp(`^(?:${anyOf(placeholderWords().vaults)})`));
const words = table((): ReadonlySet<string> => new Set(placeholderWords().words));
const defaults = table((): ReadonlySet<string> => new Set(placeholderWords().defaults));
const known = table((): ReadonlySet<string> => new Set(language().split(' ')));

/** Is this text what people write where a secret belongs: `<TOKEN>`, `your-api-key`, `xxxx`, `sk-...`? */
export function isPlaceholder(text: string): boolean {
  const value = text.trim();
  if (value === '') return true;
  const lower = value.toLowerCase();
  if (/^[<[{(].{0,200}[>\]})]$/s.test(value) && !/^[[{]\s{0,20}["{[]/.test(value)) return true;
  if (/<[A-Za-z][^<>]{0,80}>/.test(value) || /^\[[A-Z][A-Z _-]{2,60}\]$/.test(value)) return true;
  if (/\{[A-Za-z_][A-Za-z0-9_ .-]{0,60}\}/.test(value) && value.length < 200) return true;
  if (/(.)\1{5,}/.test(lower.slice(0, 400)) && new Set(lower).size <= 12) return true;
  if (/^[x*•._-]{3,}$/.test(lower) || /(?:\*{3,}|•{2,}|\.{3,}|…)/.test(value)) return true;
  if (/^_{2,}[A-Za-z][A-Za-z0-9_]{1,60}_{2,}$/.test(value) || /^@[A-Z][A-Z0-9_]{2,60}@$/.test(value)) return true;
  if (value.length <= 200 && markers().test(lower)) return true;
  // One word: `yourapikey`, `your32charhexkey`.
  if (/^(?:your|my)[a-z0-9]{0,24}(?:key|token|secret|password|passwd|pwd)$/.test(lower)) return true;
  return isPhrase(value, lower);
}

/** Words only: placeholders among them, or a description such as "my client secret". */
function isPhrase(value: string, lower: string): boolean {
  if (value.length > 120) return false;
  const parts = lower.split(/[^a-z\u00e0-\u024f0-9]+/).filter(part => part !== '');
  if (parts.length === 0) return true;
  if (parts.some(part => words().has(part)) && parts.every(part => part.length < 24)) {
    // One of them inside of something random is chance.
    if (parts.length === 1 || parts.filter(part => isWord(part)).length * 2 >= parts.length) return true;
  }
  // NAME_OF_A_VARIABLE written as its own value; words alone that speak of a secret.
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && parts.some(part => about.has(part)) && parts.some(part => !/[0-9]/.test(part)))
    return true;
  if (parts.every(part => isWord(part)) && parts.some(part => about.has(part)) && parts.length > 1) return true;
  return false;
}

function isWord(part: string): boolean {
  return words().has(part) || about.has(part) || known().has(part) || /^[0-9]{1,4}$/.test(part);
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
  if (isPlaceholder(text)) return false;
  // Composed by hand for development: `app_dev_password`, `changeme_root`.
  const pieces = lower.split(/[_.-]/);
  return (
    pieces.length > 1 && pieces.every(piece => /^(?:[a-z]{1,14}|[0-9]{1,4})$/.test(piece)) && pieces.some(piece => DEVELOPMENT.has(piece))
  );
}

/** Does the text say where a secret is kept: `op://…`, an ARN, `/run/secrets/…`? */
export function isVaultAddress(text: string): boolean {
  const lower = text.slice(0, 200).trim().toLowerCase();
  return (
    vaults().test(lower) || /^projects\/[^/]{1,80}\/secrets\//.test(lower) || /^https:\/\/[a-z0-9-]{1,60}\.vault\.azure\.net\//.test(lower)
  );
}

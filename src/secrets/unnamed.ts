import { consistsOf, holds, isAlnum, isUpper } from '../core/chars.ts';
import { isPlaceholder } from '../resolve/placeholders.ts';
import { surprise } from './language.ts';
import { wordsOf } from './names.ts';
import { isHex, isSequence, isUuid } from './shape.ts';

/** Above this nearly all that machines draw, and nearly nothing that people write (measured, see docs/secrets.md). */
const DRAWN = 0.45;

/**
 * Is a value beside which no name speaks drawn as a credential would be? Long enough, no words in it, not of a form that
 * identifies things. Hexadecimal text could be a digest of anything: only where the name is blank (`VALUE`).
 * @param name of the variable, or null for a bare argument.
 */
export function isUnnamedSecret(text: string, name: string | null): boolean {
  if (text.length < 20 || text.length > 200) return false;
  // Shorter ones must be of both cases, see below.
  if (text.length < 32 && !holds(text, isUpper)) return false;
  if (!/^[A-Za-z0-9_~+/-]+(?:\.[A-Za-z0-9_~+/-]+)?={0,2}$/.test(text)) return false;
  if (isHex(text)) {
    if (!/^(?:.{32}|.{40}|.{48}|.{64}|.{96}|.{128})$/.test(text) || !/[0-9]/.test(text) || !isBlank(name)) return false;
    return !isSequence(text) && surprise(text) > 0;
  }
  if (identifies(text) || !isMixed(text)) return false;
  // A bare argument may be the id of anything, and so may what is named after a thing.
  if (text.length < 32 && (name === null || identifiesThings(name))) return false;
  if (isSequence(text.replace(/[^A-Za-z0-9]/g, '')) || surprise(text) < DRAWN) return false;
  return !isPlaceholder(text) && !isWrittenInBase64(text);
}

const isBase64Unit = (code: number) => isAlnum(code) || code === 43 || code === 45 || code === 47 || code === 95;

/** Base64 of words that a person can read, and not of `user:password`: a payload, no credential. */
export function isWrittenInBase64(text: string): boolean {
  const body = text.slice(0, text.endsWith('==') ? -2 : text.endsWith('=') ? -1 : undefined);
  if (body.length < 12 || body.length > 4096 || !consistsOf(body, isBase64Unit)) return false;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 9 || bytes.some(byte => (byte < 0x20 ? byte !== 10 && byte !== 13 && byte !== 9 : byte > 0x7e))) return false;
  const read = bytes.toString('latin1');
  if (/^[A-Za-z0-9._@+-]{1,80}:\S+$/.test(read)) return false;
  return read.split(/[^A-Za-z0-9_-]+/).every(word => word.length < 8 || surprise(word) < 0.45);
}

/** Capitals, small letters and one more kind of character: issuers draw from more than one case. */
function isMixed(text: string): boolean {
  if (!/[a-z]/.test(text)) return false;
  if (/[A-Z]/.test(text)) return (text.match(/[a-z](?=[A-Z0-9])|[A-Z0-9](?=[a-z])/g)?.length ?? 0) * 7 >= text.length;
  return text.length >= 32 && /^[a-z0-9]+$/.test(text) && (text.match(/[a-z](?=[0-9])|[0-9](?=[a-z])/g)?.length ?? 0) * 6 >= text.length;
}

/** Forms that name things and open nothing; each is tried on a whole value. */
const NAMES_THINGS: readonly RegExp[] = [
  // Sortable and collision-resistant ids, documents and folders of Google Drive.
  /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/,
  /^c[a-z0-9]{24}$/,
  /^1(?:[A-Za-z0-9_-]{32}|[A-Za-z0-9_-]{43})$|^0B[A-Za-z0-9_-]{26}$/,
  // Ids with the name of their kind in front.
  /^(?:[a-z]{2,6}_){1,2}[A-Za-z0-9]{10,18}$/,
  /^(?:acct|agent|asst|batch|board|call|chan|chatcmpl|cus|doc|evt|file|flow|form|in|inst|job|msg|obj|org|page|pi|plan|price|prj|prod|proj|project|resp|room|run|seti|si|site|step|sub|task|team|tenant|thread|user|usr|vs|wf|work|wrk|ws)[_-][A-Za-z0-9_-]{8,32}$/,
  /^(?:[a-z]{2,10}_){1,2}01[A-Za-z0-9]{20,24}$/,
  /^[A-Z]{2}[0-9a-f]{32}$/,
  // Public keys, digests with the name of their function, addresses of accounts and of content.
  /^AAAA[BCE]|^(?:sha(?:1|256|384|512)|md5|blake[23][bs]?)[-_]|^0x/,
  /^[1-9A-HJ-NP-Za-km-z]{43,44}$|^Qm[1-9A-HJ-NP-Za-km-z]{44}$|^bafy[a-z2-7]{50,60}$|^(?:12D3KooW|16Uiu2)/,
  // Pictures and markup in base64.
  /^(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|PHN2Zy|PD94bW|JVBERi0)/,
];

/** Is it of a form that names things and opens nothing? */
export function identifies(text: string): boolean {
  return isUuid(text) || NAMES_THINGS.some(form => form.test(text)) || text.split('/').length > 1 + text.length / 12;
}

const BLANK = new Set(
  'value values val data datum setting settings config option options opt param parameter arg argument input extra misc custom var variable x y z a b v foo bar baz thing stuff item field env content property attribute string str text any other generic neutral something my'.split(
    ' ',
  ),
);

/** Names that say nothing: `VALUE`, `SETTING_1`, `myOption`. */
function isBlank(name: string | null): boolean {
  if (name === null) return false;
  const words = wordsOf(name).filter(word => !/^[0-9]+$/.test(word));
  return BLANK.has(words.at(-1) ?? '');
}

const THINGS = new Set(
  'project tenant workspace page board document doc file folder drive site zone app application group team member channel room space thread chat guild image container network device node cluster instance account customer org organization organisation subscription resource run job build trace span request parent root block collection view sheet spreadsheet table base record item ticket issue task list calendar form assistant agent voice deployment dataset experiment commit sha sha1 sha256 sha512 md5 digest checksum fingerprint integrity etag revision rev tag release flow workflow pipeline schedule price product plan order invoice vault store'.split(
    ' ',
  ),
);

function identifiesThings(name: string): boolean {
  return wordsOf(name).some(word => THINGS.has(word));
}

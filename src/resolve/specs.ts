import { holds, indexOfAny, isDigit, isLetter } from '../core/chars.ts';
import type { Artifact, Pin, Word } from './launch-types.ts';
import { isWebAddress } from './endpoints.ts';
import { part } from './words.ts';

type Named = Pick<Artifact, 'kind' | 'name' | 'version' | 'pin' | 'spec' | 'fetched'>;

const EXACT = /^[v=]?\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,80})?$/;
const RANGE = /^(?:[\^~<>=|* ]|v?\d+(?:\.(?:\d+|[xX*])){0,2}$|[xX*]$)/;
const NPM_NAME = /^(?:@[A-Za-z0-9~-][\w.~-]{0,100}\/)?[A-Za-z0-9~-][\w.~-]{0,120}$/;
const IMAGE_NAME = /^[a-z0-9][\w.:-]{0,120}(?:\/[a-z0-9][\w.-]{0,120}){0,8}$/;
const COMMIT = /^[0-9a-f]{40}$/i;

/** Pin of a version in npm's manner; '' and absent are `none`. */
export function npmPin(version: string | null): Pin {
  if (version === null || version === '') return 'none';
  if (EXACT.test(version)) return 'exact';
  if (version === 'latest') return 'latest';
  return RANGE.test(version) || /[<>|^~]/.test(version) ? 'range' : 'tag';
}

/** `@scope/name@version`, a git or URL source, or a path, as npm and its kin read it. */
export function npmSpec(word: Word): Named {
  const { value } = word;
  const alias = value.indexOf('@npm:', 1);
  if (alias > 0) return npmSpec(part(word, alias + 5));
  if (isPath(value) || value.startsWith('file:') || value.startsWith('link:')) return path(word);
  const git = gitSpec(word, '#') ?? hostedSpec(word);
  if (git) return git;
  if (isWebAddress(value)) return archive(word);
  const at = value.indexOf('@', 1);
  const name = at < 0 ? value : value.slice(0, at);
  const version = at < 0 ? null : value.slice(at + 1);
  if (!NPM_NAME.test(name) || looksRandom(name)) return nameless(word);
  return { kind: 'npm', name, version, pin: npmPin(version), spec: word, fetched: true };
}

/** `github:owner/repo#ref`, `owner/repo#ref`. */
function hostedSpec(word: Word): Named | null {
  if (!word.value.includes('/') || word.value[0] === '@') return null;
  const match = /^(?:(github|gitlab|bitbucket|gist):)?([\w.-]{1,100}\/[\w.-]{1,100})(?:#(.{1,200}))?$/.exec(word.value);
  if (!match) return null;
  const [, host = 'github', repo, ref] = match;
  const tail = host === 'bitbucket' ? '.org/' : '.com/';
  return git(word, `https://${host}${tail}${repo!.replace(/\.git$/, '')}`, ref ?? null);
}

/** `git+https://…`, `git+ssh://…`, `git://…`, `ssh://git@…`, `https://….git`. @param mark what stands before the ref (`#` npm, `@` PyPI). */
function gitSpec(word: Word, mark: '#' | '@'): Named | null {
  let text = word.value;
  const isMarked =
    text.startsWith('git@') ||
    text.startsWith('git://') ||
    text.startsWith('ssh://') ||
    (text.startsWith('git+') && /^git\+[a-z]{2,5}:\/\//.test(text));
  if (!isMarked && !(text.includes('.git') && /^https?:\/\/[^?#@]{1,300}\.git(?:$|[#@])/.test(text))) return null;
  text = text.replace(/^git\+/, '').replace(/^git@([^:/]{1,200}):/, 'ssh://git@$1/');
  let ref: string | null = null;
  const hash = text.indexOf('#');
  if (hash >= 0) {
    if (mark === '#') ref = text.slice(hash + 1).replace(/^semver:/, '') || null;
    text = text.slice(0, hash);
  }
  const rest = text.slice(text.indexOf('://') + 3);
  const slash = rest.indexOf('/');
  if (slash < 0) return null;
  const host = rest.slice(0, slash).replace(/^.*@/, '').toLowerCase();
  let repo = rest.slice(slash + 1);
  if (mark === '@') {
    const at = repo.lastIndexOf('@');
    if (at > 0) {
      ref = repo.slice(at + 1);
      repo = repo.slice(0, at);
    }
  }
  return git(word, `https://${host}/${repo.replace(/\.git$/, '').replace(/\/+$/, '')}`, ref);
}

function git(word: Word, name: string, ref: string | null): Named {
  const pin: Pin = ref === null ? 'none' : COMMIT.test(ref) ? 'commit' : 'tag';
  return { kind: 'git', name, version: ref, pin, spec: word, fetched: true };
}
/** An argument that was taken for a name by mistake may be a credential, and names are printed. */
function nameless(word: Word): Named {
  return { kind: 'unknown', name: '', version: null, pin: 'none', spec: word, fetched: true };
}
/** Digits and letters in turn: names have few such places, and far apart. */
function turns(text: string): number {
  let count = 0;
  for (let at = 1; at < text.length; at++) {
    const [before, code] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
    if (isDigit(before) ? isLetter(code) : isLetter(before) && isDigit(code)) count++;
  }
  return count;
}

/** Some have hardly a digit beside a letter. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

function looksRandom(name: string): boolean {
  if (name.length < 16) return false;
  if ((name.length >= 36 && UUID.test(name)) || (name.length >= 20 && /[0-9a-f]{20}/i.test(name))) return true;
  if (!holds(name, isDigit)) return false;
  if (name.length >= 20 && /[a-z]/.test(name) && /[A-Z]/.test(name)) return true;
  return turns(name) >= 7 || name.split(/[^A-Za-z0-9]/).some(piece => piece.length >= 16 && turns(piece) >= 3);
}

/** An address without user, query and fragment, which may carry credentials. */
export function bareUrl(url: string): string {
  const address = withoutQuery(url);
  return address.includes('@') ? address.replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/)[^/@]{0,1000}@/i, '$1') : address;
}

/** An address up to its query or fragment. */
export function withoutQuery(url: string): string {
  const end = indexOfAny(url, '?#');
  return end < 0 ? url : url.slice(0, end);
}

function archive(word: Word): Named {
  return { kind: 'archive', name: bareUrl(word.value), version: null, pin: 'none', spec: word, fetched: true };
}
function path(word: Word): Named {
  return { kind: 'path', name: word.value.replace(/^(?:file|link):/, ''), version: null, pin: 'none', spec: word, fetched: false };
}

/** PEP 503. */
export function pypiName(name: string): string {
  const lower = name.toLowerCase();
  return indexOfAny(lower, '_.') >= 0 || lower.includes('--') ? lower.replace(/[-_.]+/g, '-') : lower;
}

/** A PEP 508 requirement, uv's `name@version`, a git or URL source, or a path. */
export function pypiSpec(word: Word): Named {
  const { value } = word;
  const mayBeDirect = value.includes('@') && (value.includes(':') || value.includes('git+'));
  const direct = mayBeDirect && /^[\w.-]{1,200}(?:\[[\w ,.-]{0,200}\])?\s?@\s?(?=(?:git\+|https?:|file:))/.exec(value);
  if (direct) return pypiSpec(part(word, direct[0].length));
  const git = gitSpec(word, '@');
  if (git) return git;
  if (isWebAddress(value)) return archive(word);
  if (isPath(value) || value.startsWith('file:')) return path(word);
  const match = /^([\w.-]{1,200})(?:\[[\w ,.-]{0,200}\])?\s?(?:(===?|@|[<>=!~]{1,2})\s?(.{1,200}))?$/.exec(value);
  const [, name, operator, written] = match ?? [];
  if (name === undefined || looksRandom(name)) return nameless(word);
  const version = written?.trim() ?? null;
  return { kind: 'pypi', name: pypiName(name), version, pin: pypiPin(operator ?? null, version), spec: word, fetched: true };
}

function pypiPin(operator: string | null, version: string | null): Pin {
  if (version === null || operator === null) return 'none';
  if (version === 'latest') return 'latest';
  if (operator === '==' || operator === '===') return version.includes('*') || version.includes(',') ? 'range' : 'exact';
  if (operator === '@') return /^\d[\w.!+-]{0,80}$/.test(version) ? 'exact' : /^[<>=~!]/.test(version) ? 'range' : 'tag';
  return 'range';
}

/** `[host[:port]/]path[:tag][@sha256:digest]`. */
export function imageSpec(word: Word, fetched = true): Named {
  let text = word.value;
  const at = text.indexOf('@');
  const digest = at >= 0 ? text.slice(at + 1) : null;
  if (at >= 0) text = text.slice(0, at);
  const colon = text.lastIndexOf(':');
  const tag = colon > text.lastIndexOf('/') && !text.slice(colon).includes('}') ? text.slice(colon + 1) : null;
  if (tag !== null) text = text.slice(0, colon);
  const name = text.replace(/^(?:registry-1\.|index\.)?docker\.io\//, '').replace(/^library\//, '');
  if (!IMAGE_NAME.test(name) || looksRandom(name)) return nameless(word);
  const firm = digest !== null && /^sha256:[0-9a-f]{64}$/i.test(digest);
  const pin: Pin = firm ? 'digest' : tag === null ? 'none' : tag === 'latest' ? 'latest' : 'tag';
  return { kind: 'oci', name, version: tag ?? digest, pin, spec: word, fetched };
}

/** Written as a place in a file system, on any system; `owner/repo` is not. */
export function isPath(value: string): boolean {
  const first = value[0];
  const second = value[1] ?? '';
  switch (first) {
    case '/':
    case '~':
      return true;
    case '.':
      return /^\.{1,2}(?:[/\\]|$)/.test(value);
    case '\\':
    case '{':
      return second === first;
    case '$':
      return second === '{' || beginsName(second);
    case '%':
      return beginsName(second);
    default:
      return second === ':' && isLetter(value.charCodeAt(0)) && (value[2] === '/' || value[2] === '\\');
  }
}

function beginsName(char: string): boolean {
  return char === '_' || isLetter(char.charCodeAt(0));
}

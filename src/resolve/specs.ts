import type { Artifact, Pin, Word } from './launch-types.ts';
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
  if (/^https?:\/\//.test(value)) return archive(word);
  const at = value.indexOf('@', 1);
  const name = at < 0 ? value : value.slice(0, at);
  const version = at < 0 ? null : value.slice(at + 1);
  if (!NPM_NAME.test(name) || looksRandom(name)) return nameless(word);
  return { kind: 'npm', name, version, pin: npmPin(version), spec: word, fetched: true };
}

/** `github:owner/repo#ref`, `owner/repo#ref`. */
function hostedSpec(word: Word): Named | null {
  const match = /^(?:(github|gitlab|bitbucket|gist):)?([\w.-]{1,100}\/[\w.-]{1,100})(?:#(.{1,200}))?$/.exec(word.value);
  if (!match) return null;
  const [, host = 'github', repo, ref] = match;
  const tail = host === 'bitbucket' ? '.org/' : '.com/';
  return git(word, `https://${host}${tail}${repo!.replace(/\.git$/, '')}`, ref ?? null);
}

/** `git+https://…`, `git+ssh://…`, `git://…`, `ssh://git@…`, `https://….git`. @param mark what stands before the ref (`#` npm, `@` PyPI). */
function gitSpec(word: Word, mark: '#' | '@'): Named | null {
  let text = word.value;
  if (!/^(?:git\+[a-z]{2,5}:\/\/|git:\/\/|ssh:\/\/|git@)/.test(text) && !/^https?:\/\/[^?#@]{1,300}\.git(?:$|[#@])/.test(text)) return null;
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
const turns = (text: string) => text.match(/\d(?=[a-z])|[a-z](?=\d)/gi)?.length ?? 0;

/** Some have hardly a digit beside a letter. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

function looksRandom(name: string): boolean {
  if (name.length < 16) return false;
  if (UUID.test(name) || /[0-9a-f]{20}/i.test(name)) return true;
  if (name.length >= 20 && /[a-z]/.test(name) && /[A-Z]/.test(name) && /\d/.test(name)) return true;
  return turns(name) >= 7 || name.split(/[^A-Za-z0-9]/).some(piece => piece.length >= 16 && turns(piece) >= 3);
}

/** An address without user, query and fragment, which may carry credentials. */
export function bareUrl(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]{0,20}:\/\/)[^/@]{0,1000}@/i, '$1');
}
function archive(word: Word): Named {
  return { kind: 'archive', name: bareUrl(word.value), version: null, pin: 'none', spec: word, fetched: true };
}
function path(word: Word): Named {
  return { kind: 'path', name: word.value.replace(/^(?:file|link):/, ''), version: null, pin: 'none', spec: word, fetched: false };
}

/** PEP 503. */
export function pypiName(name: string): string {
  return name.toLowerCase().replace(/[-_.]{1,20}/g, '-');
}

/** A PEP 508 requirement, uv's `name@version`, a git or URL source, or a path. */
export function pypiSpec(word: Word): Named {
  const { value } = word;
  const direct = /^[\w.-]{1,200}(?:\[[\w ,.-]{0,200}\])?\s?@\s?(?=(?:git\+|https?:|file:))/.exec(value);
  if (direct) return pypiSpec(part(word, direct[0].length));
  const git = gitSpec(word, '@');
  if (git) return git;
  if (/^https?:\/\//.test(value)) return archive(word);
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
  return /^(?:\.{1,2}(?:[/\\]|$)|[/~]|\\\\|[A-Za-z]:[/\\]|\$\{|\$[A-Z_]|%[A-Z_]|\{\{)/i.test(value);
}

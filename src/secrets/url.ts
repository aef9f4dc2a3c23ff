import { indexOfAny, isAlnum, isLetter } from '../core/chars.ts';
import { setOf } from '../core/words.ts';
import { isDefaultPassword, isPlaceholder } from '../resolve/placeholders.ts';
import { parts } from '../resolve/references.ts';
import { decide, judge, type Verdict } from './decide.ts';
import { kind } from './kinds.ts';
import { meaningOf } from './names.ts';
import { matchAll } from './patterns.ts';
import { shapeOf } from './shape.ts';
import { isPublished } from './published.ts';
import { secretSegments } from './url-path.ts';

/** A credential inside of a text. Offsets are 0-based; `value` is decoded where the place asks for it. */
export interface UrlHit {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly verdict: Verdict;
}

/** With what the scheme of a database's address begins: `postgresql+psycopg`, `rediss`. */
const DATABASES: readonly string[] =
  'postgres mysql mariadb mongodb redis amqp mssql sqlserver clickhouse cockroachdb neo4j bolt libsql snowflake oracle nats smtp ldap ftp sftp jdbc'.split(
    ' ',
  );
const WEB = setOf('http:// https:// ws:// wss://');

/**
 * Credentials in every URL of a text: password or token in front of the host, query, fragment, and path segments that are one.
 * @param isEndpoint the text is the address of a server, where a random segment is nearly always a permission.
 */
export function inUrls(text: string, firm: boolean, isEndpoint = false): UrlHit[] {
  const hits: UrlHit[] = [];
  let from = 0;
  for (let mark = text.indexOf('://'); mark >= 0; mark = text.indexOf('://', mark + 3)) {
    const scheme = schemeStart(text, mark);
    if (scheme < 0 || scheme < from) continue;
    const start = mark + 3;
    // A value that is one URL may hold a quote in its password; in running text a quote ends it.
    const alone = scheme === 0 && !/\s/.test(text);
    const end = alone ? Math.min(text.length, start + 8192) : start + /^[^\s"'`<>\\]*/.exec(text.slice(start, start + 8192))![0].length;
    from = end;
    oneUrl(text, text.slice(scheme, start).toLowerCase(), start, end, { firm, isEndpoint }, hits);
  }
  return hits;
}

/** Where the scheme in front of a `://` begins, which has 2 to 25 characters; -1 where none stands there. */
function schemeStart(text: string, end: number): number {
  let first = -1;
  for (let at = end - 1; at >= 0 && at >= end - 25; at--) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) first = at;
    else if (!isAlnum(code) && !'+.-'.includes(text[at]!)) break;
  }
  return first <= end - 2 ? first : -1;
}

function oneUrl(
  text: string,
  scheme: string,
  start: number,
  end: number,
  { firm, isEndpoint }: { firm: boolean; isEndpoint: boolean },
  hits: UrlHit[],
): void {
  const rest = text.slice(start, end);
  const database = DATABASES.some(name => scheme.startsWith(name));
  const authority = authorityEnd(rest, database);
  const at = rest.lastIndexOf('@', authority - 1);
  const host = rest.slice(at + 1, authority).toLowerCase();
  if (at > 0) userinfo(rest.slice(0, at), start, database, host, hits);
  // People add `&token=` to an address without a query, too.
  const query = queryStart(rest.slice(authority));
  const path = rest.slice(authority, query < 0 ? undefined : authority + query);
  if (query >= 0) parameters(rest.slice(authority + query), start + authority + query, firm, hits);
  if (firm && !database && WEB.has(scheme)) segments(path, start + authority, host, isEndpoint, hits);
}

function queryStart(text: string): number {
  const at = indexOfAny(text, '?#;&');
  return at >= 0 && text[at] === '&' ? text.search(/[?#;]|&[A-Za-z0-9_.-]{1,64}=/) : at;
}

/** A database password may hold `/`, `?` and `#` unescaped: its host begins behind the last `@`. */
function authorityEnd(rest: string, database: boolean): number {
  const plain = indexOfAny(rest, '/?#');
  const end = plain < 0 ? rest.length : plain;
  if (!database || rest.slice(0, end).includes('@')) return end;
  const at = rest.indexOf('@', end);
  if (at < 0 || !rest.slice(0, end).includes(':') || /:[0-9]{1,5}$/.test(rest.slice(0, end))) return end;
  const next = indexOfAny(rest, '/?#', at);
  return next < 0 ? rest.length : next;
}

function userinfo(info: string, start: number, database: boolean, host: string, hits: UrlHit[]): void {
  const colon = info.indexOf(':');
  if (colon < 0) {
    const verdict = shapeOf(info).strong && !isPlaceholder(info) ? sure('token-in-url', 'random user name in a URL') : null;
    if (verdict && parts(info).every(part => part.kind === 'text')) hits.push({ start, end: start + info.length, value: info, verdict });
    return;
  }
  const value = decoded(info.slice(colon + 1));
  const verdict = passwordVerdict(
    value,
    decoded(info.slice(0, colon)),
    database ? 'password-in-connection-string' : 'password-in-url',
    host,
  );
  if (verdict) hits.push({ start: start + colon + 1, end: start + info.length, value, verdict });
}

const MADE_UP_HOSTS = setOf('host hostname server db-host your-host');
const NO_PASSWORDS = setOf('x-oauth-basic x-access-token oauth oauth2 token');
const USERS = setOf('user username youruser your_user usr login myuser dbuser db_user u');

/** A password beside a user and a host. */
function passwordVerdict(value: string, user: string, id: string, host: string): Verdict | null {
  if (value.length < 2 || parts(value).some(part => part.kind === 'reference')) return null;
  // A made-up host shows a made-up password, unless a machine drew it.
  const madeUp = host !== '' && (MADE_UP_HOSTS.has(host.split(':', 1)[0]!) || isPlaceholder(host));
  if (madeUp && !shapeOf(value).random) return null;
  if (NO_PASSWORDS.has(value.toLowerCase())) return null;
  const generic = USERS.has(user.toLowerCase());
  if (generic && /^(?:pass|password|passwd|pwd|pw|secret|p|mypassword|dbpass|db_password)$/i.test(value)) return null;
  if (isDefaultPassword(value, user)) return { ...sure('default-password', 'a usual first password'), class: 'default' };
  if (isPlaceholder(value) || isPublished(value)) return null;
  return sure(id, 'password in front of a host');
}

function parameters(query: string, start: number, firm: boolean, hits: UrlHit[]): void {
  for (const match of query.matchAll(/([A-Za-z0-9_.[\]-]{1,64})=([^&#;]{1,4096})/g)) {
    const value = decoded(match[2]!);
    if (parts(value).some(part => part.kind === 'reference')) continue;
    const name = match[1]!;
    const meaning = meaningOf(name);
    const from = start + match.index + match[0].length - match[2]!.length;
    const verdict = ofWhole(value) ?? decide(value, { name, firm });
    if (!verdict || (meaning === 'weak' && value.length < 16)) continue;
    const named = verdict.kind.id.startsWith('generic-') ? { ...verdict, kind: kind('token-in-url') } : verdict;
    hits.push({ start: from, end: from + match[2]!.length, value, verdict: named });
  }
}

/** A percent-encoded token has its shape only when it is decoded. */
function ofWhole(value: string): Verdict | null {
  const match = matchAll(value).find(({ start, end }) => start === 0 && end === value.length);
  return match ? judge(match) : null;
}

/** The address of a server, wherever it stands: `https://mcp.…`, `…/mcp`, `…/sse`. */
const REMOTE = /(?:^|[.-])mcp[.-]|\/(?:mcp|sse)(?:\/|$)/;

function segments(path: string, start: number, host: string, isEndpoint: boolean, hits: UrlHit[]): void {
  for (const match of path.includes('%') ? path.matchAll(/[^/]{16,400}/g) : []) {
    const value = decoded(match[0]);
    const verdict = value === match[0] ? null : ofWhole(value);
    if (verdict) hits.push({ start: start + match.index, end: start + match.index + match[0].length, value, verdict });
  }
  const isServer = () => isEndpoint || REMOTE.test(`${host}${path}`);
  for (const { start: from, end, value, sure: isSure } of secretSegments(path, host, isServer)) {
    const verdict: Verdict = { ...sure('token-in-url', 'random path of a server URL'), confidence: isSure ? 'medium' : 'low' };
    hits.push({ start: start + from, end: start + end, value, verdict });
  }
}

const PAIRED =
  /(?:^|[;\s?&])(password|pwd|passwd|accountkey|sharedaccesskey|authtoken|api[ _]?key|token)[ \t]{0,3}=[ \t]{0,3}(?:"([^";]{1,256})"|'([^';]{1,256})'|([^;\s"'&]{1,256}))/gi;
const BESIDE =
  /(?:^|[;\s?&])(?:server|data source|host|hostname|uid|user|user id|username|dbname|database|initial catalog|endpoint|accountname|addr|address)[ \t]{0,3}=/i;

/** Passwords of connection strings that are no URL: `Server=…;Password=…`, `host=… password=…`, `user:pass@tcp(host)/db`. */
export function inConnectionStrings(text: string, firm: boolean): UrlHit[] {
  const hits: UrlHit[] = [];
  const go = text.includes('@tcp(') || text.includes('@unix(') ? /^([^\s:@/]{1,64}):([^\s@]{1,128})@(?:tcp|unix)\(/.exec(text) : null;
  if (go) {
    const verdict = passwordVerdict(
      go[2]!,
      go[1]!,
      'password-in-connection-string',
      text.slice(go[0].length, go[0].length + 60).split(')')[0]!,
    );
    const start = go[1]!.length + 1;
    if (verdict) hits.push({ start, end: start + go[2]!.length, value: go[2]!, verdict });
  }
  if (!text.includes('=') || !BESIDE.test(text)) return hits;
  const user = /(?:^|[;\s?&])(?:uid|user id|user|username)[ \t]{0,3}=[ \t]{0,3}([^;\s&]{1,64})/i.exec(text)?.[1] ?? '';
  for (const match of text.matchAll(PAIRED)) {
    const value = match[2] ?? match[3] ?? match[4]!;
    const from = match.index + match[0].lastIndexOf(value);
    const isPassword = /^(?:pass|pwd)/i.test(match[1]!);
    const verdict = isPassword
      ? passwordVerdict(value, user, 'password-in-connection-string', '')
      : decide(value, { name: match[1]!, firm });
    if (verdict) hits.push({ start: from, end: from + value.length, value, verdict });
  }
  return hits;
}

function sure(id: string, because: string): Verdict {
  const found = kind(id);
  return { kind: found, class: found.class ?? 'secret', confidence: 'high', because, known: false };
}

function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

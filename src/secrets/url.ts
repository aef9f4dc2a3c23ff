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

const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{1,24}:\/\//g;
const DATABASE =
  /^(?:postgres|postgresql|mysql|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb|neo4j|bolt|libsql|snowflake|oracle|nats|smtps?|ldaps?|ftps?|sftp|jdbc)/i;

/**
 * Credentials in every URL of a text: password or token in front of the host, query, fragment, and path segments that are one.
 * @param isEndpoint the text is the address of a server, where a random segment is nearly always a permission.
 */
export function inUrls(text: string, firm: boolean, isEndpoint = false): UrlHit[] {
  const hits: UrlHit[] = [];
  let from = 0;
  for (const match of text.matchAll(SCHEME)) {
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    // A value that is one URL may hold a quote in its password; in running text a quote ends it.
    const alone = match.index === 0 && !/\s/.test(text);
    const end = alone ? Math.min(text.length, start + 8192) : start + /^[^\s"'`<>\\]*/.exec(text.slice(start, start + 8192))![0].length;
    from = end;
    oneUrl(text, match[0], start, end, { firm, isEndpoint }, hits);
  }
  return hits;
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
  const database = DATABASE.test(scheme);
  const authority = authorityEnd(rest, database);
  const at = rest.lastIndexOf('@', authority - 1);
  const host = rest.slice(at + 1, authority).toLowerCase();
  if (at > 0) userinfo(rest.slice(0, at), start, database, host, hits);
  // People add `&token=` to an address without a query, too.
  const query = rest.slice(authority).search(/[?#;]|&[A-Za-z0-9_.-]{1,64}=/);
  const path = rest.slice(authority, query < 0 ? undefined : authority + query);
  if (query >= 0) parameters(rest.slice(authority + query), start + authority + query, firm, hits);
  if (firm && !database && /^https?:|^wss?:/i.test(scheme)) segments(path, start + authority, host, isEndpoint, hits);
}

/** A database password may hold `/`, `?` and `#` unescaped: its host begins behind the last `@`. */
function authorityEnd(rest: string, database: boolean): number {
  const plain = rest.search(/[/?#]/);
  const end = plain < 0 ? rest.length : plain;
  if (!database || rest.slice(0, end).includes('@')) return end;
  const at = rest.indexOf('@', end);
  if (at < 0 || !rest.slice(0, end).includes(':') || /:[0-9]{1,5}$/.test(rest.slice(0, end))) return end;
  const next = rest.slice(at).search(/[/?#]/);
  return next < 0 ? rest.length : at + next;
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

/** A password beside a user and a host. */
function passwordVerdict(value: string, user: string, id: string, host: string): Verdict | null {
  if (value.length < 2 || parts(value).some(part => part.kind === 'reference')) return null;
  // A made-up host shows a made-up password, unless a machine drew it.
  const madeUp = host !== '' && (isPlaceholder(host) || /^(?:host|hostname|server|db-host|your-host)(?::|$)/.test(host));
  if (madeUp && !shapeOf(value).random) return null;
  if (/^(?:x-oauth-basic|x-access-token|oauth2?|token)$/i.test(value)) return null;
  const generic = /^(?:user|username|your_?user|usr|login|myuser|dbuser|db_user|u)$/i.test(user);
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
  for (const { start: from, end, value, sure: isSure } of secretSegments(path, host, isEndpoint || REMOTE.test(`${host}${path}`))) {
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
  const go = /^([^\s:@/]{1,64}):([^\s@]{1,128})@(?:tcp|unix)\(/.exec(text);
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

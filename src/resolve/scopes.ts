import type { Server } from '../core/model.ts';
import { endsInOneOf, setOf } from '../core/words.ts';
import { type BroadScopes, type ScopeTable, scopeTables } from '../generated/scopes.ts';
import { knownServer } from './known.ts';
import { launchOf } from './launch.ts';
import type { Word } from './launch-types.ts';
import { part, wordOf } from './words.ts';

/** One scope that an entry asks for, at its own place. */
export interface AskedScope {
  readonly scope: string;
  readonly word: Word;
}
export interface Judgement extends Pick<BroadScopes, 'level' | 'means' | 'instead'> {
  readonly provider: string;
  readonly confidence: 'high' | 'medium';
}

const VARIABLES = setOf('SCOPE SCOPES');
const KEY = /^(?:.*[_.-])?scopes?$/i;

/** OAuth scopes in the fields, variables and arguments of an entry. */
export function askedScopes(server: Server): AskedScope[] {
  const asked: AskedScope[] = [];
  for (const slot of [...server.auth, ...server.others]) {
    if (!slot.key?.toLowerCase().includes('scope')) continue;
    const inAuth =
      slot.where === 'auth' || slot.path.some(step => typeof step === 'string' && /^(?:oauth|auth|authorization|oidc)/i.test(step));
    // A plain `scope` elsewhere means something else: where a server is installed.
    if (/^(?:oauth_?)?scopes$/i.test(slot.key) || (inAuth && KEY.test(slot.key))) asked.push(...split(wordOf(slot)));
  }
  for (const slot of server.env) if (slot.key && endsInOneOf(slot.key, VARIABLES)) asked.push(...split(wordOf(slot)));
  const { env, args, hops } = launchOf(server);
  for (const { name, value, word } of env) if (value !== null && endsInOneOf(name, VARIABLES)) asked.push(...split(word));
  for (const [index, word] of args.entries()) {
    if (!word.value.startsWith('--') || !word.value.includes('scope')) continue;
    if (/^--(?:oauth-)?scopes?$/.test(word.value) && args[index + 1]) asked.push(...split(args[index + 1]!));
    else if (/^--(?:oauth-)?scopes?=/.test(word.value)) asked.push(...split(part(word, word.value.indexOf('=') + 1)));
  }
  for (const { options } of hops) {
    for (const { name, valueWord } of options) {
      if (name !== '--static-oauth-client-metadata' || !valueWord) continue;
      const held = /"scopes?"\s{0,9}:\s{0,9}"([^"]{1,2000})"/.exec(valueWord.value);
      if (held) asked.push(...split(part(valueWord, held.index + held[0].length - 1 - held[1]!.length, held.index + held[0].length - 1)));
    }
  }
  return asked;
}

function split(word: Word): AskedScope[] {
  if (word.value.length > 20_000) return [];
  return [...word.value.matchAll(/[^\s,;]+/g)].map(match => ({
    scope: match[0],
    word: part(word, match.index, match.index + match[0].length),
  }));
}

/** How broad a scope is for the provider that this server speaks to; null where it is fine or unknown. */
export function judgeScope(server: Server, scope: string): Judgement | null {
  if (scope.length > 300 || /[${}]/.test(scope)) return null;
  const table = tableOf(server, scope);
  if (table.fine.includes(scope)) return null;
  const bare = table.prefix && table.id !== 'google' && scope.startsWith(table.prefix) ? scope.slice(table.prefix.length) : scope;
  const own = table.broad.find(({ scopes, pattern }) => scopes.includes(bare) || pattern?.test(bare));
  if (own) return { ...own, provider: table.id, confidence: table.confidence };
  const generic = table.id === 'generic' ? undefined : scopeTables[0]!.broad.find(({ scopes }) => scopes.includes(bare));
  return generic ? { ...generic, provider: 'generic', confidence: 'medium' } : null;
}

function tableOf(server: Server, scope: string): ScopeTable {
  const [generic] = scopeTables;
  const byShape = scopeTables.find(({ prefix, also }) => (prefix !== null && scope.startsWith(prefix)) || also.includes(scope));
  if (byShape) return byShape;
  const known = knownServer(server)?.scopes;
  if (known) return scopeTables.find(({ id }) => id === known) ?? generic!;
  const launch = launchOf(server);
  const host = launch.kind === 'url' ? /^[a-z]{2,5}:\/\/([^/?#:]{1,300})/i.exec(launch.name)?.[1]?.toLowerCase() : undefined;
  return scopeTables.find(({ hosts }) => host !== undefined && hosts.includes(host)) ?? generic!;
}

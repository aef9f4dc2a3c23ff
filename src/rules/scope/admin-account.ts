import type { Severity } from '../../core/finding.ts';
import { table } from '../../core/table.ts';
import type { Server } from '../../core/model.ts';
import type { Node, Path } from '../../core/node.ts';
import { within } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import type { Span } from '../../core/source.ts';
import { holdsOneOf, setOf } from '../../core/words.ts';
import { kindOfHost } from '../network/shared/endpoints.ts';
import { type Setting, settingsOf } from '../network/shared/settings.ts';
import { clientOf, weighedFor } from '../network/shared/weight.ts';

/** Accounts that may do everything, by scheme of the address. Source: the products' documentation. */
const BY_SCHEME: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  postgres: ['postgres', 'root'],
  mysql: ['root'],
  mariadb: ['root'],
  mssql: ['sa'],
  sqlserver: ['sa'],
  mongodb: ['root', 'admin'],
  oracle: ['sys', 'system'],
  neo4j: ['neo4j'],
  bolt: ['neo4j'],
  clickhouse: ['default'],
});
const ADDRESS =
  /\b(postgres|mysql|mariadb|mssql|sqlserver|mongodb|oracle|neo4j|bolt|clickhouse)(?:ql)?(?:\+[a-z0-9]{1,20})?:\/\/([A-Za-z0-9_.-]{1,80})(?::[^@/\s]{0,300})?@(?:\[[0-9a-f:.]{2,45}\]|[^\s/:?#,"']{1,200})/gi;
/** An address of {@link ADDRESS} that matters holds one of these. */
const addressHints = table(() => [...new Set(Object.values(BY_SCHEME).flat())].map(account => `://${account}`));

const ACCOUNT =
  /^(?:[A-Z0-9]{1,20}_){0,3}(?:DB|DATABASE|PG|POSTGRES(?:QL)?|MYSQL|MARIADB|MSSQL|SQL|SQLSERVER|ORACLE|NEO4J|MONGO(?:DB)?|CLICKHOUSE|ELASTIC(?:SEARCH)?|ES|REDSHIFT)_?(?:USER|USERNAME|USER_NAME|LOGIN)$/;
const ALL_PRODUCTS = new Set(['root', 'sa', 'postgres', 'sys', 'system', 'neo4j', 'elastic']);
const ROLE = setOf('SNOWFLAKE_ROLE SNOWFLAKE_USER_ROLE');
const ROLES = new Set(['ACCOUNTADMIN', 'ORGADMIN', 'SECURITYADMIN', 'SYSADMIN']);
/** A name that people give to the permission set of that name. */
const PROFILE = /^(?:[A-Za-z0-9]{1,40}[-_.]){0,4}(AdministratorAccess|PowerUserAccess)(?:[-_.][A-Za-z0-9]{1,40}){0,4}$/;

export default defineRule({
  id: 'admin-account',
  family: 'scope',
  title: 'A server signs in as an administrator',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI03'],
    'owasp-nhi': ['NHI5:2025'],
    cwe: ['CWE-250', 'CWE-269'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C5.2.1'],
    'cosai-mcp': ['CoSAI-MCP-T2', 'CoSAI-MCP-T9'],
    'safe-mcp': ['SAFE-T1302', 'SAFE-T1803'],
    'mitre-atlas': ['AML.M0026'],
    'csa-maestro': ['L6'],
  },
  messages: {
    account:
      '`{server}` in {client} signs in as `{account}`, which may do everything there. Create an account that only reads what the tools need, and use that one.',
    role: '`{server}` in {client} works in the role `{account}`, which may change the whole account. Create a role that only reads what the tools need, and name that one.',
    profile:
      '`{server}` in {client} works with an AWS profile of `{account}`. Create a permission set with only what the tools need, and name its profile.',
  },
  server(server, { report }) {
    const data = { server: server.name, client: clientOf(server.format) };
    const base = { source: server.document.source, server };
    const told = new Set<string>();
    for (const { account, at, path } of inAddresses(server)) {
      if (told.has(account)) continue;
      told.add(account);
      report({ ...base, at, path, message: 'account', data: { ...data, account }, severity: weighedFor(server, 'medium') });
    }
    for (const setting of settingsOf(server)) {
      const found = inSetting(setting, server);
      if (!found || told.has(found.account)) continue;
      told.add(found.account);
      const { message, account, severity } = found;
      const place = { ...base, at: setting.at, path: setting.path, severity: weighedFor(server, severity) };
      report({ ...place, message, confidence: message === 'account' ? 'medium' : 'high', data: { ...data, account } });
    }
  },
});

interface Account {
  readonly account: string;
  readonly at: Node | Span;
  readonly path: Path;
}

/** Accounts in connection strings to hosts that are not of this machine, a test, or a page. */
function* inAddresses({ url, args, env, others }: Server): Generator<Account> {
  for (const slot of [...(url ? [url] : []), ...args, ...env, ...others]) {
    if (slot.value.length > 5000 || !slot.value.includes('://') || !slot.value.includes('@')) continue;
    if (!holdsOneOf(slot.value.toLowerCase(), addressHints())) continue;
    for (const match of slot.value.matchAll(ADDRESS)) {
      const [text, scheme = '', user = ''] = match;
      // Supabase's poolers take the project's name behind the account's.
      const account = user.toLowerCase().replace(/^postgres\.[a-z0-9]{16,24}$/, 'postgres');
      const host = text.slice(text.lastIndexOf('@') + 1).toLowerCase();
      const where = kindOfHost(host.replace(/^\[|\]$/g, ''));
      if (!BY_SCHEME[scheme.toLowerCase()]?.includes(account) || (where !== 'public' && where !== 'public-address')) continue;
      const start = match.index + text.indexOf('://') + 3;
      const at = slot.node.kind === 'string' ? within(slot.node, start, start + user.length) : slot.node;
      yield { account, at, path: slot.path };
    }
  }
}

function inSetting(
  setting: Setting,
  server: Server,
): { message: 'account' | 'role' | 'profile'; account: string; severity: Severity } | null {
  const value = setting.value?.trim() ?? '';
  if (value === '' || value.length > 200) return null;
  if (ROLE.has(setting.word) && ROLES.has(value.toUpperCase()))
    return { message: 'role', account: value.toUpperCase(), severity: /^SYS/i.test(value) ? 'medium' : 'high' };
  const profile = setting.word === 'AWS_PROFILE' ? PROFILE.exec(value)?.[1] : undefined;
  if (profile !== undefined) return { message: 'profile', account: profile, severity: 'medium' };
  const account = value.toLowerCase();
  if (!ALL_PRODUCTS.has(account) || !ACCOUNT.test(setting.word)) return null;
  return isFar(setting, server) ? { message: 'account', account, severity: 'medium' } : null;
}

const HOSTS = ['HOST', 'HOSTNAME', 'SERVER', 'ENDPOINT', 'URI', 'URL', 'HOSTS'];
const byWord = new WeakMap<Server, ReadonlyMap<string, string>>();

/** Whether the host that goes with the account's variable (`DB_HOST` with `DB_USER`) is named and away from this machine. */
function isFar({ word }: Setting, server: Server): boolean {
  let values = byWord.get(server);
  if (!values) byWord.set(server, (values = new Map(settingsOf(server).map(setting => [setting.word, setting.value?.trim() ?? '']))));
  const stem = word.replace(/_?(?:USER|USERNAME|USER_NAME|LOGIN)$/, '');
  const host = HOSTS.flatMap(ending => values.get(`${stem}_${ending}`) ?? values.get(stem + ending) ?? [])[0] ?? '';
  const name = /^(?:[a-z][a-z0-9+.-]{0,20}:\/\/)?([^\s/:?#@,]{1,200})/i.exec(host)?.[1];
  const kind = name === undefined ? null : kindOfHost(name.toLowerCase());
  return kind === 'public' || kind === 'public-address';
}

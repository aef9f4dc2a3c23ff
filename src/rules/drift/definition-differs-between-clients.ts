import { defineRule } from '../../core/rule.ts';
import type { Label } from '../../core/finding.ts';
import type { Server } from '../../core/model.ts';
import { launchOf } from '../../resolve/launch.ts';
import { parts } from '../../resolve/references.ts';
import { settingsOf } from '../network/shared/settings.ts';
import { byFolder, identityOf, sameServers, shownIdentity } from './shared/same-server.ts';

export default defineRule({
  id: 'definition-differs-between-clients',
  family: 'drift',
  title: 'The same server is set up differently in two clients',
  severity: 'low',
  confidence: 'high',
  mappings: { cwe: ['CWE-1188'], 'owasp-mcp': ['MCP09:2025'], 'owasp-asi': ['ASI04', 'ASI08'], 'nist-csf': ['PR.PS-01'] },
  messages: {
    differs: '`{server}` is not the same in {client} as in {other}: {what}. Bring them together, so that one review covers both.',
    replaced: '`{server}` is {one} in {client} and {two} in {other}. Give them two names, or use the same server in both.',
  },
  workspace({ servers }, { report }) {
    for (const folder of byFolder(servers).values()) {
      for (const [first, ...others] of sameServers(folder)) {
        if (!first) continue;
        const different = others.map(server => ({ server, what: difference(first, server) })).filter(({ what }) => what !== '');
        const [one] = different;
        if (!one) continue;
        report({
          ...place(one.server),
          related: [label(first, `as ${first.format.name} has it`), ...different.slice(1).map(({ server, what }) => label(server, what))],
          message: 'differs',
          data: { server: one.server.name, client: where(one.server, first), other: where(first, one.server), what: one.what },
        });
      }
      for (const [first, second] of replaced(folder)) {
        report({
          ...place(second),
          related: [label(first, `the other \`${first.name}\``)],
          message: 'replaced',
          data: {
            server: second.name,
            client: second.format.name,
            other: first.format.name,
            one: shownIdentity(second),
            two: shownIdentity(first),
          },
        });
      }
    }
  },
});

const place = (server: Server) => ({ at: server.nameNode ?? server.node, source: server.document.source, path: server.path, server });

function label(server: Server, text: string): Label {
  return { source: server.document.source, span: (server.nameNode ?? server.node).span, text };
}

/** The client's name; the file where two files are of one client. */
function where(server: Server, other: Server): string {
  return server.format.id === other.format.id ? `\`${server.document.source.path}\`` : server.format.name;
}

/** What sets two definitions of one server apart, in names only: values may be credentials. Empty where nothing does. */
function difference(a: Server, b: Server): string {
  const [one, two] = [launchOf(a), launchOf(b)];
  const found: string[] = [];
  if (one.kind !== 'url' && (one.version ?? '') !== (two.version ?? ''))
    found.push(`version ${two.version ?? 'not given'} instead of ${one.version ?? 'none'}`);
  const flags = apart(flagsOf(a), flagsOf(b));
  if (flags) found.push(flags);
  const variables = apart(variablesOf(a), variablesOf(b));
  if (variables) found.push(variables);
  if (found.length === 0 && one.kind === 'npm' && plainWords(a) !== null && plainWords(b) !== null && plainWords(a) !== plainWords(b))
    found.push('other arguments');
  return found.join('; ');
}

function flagsOf(server: Server): Set<string> {
  return new Set(
    launchOf(server).args.flatMap(({ value }) => (/^--?[A-Za-z][\w-]{1,60}(?:=|$)/.test(value) ? [value.split('=')[0]!] : [])),
  );
}

function variablesOf(server: Server): Set<string> {
  const own = settingsOf(server).filter(({ by }) => by === 'variable');
  return new Set(
    [...own.map(({ name }) => name), ...launchOf(server).env.map(({ name }) => name)].filter(name => /^[A-Za-z_]\w{0,80}$/.test(name)),
  );
}

function apart(a: ReadonlySet<string>, b: ReadonlySet<string>): string {
  const missing = [...a].filter(name => !b.has(name));
  const added = [...b].filter(name => !a.has(name));
  return [missing.length > 0 ? `without ${listed(missing)}` : '', added.length > 0 ? `with ${listed(added)}` : '']
    .filter(Boolean)
    .join(', ');
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(name => `\`${name}\``);
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}

/** Arguments that are no flags, for comparison only; null where a client puts something in. */
function plainWords(server: Server): string | null {
  const words = launchOf(server).args.filter(({ value }) => !value.startsWith('-'));
  if (words.some(({ value }) => value.startsWith('.') || parts(value).some(({ kind }) => kind === 'reference'))) return null;
  return words.map(({ value }) => value).join('\0');
}

/** Pairs of one name in two clients that are two different published servers. */
function* replaced(servers: readonly Server[]): Generator<[Server, Server]> {
  const firsts = new Map<string, Server>();
  const told = new Set<string>();
  for (const server of servers) {
    const name = server.name.toLowerCase();
    const identity = identityOf(server);
    if (identity === null) continue;
    const first = firsts.get(name);
    if (!first) firsts.set(name, server);
    else if (first.format.id !== server.format.id && identityOf(first) !== identity && !told.has(name)) {
      told.add(name);
      yield [first, server];
    }
  }
}

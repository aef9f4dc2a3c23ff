import type { KnownServer, Switch } from '../generated/servers.ts';

/** What a server's file says besides what the rules need. */
export interface ServerNotes {
  /** What each of {@link KnownServer.narrow} leaves, in its order; '' where the file does not say. */
  readonly narrow: readonly string[];
  readonly source: string;
}

/** One part of a server's page: sentences, then lines of a term and what it means. */
interface Section {
  readonly title: string;
  readonly lines: readonly (readonly [term: string, means: string])[];
}

const REGISTRIES = { npm: 'npm package', pypi: 'PyPI package', oci: 'image', nuget: 'NuGet package' } as const;
const IMPACTS: Readonly<Record<KnownServer['impact'], string>> = {
  read: 'read',
  write: 'change things',
  admin: 'administer the account or system',
  financial: 'move money',
  exec: 'run code',
};
const POSTURES: Readonly<Record<string, string>> = {
  write: 'it can change things',
  'read-only': 'it only reads',
  'read-only-bypassable': 'it only reads, which can be got around',
  unrestricted: 'nothing holds it back',
  'unrestricted-by-args': 'its arguments decide, and nothing else holds it back',
};
const CAPABILITIES: Readonly<Record<string, string>> = {
  'private-data': 'sees private data',
  destructive: 'can destroy data',
  'untrusted-content': 'takes in what strangers wrote',
  'external-comm': 'can send data out',
  'code-exec': 'can run code',
  financial: 'can move money',
  'secrets-access': 'can read credentials',
};

/** A page for the terminal, without colour. */
export function serverText(known: KnownServer, notes: ServerNotes): string {
  const lines = [`server:${known.id}: ${known.name}, by ${known.vendor}`, wrapped(summary(known), 0)];
  for (const { title, lines: rows } of sections(known, notes)) {
    const width = Math.min(36, Math.max(...rows.map(([term]) => term.length)));
    const row = (term: string, means: string) =>
      means === '' ? wrapped(`  ${term}`, 4) : wrapped(`  ${term.padEnd(width)}  ${means}`, width + 4);
    lines.push('', title, ...rows.map(([term, means]) => row(term, means)));
  }
  return lines.join('\n') + '\n';
}

/** The same for docs/servers.md, its title a heading of the second level. */
export function serverMarkdown(known: KnownServer, notes: ServerNotes): string {
  const lines = [`## ${known.id}`, '', `**${known.name}**, by ${known.vendor}. ${summary(known)}`];
  for (const { title, lines: rows } of sections(known, notes)) {
    lines.push(
      '',
      `${title}:`,
      '',
      ...rows.map(([term, means]) => (isProse(title) ? `- ${escaped(term)}${tail(escaped(means))}` : `- \`${term}\`${tail(means)}`)),
    );
  }
  return lines.join('\n') + '\n';
}

/** Broken at blanks to fit 80 columns; further lines are indented. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > 80) {
      lines.push(line);
      line = ' '.repeat(indent) + word.trimStart();
    } else line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Outside of code spans. */
const escaped = (text: string) => text.replace(/`[^`]*`|[_*]/g, part => (part.length === 1 ? `\\${part}` : part));
const isProse = (title: string) => PROSE.has(title);
const PROSE: ReadonlySet<string> = new Set(['A careful start has', 'Tools', 'Known from']);
const tail = (means: string) => (means === '' ? '' : `: ${means.replaceAll('<', '&lt;')}`);

function summary({ reach, impact, posture, capabilities }: KnownServer): string {
  const can = capabilities.map(one => CAPABILITIES[one] ?? one);
  const touches = reach.length > 0 ? `It reaches ${list(reach)}` : 'It reaches what its configuration names';
  const abilities = can.length > 0 ? ` It ${list(can)}.` : '';
  return `${touches}; at worst it can ${IMPACTS[impact]}. As it comes, ${POSTURES[posture] ?? `its ${posture.replace('by-', '')} decides`}.${abilities}`;
}

function sections(known: KnownServer, notes: ServerNotes): Section[] {
  const { packages, urls, binaries, repositories, widen, narrow, need, credentials, scopes, tools, confidence } = known;
  const names = Object.entries(REGISTRIES).flatMap(([kind, words]) =>
    (packages[kind as keyof typeof REGISTRIES] ?? []).map(name => [name, words] as const),
  );
  const all: Section[] = [
    {
      title: 'Runs as',
      lines: [
        ...names,
        ...urls.map(url => [url, 'address'] as const),
        ...binaries.map(name => [name, 'program'] as const),
        ...repositories.map(name => [name, 'source'] as const),
      ],
    },
    { title: 'Opens more', lines: widen.map(one => [written(one), one.means] as const) },
    {
      title: 'Narrows',
      lines: narrow.map((one, index) => {
        const limits = [one.strength === 'full' ? '' : one.strength, one.since === null ? '' : `since ${one.since}`].filter(Boolean);
        return [written(one), [notes.narrow[index] ?? '', ...limits].filter(Boolean).join('; ')] as const;
      }),
    },
    {
      title: 'A careful start has',
      lines: need.flatMap(one => advice(one).map(text => [text, ''] as const)),
    },
    { title: 'Credentials', lines: credentials.map(name => [name, 'variable'] as const) },
    { title: 'Scopes are weighed as those of', lines: scopes === null ? [] : [[scopes, ''] as const] },
    { title: 'Tools', lines: Object.entries(tools).map(([kind, list]) => [kind, toolList(list)] as const) },
    { title: 'Known from', lines: [[`${notes.source} (confidence ${confidence})`, ''] as const] },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

function advice({ any, reach, local, container, remote }: KnownServer['need'][number]): string[] {
  const what = [local, container === 'silent' ? null : container, remote].filter(text => text !== null);
  return [`one of ${any.join(', ')}; without it, it ${reach}`].concat(what);
}

function toolList(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

/** A switch as a person writes it. */
function written({ kind, name, values }: Switch): string {
  const value = values.join('|');
  if (kind === 'header') return value === '' ? `${name}:` : `${name}: ${value}`;
  return (kind === 'query' ? '?' : '') + name + (value === '' ? '' : `=${value}`);
}

function list(words: readonly string[]): string {
  const readable = words.map(word => word.replaceAll('-', ' ').replaceAll('_', ' '));
  return readable.length < 2 ? (readable[0] ?? '') : `${readable.slice(0, -1).join(', ')} and ${readable.at(-1)}`;
}

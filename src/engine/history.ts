import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';
import type { Credential } from '../core/model.ts';
import { toPointer } from '../core/node.ts';
import type { FileReport, Notice } from '../core/report.ts';
import type { AnyRule } from '../core/rule.ts';
import { rules as catalogue } from '../generated/rules.ts';
import { findCredentials } from '../secrets/index.ts';
import { candidatesFor } from './candidates.ts';
import { check } from './check.ts';
import { type PatternSearch, relativePath } from './discover.ts';
import { noRepository } from './git-changes.ts';
import { judge, selectRules, type Settings } from './judge.ts';
import { type Candidate, load } from './load.ts';
import { decodeObject, gitEntries, gitLine, readObjects, startGit } from './objects.ts';
import { InputError } from './repository.ts';
import { comparable, type Scan } from './scan.ts';
import type { ScanOptions } from './settings.ts';
import { workspaceOf } from './workspace.ts';

interface HistoryOptions extends Omit<ScanOptions, 'include' | 'exclude'> {
  readonly include: PatternSearch;
  readonly exclude: PatternSearch;
}

/** One content of a file, by the first path it had, and the commits that wrote it: indices into {@link Walk.commits}. */
interface Version {
  readonly id: string;
  readonly path: string;
  /** Further paths that it had; absent for most. */
  others?: Set<string>;
  first: number;
  last: number;
}
interface Walk {
  /** Oldest first. */
  readonly versions: readonly Version[];
  /** "`0123456789` of 2026-01-31". */
  readonly commits: readonly string[];
  /** Commits looked through. */
  readonly seen: number;
}

/** One credential over the whole history. */
interface Life {
  readonly findings: readonly Finding[];
  first: number;
  last: number;
  inHead: boolean;
  readonly paths: Set<string>;
}

/** Texts of findings are kept for their code frames; what comes after so many characters is counted and not shown. */
const MAX_KEPT = 64_000_000;
const MAX_PATHS = 1000;

/**
 * Looks for credentials in every version of every candidate file that any branch, tag or stash of the repository reaches.
 * Each credential is reported once, at its path and place in the oldest version that holds it, with the first and the last
 * commit that wrote it. Reads git objects alone; authors and messages of commits are never asked for. @throws InputError.
 */
export async function historyScan(options: HistoryOptions, settings: Settings): Promise<Scan> {
  const { root } = options;
  const about = await gitLine(root, ['rev-parse', '--is-bare-repository', '--is-shallow-repository', '--show-prefix']);
  if (about === null) throw noRepository('--history');
  const [bare, shallow, prefix = ''] = about.split('\n');
  const notices: Notice[] = [];
  if (shallow === 'true')
    notices.push({ level: 'warning', message: 'This is a shallow clone: older commits are not here and were not looked at.' });

  const walk = await walkHistory(options, bare === 'true' ? '' : prefix);
  const head = new Set<string>();
  await gitEntries(root, ['ls-tree', '-r', '-z', 'HEAD'], entry => void head.add(entry.split(/[ \t]/, 3)[2]!));

  const rules = selectRules(catalogue, settings).filter(({ credential }) => credential !== undefined);
  const { lives, files, unread, unshown } = await lookInto(walk.versions, options, rules, head);
  notices.push(...remarks(walk, unread, unshown));

  const findings = numbered(lives.flatMap(life => life.findings.map(finding => told(finding, life, walk.commits))));
  const judged = judge(findings, [], catalogue, settings);
  // Exceptions that nothing in the history needs are told by a scan of the files.
  const shown = judged.findings.filter(({ rule }) => rules.some(({ id }) => id === rule));
  const report = {
    version: options.version,
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    servers: [],
    findings: comparable(shown, options.fingerprintKey),
    notices: [...notices, ...judged.notices],
    rules: rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    sources: new Map(shown.map(({ source }) => [source.path, source])),
  };
  const scan: Scan = { report, settings, files: [], workspace: EMPTY, again: async () => scan, locate: () => undefined };
  return scan;
}

interface Seen {
  /** In the order in which they came up. */
  readonly lives: readonly Life[];
  /** Each path once, as its newest version is. */
  readonly files: readonly FileReport[];
  readonly unread: number;
  readonly unshown: number;
}

/** Reads each version once and lets it go; what stays are findings and the texts that they stand in. */
async function lookInto(
  versions: readonly Version[],
  { root, maxSize }: HistoryOptions,
  rules: readonly AnyRule[],
  head: ReadonlySet<string>,
): Promise<Seen> {
  const lives = new Map<string, Life>();
  const files = new Map<string, FileReport>();
  let kept = 0;
  let unread = 0;
  let unshown = 0;
  const byId = new Map(versions.map(version => [version.id, version]));
  for await (const object of readObjects(root, [...byId.keys()], maxSize)) {
    const version = byId.get(object.id)!;
    const { path } = version;
    const result = decodeObject(path, object, maxSize);
    if (!result.source) {
      unread++;
      list(files, version, { format: null, state: result.state === 'skipped' ? 'skipped' : 'unreadable', reason: result.reason });
      continue;
    }
    const { source } = result;
    const candidates = candidatesFor(path);
    const file = await load(source, candidates, { explicit: candidates.length === 0, tracked: true });
    list(files, version, { format: file.format?.id ?? null, state: file.state, reason: file.reason });
    const fresh = new Map<string, Credential>();
    for (const credential of findCredentials(file)) {
      const key = credential.secret.fingerprint();
      const life = lives.get(key);
      if (life) extend(life, version, head.has(version.id));
      else if (!fresh.has(key)) fresh.set(key, credential);
    }
    for (const [key, credential] of fresh) {
      const { findings } = check({ ...EMPTY, credentials: [credential] }, rules);
      if (findings.length > 0 && kept > MAX_KEPT) unshown++;
      else lives.set(key, begin(findings, version, head.has(version.id)));
    }
    if (fresh.size > 0) kept += source.text.length;
  }
  return { lives: [...lives.values()], files: [...files.values()], unread, unshown };
}

function list(files: Map<string, FileReport>, version: Version, read: Pick<FileReport, 'format' | 'state' | 'reason'>): void {
  for (const one of pathsOf(version)) files.set(one, { path: one, servers: 0, personal: false, ...read });
}

const EMPTY = workspaceOf([], { from: null, ownersOf: () => [] });

/** Every version of every candidate file, oldest first, in one pass over all commits. */
async function walkHistory(options: HistoryOptions, prefix: string): Promise<Walk> {
  const { root } = options;
  const wanted = wantedIn(options, prefix);
  const versions = new Map<string, Version>();
  const commits: string[] = [];
  let seen = 0;
  let commit = '';
  let isNoted = false;
  /** Object that the next entry is the path of; null where the next entry is none. */
  let id: string | null = null;
  let isPath = false;
  const each = (entry: string) => {
    if (isPath) {
      isPath = false;
      const path = id === null ? null : wanted(entry);
      if (id === null || path === null) return;
      if (!isNoted) commits.push(commit);
      isNoted = true;
      const at = commits.length - 1;
      const version = versions.get(id);
      if (version) {
        version.last = at;
        if (version.path !== path && (version.others?.size ?? 0) < MAX_PATHS) (version.others ??= new Set()).add(path);
      } else versions.set(id, { id, path, first: at, last: at });
      return;
    }
    const header = /^\s*commit ([0-9a-f]{10})[0-9a-f]* (\S+)\s*$/.exec(entry);
    if (header) {
      seen++;
      commit = `\`${header[1]}\` of ${header[2]}`;
      isNoted = false;
    } else if (/^\s*:/.test(entry)) {
      id = newObject(entry);
      isPath = true;
    }
  };
  const list = startGit(root, ['rev-list', '--all', '--reverse', '--topo-order']);
  list.child.stdin.end();
  // Merges show what is in none of their parents.
  const args = ['diff-tree', '--stdin', '-r', '-c', '--root', '--raw', '-z', '--no-renames', '--no-ext-diff', '--no-abbrev'];
  const only = prefix === '' ? [] : ['--', '.'];
  const code = await gitEntries(root, [...args, '--format=commit %H %cs', ...only], each, { input: list.child.stdout });
  if ((await list.ended) !== 0 || code !== 0) throw new InputError('The history of this repository cannot be read by git.');
  return { versions: [...versions.values()], commits, seen };
}

/** `:mode mode id id A`, or `::mode mode mode id id id MM` for a merge: the object it comes to, where that is an ordinary file. */
function newObject(entry: string): string | null {
  const words = entry.trim().split(' ');
  const parents = /^:+/.exec(words[0]!)![0].length;
  const mode = words[parents];
  const id = words[2 * parents + 1];
  return (mode === '100644' || mode === '100755' || mode === '100664') && id !== undefined && !/^0+$/.test(id) ? id : null;
}

/** From a path in the repository to that below the root, or null where it is not asked for. */
function wantedIn({ root, paths, include, exclude }: HistoryOptions, prefix: string): (path: string) => string | null {
  const asked = paths.map(path => relativePath(root, path));
  const known = new Map<string, string | null>();
  const decide = (path: string): string | null => {
    if (!path.startsWith(prefix)) return null;
    const own = path.slice(prefix.length);
    const candidates: readonly Candidate[] = candidatesFor(own);
    if (candidates.length === 0 && include(own) === null && !asked.includes(own)) return null;
    if (exclude(own) !== null) return null;
    return asked.some(one => one === '' || one === own || own.startsWith(`${one}/`)) ? own : null;
  };
  return path => {
    let own = known.get(path);
    if (own === undefined) known.set(path, (own = decide(path)));
    return own;
  };
}

function pathsOf({ path, others }: Version): string[] {
  return others ? [path, ...others] : [path];
}

function begin(findings: readonly Finding[], version: Version, inHead: boolean): Life {
  const { first, last } = version;
  return { findings, first, last, inHead, paths: new Set(pathsOf(version)) };
}

function extend(life: Life, version: Version, inHead: boolean): void {
  const { first, last } = version;
  life.first = Math.min(life.first, first);
  life.last = Math.max(life.last, last);
  life.inHead ||= inHead;
  for (const one of pathsOf(version)) if (life.paths.size < MAX_PATHS) life.paths.add(one);
}

/** The finding with the story of its credential, and without a fix: the past cannot be mended. */
function told(finding: Finding, { first, last, inHead, paths }: Life, commits: readonly string[]): Finding {
  const from = commits[first]!;
  const when = first === last ? `Committed in ${from}` : `First committed in ${from}, last in ${commits[last]!}`;
  const more = paths.size > 1 ? ` (in ${paths.size} files)` : '';
  const now = inHead ? 'HEAD still has it' : 'HEAD has it no more, but every clone does';
  return { ...finding, message: `${finding.message} ${when}${more}; ${now}.`, fix: null };
}

/** rule + file + server + key path, and a count where these are the same, oldest first: new commits change no older one's. */
function numbered(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.map(finding => {
    const key = ['history', finding.rule, finding.source.path, finding.server ?? '', finding.path ? toPointer(finding.path) : ''].join(
      '\0',
    );
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return { ...finding, fingerprint: createHash('sha256').update(`${key}\0${count}`).digest('hex').slice(0, 32) };
  });
}

function remarks({ versions, seen }: Walk, unread: number, unshown: number): Notice[] {
  const notices: Notice[] = [
    { level: 'info', message: `Looked through ${count(versions.length, 'file version')} of ${count(seen, 'commit')}.` },
  ];
  if (unread > 0)
    notices.push({ level: 'warning', message: `${count(unread, 'file version')} could not be read as text or were too large.` });
  if (unshown > 0) notices.push({ level: 'warning', message: `${count(unshown, 'further credential')} were found and are not listed.` });
  return notices;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

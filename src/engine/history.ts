import { existsSync } from 'node:fs';
import type { Finding } from '../core/finding.ts';
import { toPointer } from '../core/node.ts';
import type { FileReport, Notice } from '../core/report.ts';
import type { AnyRule } from '../core/rule.ts';
import { rules as catalogue } from '../generated/rules.ts';
import { type FileReference, fileReferences } from '../resolve/file-references.ts';
import { findCredentials } from '../secrets/index.ts';
import { candidatesFor } from './candidates.ts';
import { relativePath } from './discover.ts';
import { check } from './check.ts';
import { noRepository } from './git-changes.ts';
import { pathsOf, type Version, walkHistory, wantedIn, type WalkOptions } from './git-walk.ts';
import { judge, selectRules, type Settings } from './judge.ts';
import { load } from './load.ts';
import { decodeObject, gitEntries, gitLine, readObjects } from './objects.ts';
import { asReferenced } from './referenced.ts';
import { comparable, type Scan } from './scan.ts';
import type { ScanOptions } from './settings.ts';
import { workspaceOf } from './workspace.ts';

type HistoryOptions = Omit<ScanOptions, 'include' | 'exclude'> & WalkOptions;

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
const MAX_REFERENCES = 2000;

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

  const within = bare === 'true' ? '' : prefix;
  const head = new Set<string>();
  await gitEntries(root, ['ls-tree', '-r', '-z', 'HEAD'], entry => void head.add(entry.split(/[ \t]/, 3)[2]!));
  const rules = selectRules(catalogue, settings).filter(({ credential }) => credential !== undefined);
  const seen: Seen = { lives: new Map(), files: new Map(), references: new Map(), unshown: new Set(), unread: 0, kept: 0 };

  const unmet = absentPaths(options);
  const wanted = wantedIn(options);
  const walk = await walkHistory(root, within, path => {
    for (const one of unmet) if (path === one || path.startsWith(`${one}/`)) unmet.delete(one);
    return wanted(path);
  });
  for (const one of unmet) notices.push({ level: 'error', message: `${one} does not exist, and is in no commit.` });
  await lookInto(seen, walk.versions, options, rules, head);
  // Files of values go by no name of a format: only now is it known which ones there were.
  const values = seen.references.size === 0 ? null : await walkHistory(root, within, path => seen.references.has(path));
  if (values) await lookInto(seen, values.versions, options, rules, head);
  const commits = new Map([...walk.commits, ...(values?.commits ?? [])]);
  notices.push(...remarks(walk.versions.length + (values?.versions.length ?? 0), walk.seen, seen));

  const findings = numbered([...seen.lives.values()].flatMap(life => life.findings.map(finding => told(finding, life, commits))));
  const judged = judge(findings, [], catalogue, settings);
  // Exceptions that nothing in the history needs are told by a scan of the files.
  const shown = judged.findings.filter(({ rule }) => rules.some(({ id }) => id === rule));
  const report = {
    version: options.version,
    prefix: options.prefix ?? '',
    files: [...seen.files.values()].toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    servers: [],
    findings: comparable(shown, options.fingerprintKey),
    notices: [...notices, ...judged.notices],
    rules: rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    sources: new Map(shown.map(({ source }) => [source.path, source])),
  };
  const scan: Scan = { report, settings, files: [], workspace: EMPTY, again: async () => scan, locate: () => undefined };
  return scan;
}

/** Paths asked for that are not there now, relative to the root: the history may have them. */
function absentPaths({ root, paths }: HistoryOptions): Set<string> {
  return new Set(paths.filter(path => !existsSync(path)).map(path => relativePath(root, path)));
}

/** What came up so far. */
interface Seen {
  /** By keyed digest of the value, in the order in which they came up. */
  readonly lives: Map<string, Life>;
  /** Each path once, as its newest version is. */
  readonly files: Map<string, FileReport>;
  /** Files that configurations took values from, by path. */
  readonly references: Map<string, FileReference>;
  readonly unshown: Set<string>;
  unread: number;
  /** Characters of texts that findings stand in. */
  kept: number;
}

/** Reads each version once and lets it go; what stays are findings and the texts that they stand in. */
async function lookInto(
  seen: Seen,
  versions: readonly Version[],
  { root, maxSize, exclude }: HistoryOptions,
  rules: readonly AnyRule[],
  head: ReadonlySet<string>,
): Promise<void> {
  const { lives, files, references, unshown } = seen;
  const byId = new Map(versions.map(version => [version.id, version]));
  for await (const object of readObjects(root, [...byId.keys()], maxSize)) {
    const version = byId.get(object.id)!;
    const { path } = version;
    const result = decodeObject(path, object, maxSize);
    if (!result.source) {
      seen.unread++;
      list(files, version, { format: null, state: result.state === 'skipped' ? 'skipped' : 'unreadable', reason: result.reason });
      continue;
    }
    const { source } = result;
    const candidates = candidatesFor(path);
    const reference = references.get(path);
    const file = reference
      ? await asReferenced(source, reference)
      : await load(source, candidates, { explicit: candidates.length === 0, tracked: true });
    list(files, version, { format: file.format?.id ?? null, state: file.state, reason: file.reason });
    for (const named of file.reading.servers.flatMap(fileReferences)) {
      for (const one of named.paths) {
        if (references.size < MAX_REFERENCES && candidatesFor(one).length === 0 && exclude(one) === null) references.set(one, named);
      }
    }
    const lengthBefore = lives.size;
    for (const credential of findCredentials(file)) {
      const key = credential.secret.fingerprint();
      const life = lives.get(key);
      if (life) extend(life, version, head.has(version.id));
      else {
        const { findings } = check({ ...EMPTY, credentials: [credential] }, rules);
        if (findings.length === 0) continue;
        if (seen.kept > MAX_KEPT) unshown.add(key);
        else lives.set(key, begin(findings, version, head.has(version.id)));
      }
    }
    if (lives.size > lengthBefore) seen.kept += source.text.length;
  }
}

function list(files: Map<string, FileReport>, version: Version, read: Pick<FileReport, 'format' | 'state' | 'reason'>): void {
  for (const one of pathsOf(version)) files.set(one, { path: one, servers: 0, personal: false, ...read });
}

const EMPTY = workspaceOf([], { from: null, ownersOf: () => [] });

function begin(findings: readonly Finding[], version: Version, inHead: boolean): Life {
  const { first, last } = version;
  return { findings, first, last, inHead, paths: new Set(pathsOf(version)) };
}

function extend(life: Life, version: Version, inHead: boolean): void {
  const { first, last } = version;
  life.first = Math.min(life.first, first);
  life.last = Math.max(life.last, last);
  life.inHead ||= inHead;
  for (const one of pathsOf(version)) if (life.paths.size < 1000) life.paths.add(one);
}

/** The finding with the story of its credential, and without a fix: the past cannot be mended. */
function told(finding: Finding, { first, last, inHead, paths }: Life, commits: ReadonlyMap<number, string>): Finding {
  const from = commits.get(first)!;
  const when = first === last ? `Committed in ${from}` : `First committed in ${from}, last in ${commits.get(last)!}`;
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
    return { ...finding, identity: `${key}\0${count}` };
  });
}

function remarks(versions: number, commits: number, { unread, unshown }: Seen): Notice[] {
  const notices: Notice[] = [
    { level: 'info', message: `Looked through ${count(versions, 'file version')} of ${count(commits, 'commit')}.` },
  ];
  if (unread > 0)
    notices.push({ level: 'warning', message: `${count(unread, 'file version')} could not be read as text or were too large.` });
  if (unshown.size > 0)
    notices.push({ level: 'warning', message: `${count(unshown.size, 'further credential')} were found and are not listed.` });
  return notices;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

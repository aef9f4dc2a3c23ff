import type { Judged } from '../core/finding.ts';
import type { ConfigFile, Workspace } from '../core/model.ts';
import type { Notice, Report } from '../core/report.ts';
import type { AnyRule } from '../core/rule.ts';
import type { Source } from '../core/source.ts';
import { emptyReading } from '../formats/shared/server-map.ts';
import { rules as catalogue } from '../generated/rules.ts';
import { advisoriesDate } from '../resolve/advisories.ts';
import { candidatesFor } from './candidates.ts';
import { check } from './check.ts';
import { customRulesOf, staleAdvisories } from './custom-rules-run.ts';
import { discover, type Found, NO_PATTERN, type PatternSearch } from './discover.ts';
import { compilePatterns } from './globs.ts';
import type { Changes } from './git-changes.ts';
import { judge, type Judgement, selectRules, type Settings } from './judge.ts';
import { load } from './load.ts';
import { read, tooLarge } from './read.ts';
import { readEvidenceFiles } from './repository.ts';
import { readReferenced } from './referenced.ts';
import { type GitSelection, type ScanOptions, settle } from './settings.ts';
import { workspaceOf } from './workspace.ts';

/** A run's result with what a second look (a fix, a baseline) needs. */
export interface Scan {
  readonly report: Report;
  readonly settings: Settings;
  readonly files: readonly ConfigFile[];
  readonly workspace: Workspace;
  /** The same run with other texts in place of some files; reads nothing again. */
  again(texts: ReadonlyMap<string, Source>): Promise<Scan>;
  /** Where a scanned file lies on this machine, absolute; undefined for standard input. */
  locate(path: string): string | undefined;
}

/** The whole pipeline: discover, read, load, check, judge. @throws ConfigError, BaselineError, InputError. */
export async function scan(options: ScanOptions): Promise<Scan> {
  const settings = await settle(options, new Set(catalogue.map(({ id }) => id)));
  const search = patterns(options, settings);
  if (options.git?.kind === 'history') return (await import('./history.ts')).historyScan({ ...options, ...search }, settings);
  const changes = options.git ? await changesOf(options, search, options.git) : null;
  const open = (found: readonly Found[], notices: readonly Notice[]): Promise<Scan> =>
    scanFound(found, notices, { options, settings, search, changes });
  if (changes) return open(changes.files, changes.notices);
  // What git has yet to tell is mostly nothing: then the work is done by the time it has told.
  const ahead: { found: readonly Found[]; result: Promise<Scan> | null } = { found: [], result: null };
  const meanwhile = (found: readonly Found[]) => {
    if (found.length > MOST_AHEAD) return;
    ahead.found = found;
    ahead.result = open(found, []);
    ahead.result.catch(() => {});
  };
  const { files, notices } = await discover({ ...options, ...search, meanwhile });
  const isSame = notices.length === 0 && ahead.found.length === files.length && files.every((one, at) => one === ahead.found[at]);
  return ahead.result && isSame ? ahead.result : open(files, notices);
}
/** Files; more take so long that doing it twice would be felt. */
const MOST_AHEAD = 50;

interface Run {
  readonly options: ScanOptions;
  readonly settings: Settings;
  readonly search: ReturnType<typeof patterns>;
  readonly changes: Changes | null;
}

async function scanFound(found: readonly Found[], notices: readonly Notice[], { options, settings, search, changes }: Run): Promise<Scan> {
  const places = new Map(found.map(({ path, file }) => [path, file]));
  const personal = new Set(found.flatMap(one => (one.personal ? [one.path] : [])));
  const inputs: Input[] = found.map(item => openInput(item, options.maxSize));
  if (options.stdin) inputs.push(fromStdin(options.stdin));
  const evidence = await readEvidenceFiles(
    options.root,
    options.manifest ?? settings.config.manifest ?? undefined,
    options.paths.includes(options.root) && !options.git,
  );

  const evaluate = async (texts: ReadonlyMap<string, Source>): Promise<Scan> => {
    const files: ConfigFile[] = [];
    for (const input of inputs) {
      const file = await loadInput(input, texts);
      if (file) files.push(file);
    }
    const exclude = search.exclude;
    const referencing = {
      root: options.root,
      maxSize: options.maxSize,
      exclude,
      blob: changes?.blob ?? null,
      onlyGit: options.git?.kind === 'staged',
    };
    const values = await readReferenced(files, referencing);
    const { ownership, governance } = evidence.withFiles(files);
    const workspace = workspaceOf([...files, ...values].toSorted(byPath), ownership, { governance, today: settings.today });
    const custom = await customRulesOf(settings, workspace);
    const all = [...catalogue, ...custom.rules];
    const rules = selectRules(all, settings);
    const checked = check(workspace, rules);
    const judgement = judge(checked.findings, files, all, settings, governance);
    const judged = changes ? onlyChanged(judgement, changes.isChanged) : judgement;
    const shown = [...files, ...values].filter(({ source }) => !changes || (source !== null && changes.isChanged(source))).toSorted(byPath);
    const told = [...notices, ...inputs.flatMap(({ notice }) => notice ?? []), ...checked.notices, ...custom.notices(), ...judged.notices];
    const stale = staleAdvisories(rules, workspace.servers.length, advisoriesDate, settings.today);
    if (stale) told.push(stale);
    if (!shown.some(({ format }) => format !== null)) told.push({ level: 'info', message: 'No MCP configuration found.' });
    const report: Report = {
      version: options.version,
      prefix: options.prefix ?? '',
      files: shown.map(file => ({
        path: file.path,
        format: file.format?.id ?? null,
        state: file.state,
        servers: file.reading.servers.length,
        reason: file.reason,
        personal: personal.has(file.path),
      })),
      servers: changes ? workspace.servers.filter(({ document }) => changes.isChanged(document.source)) : workspace.servers,
      findings: comparable(judged.findings, options.fingerprintKey),
      notices: told,
      rules: rules.toSorted(byId),
      sources: new Map(
        [...files.map(({ source }) => source), settings.config.source, ...judged.findings.map(({ source }) => source)].flatMap(source =>
          source ? [[source.path, source] as const] : [],
        ),
      ),
      credentials: workspace.credentials,
    };
    return { report, settings, files, workspace, again: evaluate, locate: path => places.get(path) };
  };
  return evaluate(new Map());
}

/** A file as it was opened: a text, or why there is none. */
interface Input {
  readonly path: string;
  readonly source: Source | null;
  readonly state: 'skipped' | 'unreadable' | 'absent';
  readonly reason: string;
  readonly found: Found;
  readonly notice: Notice | null;
}

async function changesOf(options: ScanOptions, search: ReturnType<typeof patterns>, git: GitSelection): Promise<Changes> {
  const { since, staged } = await import('./git-changes.ts');
  const asked = { ...options, ...search };
  return git.kind === 'since' ? since(asked, git.ref, await discover(asked)) : staged(asked, process.env);
}

/** What stands in a changed file, or compares with one. */
function onlyChanged(judgement: Judgement, isChanged: (source: Source) => boolean): Judgement {
  const concerns = ({ source, related }: Judged) => isChanged(source) || related.some(label => isChanged(label.source));
  return { ...judgement, findings: judgement.findings.filter(concerns) };
}

/** Findings whose credentials can be compared with those of other runs under the same key. First passwords are equal everywhere. */
export function comparable(findings: readonly Judged[], key: string | undefined): readonly Judged[] {
  if (key === undefined) return findings;
  return findings.map(finding => {
    const { credential } = finding;
    if (!credential || credential.class === 'default') return finding;
    return { ...finding, credential: { ...credential, equality: credential.secret.fingerprint(key) } };
  });
}

function openInput(found: Found, maxSize: number): Input {
  const base = { path: found.path, found, notice: null };
  if (found.excluded !== null) return { ...base, source: null, state: 'skipped', reason: `is left out by the pattern "${found.excluded}"` };
  const most = found.candidates.reduce((size, { pattern }) => Math.max(size, pattern.maxSize ?? 0), maxSize);
  const result = found.content ?? read(found.path, found.file, { boundary: found.boundary, maxSize: most });
  if (result.source) {
    const notice: Notice | null = result.remark
      ? { level: 'warning', message: `The file ${result.remark}; the rest was read.`, file: found.path }
      : null;
    return { ...base, source: result.source, state: 'skipped', reason: '', notice };
  }
  const { state, reason } = result;
  if (found.why !== 'argument') {
    if (reason !== tooLarge(most)) return { ...base, source: null, state, reason };
    // Of a file that may well be something else, only those who ask hear.
    const sure = found.candidates.some(({ pattern }) => pattern.by === 'name');
    const notice: Notice = { level: sure ? 'warning' : 'info', message: `The file ${reason}.`, file: found.path };
    return { ...base, source: null, state, reason, notice };
  }
  // What a person names and cannot be read is a failure of the run; what was left out on purpose is not.
  const level = state === 'skipped' ? 'warning' : 'error';
  return { ...base, source: null, state, reason, notice: { level, message: `The file ${reason}.`, file: found.path } };
}

function fromStdin(source: Source): Input {
  const found: Found = {
    path: source.path,
    file: '',
    candidates: candidatesFor(source.path),
    why: 'argument',
    personal: false,
    tracked: null,
    boundary: null,
    named: source.path.slice(0, source.path.lastIndexOf('/') + 1),
    excluded: null,
  };
  return { path: source.path, source, state: 'skipped', reason: '', found, notice: null };
}

async function loadInput({ path, source, state, reason, found }: Input, texts: ReadonlyMap<string, Source>): Promise<ConfigFile | null> {
  const text = texts.get(path) ?? source;
  if (text)
    return load(text, found.candidates, {
      explicit: found.why !== 'name',
      tracked: found.tracked,
      ...(found.named === undefined ? {} : { named: found.named }),
    });
  if (state === 'absent') return null;
  const scope = found.candidates[0]?.pattern.scope ?? 'project';
  return { path, source: null, format: null, scope, state, reason, documents: [], reading: emptyReading(), tracked: found.tracked };
}

/** The command line's patterns, then the configuration's. */
function patterns(options: ScanOptions, { config }: Settings): { include: PatternSearch; exclude: PatternSearch } {
  const both = (flags: readonly string[], entries: readonly string[]): PatternSearch => {
    if (flags.length + entries.length === 0) return NO_PATTERN;
    const first = compilePatterns(flags);
    const second = compilePatterns(entries, config.prefix);
    return path => first(path) ?? second(path);
  };
  return { include: both(options.include, config.include), exclude: both(options.exclude, config.exclude) };
}

function byPath(a: ConfigFile, b: ConfigFile): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function byId(a: AnyRule, b: AnyRule): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

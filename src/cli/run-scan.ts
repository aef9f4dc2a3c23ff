import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Notice, Report } from '../core/report.ts';
import { didYouMean } from '../engine/near.ts';
import { fails } from '../engine/judge.ts';
import { scan, type Scan } from '../engine/scan.ts';
import type { GitSelection, ScanOptions } from '../engine/settings.ts';
import { pages } from '../generated/pages.ts';
import { type Pages, REPORTERS, type ReportOptions } from '../report/index.ts';
import { paintFor } from '../report/paint.ts';
import { scanOptions } from './flags.ts';
import { checkOutput, printNote, printNotice, printResult, writeOutput } from './print.ts';
import type { ScanCommandFlags } from './scan.ts';
import { columnsOf, isTerminal } from './streams.ts';
import { wantsColor, widthOf } from './terminal.ts';
import { COMMAND_NAMES, EXIT, UsageError } from './usage.ts';

interface Output {
  readonly format: string;
  /** Absolute; null is standard output. */
  readonly file: string | null;
}

/** Scans, writes every output, tells the rest on stderr. @returns the exit code, whatever the formats. */
export async function run(paths: readonly string[], flags: ScanCommandFlags): Promise<number> {
  // The clock of the platform's own takes longer to load.
  const started = process.hrtime.bigint();
  const outputs = outputsOf(flags);
  for (const { file } of outputs) if (file !== null) checkOutput(file);
  if (flags.fix && flags.diff) throw new UsageError('--diff shows what --fix would do; take one of them.');
  if (!flags.staged && !flags.history) refuseMistypedCommand(paths);
  const options: ScanOptions = { ...(await scanOptions(paths, flags)), ...selection(flags) };
  if (flags.explainVerdict !== undefined) return (await import('./explain-verdict.ts')).tellVerdict(options, flags.explainVerdict);
  if (options.git && options.stdin) throw new UsageError('Standard input is in no repository.');
  if (flags.fix && options.stdin) throw new UsageError('Standard input cannot be mended in place; take --diff.');
  let result = await scan(options);
  if (flags.fix || flags.diff) result = await mend(result, flags);
  const { report, settings } = result;
  if (!flags.diff) await write(report, outputs, flags, settings.failOn);
  else for (const output of outputs) if (output.file !== null) await write(report, [output], flags, settings.failOn);

  tell(report.notices, flags, !flags.diff && outputs.some(({ format, file }) => format === 'text' && file === null));
  if (flags.verbose) explain(result);
  if (flags.stats) stats(report, started);
  if (report.notices.some(({ level }) => level === 'error')) return EXIT.failure;
  return fails(report.findings, settings.failOn) ? EXIT.findings : EXIT.clean;
}

/** A scan is what `postern` does alone, so that a mistyped command arrives as a path. @throws UsageError */
function refuseMistypedCommand([first]: readonly string[]): void {
  if (first === undefined || !/^[a-z]{3,16}$/.test(first) || existsSync(first)) return;
  const hint = didYouMean(first, COMMAND_NAMES);
  if (hint !== '') throw new UsageError(`There is neither a command nor a file "${first}".${hint}`);
}

/** What git and the key change about a run. @throws UsageError for options that do not go together. */
function selection(flags: ScanCommandFlags): Pick<ScanOptions, 'git' | 'fingerprintKey'> {
  const { staged, since, history, user, explainVerdict, fingerprintKeyEnv: name } = flags;
  const asked = [staged && '--staged', since !== undefined && '--since', history && '--history'].filter(flag => typeof flag === 'string');
  const [first, second] = asked;
  const others = [flags.fix && '--fix', flags.diff && '--diff', user && '--user', explainVerdict !== undefined && '--explain-verdict'];
  const other = second ?? others.find(flag => typeof flag === 'string');
  if (first !== undefined && other !== undefined) throw new UsageError(`${first} and ${other} do not go together.`);
  const key = name === undefined ? undefined : process.env[name];
  // A key that could be guessed would let anybody with the report try out credentials.
  if (name !== undefined && (key === undefined || Buffer.byteLength(key) < MIN_KEY)) {
    throw new UsageError(`--fingerprint-key-env takes the name of a variable that holds at least ${MIN_KEY} bytes.`);
  }
  const git: GitSelection | null =
    since !== undefined ? { kind: 'since', ref: since } : staged ? { kind: 'staged' } : history ? { kind: 'history' } : null;
  return { ...(git ? { git } : {}), ...(key === undefined ? {} : { fingerprintKey: key }) };
}
const MIN_KEY = 32;

/** @throws UsageError where a format is unknown or two outputs share a place. */
function outputsOf({ format, output = [] }: Pick<ScanCommandFlags, 'format' | 'output'>): Output[] {
  const outputs: Output[] = [];
  for (const pair of output) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const file = pair.slice(at + 1);
    if (at < 1 || file === '') throw new UsageError(`--output takes FORMAT=FILE, such as sarif=postern.sarif; "${pair}" is not.`);
    outputs.push({ format: name, file: file === '-' ? null : resolve(file) });
  }
  // `-o json=-` is standard output: it takes the place of the default, and clashes with a format that was asked for.
  const shown = outputs.filter(({ file }) => file === null).length;
  if (shown > 1 || (shown === 1 && format !== undefined)) throw new UsageError('Two outputs would write to standard output.');
  if (shown === 0)
    outputs.unshift(...(format === undefined ? defaultFormats(process.env) : [format]).map(name => ({ format: name, file: null })));
  for (const { format: name } of outputs) {
    if (name in REPORTERS) continue;
    throw new UsageError(
      `There is no format "${name}".${didYouMean(name, Object.keys(REPORTERS))} Formats: ${Object.keys(REPORTERS).join(', ')}.`,
    );
  }
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`Two outputs would write ${twice}.`);
  return outputs;
}

/** Text; in a GitHub workflow annotations too. */
function defaultFormats(environment: NodeJS.ProcessEnv): string[] {
  return environment['GITHUB_ACTIONS'] === 'true' ? ['text', 'github'] : ['text'];
}

async function write(report: Report, outputs: readonly Output[], flags: ScanCommandFlags, failOn: ReportOptions['failOn']): Promise<void> {
  const own = new Map(report.rules.flatMap(({ id, page }) => (page ? [[id, page] as const] : [])));
  const all: Pages = { get: id => own.get(id) ?? pages.get(id), reason: id => (own.has(id) ? undefined : pages.reason(id)) };
  for (const { format, file } of outputs) {
    const reporter = await REPORTERS[format]!();
    const text = reporter(report, {
      paint: await paintFor(file === null && wantsColor(flags.color, process.env, isTerminal('stdout'))),
      width: file === null ? widthOf(columnsOf('stdout')) : 80,
      pages: all,
      failOn,
      verbose: flags.verbose === true,
      quiet: flags.quiet === true,
      told: file === null,
      ...(flags.sarifCategory === undefined ? {} : { category: flags.sarifCategory }),
    });
    if (file === null) await printResult(text);
    else writeOutput(file, text);
  }
}

async function mend(result: Scan, flags: ScanCommandFlags): Promise<Scan> {
  const { applyFixes, writeFixes } = await import('../engine/fix.ts');
  const fixed = await applyFixes(result, flags.unsafeFixes === true);
  if (flags.diff) {
    const { unifiedDiff } = await import('../engine/diff.ts');
    const show = await lineMasker(result.report);
    await printResult(fixed.changes.map(({ before, after }) => unifiedDiff(before.path, before.text, after.text, show)).join(''));
    return result;
  }
  writeFixes(fixed.changes, result);
  printNote(`mended ${fixed.applied}; ${fixed.left} more with a fix that was not applied.`);
  return fixed.scan;
}

/** Whatever is taken out of a file is likely a credential: a diff shows lines only with these masked. */
async function lineMasker(report: Report): Promise<(line: string) => string> {
  const [{ safeLine }, { maskingOf }] = await Promise.all([import('../report/guess.ts'), import('../report/masking.ts')]);
  const masking = maskingOf(report);
  return line => safeLine(line, masking);
}

/** The text report tells warnings itself. */
function tell(notices: readonly Notice[], flags: ScanCommandFlags, told: boolean): void {
  for (const notice of notices) {
    const nothingFound = notice.level === 'info' && notice.file === undefined;
    if (notice.level === 'error' || (!flags.quiet && (nothingFound || !told))) printNotice(notice);
  }
}

function explain({ report, settings }: Scan): void {
  printNote(settings.config.source ? `configuration: ${settings.config.source.path}` : 'no configuration');
  for (const { path, state, format, servers, reason } of report.files) {
    printNote(
      `${path}: ${state}${format === null ? '' : ` as ${format}, ${servers} ${servers === 1 ? 'server' : 'servers'}`}${reason === null ? '' : ` (${reason})`}`,
    );
  }
}

function stats({ files, servers, findings }: Report, started: bigint): void {
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  printNote(
    `${files.length} files, ${servers.length} servers, ${findings.length} findings; ` +
      `${Math.round(Number(process.hrtime.bigint() - started) / 1e6)} ms, ${Math.round(performance.now())} ms since start, ${memory} MiB.`,
  );
}

import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Edit, Fix, Judged } from '../core/finding.ts';
import type { ConfigFile } from '../core/model.ts';
import { Source } from '../core/source.ts';
import { decode, encode } from './read.ts';
import type { Scan } from './scan.ts';
import { InputError } from './settings.ts';

export interface Change {
  readonly before: Source;
  readonly after: Source;
}
export interface Fixed {
  /** One for each file whose text differs now, sorted by path. */
  readonly changes: readonly Change[];
  readonly applied: number;
  /** Findings with a fix that could not be applied, or that is not safe and was not asked for. */
  readonly left: number;
  /** The run over the new texts. */
  readonly scan: Scan;
}

/** Each round mends something or gives something up; a run that needs more is going in circles. */
const MAX_ROUNDS = 200;

/**
 * Applies the fixes of findings in memory. Each is applied whole or not at all; fixes that touch the same text wait for
 * the next round; one that does not make its finding go, or that brings another problem, is taken back.
 * @param all also fixes that change what the file means.
 */
export async function applyFixes(scan: Scan, all: boolean): Promise<Fixed> {
  let now = scan;
  let applied = 0;
  const failed = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const chosen = withoutOverlaps(fixable(now, all, failed));
    if (chosen.length === 0) break;
    // Where they do not work together, the longest half that does goes in, and a single one at fault stays out.
    for (let part = chosen; ; part = part.slice(0, part.length >> 1)) {
      const after = await attempt(now, part);
      if (after) {
        now = after;
        applied += part.length;
        break;
      }
      if (part.length === 1) {
        failed.add(part[0]!.identity);
        break;
      }
    }
  }
  const changes = now.files.flatMap(({ source, path }): Change[] => {
    const before = scan.files.find(file => file.path === path)?.source;
    return before && source && before.text !== source.text ? [{ before, after: source }] : [];
  });
  const left = now.report.findings.filter(({ fix, suppressed }) => fix !== null && suppressed === null).length;
  return { changes, applied, left, scan: now };
}

/** Writes changed files in their own encoding. @throws InputError where a file changed since it was read, or cannot be written. */
export function writeFixes(changes: readonly Change[], scan: Scan): void {
  for (const { before, after } of changes) {
    const file = scan.locate(before.path);
    if (file === undefined) continue;
    let temporary: string | null = null;
    try {
      const real = realpathSync(file);
      if (decode(before.path, readFileSync(real)).source?.text !== before.text)
        throw new InputError(`${before.path} changed while it was looked at and was left alone.`);
      temporary = `${real}.${process.pid}.tmp`;
      writeFileSync(temporary, encode(before, after.text), { flag: 'wx' });
      chmodSync(temporary, statSync(real).mode & 0o7777);
      renameSync(temporary, real);
    } catch (error) {
      if (temporary !== null) rmSync(temporary, { force: true });
      if (error instanceof InputError) throw error;
      throw new InputError(`${before.path} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
    }
  }
}

type Fixable = Judged & { readonly fix: Fix };

function fixable({ report, files }: Scan, all: boolean, failed: ReadonlySet<string>): Fixable[] {
  // A text that lost bytes when it was decoded cannot be written back.
  const whole = new Set(files.flatMap(({ source }) => (source && !source.text.includes('\uFFFD') ? [source] : [])));
  return report.findings.filter(
    (finding): finding is Fixable =>
      finding.fix !== null &&
      finding.suppressed === null &&
      (all || finding.fix.safe) &&
      !failed.has(finding.identity) &&
      finding.fix.edits.length > 0 &&
      finding.fix.edits.every(({ source }) => whole.has(source)),
  );
}

/** In order of findings; a fix of which any edit touches an edit taken before waits. */
function withoutOverlaps(findings: readonly Fixable[]): Fixable[] {
  const taken = new Map<Source, Edit[]>();
  return findings.filter(({ fix }) => {
    if (fix.edits.some((edit, index) => touches(edit, [...(taken.get(edit.source) ?? []), ...fix.edits.slice(0, index)]))) return false;
    for (const edit of fix.edits) {
      const list = taken.get(edit.source);
      if (list) list.push(edit);
      else taken.set(edit.source, [edit]);
    }
    return true;
  });
}

function touches(edit: Edit, others: readonly Edit[]): boolean {
  return others.some(({ source, span }) => source === edit.source && span.start <= edit.span.end && edit.span.start <= span.end);
}

/** @returns the run over the new texts, or null where a finding stayed or something else got worse. */
async function attempt(scan: Scan, findings: readonly Fixable[]): Promise<Scan | null> {
  const edits = new Map<Source, Edit[]>();
  for (const edit of findings.flatMap(({ fix }) => fix.edits)) edits.set(edit.source, [...(edits.get(edit.source) ?? []), edit]);
  const texts = new Map(scan.files.flatMap(({ path, source }) => (source ? [[path, source] as const] : [])));
  for (const [source, list] of edits) texts.set(source.path, splice(source, list));
  const after = await scan.again(texts);
  const before = tally(scan);
  const counts = tally(after);
  for (const [key, count] of counts) if (count > (before.get(key) ?? 0)) return null;
  for (const finding of findings) {
    const key = keyOf(finding);
    const gone = findings.filter(other => keyOf(other) === key).length;
    if ((counts.get(key) ?? 0) > (before.get(key) ?? 0) - gone) return null;
  }
  return after;
}

/** Back to front, so that earlier offsets stay true. */
function splice(source: Source, edits: readonly Edit[]): Source {
  let { text } = source;
  for (const { span, text: insert } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    text = text.slice(0, span.start) + insert + text.slice(span.end);
  }
  return new Source(source.path, text, source.encoding);
}

/** How often each rule speaks in each file, and how much of each file does not parse. */
function tally({ report, files }: Scan): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of report.findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  for (const file of files) counts.set(`errors\0${file.path}`, errors(file));
  return counts;
}

function errors({ documents }: ConfigFile): number {
  return documents.flatMap(({ problems }) => problems).filter(({ level }) => level === 'error').length;
}

function keyOf({ rule, source }: Judged): string {
  return `${rule}\0${source.path}`;
}

import { randomBytes } from 'node:crypto';
import { fingerprintOf } from '../core/fingerprint.ts';
import type { Finding, Suppression } from '../core/finding.ts';

/** Findings that were there before, by fingerprint. Holds no value, and nothing that could confirm a guess at one. */
export interface Baseline {
  readonly version: 1;
  /** Random hex; makes the digests of this file its own. */
  readonly salt: string;
  readonly findings: readonly BaselineEntry[];
}
interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly file: string;
  readonly count: number;
  /** Eight bits of a salted digest of the credential: a changed one shows (255 times in 256), a guessed one is not proven. */
  readonly value?: string;
}

class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** Takes down findings; suppressed ones are left to what suppresses them. @param salt of an older baseline, so that unchanged entries stay the same. */
export function makeBaseline(findings: readonly Finding[], salt: string = randomBytes(8).toString('hex')): Baseline {
  const entries = new Map<string, { -readonly [K in keyof BaselineEntry]: BaselineEntry[K] }>();
  for (const finding of findings) {
    const fingerprint = fingerprintOf(finding);
    const value = digest(finding, fingerprint, salt);
    const key = `${fingerprint}\0${value ?? ''}`;
    const known = entries.get(key);
    if (known) known.count++;
    else {
      const { rule, source } = finding;
      entries.set(key, { fingerprint, rule, file: source.path, count: 1, ...(value === null ? {} : { value }) });
    }
  }
  return { version: 1, salt, findings: [...entries.values()].toSorted(inOrder) };
}

/** One entry on a line, so that a review shows what came and went. */
export function printBaseline(baseline: Baseline): string {
  const lines = baseline.findings.map(entry => `    ${JSON.stringify(entry)}`).join(',\n');
  return `{\n  "version": 1,\n  "salt": ${JSON.stringify(baseline.salt)},\n  "findings": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
}

/** @throws BaselineError where the text is no baseline. */
export function parseBaseline(text: string, path: string): Baseline {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new BaselineError(`${path} is no JSON. Write it anew with \`postern baseline\`.`);
  }
  if (!isRecord(data) || !Array.isArray(data['findings']) || typeof data['salt'] !== 'string') {
    throw new BaselineError(`${path} is no baseline of Postern. Write it anew with \`postern baseline\`.`);
  }
  if (data['version'] !== 1)
    throw new BaselineError(`${path} was written by another version of Postern. Write it anew with \`postern baseline\`.`);
  const findings = data['findings'].map((entry: unknown): BaselineEntry => {
    if (!isRecord(entry)) throw new BaselineError(`${path} has an entry that is no object. Write it anew with \`postern baseline\`.`);
    const { fingerprint, rule, file, count = 1, value } = entry;
    if (typeof fingerprint !== 'string' || typeof rule !== 'string' || typeof file !== 'string' || !Number.isSafeInteger(count)) {
      throw new BaselineError(`${path} has an entry without fingerprint, rule, file or count. Write it anew with \`postern baseline\`.`);
    }
    return { fingerprint, rule, file, count: Number(count), ...(typeof value === 'string' ? { value } : {}) };
  });
  return { version: 1, salt: data['salt'], findings };
}

/** A function that uses up the baseline: each entry covers as many findings as it counted. */
export function matcherOf(baseline: Baseline, path: string): (finding: Finding) => Suppression | null {
  const left = new Map<string, number>();
  for (const { fingerprint, value, count } of baseline.findings) {
    const key = `${fingerprint}\0${value ?? ''}`;
    left.set(key, (left.get(key) ?? 0) + count);
  }
  return finding => {
    const fingerprint = fingerprintOf(finding);
    const key = `${fingerprint}\0${digest(finding, fingerprint, baseline.salt) ?? ''}`;
    const count = left.get(key) ?? 0;
    if (count === 0) return null;
    left.set(key, count - 1);
    return { by: 'baseline', reason: `known since ${path} was written` };
  };
}

function digest({ credential }: Finding, fingerprint: string, salt: string): string | null {
  return credential === null ? null : credential.secret.fingerprint(`${salt}\0${fingerprint}`).slice(0, 2);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(a: BaselineEntry, b: BaselineEntry): number {
  return compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

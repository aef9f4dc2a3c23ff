import { CONFIDENCES, type Confidence, type Family, type Finding, type Judged, SEVERITIES, type Severity } from '../core/finding.ts';
import type { Governance } from '../core/governance.ts';
import type { ConfigFile } from '../core/model.ts';
import type { Notice } from '../core/report.ts';
import type { AnyRule } from '../core/rule.ts';
import { governed } from '../governance/policy.ts';
import { type Baseline, matcherOf } from './baseline.ts';
import type { Config } from './config.ts';
import type { Profile } from './config-keys.ts';
import { commentExceptions, configExceptions, type ExceptionProblem, manifestExceptions, suppressionOf, unused } from './suppress.ts';

/** All that decides about findings, flags and configuration put together. */
export interface Settings {
  readonly config: Config;
  readonly profile: Profile;
  readonly minSeverity: Severity;
  readonly minConfidence: Confidence;
  readonly failOn: Severity | 'never';
  readonly baseline: { readonly data: Baseline; readonly path: string } | null;
  /** False: neither comments nor the configuration's `ignore` count. */
  readonly ignores: boolean;
  /** False: comments in scanned files count for nothing, the configuration does. */
  readonly comments: boolean;
  /** ISO date. */
  readonly today: string;
}
export interface Judgement {
  /** Sorted by file, line, column, rule; suppressed ones included. */
  readonly findings: readonly Judged[];
  readonly notices: readonly Notice[];
}

const GOVERNANCE: ReadonlySet<Family> = new Set(['ownership', 'identity', 'lifecycle', 'approval', 'audit', 'scope', 'drift'] as const);
/** The rule that speaks of exceptions nobody can answer for; without it in the catalogue they make notices. */
const EXCEPTION_RULE = 'unaccountable-exception';

/** The rules that run: by profile, then by what the configuration switches. */
export function selectRules(catalogue: readonly AnyRule[], { profile, config }: Settings): AnyRule[] {
  return catalogue.filter(rule => {
    const enabled = config.rules.get(rule.id)?.enabled ?? null;
    if (enabled !== null) return enabled;
    if (profile === 'governance') return GOVERNANCE.has(rule.family);
    if (profile === 'secrets') return rule.family === 'secrets' || rule.id === 'shared-credential';
    return profile === 'strict' || rule.optIn !== true;
  });
}

/** Decides what becomes of each finding: its severity, whether it is shown, and whether somebody accepted it. */
export function judge(
  findings: readonly Finding[],
  files: readonly ConfigFile[],
  rules: readonly AnyRule[],
  settings: Settings,
  governance: Governance | null = null,
): Judgement {
  const { config, today } = settings;
  const catalogue = new Set(rules.map(({ id }) => id));
  const nothing = { active: [], problems: [] };
  const comments = settings.ignores && settings.comments ? commentExceptions(files, catalogue) : nothing;
  const entries = settings.ignores ? configExceptions(config, today) : nothing;
  const recorded = settings.ignores && settings.comments ? manifestExceptions(governance, files, catalogue, today) : nothing;
  const active = [...comments.active, ...entries.active, ...recorded.active];
  // A manifest for other repositories has exceptions that this one does not need.
  const own = governance?.complete === true && files.some(({ reading }) => reading.servers.some(governed));
  const forbidden = new Set(governance?.manifest?.data.policy?.non_suppressible);
  const used = new Set<(typeof active)[number]>();
  const known = settings.baseline ? matcherOf(settings.baseline.data, settings.baseline.path) : () => null;

  const weigh = (finding: Finding): Finding => {
    const severity = config.rules.get(finding.rule)?.severity ?? finding.severity;
    return severity === finding.severity ? finding : { ...finding, severity };
  };
  const shown = ({ severity, confidence }: Finding) =>
    SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(settings.minSeverity) &&
    CONFIDENCES.indexOf(confidence) <= CONFIDENCES.indexOf(settings.minConfidence);

  const judged: Judged[] = [];
  for (const finding of findings) {
    const weighed = weigh(finding);
    const exception = active.find(one => one.covers(finding));
    // An exception for a finding that is not shown is in use all the same.
    if (exception) used.add(exception);
    const suppressed = forbidden.has(finding.rule) ? null : exception ? suppressionOf(exception) : known(finding);
    if (shown(weighed)) judged.push({ ...weighed, suppressed });
  }
  const problems = [
    ...comments.problems,
    ...entries.problems,
    ...recorded.problems,
    ...unused(
      active.filter(one => (one.by !== 'manifest' || own) && one.rules.every(id => runs(id, rules, settings))),
      used,
    ),
  ];
  const exceptionRule = selectRules(rules, settings).find(({ id }) => id === EXCEPTION_RULE);
  const notices: Notice[] = [];
  for (const problem of problems) {
    if (!exceptionRule) notices.push({ level: 'warning', message: problem.message, file: problem.source.path });
    else {
      const weighed = weigh(exceptionFinding(problem, exceptionRule));
      if (shown(weighed)) judged.push({ ...weighed, suppressed: null });
    }
  }
  notices.push(...silenced(rules, settings));
  return { findings: judged.toSorted(inOrder), notices };
}

/** True where the finding makes the exit code 1. */
export function fails(findings: readonly Judged[], failOn: Severity | 'never'): boolean {
  if (failOn === 'never') return false;
  return findings.some(({ severity, suppressed }) => suppressed === null && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
}

function runs(id: string, rules: readonly AnyRule[], settings: Settings): boolean {
  return selectRules(rules, settings).some(rule => rule.id === id);
}

/** The scanned tree can never switch a rule off without the report saying so. */
function silenced(rules: readonly AnyRule[], { config }: Settings): Notice[] {
  const off = rules.filter(({ id }) => config.rules.get(id)?.enabled === false).map(({ id }) => id);
  if (off.length === 0 || !config.source) return [];
  return [{ level: 'info', message: `The configuration switches off ${off.join(', ')}.`, file: config.source.path }];
}

function exceptionFinding({ kind, message, source, span }: ExceptionProblem, rule: AnyRule): Finding {
  return {
    rule: rule.id,
    family: rule.family,
    severity: kind === 'unused' ? 'low' : rule.severity,
    confidence: rule.confidence,
    message,
    source,
    span,
    path: null,
    format: null,
    server: null,
    credential: null,
    related: [],
    fix: null,
    identity: [rule.id, source.path, kind, source.slice(span)].join('\0'),
  };
}

function inOrder(a: Finding, b: Finding): number {
  return compare(a.source.path, b.source.path) || a.span.start - b.span.start || compare(a.rule, b.rule) || a.span.end - b.span.end;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

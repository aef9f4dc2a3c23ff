import type { Finding } from '../core/finding.ts';
import type { ConfigFile, Workspace } from '../core/model.ts';
import { inner, toPointer } from '../core/node.ts';
import type { Notice } from '../core/report.ts';
import type { AnyRule, Report, Reporter } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import type { Source, Span } from '../core/source.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  /** One for each rule that failed; the other rules' findings are not lost. */
  readonly notices: readonly Notice[];
}

/** Runs every rule over the model. Pure: the same workspace gives the same findings, sorted by file, line, column, rule. */
export function check(workspace: Workspace, rules: readonly AnyRule[]): Checked {
  const findings: Finding[] = [];
  const notices: Notice[] = [];
  const formatOf = new Map<Source, ConfigFile>();
  for (const file of workspace.files) if (file.source) formatOf.set(file.source, file);
  for (const rule of rules) {
    const reporter: Reporter<Record<string, string>> = {
      workspace,
      report: report => findings.push(finding(rule, report, formatOf.get(report.source))),
    };
    const kept = findings.length;
    try {
      run(rule, workspace, reporter);
    } catch (error) {
      // A fault of ours must not hide what the other rules see. Its text may hold scanned text, so only its kind is told.
      findings.length = kept;
      notices.push({
        level: 'error',
        message: `The rule ${rule.id} failed (${error instanceof Error ? error.constructor.name : 'error'}) and found nothing. Please report this.`,
      });
    }
  }
  return { findings: numbered(distinct(sorted(findings))), notices };
}

function run(rule: AnyRule, workspace: Workspace, reporter: Reporter<Record<string, string>>): void {
  // No two rules have the same shape, so that a look for a check takes V8 a while: one for each.
  if (rule.file) for (const file of workspace.files) rule.file(file, reporter);
  if (rule.document) for (const file of workspace.files) for (const document of file.documents) rule.document(document, file, reporter);
  if (rule.problem) for (const file of workspace.files) for (const problem of file.reading.problems) rule.problem(problem, file, reporter);
  if (rule.server) for (const server of workspace.servers) rule.server(server, reporter);
  if (rule.control) for (const control of workspace.controls) rule.control(control, reporter);
  if (rule.credential) for (const credential of workspace.credentials) rule.credential(credential, reporter);
  rule.workspace?.(workspace, reporter);
}

function finding(rule: AnyRule, report: Report<Record<string, string>>, file: ConfigFile | undefined): Finding {
  const span: Span = 'kind' in report.at ? inner(report.at) : report.at;
  return {
    rule: rule.id,
    family: rule.family,
    severity: report.severity ?? rule.severity,
    confidence: report.confidence ?? rule.confidence,
    message: fill(rule.messages[report.message] ?? '', report.data ?? {}),
    source: report.source,
    span,
    path: report.path,
    format: report.format === undefined ? (file?.format?.id ?? null) : report.format,
    server: report.server?.name ?? null,
    credential: report.credential ?? null,
    related: report.related ?? [],
    fix: report.fix ?? null,
    identity: '',
  };
}

/** `{name}` by its value in one pass, so that nothing scanned is taken for a placeholder. A secret fills as its mask. */
function fill(message: string, data: Readonly<Record<string, string | number | Secret>>): string {
  if (!message.includes('{')) return message;
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(data, name) ? String(data[name]) : whole));
}

function sorted(findings: readonly Finding[]): Finding[] {
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return findings.toSorted(
    (a, b) => by(a.source.path, b.source.path) || a.span.start - b.span.start || by(a.rule, b.rule) || a.span.end - b.span.end,
  );
}

/** A place that two ways lead to (a YAML alias, a server read twice) is told once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, source, span, message }) => {
    const key = `${rule}\0${source.path}\0${span.start}\0${span.end}\0${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** rule + file + server + key path, and a count where these are the same: stable across moves of lines, no bit of any value. */
function numbered(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  return findings.map(item => {
    const key = [item.rule, item.source.path, item.server ?? '', item.path ? toPointer(item.path) : ''].join('\0');
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return { ...item, identity: count === 0 ? key : `${key}\0${count}` };
  });
}

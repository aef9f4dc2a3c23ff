import { exceptionFits, exceptionFlaw } from '../governance/exceptions.ts';
import { entryFor } from '../governance/policy.ts';
import { compilePatterns } from './globs.ts';
import type { Config } from './config.ts';
import { didYouMean } from './near.ts';
import type { Finding, Suppression } from '../core/finding.ts';
import type { Governance } from '../core/governance.ts';
import type { ConfigFile } from '../core/model.ts';
import type { Source, Span } from '../core/source.ts';

/** Something that says "this finding is accepted", where it stands, and what it covers. */
export interface Exception {
  readonly by: 'comment' | 'config' | 'manifest';
  readonly rules: readonly string[];
  readonly reason: string;
  readonly expires: string | null;
  readonly source: Source;
  readonly span: Span;
  covers(finding: Finding): boolean;
}
/** An exception that does not do what its author thinks. */
export interface ExceptionProblem {
  readonly kind: 'no-reason' | 'unknown-rule' | 'expired' | 'unused';
  readonly message: string;
  readonly source: Source;
  readonly span: Span;
}
export interface Exceptions {
  readonly active: readonly Exception[];
  readonly problems: readonly ExceptionProblem[];
}

const MARK = 'postern-ignore';

/** Reads `postern-ignore <rule>[, <rule>]: <reason>` out of the comments of all files. A comment without a reason counts for nothing. */
export function commentExceptions(files: readonly ConfigFile[], ruleIds: ReadonlySet<string>): Exceptions {
  const active: Exception[] = [];
  const problems: ExceptionProblem[] = [];
  for (const { source, documents } of files) {
    if (!source?.text.includes(MARK)) continue;
    const comments = [...documents.flatMap(document => document.comments.map(({ span }) => span)), ...markdownComments(source)];
    const directives = comments.flatMap(span => directiveIn(source, span) ?? []);
    const alone = new Set(directives.filter(one => one.alone).map(({ line }) => line));
    for (const directive of directives) {
      const problem = fault(directive, ruleIds);
      if (problem) problems.push({ ...problem, source, span: directive.span });
      if (directive.reason === '' || directive.rules.length === 0) continue;
      let next = directive.line + 1;
      while (alone.has(next)) next++;
      const { kind, line } = directive;
      const onLine = (at: number) => (kind === 'next-line' ? at === next : at === line || (directive.alone && at === next));
      active.push({
        by: 'comment',
        rules: directive.rules,
        reason: directive.reason,
        expires: null,
        source,
        span: directive.span,
        covers: finding =>
          finding.source === source &&
          directive.rules.includes(finding.rule) &&
          (kind === 'file' || onLine(source.position(finding.span.start).line)),
      });
    }
  }
  return { active, problems };
}

/** The `ignore` entries of the configuration; those past their day count for nothing. @param today ISO date. */
export function configExceptions(config: Config, today: string): Exceptions {
  const active: Exception[] = [];
  const problems: ExceptionProblem[] = [];
  const { source } = config;
  if (!source) return { active, problems };
  for (const { rules, file, server, reason, expires, span } of config.ignore) {
    if (expires !== null && expires < today) {
      const message = `The exception for ${rules.join(', ')} ended on ${expires}, so its findings are back. Mend them, or agree on a new day.`;
      problems.push({ kind: 'expired', message, source, span });
      continue;
    }
    const fits = file === null ? null : compilePatterns([file], config.prefix);
    active.push({
      by: 'config',
      rules,
      reason,
      expires,
      source,
      span,
      covers: finding =>
        rules.includes(finding.rule) &&
        (fits === null || fits(finding.source.path) !== null) &&
        (server === null || finding.server === server),
    });
  }
  return { active, problems };
}

/**
 * The exceptions of the governance manifest, which name who approved them. Those with a flaw count for nothing; the rule
 * for exceptions tells why.
 */
export function manifestExceptions(
  governance: Governance | null,
  files: readonly ConfigFile[],
  ruleIds: ReadonlySet<string>,
  today: string,
): Exceptions {
  const active: Exception[] = [];
  const problems: ExceptionProblem[] = [];
  const manifest = governance?.manifest;
  if (!manifest || manifest.exceptions.length === 0) return { active, problems };
  const ids = new Map<string, string>();
  for (const { reading } of files) {
    for (const server of reading.servers) {
      const entry = entryFor(governance, server);
      if (entry) ids.set(`${server.document.source.path}\0${server.name}`, entry.data.id);
    }
  }
  const { source } = manifest;
  for (const exception of manifest.exceptions) {
    const { rule, reason, expires } = exception.data;
    const { span } = exception.node;
    if (!ruleIds.has(rule)) {
      const message = `There is no rule \`${rule}\`.${didYouMean(rule, ruleIds)} See \`postern rules\`.`;
      problems.push({ kind: 'unknown-rule', message, source, span });
    } else if (exceptionFlaw(manifest, exception, today) === null) {
      const fits = exceptionFits(exception, (server, file) => ids.get(`${file}\0${server}`) ?? null);
      const covers = ({ rule: id, source: { path }, server, format }: Finding) => fits({ rule: id, file: path, server, format });
      active.push({ by: 'manifest', rules: [rule], reason, expires, source, span, covers });
    }
  }
  return { active, problems };
}

/** Those that no finding needed. */
export function unused(exceptions: readonly Exception[], used: ReadonlySet<Exception>): ExceptionProblem[] {
  return exceptions
    .filter(exception => !used.has(exception))
    .map(({ rules, source, span }) => ({
      kind: 'unused',
      message: `The exception for ${rules.join(', ')} matches no finding. Remove it.`,
      source,
      span,
    }));
}

export function suppressionOf({ by, reason, expires }: Exception): Suppression {
  return expires === null ? { by, reason } : { by, reason, expires };
}

interface Directive {
  readonly kind: 'line' | 'next-line' | 'file';
  readonly rules: readonly string[];
  readonly reason: string;
  readonly span: Span;
  /** 1-based. */
  readonly line: number;
  /** Nothing but the comment on its line. */
  readonly alone: boolean;
}

function directiveIn(source: Source, comment: Span): Directive | null {
  const text = source.slice(comment);
  const at = text.indexOf(MARK);
  // Only marks and blanks may stand in front: prose about the word is no directive.
  if (at < 0 || /[^\s/*#<!;-]/.test(text.slice(0, at))) return null;
  const rest = text.slice(at + MARK.length).split('\n', 1)[0]!;
  const kind = rest.startsWith('-next-line') ? 'next-line' : rest.startsWith('-file') ? 'file' : 'line';
  const body = rest.slice(kind === 'line' ? 0 : kind.length + 1);
  if (body !== '' && !' \t:\r'.includes(body[0]!)) return null;
  const colon = body.indexOf(':');
  const names = colon < 0 ? body : body.slice(0, colon);
  const reason = colon < 0 ? '' : body.slice(colon + 1);
  const start = comment.start + at;
  const { line } = source.position(start);
  const whole = source.line(line);
  return {
    kind,
    rules: withoutClosing(names)
      .split(/[,\s]/)
      .filter(name => name !== ''),
    reason: withoutClosing(reason),
    span: { start, end: Math.min(comment.end, whole.end) },
    line,
    alone: source.text.slice(whole.start, start).trim().length === text.slice(0, at).trim().length,
  };
}

function withoutClosing(text: string): string {
  let plain = text.trim();
  for (const mark of ['-->', '*/']) if (plain.endsWith(mark)) plain = plain.slice(0, -mark.length).trim();
  return plain;
}

function fault({ rules, reason }: Directive, ruleIds: ReadonlySet<string>): Pick<ExceptionProblem, 'kind' | 'message'> | null {
  if (rules.length === 0)
    return { kind: 'unknown-rule', message: 'This comment names no rule and does nothing. Write `postern-ignore <rule>: <reason>`.' };
  const unknown = rules.find(rule => !ruleIds.has(rule));
  if (unknown !== undefined) {
    // The name is scanned text: told only where it looks like a name.
    const name = /^[a-z0-9-]{1,60}$/.test(unknown) ? `\`${unknown}\`` : 'with that name';
    return { kind: 'unknown-rule', message: `There is no rule ${name}.${didYouMean(unknown, ruleIds)} See \`postern rules\`.` };
  }
  if (reason !== '') return null;
  return { kind: 'no-reason', message: 'This comment gives no reason and does nothing. Write `postern-ignore <rule>: <reason>`.' };
}

/** `<!-- … -->` of a Markdown page, which belong to none of its documents. */
function markdownComments(source: Source): Span[] {
  if (!/\.(?:md|mdx|mdc|markdown)$/i.test(source.path)) return [];
  const spans: Span[] = [];
  for (let start = source.text.indexOf('<!--'); start >= 0;) {
    const close = source.text.indexOf('-->', start);
    const end = close < 0 ? source.text.length : close + 3;
    spans.push({ start, end });
    start = close < 0 ? -1 : source.text.indexOf('<!--', end);
  }
  return spans;
}

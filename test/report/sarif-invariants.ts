import { gzipSync } from 'node:zlib';

/* What GitHub demands of a SARIF file beyond its schema, and what a report on secrets must never hold. */

// Samples with mistakes are read too: nothing can be said of their shape.
// oxlint-disable-next-line no-explicit-any
type Json = any;
type Say = (where: string, what: string) => void;

const PRECISIONS = new Set(['very-high', 'high', 'medium', 'low']);
const PROBLEMS = new Set(['error', 'warning', 'recommendation']);
const LOCAL = ['commandLine', 'arguments', 'environmentVariables', 'account', 'machine', 'workingDirectory'];

/** @returns what is wrong with the log, a line for each; empty where nothing is. */
export function invariantProblems(log: Json): string[] {
  const problems: string[] = [];
  const say: Say = (where, what) => void problems.push(`${where}: ${what}`);
  if (log.version !== '2.1.0' || !log.$schema) say('log', 'version 2.1.0 and $schema are demanded');
  const runs: Json[] = log.runs ?? [];
  if (runs.length === 0 || runs.length > 20) say('runs', 'between 1 and 20');
  if (gzipSync(JSON.stringify(log)).length > 10_000_000) say('log', 'GitHub takes 10 MB');
  const identities = runs.map(({ tool, automationDetails }) => {
    const { name, fullName, version, semanticVersion, guid } = tool?.driver ?? {};
    return JSON.stringify([name, fullName, version, semanticVersion, guid, automationDetails?.id]);
  });
  if (new Set(identities).size < runs.length) say('runs', 'two of one tool and category');
  runs.forEach((run, index) => checkRun(run, `runs[${index}]`, say));
  return problems;
}

function checkRun(run: Json, where: string, say: Say): void {
  const rules: Json[] = run.tool?.driver?.rules ?? [];
  if (!Array.isArray(run.results)) say(where, 'no results, which is not the same as an empty list');
  if (run.results?.length > 5000) say(where, 'more results than GitHub shows');
  if (run.automationDetails && !/^\S.*\/$/.test(run.automationDetails.id ?? '')) say(where, 'a category ends with a slash');
  for (const invocation of run.invocations ?? []) {
    if (invocation.executionSuccessful !== true) say(where, 'GitHub refuses a run that failed');
    for (const name of LOCAL) if (name in invocation) say(where, `${name} tells of the machine`);
  }
  if (run.artifacts?.some((artifact: Json) => artifact.contents)) say(where, 'contents of a file');
  for (const base of Object.values<Json>(run.originalUriBaseIds ?? {})) if (base.uri !== undefined) say(where, 'an address of the root');
  const ids = new Set<string>();
  rules.forEach((rule, index) => {
    if (ids.has(rule.id)) say(`${where}.rules[${index}]`, 'a second rule of this id');
    ids.add(rule.id);
    checkRule(rule, `${where}.rules[${index}]`, say);
  });
  run.results?.forEach((result: Json, index: number) => checkResult(result, rules, `${where}.results[${index}]`, say));
}

function checkRule(rule: Json, where: string, say: Say): void {
  for (const part of ['shortDescription', 'fullDescription', 'help']) if (!rule[part]?.text?.trim()) say(where, `${part} has no text`);
  const long = (text: string | undefined, most: number): boolean => (text?.length ?? 0) > most;
  if (long(rule.name, 255) || long(rule.shortDescription?.text, 1024) || long(rule.fullDescription?.text, 1024)) say(where, 'too long');
  if (rule.defaultConfiguration?.level === 'none') say(where, 'level none');
  const { tags, precision, 'problem.severity': problem, 'security-severity': score } = rule.properties ?? {};
  if (score !== undefined) {
    const number = typeof score === 'string' && /^\d+(?:\.\d+)?$/.test(score) ? Number(score) : 0;
    if (number <= 0 || number > 10) say(where, 'security-severity is the text of a number up to 10');
    if (!tags?.includes('security')) say(where, 'security-severity without the tag');
  }
  if (tags?.length > 10) say(where, 'GitHub shows ten tags');
  if (precision !== undefined && !PRECISIONS.has(precision)) say(where, 'precision');
  if (problem !== undefined && !PROBLEMS.has(problem)) say(where, 'problem.severity');
}

function checkResult(result: Json, rules: readonly Json[], where: string, say: Say): void {
  const text: string = result.message?.text ?? '';
  if (rules[result.ruleIndex]?.id !== result.ruleId) say(where, 'rule and its index differ');
  if (text.trim() === '') say(where, 'no message');
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(text)) say(where, 'a hidden character in the message');
  if (result.suppressions?.length > 0) say(where, 'GitHub opens an alert for a suppressed result too');
  if (result.rank !== undefined) say(where, 'GitLab takes rank for the severity');
  if (result.locations?.length !== 1) say(where, 'one location');
  if (!/^[0-9a-f]{1,16}:\d+$/.test(result.partialFingerprints?.primaryLocationLineHash ?? '')) say(where, 'no line hash');
  const related: Json[] = result.relatedLocations ?? [];
  const linked = new Set([...text.matchAll(/(?<!\\)\[(?:[^\]\\]|\\.)*\]\(([^)]*)\)/g)].map(match => match[1]!));
  const known = new Set(related.map(location => String(location.id)));
  for (const target of linked) if (!known.has(target)) say(where, `a link to ${target}`);
  for (const id of known) if (!linked.has(id)) say(where, `no link to ${id}`);
  for (const location of [...(result.locations ?? []), ...related]) checkLocation(location.physicalLocation, where, say);
}

function checkLocation(place: Json, where: string, say: Say): void {
  const uri: string = place?.artifactLocation?.uri ?? '';
  const isRelative = uri !== '' && !/^(?:[a-z][a-z0-9+.-]*:|[/\\])/i.test(uri) && !uri.split('/').includes('..');
  if (!isRelative || /[^\x21-\x7e]|\\/.test(uri)) say(where, `not a relative, encoded path: ${uri}`);
  const { startLine, startColumn, endLine, endColumn, snippet } = place?.region ?? {};
  if (!(startLine >= 1)) say(where, 'no line');
  if (endLine === startLine && endColumn !== undefined && endColumn <= (startColumn ?? 1)) say(where, 'an empty or reversed region');
  if (snippet || place?.contextRegion) say(where, 'a snippet');
}

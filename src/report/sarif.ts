import type { Fix as SarifFix, Location, Log, PhysicalLocation, Region, Replacement, Result } from 'sarif';
import { expectFingerprints, fingerprintOf } from '../core/fingerprint.ts';
import type { Fix, Judged, Label } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import type { Source, Span } from '../core/source.ts';
import { lineHashes } from './line-hash.ts';
import { maskingOf, pointerOf, printable, type Masking } from './masking.ts';
import { isOutside, open, placeOf, rank, regionOf } from './places.ts';
import type { Reporter, ReportOptions } from './reporter.ts';
import { jsonText, plain, sarifLinkText, sarifText, uri } from './sanitise.ts';
import { BASE, leftOut, NOTIFICATIONS, notificationsOf } from './sarif-notes.ts';
import { catalogue, LEVELS } from './sarif-rules.ts';

// Validators want an address. A name that resolves to nothing misleads nobody until the project has a site of its own.
const HOME = 'urn:postern';
// GitHub shows no more results of a run; which ones it drops is its choice, so the choice is made here.
const MOST_RESULTS = 5000;
const MOST_RELATED = 20;
const MESSAGE = 1000;

/**
 * SARIF 2.1.0 for code scanning. Holds no snippet, no path of the machine, nothing suppressed, and nothing of a person's
 * own files, which are no places in a repository.
 */
export const sarif: Reporter = (report, options) => {
  const log = logOf(report, options);
  if (report.prefix) for (const { results, invocations } of log.runs) rebase([results, invocations], uri(report.prefix));
  return jsonText(log);
};

/** Puts the way from the top of the repository in front of every address below it: hosts count from there, the report from the root. */
function rebase(value: unknown, prefix: string): void {
  if (typeof value !== 'object' || value === null) return;
  const place = value as Partial<PhysicalLocation['artifactLocation']> & object;
  if (place.uriBaseId === BASE && place.uri !== undefined) place.uri = prefix + place.uri;
  else for (const inner of Object.values(value)) rebase(inner, prefix);
}

function logOf(report: Report, options: ReportOptions): Log {
  const masking = maskingOf(report);
  const outside = isOutside(report);
  const inside = open(report).filter(finding => !outside(finding.source.path));
  const kept = worst(inside);
  const { descriptors, taxonomies } = catalogue(report.rules, options.pages);
  const indexes = new Map(report.rules.map((rule, index) => [rule.id, index]));
  const hashes = hashesOf(kept);
  expectFingerprints(kept.length);
  const notifications = [
    ...notificationsOf(report, masking, outside),
    ...leftOut(open(report).length - inside.length, inside.length - kept.length, MOST_RESULTS),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'postern',
            fullName: `Postern ${report.version}`,
            informationUri: HOME,
            version: report.version,
            semanticVersion: report.version,
            rules: descriptors,
            notifications: NOTIFICATIONS,
            ...(taxonomies.length > 0
              ? { supportedTaxonomies: taxonomies.map(({ name, guid }, index) => ({ name, index, guid: guid! })) }
              : {}),
          },
        },
        // An upload that brings another category than the file would be overruled by it, so there is none unasked.
        ...(options.category ? { automationDetails: { id: `${plain(options.category).replace(/\/+$/, '')}/` } } : {}),
        invocations: [{ executionSuccessful: true, ...(notifications.length > 0 ? { toolExecutionNotifications: notifications } : {}) }],
        originalUriBaseIds: { [BASE]: { description: { text: 'The root of the scanned repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: kept.map(finding => resultOf(finding, masking, outside, indexes, hashes)),
        ...(taxonomies.length > 0 ? { taxonomies } : {}),
      },
    ],
  };
}

/** The most severe ones where there are too many; the report's order stays. */
function worst(findings: readonly Judged[]): readonly Judged[] {
  if (findings.length <= MOST_RESULTS) return findings;
  const chosen = new Set(findings.toSorted((a, b) => rank(a.severity) - rank(b.severity)).slice(0, MOST_RESULTS));
  return findings.filter(finding => chosen.has(finding));
}

function hashesOf(findings: readonly Judged[]): ReadonlyMap<Source, ReadonlyMap<number, string>> {
  const lines = new Map<Source, Set<number>>();
  for (const { source, span } of findings) {
    const { line } = source.position(span.start);
    const known = lines.get(source);
    if (known) known.add(line);
    else lines.set(source, new Set([line]));
  }
  return new Map([...lines].map(([source, wanted]) => [source, lineHashes(source, wanted)]));
}

function resultOf(
  finding: Judged,
  masking: Masking,
  outside: (path: string) => boolean,
  indexes: ReadonlyMap<string, number>,
  hashes: ReadonlyMap<Source, ReadonlyMap<number, string>>,
): Result {
  const { rule, severity, source, span } = finding;
  const related = finding.related.filter(label => !outside(label.source.path)).slice(0, MOST_RELATED);
  const ruleIndex = indexes.get(rule);
  const hash = hashes.get(source)?.get(source.position(span.start).line);
  const fix = fixOf(printable(finding.fix, masking), masking, outside);
  const pointer = finding.path === null ? '' : plain(pointerOf(finding.path, masking));
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity].level,
    message: { text: messageOf(finding, related, masking) },
    locations: [
      {
        physicalLocation: physical(source, span),
        ...(pointer === '' ? {} : { logicalLocations: [{ fullyQualifiedName: pointer, kind: 'member' }] }),
      },
    ],
    ...(related.length > 0 ? { relatedLocations: related.map((label, index) => relatedOf(label, index + 1, masking)) } : {}),
    partialFingerprints: { ...(hash === undefined ? {} : { primaryLocationLineHash: hash }), 'postern/v1': fingerprintOf(finding) },
    ...(fix ? { fixes: [fix] } : {}),
    properties: {
      severity,
      confidence: finding.confidence,
      ...(finding.server === null ? {} : { server: plain(masking.scrub(finding.server)) }),
      ...(finding.format === null ? {} : { format: finding.format }),
      ...(finding.credential ? { credentialKind: finding.credential.kind, credentialClass: finding.credential.class } : {}),
    },
  };
}

/** GitHub shows a related location only where the message links to it. */
function messageOf(finding: Judged, related: readonly Label[], masking: Masking): string {
  const text = sarifText(masking.scrub(finding.message), MESSAGE).trim() || plain(finding.rule);
  const sentence = /[.!?…]$/.test(text) ? text : text + '.';
  if (related.length === 0) return sentence;
  const links = related.map((label, index) => `[${sarifLinkText(nameOf(label, masking), 80)}](${index + 1})`);
  const more = finding.related.length - related.length;
  return `${sentence} See also: ${links.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

function nameOf(label: Label, masking: Masking): string {
  return masking.scrub(label.text).trim() || placeOf(label.source, label.span);
}

function relatedOf(label: Label, id: number, masking: Masking): Location {
  const text = sarifText(nameOf(label, masking), MESSAGE);
  return { id, physicalLocation: physical(label.source, label.span), message: { text: /[.!?…]$/.test(text) ? text : text + '.' } };
}

function physical(source: Source, span: Span): PhysicalLocation {
  return { artifactLocation: artifact(source), region: firstLine(source, span) };
}

function artifact(source: Source): { uri: string; uriBaseId: string } {
  return { uri: uri(source.path), uriBaseId: BASE };
}

/** One line at most, for GitHub shows an alert in a pull request only if all its lines are in the diff; one unit at least. */
function firstLine(source: Source, span: Span): Region {
  const { line, column, endLine, endColumn } = regionOf(source, span);
  const lineEnd = source.line(line);
  const end = endLine === line ? endColumn : lineEnd.end - lineEnd.start + 1;
  return { startLine: line, startColumn: column, endLine: line, endColumn: Math.max(end, column + 1) };
}

function fixOf(fix: Fix | null, masking: Masking, outside: (path: string) => boolean): SarifFix | undefined {
  if (!fix || fix.edits.length === 0 || fix.edits.some(edit => outside(edit.source.path))) return undefined;
  const changes = new Map<Source, Replacement[]>();
  for (const { source, span, text } of fix.edits) {
    const replacements = changes.get(source) ?? [];
    changes.set(source, replacements);
    const { line, column, endLine, endColumn } = regionOf(source, span);
    replacements.push({
      deletedRegion: { startLine: line, startColumn: column, endLine, endColumn },
      ...(text === '' ? {} : { insertedContent: { text } }),
    });
  }
  const artifactChanges = [...changes].map(([source, replacements]) => ({ artifactLocation: artifact(source), replacements }));
  return { description: { text: sarifText(masking.scrub(fix.title)) + '.' }, artifactChanges };
}

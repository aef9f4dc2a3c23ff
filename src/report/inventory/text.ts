import { SEVERITIES } from '../../core/finding.ts';
import type { Inventory, Place, Service, SeverityCounts } from '../../core/inventory.ts';
import type { Paint } from '../paint.ts';
import { columns, logLine, plain } from '../sanitise.ts';
import {
  count,
  credentialName,
  credentialsOf,
  dayWords,
  dueDays,
  isExposed,
  isUnpinned,
  kindOf,
  ownerWords,
  placeWords,
  policyGroups,
  reachOf,
  termWords,
  totals,
  unread,
} from './words.ts';

export interface TableOptions {
  readonly paint: Paint;
  readonly width: number;
  /** List every file that was not read, and what the manifest says of each server. */
  readonly verbose: boolean;
}

const HEADINGS = ['SERVER', 'RUNS', 'CREDENTIALS', 'OWNER', 'FINDINGS'] as const;
/** Narrowest useful width of each column. */
const LEAST: readonly number[] = [10, 22, 16, 14, 10];
const GAP = 2;
/** A cell's share of a row when all want more than there is. */
const SHARE: readonly number[] = [2, 4, 3, 2, 1];

/** For people: a row for each service, a line for each place that it stands in, counts at the end. */
export function text(inventory: Inventory, options: TableOptions): string {
  const width = Math.max(40, options.width);
  const { paint } = options;
  const rows = inventory.services.map(service => cells(service, inventory));
  const used = HEADINGS.map((_, column) => column < 2 || rows.some(row => row[column]!.length > 0));
  const widths = fit(rows, used, width);
  const lines: string[] = [];
  if (rows.length > 0) {
    lines.push(
      paint.bold(
        line(
          HEADINGS.map((heading, column) => (used[column] ? heading : '')),
          widths,
        ).trimEnd(),
      ),
    );
  }
  for (const [index, service] of inventory.services.entries()) {
    if (index > 0) lines.push('');
    lines.push(...row(rows[index]!, widths, service.findings, paint));
    if (options.verbose) lines.push(...termLines(service, width, paint));
    for (const place of service.places) {
      lines.push(...placeLines(place, service, width, paint));
    }
  }
  if (rows.length > 0) lines.push('');
  lines.push(...policies(inventory, width, paint));
  lines.push(...footer(inventory, width, options.verbose, paint));
  return lines.map(logLine).join('\n') + '\n';
}

/** Each cell as lines that may be broken further. */
function cells(service: Service, inventory: Inventory): string[][] {
  const carried = credentialsOf(service, inventory);
  const reach = reachOf(service);
  const findings = SEVERITIES.filter(severity => service.findings[severity] > 0);
  return [
    [plain(service.name, 200)],
    [`${kindOf(service.target)} ${plain(service.target.name, 300)}`.trimEnd(), ...(reach === '' ? [] : [`(${plain(reach, 200)})`])],
    counted(carried.map(one => (isExposed(one) ? '! ' : '') + plain(credentialName(one), 120))),
    service.owners.map(owner => plain(owner, 120)),
    findings.map(severity => `${service.findings[severity]} ${severity}`),
  ];
}

/** Equal ones once, with their number. */
function counted(names: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].map(([name, number]) => (number > 1 ? `${name} (${number})` : name));
}

function row(row: readonly (readonly string[])[], widths: readonly number[], findings: SeverityCounts, paint: Paint): string[] {
  const wrapped = row.map((lines, column) => (widths[column]! > 0 ? lines.flatMap(one => wrap(one, widths[column]!)) : []));
  const height = Math.max(...wrapped.map(({ length }) => length));
  const severity = SEVERITIES.find(one => findings[one] > 0);
  return Array.from({ length: height }, (_, index) => {
    const parts = wrapped.map(lines => lines[index] ?? '');
    const text = line(parts, widths);
    const last = widths[4]! > 0 ? parts[4]! : '';
    const head = text.slice(0, text.length - last.length);
    const tail = severity && last !== '' ? paint.severity(SEVERITIES.find(one => last.endsWith(one)) ?? severity, last) : last;
    const name = parts[0]!;
    return (name === '' ? '' : paint.bold(name)) + head.slice(name.length) + tail;
  });
}

function placeLines(place: Place, service: Service, width: number, paint: Paint): string[] {
  const words = placeWords(place, service).map(word => plain(word, 200));
  const whole = `${plain(place.client)}  ${plain(`${place.file}:${place.line}`, 400)}${words.length > 0 ? '  ' + words.join('; ') : ''}`;
  return item(whole, width, paint);
}

/** What the manifest says of a service, on lines of its own. */
function termLines(service: Service, width: number, paint: Paint): string[] {
  const owner = ownerWords(service);
  const words = [...(owner === '' ? [] : [`owner: ${owner}`]), ...termWords(service), ...(service.terms?.days ?? []).map(dayWords)];
  return words.length === 0 ? [] : item(words.map(word => plain(word, 300)).join('; '), width, paint);
}

function item(whole: string, width: number, paint: Paint): string[] {
  const [first = '', ...rest] = wrap(whole, width - 4, 2);
  return [`  ${paint.frame('-')} ${first}`, ...rest.map(one => '      ' + one)];
}

/** Switches that speak of more than one server. */
function policies(inventory: Inventory, width: number, paint: Paint): string[] {
  if (inventory.policies.length === 0) return [];
  const items = policyGroups(inventory.policies).map(({ client, file, line: at, words }) =>
    item(`${plain(client)}  ${plain(`${file}:${at}`, 400)}  ${plain(words, 300)}`, width, paint),
  );
  return [paint.bold('FOR ALL OR NAMED SERVERS'), ...items.flat(), ''];
}

function footer(inventory: Inventory, width: number, verbose: boolean, paint: Paint): string[] {
  const { services, credentials, files, notices, ownersFrom, overdue } = inventory;
  const lines: string[] = [];
  for (const notice of notices) {
    if (notice.level === 'info') continue;
    lines.push(...wrap(`${notice.level}: ${plain(notice.message + (notice.file === undefined ? '' : ` (${notice.file})`), 900)}`, width));
  }
  const blind = unread(inventory);
  const listed = verbose ? blind : blind.slice(0, 10);
  for (const file of listed)
    lines.push(...wrap(`${file.state}: ${plain(file.path + (file.reason ? ` (${file.reason})` : ''), 900)}`, width));
  if (blind.length > listed.length)
    lines.push(`and ${count(blind.length - listed.length, 'more file')} not fully read; --verbose lists all`);
  if (files.length === 0) return [...lines, 'No MCP configuration files found.'];
  const places = services.flatMap(service => service.places);
  lines.push(...wrap(`${totals(inventory)}.`, width).map(paint.bold));
  const exposed = credentials.filter(isExposed).length;
  const parts = [
    [services.filter(({ target }) => target.kind === 'url' && target.network === 'public').length, 'remote'],
    [places.filter(isUnpinned).length, 'fetched without a fixed version'],
    [places.filter(({ enabled }) => !enabled).length, 'off'],
    [places.filter(({ tools }) => tools.approvesAll).length, 'running every tool unasked'],
    [
      services.filter(({ owners }) => owners.length === 0).length,
      ownersFrom === null ? 'without an owner (no file says who owns what)' : 'without an owner',
    ],
  ] as const;
  const facts = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  const references = credentials.filter(({ type }) => type !== 'literal' && type !== 'placeholder').length;
  if (references > 0) facts.push(`${count(references, 'credential')} by reference`);
  if (exposed > 0) facts.push(`${count(exposed, 'credential')} in the files themselves (!)`);
  const soon = dueDays(inventory).filter(({ due }) => due.state === 'soon').length;
  if (soon > 0) facts.push(`${soon} due within 30 days`);
  if (overdue.length > 0) facts.push(`${overdue.length} overdue`);
  if (facts.length > 0) lines.push(...wrap(`${facts.join(', ')}.`, width));
  return lines;
}

/** Natural widths where they fit, else each its least and a share of what is left. Zero for columns that are empty. */
function fit(rows: readonly string[][][], used: readonly boolean[], width: number): number[] {
  const natural = HEADINGS.map((heading, column) =>
    used[column] ? rows.flatMap(row => row[column]!).reduce((most, cell) => Math.max(most, columns(cell)), heading.length) : 0,
  );
  const gaps = GAP * (used.filter(Boolean).length - 1);
  if (sum(natural) + gaps <= width) return natural;
  const widths: number[] = natural.map((want, column) => (used[column] ? Math.min(want, LEAST[column]!) : 0));
  let left = width - gaps - sum(widths);
  while (left > 0) {
    const wanting = widths.map((have, column) => (have < natural[column]! ? SHARE[column]! : 0));
    const all = sum(wanting);
    if (all === 0) break;
    const before = left;
    for (const [column, share] of wanting.entries()) {
      const more = Math.min(Math.floor((before * share) / all), natural[column]! - widths[column]!, left);
      widths[column] = widths[column]! + more;
      left -= more;
    }
    if (before === left) {
      // Less than one column for each share: the widest need takes it.
      widths[wanting.indexOf(Math.max(...wanting))]! += left;
      left = 0;
    }
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function line(parts: readonly string[], widths: readonly number[]): string {
  return parts
    .flatMap((part, column) => (widths[column]! > 0 ? [part + ' '.repeat(Math.max(0, widths[column]! - columns(part)))] : []))
    .join(' '.repeat(GAP))
    .trimEnd();
}

/** Breaks at blanks; a word that is longer than a line after `/`, `-`, `.`, `_`, `@`, else anywhere. @param hang columns lost by later lines. */
function wrap(text: string, width: number, hang = 0): string[] {
  const lines: string[] = [];
  let now = '';
  const room = () => Math.max(8, lines.length === 0 ? width : width - hang);
  for (const word of text.split(' ')) {
    let rest = word;
    if (now !== '' && columns(now) + 1 + columns(rest) <= room()) {
      now += ' ' + rest;
      continue;
    }
    if (now !== '') lines.push(now.trimEnd());
    while (columns(rest) > room()) {
      const head = cut(rest, room());
      lines.push(head);
      rest = rest.slice(head.length);
    }
    now = rest;
  }
  lines.push(now);
  return lines;
}

function cut(word: string, width: number): string {
  let head = '';
  let used = 0;
  for (const char of word) {
    used += columns(char);
    if (used > width && head !== '') break;
    head += char;
  }
  const at = Math.max(...['/', '-', '.', '_', '@'].map(mark => head.lastIndexOf(mark)));
  return at > head.length / 2 ? head.slice(0, at + 1) : head;
}

import type { Judged } from '../core/finding.ts';
import type { Client, Inventory, Known, LaunchFacts, Overdue, Place, Policy, Service, SeverityCounts, Target } from '../core/inventory.ts';
import type { ConfigFile, Server } from '../core/model.ts';
import type { Node } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { knownServer } from '../resolve/known.ts';
import { launchOf } from '../resolve/launch.ts';
import { isPath } from '../resolve/specs.ts';
import { findSwitch, hasValue, isSet } from '../resolve/switches.ts';
import { programName } from '../resolve/words.ts';
import { type ControlIndex, indexControls } from './inventory/controls.ts';
import { collectCredentials, type Credentials } from './inventory/credentials.ts';
import { directoryOf, identityOf } from './inventory/identity.ts';
import { compare, compareNames } from './inventory/order.ts';
import { type Shown, shownOf } from './inventory/shown.ts';
import { ownerKindOf, termsOf } from './inventory/terms.ts';
import type { Scan } from './scan.ts';

interface Making {
  readonly shown: Shown;
  readonly credentials: Credentials;
  readonly controls: ControlIndex;
  readonly workspace: Scan['workspace'];
  readonly files: ReadonlyMap<string, ConfigFile>;
  readonly findings: ReadonlyMap<Server, readonly Judged[]>;
}
interface Group {
  readonly target: Target;
  readonly servers: Server[];
}

/** Puts a run together as services with their places. Reads nothing; the same run gives the same inventory. */
export function inventoryOf({ report, workspace }: Scan): Inventory {
  const shown = shownOf(workspace.credentials);
  const making: Making = {
    shown,
    credentials: collectCredentials(workspace.files, workspace.credentials, shown),
    controls: indexControls(workspace.controls),
    workspace,
    files: new Map(workspace.files.map(file => [file.path, file])),
    findings: findingsByServer(workspace.servers, report.findings),
  };
  const groups = new Map<string, Group>();
  for (const server of workspace.servers) {
    const { key, target } = identityOf(server, shown);
    const group = groups.get(key);
    if (group) group.servers.push(server);
    else groups.set(key, { target, servers: [server] });
  }
  const named = [...groups].map(([key, group]) => ({ key, group, name: shown.name(commonName(group.servers)) }));
  const sorted = named.toSorted(
    (a, b) => compareNames(a.name, b.name) || compare(a.group.target.kind, b.group.target.kind) || compare(a.key, b.key),
  );
  return {
    version: report.version,
    clients: clientsOf(workspace.files),
    services: sorted.map(({ group, name }, index) => serviceOf(`s${index + 1}`, name, group, making)),
    credentials: making.credentials.all,
    policies: making.controls.policies.map(control => policyOf(control, shown)),
    files: report.files.map(({ path, format, state, reason, servers }) => ({
      path,
      format,
      state,
      reason: reason === null ? null : shown.message(reason),
      servers,
    })),
    ownersFrom: workspace.ownership.from,
    overdue: report.findings.filter(isOverdue).map(finding => overdueOf(finding, shown)),
    notices: report.notices.map(notice => ({ ...notice, message: shown.message(notice.message) })),
  };
}

function serviceOf(id: string, name: string, { target, servers }: Group, making: Making): Service {
  const places = servers.map((server, index) => placeOf(`${id}.${index + 1}`, server, making));
  const known = servers.map(server => knownServer(server)).find(one => one !== null);
  const owners = [...new Set(places.flatMap(place => place.owners))].toSorted(compare);
  const findings = new Set(servers.flatMap(server => making.findings.get(server) ?? []));
  return {
    id,
    name,
    target,
    known: known ? knownOf(known) : null,
    owners,
    ownerKind: ownerKindOf(servers, owners, making.workspace),
    terms: termsOf(servers, making.workspace, making.shown),
    places,
    findings: counts([...findings]),
  };
}

function placeOf(id: string, server: Server, making: Making): Place {
  const { shown } = making;
  const { source } = server.document;
  const { tools, sandbox, switchedOff } = making.controls.of(server);
  const names = (list: readonly string[]): string[] => list.map(one => shown.name(one));
  return {
    id,
    server: shown.name(server.name),
    client: server.format.name,
    format: server.format.id,
    file: source.path,
    ...source.position((server.nameNode ?? server.node).span.start),
    fileState: making.files.get(source.path)?.state ?? 'parsed',
    scope: server.scope,
    transport: server.transport,
    enabled: server.enabled && !switchedOff,
    launch: launchFacts(server, shown),
    credentials: making.credentials.of(server),
    tools: { ...tools, approved: names(tools.approved), allowed: names(tools.allowed), denied: names(tools.denied) },
    sandbox,
    ...switches(server),
    paths: names(pathsOf(server)),
    owners: names(making.workspace.ownership.ownersOf(source.path, server)),
    findings: counts(making.findings.get(server) ?? []),
  };
}

function launchFacts(server: Server, shown: Shown): LaunchFacts {
  const launch = launchOf(server);
  const directory = directoryOf(server);
  const version = (text: string | null) => (text === null ? null : shown.version(text));
  return {
    version: version(launch.version),
    pin: launch.pin,
    fetched: launch.fetched,
    via: launch.hops.map(({ program }) => shown.name(program)),
    fetches: launch.artifacts
      .slice(0, -1)
      .filter(({ fetched }) => fetched)
      .map(one => ({ kind: one.kind, name: shown.name(one.name), version: version(one.version), pin: one.pin })),
    container: launch.container === null ? null : shown.name(launch.container.engine),
    directory: directory === null ? null : shown.name(directory),
    commands: launch.hops.flatMap(({ script }) => {
      const started = script?.commands.filter(({ words }) => words.length > 0 && words[0]!.value !== 'cd') ?? [];
      return started.length > 1 ? started.map(({ words }) => shown.name(programName(words[0]!.value))) : [];
    }),
  };
}

/** Names of the server's own switches that are set. */
function switches(server: Server): Pick<Place, 'narrowed' | 'widened'> {
  const known = knownServer(server);
  if (!known) return { narrowed: [], widened: [] };
  const narrowed = known.narrow.filter(one => {
    const use = findSwitch(server, one);
    return one.values.length > 0 ? hasValue(use, one) : isSet(use, one.kind);
  });
  const widened = known.widen.filter(one => hasValue(findSwitch(server, one), one));
  const wide = new Set(widened.map(({ name }) => name));
  return {
    narrowed: [...new Set(narrowed.map(({ name }) => name))].filter(name => !wide.has(name)),
    widened: [...wide],
  };
}

/** Folders in the arguments of a server that works on files. */
function pathsOf(server: Server): string[] {
  if (!knownServer(server)?.reach.some(one => one === 'filesystem' || one === 'files')) return [];
  return launchOf(server).args.flatMap(({ value }) => (isPath(value) ? [value] : []));
}

function knownOf({ id, name, vendor, reach, impact, capabilities }: NonNullable<ReturnType<typeof knownServer>>): Known {
  return { id, name, vendor, reach, impact, capabilities };
}

function policyOf(control: Scan['workspace']['controls'][number], shown: Shown): Policy {
  const { source } = control.document;
  return {
    client: control.format.name,
    format: control.format.id,
    kind: control.kind,
    key: shown.name(control.key),
    value: shown.name(control.value),
    file: source.path,
    ...source.position(control.node.span.start),
    honoured: control.honoured,
  };
}

function clientsOf(files: readonly ConfigFile[]): Client[] {
  const found = new Map<string, Client & { readonly formats: string[]; readonly files: string[] }>();
  for (const { format, path } of files) {
    if (!format) continue;
    const { id, name, kind } = format;
    const held = found.get(name);
    if (!held) found.set(name, { name, kind, formats: [id], files: [path] });
    else {
      if (!held.formats.includes(id)) held.formats.push(id);
      held.files.push(path);
    }
  }
  return [...found.values()].toSorted((a, b) => compareNames(a.name, b.name));
}

/** The name that most places use; the first one of several. */
function commonName(servers: readonly Server[]): string {
  const times = new Map<string, number>();
  for (const { name } of servers) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

/** Open findings by the server whose entry they stand in, or that they name. */
function findingsByServer(servers: readonly Server[], findings: readonly Judged[]): Map<Server, Judged[]> {
  const bySource = new Map<Source, Server[]>();
  for (const server of servers) {
    const list = bySource.get(server.document.source);
    if (list) list.push(server);
    else bySource.set(server.document.source, [server]);
  }
  const found = new Map<Server, Judged[]>();
  for (const finding of findings) {
    if (finding.suppressed) continue;
    const list = bySource.get(finding.source) ?? [];
    const around = list.filter(({ node, nameNode }) => covers(node, finding) || (nameNode !== null && covers(nameNode, finding)));
    const meant = around.length > 0 ? around : list.filter(({ name }) => name === finding.server);
    for (const server of meant) {
      const held = found.get(server);
      if (held) held.push(finding);
      else found.set(server, [finding]);
    }
  }
  return found;
}

function covers({ span }: Node, finding: Judged): boolean {
  return span.start <= finding.span.start && finding.span.end <= span.end;
}

function counts(findings: readonly Judged[]): SeverityCounts {
  const found = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) found[severity]++;
  return found;
}

/** A day that has passed, or an exception that has ended. What is only due soon is told at low severity, and stands among the days. */
function isOverdue({ rule, severity, suppressed }: Judged): boolean {
  return suppressed === null && severity !== 'low' && (rule === 'review-overdue' || rule === 'unaccountable-exception');
}

function overdueOf({ rule, severity, message, server, source, span }: Judged, shown: Shown): Overdue {
  return {
    rule,
    severity,
    message: shown.message(message),
    server: server === null ? null : shown.name(server),
    file: source.path,
    line: source.position(span.start).line,
  };
}

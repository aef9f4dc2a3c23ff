import type { ToolFacts } from '../../core/inventory.ts';
import type { Control, Server } from '../../core/model.ts';
import { folderOf } from '../../rules/drift/shared/same-server.ts';

/** What the switches of a client say of one server. */
interface Controlled {
  readonly tools: ToolFacts;
  readonly sandbox: 'on' | 'off' | null;
  /** A switch elsewhere in the same product leaves it off. */
  readonly switchedOff: boolean;
}

/** Controls of a run by the servers that they speak of. */
export interface ControlIndex {
  readonly of: (server: Server) => Controlled;
  /** Those that speak of all servers, or of servers by name. */
  readonly policies: readonly Control[];
}

/**
 * Sorts switches that clients honour by server: those inside of its own entry, and those that name it from another file of
 * the same product and project (a person's own file speaks for all projects).
 */
export function indexControls(controls: readonly Control[]): ControlIndex {
  const own = new Map<Server, Control[]>();
  const named = new Map<string, Control[]>();
  for (const control of controls) {
    if (!control.honoured) continue;
    if (control.server) put(own, control.server, control);
    else for (const name of control.servers ?? []) put(named, name, control);
  }
  const elsewhere = (server: Server): Control[] =>
    (named.get(server.name) ?? []).filter(control => sameProduct(control, server) && reaches(control, server));
  return {
    of: server => controlled([...(own.get(server) ?? []), ...elsewhere(server)]),
    policies: controls.filter(({ server }) => server === null),
  };
}

function controlled(controls: readonly Control[]): Controlled {
  const approved = new Set<string>();
  const allowed = new Set<string>();
  const denied = new Set<string>();
  let approvesAll = false;
  let switchedOff = false;
  let sandbox: Controlled['sandbox'] = null;
  for (const { kind, tools, server } of controls) {
    if (kind === 'approve-all-tools') approvesAll = true;
    else if (kind === 'approve-tools') for (const tool of tools) approved.add(tool);
    else if (kind === 'allow-tools') for (const tool of tools) allowed.add(tool);
    else if (kind === 'deny-tools') for (const tool of tools) denied.add(tool);
    else if (kind === 'sandbox-on') sandbox ??= 'on';
    else if (kind === 'sandbox-off') sandbox = 'off';
    else if ((kind === 'disable-server' || kind === 'deny-servers') && server === null) switchedOff = true;
  }
  return {
    tools: { approvesAll, approved: sorted(approved), allowed: sorted(allowed), denied: sorted(denied) },
    sandbox,
    switchedOff,
  };
}

/** `claude-code-settings` speaks of `claude-code`, `cursor-permissions` of `cursor`. */
function sameProduct(control: Control, server: Server): boolean {
  const [one, two] = [control.format.id, server.format.id];
  return one === two || one.startsWith(two + '-') || two.startsWith(one + '-') || stem(one) === stem(two);
}
const stem = (id: string) => id.replace(/-(?:settings|permissions|user|agent|legacy|config-json|json)$/, '');

function reaches(control: Control, server: Server): boolean {
  if (control.scope !== 'project') return true;
  const [one, two] = [control.document.source.path, server.document.source.path];
  return !two.startsWith('~/') && folderOf(one) === folderOf(two);
}

function sorted(names: ReadonlySet<string>): string[] {
  return [...names].toSorted();
}

function put<K>(map: Map<K, Control[]>, key: K, control: Control): void {
  const list = map.get(key);
  if (list) list.push(control);
  else map.set(key, [control]);
}

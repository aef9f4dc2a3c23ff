import type { Severity } from '../../../core/finding.ts';
import type { Server, Workspace } from '../../../core/model.ts';
import { knownServer } from '../../../resolve/known.ts';
import { findSwitch, isSet, saysReadOnly } from '../../../resolve/switches.ts';

/** One of the server's own switches leaves only tools that read. */
export function readsOnly(server: Server): boolean {
  const narrow = knownServer(server)?.narrow ?? [];
  return narrow.some(item => item.strength === 'full' && saysReadOnly(item.name) && isSet(findSwitch(server, item), item.kind));
}

/** Severity of what a server may do: an example, a page or a server that is switched off shows a mistake without making it. */
export function gravity({ scope, enabled }: Server, severity: Severity): Severity {
  return scope === 'docs' || scope === 'example' || !enabled ? 'low' : severity;
}

const lists = new WeakMap<Workspace, ReadonlySet<Server>>();

/** The client itself lets only listed tools of the server through. */
export function listedByClient(server: Server, workspace: Workspace): boolean {
  let listed = lists.get(workspace);
  if (!listed) {
    const found = new Set<Server>();
    for (const { kind, server: about, honoured, tools } of workspace.controls) {
      if (kind === 'allow-tools' && about && honoured && tools.length > 0 && !tools.includes('*')) found.add(about);
    }
    lists.set(workspace, (listed = found));
  }
  return listed.has(server);
}

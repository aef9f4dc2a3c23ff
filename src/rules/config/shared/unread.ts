import type { Server, Workspace } from '../../../core/model.ts';

const sets = new WeakMap<Workspace, ReadonlySet<Server>>();

/**
 * A server under a key, or in a file, that its client passes over. That is told where it stands; what else is said of the
 * entry comes into force only when it is moved, often to another client with other habits.
 */
export function isUnread(server: Server, workspace: Workspace): boolean {
  let unread = sets.get(workspace);
  if (!unread) {
    const found = new Set<Server>();
    for (const { reading } of workspace.files) {
      for (const { kind, server: about, document, path } of reading.problems) {
        if (about || !(kind === 'never-read' || kind === 'unknown-key')) continue;
        for (const one of reading.servers) {
          if (one.document !== document) continue;
          const under = one.path.length > path.length && path.every((step, index) => one.path[index] === step);
          if (kind === 'never-read' || under) found.add(one);
        }
      }
    }
    sets.set(workspace, (unread = found));
  }
  return unread.has(server);
}

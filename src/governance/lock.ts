// The lock says what was reviewed: for each server a digest of what it starts, reaches and may do, without any credential.
import { sha256 } from '../core/fingerprint.ts';
import type { Lock, LockEntry } from '../core/evidence.ts';
import type { Control, Credential, Server, Slot, Workspace } from '../core/model.ts';
import { get, inner } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { parse } from '../syntax/index.ts';

export const LOCK_PATHS = ['mcp-governance.lock', '.mcp/governance.lock', '.github/mcp-governance.lock'] as const;
const VERSION = 'mcp-governance-lock/1';

/** Reads a lock as JSON; entries that are not whole count for nothing. Never throws. */
export async function readLock(source: Source): Promise<Lock> {
  const [document] = await parse(source, 'json');
  const entries: LockEntry[] = [];
  const list = get(document?.root, 'servers');
  for (const item of list?.kind === 'seq' ? list.items : []) {
    const [file, server, digest] = [get(item, 'file'), get(item, 'server'), get(item, 'digest')];
    if (file?.kind === 'string' && server?.kind === 'string' && digest?.kind === 'string')
      entries.push({ file: file.value, server: server.value, digest: digest.value, span: inner(digest) });
  }
  return { source, entries };
}

/** The lock's text for what is there now, sorted by file and server. */
export function lockText(workspace: Workspace): string {
  const digest = digester(workspace);
  const name = namer(workspace);
  const servers = workspace.servers
    .filter(locked)
    .map(server => ({ file: server.document.source.path, server: name(server), digest: digest(server) }))
    .toSorted((a, b) => order(a.file, b.file) || order(a.server, b.server) || order(a.digest, b.digest));
  return JSON.stringify({ schema: VERSION, servers }, null, 2) + '\n';
}

/** Names as a lock has them: one that is itself a credential, by its mask. */
export function namer({ credentials }: Pick<Workspace, 'credentials'>): (server: Server) => string {
  // A password that is a plain word (`postgres`) may well be a name too.
  const known = credentials.filter(credential => credential.known && credential.class !== 'default');
  const masks = new Map(known.map(({ source, span, secret }) => [source.slice(span), secret.mask]));
  return server => masks.get(server.name) ?? server.name;
}

/** Servers that a lock speaks of: those that a project or its administrators bring. */
export function locked({ scope }: Server): boolean {
  return scope === 'project' || scope === 'managed';
}

/** Makes digests. Order of keys, whitespace and comments do not matter; a credential's text does not get in. */
export function digester({ credentials, controls }: Pick<Workspace, 'credentials' | 'controls'>): (server: Server) => string {
  const secrets = new Map<Slot, Credential[]>();
  for (const credential of credentials) {
    if (!credential.slot) continue;
    const list = secrets.get(credential.slot);
    if (list) list.push(credential);
    else secrets.set(credential.slot, [credential]);
  }
  const byServer = new Map<Server, Control[]>();
  for (const control of controls) {
    if (!control.server) continue;
    const list = byServer.get(control.server);
    if (list) list.push(control);
    else byServer.set(control.server, [control]);
  }
  const value = (slot: Slot): string => {
    // A value that nobody took for a credential may be one all the same; a name that asks for one hides it.
    if (secrets.has(slot) || (slot.key !== null && SECRET_NAME.test(slot.key))) return '<credential>';
    return slot.value.replace(/:\/\/[^/?#@]{1,300}@/g, '://');
  };
  const pairs = (slots: readonly Slot[]) =>
    slots.map(slot => [slot.key ?? '', value(slot)]).toSorted((a, b) => order(a.join('\0'), b.join('\0')));
  return server => {
    const facts = {
      transport: server.transport,
      command: server.command && value(server.command),
      args: server.args.map((slot, index) => (SECRET_FLAG.test(server.args[index - 1]?.value ?? '') ? '<credential>' : value(slot))),
      url: server.url && value(server.url),
      cwd: server.cwd && value(server.cwd),
      env: pairs(server.env),
      headers: pairs(server.headers),
      files: server.envFiles.map(value),
      enabled: server.enabled,
      controls: (byServer.get(server) ?? [])
        .map(({ kind, value: said, tools }) => [kind, said, ...tools.toSorted(order)].join('\0'))
        .toSorted(order),
    };
    return 'sha256:' + sha256(JSON.stringify(facts)).slice(0, 32);
  };
}

const SECRET_NAME =
  /(?:^|[_.-])(?:authorization|cookie|token|secret|password|passwd|pwd|pass|key|credentials?|pat|dsn|connection_?string)s?$/i;
const SECRET_FLAG = /^--?(?:[a-z0-9]{1,30}-){0,4}(?:token|secret|password|passwd|key|pat|header)$/i;

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

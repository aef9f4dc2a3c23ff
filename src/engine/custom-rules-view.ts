import type { ConfigFile, Control, Credential, Server, Slot, Workspace } from '../core/model.ts';
import { hostOf } from '../resolve/endpoints.ts';
import { knownServer } from '../resolve/known.ts';
import { launchOf } from '../resolve/launch.ts';
import { type Subject, type TypeName, TYPES } from './custom-rules-fields.ts';
import { maskedOf } from './custom-rules-mask.ts';
import { indexControls } from './inventory/controls.ts';

/** A value of one of {@link TYPES}; its class tells the expression's checker which. Frozen. */
// oxlint-disable-next-line typescript/no-extraneous-class
export class View {
  constructor(fields: Readonly<Record<string, unknown>>) {
    Object.assign(this, fields);
    Object.freeze(this);
  }
}
type Classes = Readonly<Record<TypeName, new (fields: Readonly<Record<string, unknown>>) => View>>;
/** One class for each type, named for the library. */
export const CLASSES = Object.fromEntries(Object.keys(TYPES).map(name => [name, class extends View {}])) as unknown as Classes;

export type Item = Server | Control | Credential | ConfigFile;
export interface Views {
  /** The frozen view of one item; the same object for the same item. */
  of(subject: Subject, item: Item): View;
  /** Takes known credentials out of a sentence. */
  clean(text: string): string;
}

function place(path: string, { format, scope }: Pick<ConfigFile, 'format' | 'scope'>) {
  return { file: path, format: format?.id ?? '', client: format?.name ?? '', scope };
}

/** Makes views on demand, each once. No value of a credential gets into any of them. */
export function viewsOf(workspace: Workspace): Views {
  const masked = maskedOf(workspace);
  const controls = indexControls(workspace.controls);
  const { ownership, governance } = workspace;
  const { name } = masked;
  const names = (list: readonly string[]) => Object.freeze(list.map(name));

  function server(item: Server): View {
    const { source } = item.document;
    const slots = (list: readonly Slot[]) => Object.freeze(list.map(slot => masked.slot(slot, source)));
    const one = (slot: Slot | null) => (slot ? masked.slot(slot, source) : '');
    const byName = (list: readonly Slot[], key: (slot: Slot) => string) => new Map(list.map(slot => [name(key(slot)), one(slot)]));
    const launch = launchOf(item);
    const known = knownServer(item);
    const { tools, sandbox, switchedOff } = controls.of(item);
    const entry = governance?.find(item)?.record.data;
    const remote = launch.kind === 'url';
    const depth = item.path.length;
    return new CLASSES.Server({
      name: name(item.name),
      ...place(source.path, item),
      transport: item.transport,
      enabled: item.enabled && !switchedOff,
      command: one(item.command),
      args: slots(item.args),
      env: byName(item.env, slot => slot.key ?? ''),
      headers: byName(item.headers, slot => (slot.key ?? '').toLowerCase()),
      url: item.url ? masked.address(one(item.url)) : '',
      host: remote ? name(hostOf(launch.name) ?? '') : '',
      cwd: one(item.cwd),
      env_files: slots(item.envFiles),
      settings: byName([...item.auth, ...item.others], slot => slot.path.slice(depth).join('.')),
      target: new CLASSES.Target({
        kind: launch.kind,
        name: remote ? masked.address(masked.message(launch.name)) : name(launch.name),
        version: masked.version(launch.version ?? ''),
        pin: launch.pin,
        fetched: launch.fetched,
        runner: name(launch.runner),
        args: Object.freeze(launch.args.map(word => masked.word(word, source))),
        via: names(launch.hops.map(({ program }) => program)),
        container: launch.container?.engine ?? '',
      }),
      known: new CLASSES.Known({
        id: known?.id ?? '',
        name: known?.name ?? '',
        vendor: known?.vendor ?? '',
        impact: known?.impact ?? '',
        reach: known?.reach ?? [],
        capabilities: known?.capabilities ?? [],
      }),
      tools: new CLASSES.Tools({
        approves_all: tools.approvesAll,
        approved: names(tools.approved),
        allowed: names(tools.allowed),
        denied: names(tools.denied),
      }),
      sandbox: sandbox ?? '',
      credentials: Object.freeze((ofServer.get(item) ?? []).map(held => of('credential', held))),
      owners: names(ownership.ownersOf(source.path, item)),
      manifest: new CLASSES.Entry({
        id: name(entry?.id ?? ''),
        tier: entry?.risk_tier ?? '',
        lifecycle: entry?.lifecycle ?? '',
        data_class: name(entry?.data_class ?? ''),
      }),
    });
  }

  function control(item: Control): View {
    return new CLASSES.Control({
      kind: item.kind,
      key: name(item.key),
      value: name(item.value),
      tools: names(item.tools),
      honoured: item.honoured,
      server: item.server ? name(item.server.name) : '',
      ...place(item.document.source.path, item),
    });
  }

  function credential(item: Credential): View {
    return new CLASSES.Credential({
      kind: item.kind,
      name: item.name,
      class: item.class,
      mask: item.secret.mask,
      place: item.place,
      key: name(item.slot?.key ?? ''),
      confidence: item.confidence,
      known: item.known,
      server: item.server ? name(item.server.name) : '',
      ...place(item.source.path, item.file),
    });
  }

  function file(item: ConfigFile): View {
    const { file: path, format, client, scope } = place(item.path, item);
    return new CLASSES.File({
      path,
      format,
      client,
      scope,
      kind: item.format?.kind ?? '',
      state: item.state,
      tracked: item.tracked === null ? 'unknown' : item.tracked ? 'yes' : 'no',
      servers: BigInt(item.reading.servers.length),
      owners: names(ownership.ownersOf(item.path, null)),
    });
  }

  const made = new Map<Item, View>();
  const of = (subject: Subject, item: Item): View => {
    let view = made.get(item);
    if (!view) made.set(item, (view = make(subject, item)));
    return view;
  };
  const make = (subject: Subject, item: Item): View => {
    switch (subject) {
      case 'server':
        return server(item as Server);
      case 'control':
        return control(item as Control);
      case 'credential':
        return credential(item as Credential);
      case 'file':
        return file(item as ConfigFile);
    }
  };
  const ofServer = new Map<Server, Credential[]>();
  for (const held of workspace.credentials) {
    if (!held.server) continue;
    const list = ofServer.get(held.server);
    if (list) list.push(held);
    else ofServer.set(held.server, [held]);
  }
  return { of, clean: masked.message };
}

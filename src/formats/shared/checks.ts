// What a client does not do as its file wants, told of one server entry.
import type { ConfigProblem, ControlKind, Server, Transport } from '../../core/model.ts';
import { type Node, entry, isScalar } from '../../core/node.ts';
import { COMMON, type Checks, type ControlKey, type Dialect } from './dialect.ts';
import { onlyNear } from './nearest.ts';
import { type Site, control, isBoolean, problem, word } from './site.ts';
import { type Held, find } from './slots.ts';

/** The parts of an entry that decide how it is started. */
export interface Parts {
  readonly command: Held | undefined;
  readonly args: Held | undefined;
  /** Under any client's key. */
  readonly url: Held | undefined;
  readonly type: Held | undefined;
}

/** Names that clients have for the same thing; an entry copied from another client carries that one's. */
const ALIASES = {
  command: ['command', 'cmd'],
  args: ['args'],
  env: ['env', 'environment', 'envs'],
  headers: ['headers', 'http_headers', 'requestInit.headers'],
  url: ['url', 'serverUrl', 'httpUrl', 'uri', 'baseUrl', 'endpoint'],
  cwd: ['cwd'],
  type: ['type'],
} as const satisfies Partial<Record<keyof Dialect, readonly string[]>>;
const FIELDS = Object.keys(ALIASES) as (keyof typeof ALIASES)[];

/** Made once for each dialect: entries come by the thousand. */
const WIDE = new WeakMap<Dialect, Dialect>();

/** A dialect that also finds the fields under the names that other clients give them, `transport: { … }` included. */
export function withAliases(dialect: Dialect): Dialect {
  const made = WIDE.get(dialect);
  if (made) return made;
  const wide: Record<string, readonly string[]> = Object.create(null);
  for (const field of FIELDS)
    wide[field] = [...new Set([...dialect[field], ...ALIASES[field], ...ALIASES[field].map(key => `transport.${key}`)])];
  const result = { ...dialect, ...wide };
  WIDE.set(dialect, result);
  return result;
}

/** What the switches mean where a client honours them. */
const MEANT: Readonly<Record<string, ControlKey>> = {
  disabled: { when: 'true', kind: 'disable-server' },
  enabled: { when: 'false', kind: 'disable-server' },
  autoApprove: { when: 'list', kind: 'approve-tools' },
  alwaysAllow: { when: 'list', kind: 'approve-tools' },
  trust: { when: 'true', kind: 'approve-all-tools' },
  disabledTools: { when: 'list', kind: 'deny-tools' },
  excludeTools: { when: 'list', kind: 'deny-tools' },
  includeTools: { when: 'list', kind: 'allow-tools' },
};

/** Tells of keys that this client passes over, where their value wants something; a lost approval only costs a question. */
export function ignoredKeys(at: Site, server: Server, dialect: Dialect): void {
  for (const [key, instead] of Object.entries(dialect.ignored)) {
    const held = entry(server.node, key);
    if (!held || wantsNothing(key, held.value)) continue;
    const path = [...server.path, key];
    const meant = Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
    if (meant) control(at, server, key, held.value, path, meant, false);
    const approves = meant?.kind === 'approve-tools' || meant?.kind === 'approve-all-tools';
    const effect = meant?.kind === 'disable-server' ? `, so \`${server.name}\` still starts` : '';
    const sentence = `${at.format.name} ignores \`${key}\` in a server entry${effect}. ${instead}`;
    problem(at, 'misplaced', held.key, path, sentence, server, { confidence: approves ? 'medium' : 'high' });
  }
}

/** `disabled: false`, `autoApprove: []`: what the client does anyway. */
function wantsNothing(key: string, value: Node): boolean {
  if (value.kind === 'seq') return value.items.length === 0;
  if (value.kind === 'map') return value.entries.length === 0;
  if (value.kind === 'null' || value.kind === 'missing') return true;
  return isBoolean(value, key === 'enabled');
}

/** Tells what keeps this client from starting one entry as it is written. */
export function checkServer(at: Site, server: Server, dialect: Dialect, checks: Checks, parts: Parts): void {
  const { name } = at.format;
  const { command, url, type } = parts;
  shapes(at, server, checks, parts);
  foreignKeys(at, server, dialect, command !== undefined);
  const ownUrl = url && dialect.url.includes(url.path.slice(server.path.length).join('.')) ? url : undefined;
  if (checks.both && filled(command) && filled(ownUrl)) {
    const sentence = `Server \`${server.name}\` has both \`${command!.key}\` and \`${ownUrl!.key}\`. Keep the one that ${name} shall use.`;
    problem(at, 'conflict', ownUrl!.keyNode, ownUrl!.path, sentence, server, { confidence: checks.both });
  }
  const near = misspelt(at, server, dialect);
  if (
    !command &&
    !url &&
    !near.some(key => [...dialect.command, ...dialect.url].includes(key)) &&
    !(type?.node.kind === 'string' && checks.listed?.includes(type.node.value)) &&
    !standsAlone(server.node, dialect, checks)
  ) {
    const keys = [...dialect.command.slice(0, 1), ...dialect.url.slice(0, 1)].map(key => `\`${key}\``).join(' or ');
    const sentence = `Server \`${server.name}\` has nothing that ${name} can start. Give it ${keys}.`;
    problem(at, 'missing-key', server.nameNode ?? server.node, server.path, sentence, server, { confidence: 'medium' });
  } else if (type?.node.kind === 'string') typeWord(at, server, dialect, checks, type, filled(command), filled(url));
  else if (checks.urlNeedsType && filled(ownUrl) && !filled(command)) {
    const words = checks.types?.filter(one => dialect.transports[one] !== 'stdio') ?? [];
    const sentence = `${name} needs \`${dialect.type[0]}\` beside \`${ownUrl!.key}\`: ${checks.urlNeedsType}. Add \`"${dialect.type[0]}": "${words[0]}"\`.`;
    problem(at, 'missing-key', ownUrl!.keyNode, ownUrl!.path, sentence, server);
  }
  for (const [key, instead] of Object.entries(checks.deprecated ?? {})) {
    const held = entry(server.node, key);
    if (!held) continue;
    const right = /^Write `(\w{1,60})`\.$/.exec(instead)?.[1];
    const fix = right && !entry(server.node, right) ? rename({ keyNode: held.key }, right, true) : {};
    problem(at, 'deprecated', held.key, [...server.path, key], `\`${key}\` is on its way out in ${name}. ${instead}`, server, fix);
  }
}

/** Fields under names that only other clients know. */
function foreignKeys(at: Site, server: Server, dialect: Dialect, startable: boolean): void {
  const { name } = at.format;
  const nested = entry(server.node, 'transport');
  // Where no address is read at all, moving one about would not help.
  if (nested?.value.kind === 'map' && dialect.url.length > 0 && !dialect.url.includes('transport.url')) {
    const sentence = `${name} does not look into \`transport\`. Put its keys into the entry itself.`;
    problem(at, 'unknown-key', nested.key, [...server.path, 'transport'], sentence, server);
  }
  for (const field of FIELDS) {
    const [right] = dialect[field];
    for (const key of ALIASES[field]) {
      if (dialect[field].includes(key)) continue;
      const found = find(server.node, key);
      const held = found?.held;
      if (!found || !held || (held.value.kind === 'map' && held.value.entries.length === 0)) continue;
      const path = [...server.path, ...found.steps];
      if (right === undefined) {
        if (field !== 'url' || startable) continue;
        const bridge = 'Add it in the client itself, or start a bridge such as `mcp-remote` as the `command`.';
        problem(at, 'unknown-key', held.key, path, `${name} starts only local programs and ignores \`${key}\`. ${bridge}`, server);
      } else if (!entry(server.node, right)) {
        const fix = key.includes('.') || right.includes('.') ? {} : rename({ keyNode: held.key }, right);
        problem(at, 'unknown-key', held.key, path, `${name} does not read \`${key}\`. Write \`${right}\`.`, server, fix);
      }
    }
  }
}

function shapes(at: Site, server: Server, checks: Checks, { command, args }: Parts): void {
  const { name } = at.format;
  if (args && args.node.kind !== 'seq' && args.node.kind !== 'missing' && args.node.kind !== 'null') {
    const sentence = `\`${args.key}\` must be a list of texts; ${name} cannot start a server from a ${word(args.node)}. Write each argument as an item of its own.`;
    problem(at, 'wrong-type', args.node, args.path, sentence, server);
  }
  if (checks.command === 'string' && command?.node.kind === 'seq') {
    const sentence = `\`${command.key}\` must be one text in ${name}. Put the program into \`command\` and the rest into \`args\`.`;
    problem(at, 'wrong-type', command.node, command.path, sentence, server);
  }
  if (checks.command === 'list' && command && isScalar(command.node)) {
    const sentence = `\`${command.key}\` must be a list in ${name}. Write the program and each argument as an item.`;
    problem(at, 'wrong-type', command.node, command.path, sentence, server);
  }
}

function typeWord(at: Site, server: Server, dialect: Dialect, checks: Checks, type: Held, command: boolean, url: boolean): void {
  if (type.node.kind !== 'string' || !checks.types) return;
  const { value } = type.node;
  const { name } = at.format;
  const meant = transportOf(dialect, value);
  if (!checks.types.includes(value)) {
    const right = checks.types.find(one => dialect.transports[one] === meant && meant !== undefined);
    const advice = right ? `Write \`"${right}"\`` : `Write one of ${checks.types.map(one => `\`"${one}"\``).join(', ')}`;
    const confidence = checks.shared && meant !== undefined ? 'medium' : 'high';
    const replace = right ? { replace: { text: JSON.stringify(right), title: `Write "${right}"` } } : {};
    problem(at, 'wrong-value', type.node, type.path, `${name} knows no transport \`${short(value)}\`. ${advice}.`, server, {
      confidence,
      ...replace,
    });
    return;
  }
  const local = meant === 'stdio';
  if (meant === undefined || (local ? command || !url : url || !command)) return;
  const [has, needs] = local ? ['a URL', 'no program'] : ['a program', 'no URL'];
  const sentence = `Server \`${server.name}\` says \`${value}\` and has ${has} but ${needs}. Change \`${type.key}\`, or give it what \`${value}\` needs.`;
  problem(at, 'conflict', type.node, type.path, sentence, server, { confidence: 'medium' });
}

function standsAlone(node: Server['node'], dialect: Dialect, checks: Checks): boolean {
  const keys = node.entries.map(({ key }) => key.value).filter(key => !/^(?:[$_]|\/\/|description$|name$)/.test(key));
  if (checks.alone?.some(key => keys.includes(key))) return true;
  // A switch alone changes a server that stands elsewhere.
  return keys.length > 0 && keys.every(key => Object.hasOwn(dialect.off, key) || Object.hasOwn(dialect.controls, key));
}

/** Tells of keys that are a slip away from one that starts or restrains a server. @returns the keys that were meant. */
function misspelt(at: Site, server: Server, dialect: Dialect): string[] {
  const meant: string[] = [];
  const { right, known } = spelling(dialect);
  let missing: readonly string[] | undefined;
  for (const { key } of server.node.entries) {
    if (known.has(key.value)) continue;
    missing ??= right.filter(one => !entry(server.node, one));
    const only = onlyNear(key.value, missing);
    if (only === null) continue;
    const sentence = `${at.format.name} does not know \`${key.value}\`. Write \`${only}\`.`;
    problem(at, 'unknown-key', key, [...server.path, key.value], sentence, server, {
      confidence: 'medium',
      ...rename({ keyNode: key }, only, restrains(dialect, only)),
    });
    meant.push(only);
  }
  return meant;
}

interface Spelling {
  /** Keys worth a correction. */
  readonly right: readonly string[];
  /** Keys that are no slip, whatever they look like. */
  readonly known: ReadonlySet<string>;
}
const SPELLINGS = new WeakMap<Dialect, Spelling>();

function spelling(dialect: Dialect): Spelling {
  const made = SPELLINGS.get(dialect);
  if (made) return made;
  const { command, args, env, headers, url, type, cwd, envFile, off, controls, settings, names, auth, ignored } = dialect;
  const own = [command, args, env, headers, url].flatMap(keys => keys.slice(0, 1));
  const right = [...own, ...Object.keys(off), ...Object.keys(controls)].filter(key => !key.includes('.'));
  const fields = [command, args, env, headers, url, type, cwd, envFile].flat().map(key => key.split('.')[0]!);
  const keys = [...Object.keys(ignored), ...Object.keys(MEANT), 'tools', 'note', 'tags'];
  const result = { right, known: new Set([...right, ...fields, ...settings, ...names, ...auth, ...keys]) };
  SPELLINGS.set(dialect, result);
  return result;
}

function rename(held: Pick<Held, 'keyNode'>, right: string, safe = false): { replace: NonNullable<ConfigProblem['replace']> } {
  return { replace: { text: held.keyNode.quoted ? JSON.stringify(right) : right, title: `Rename to ${right}`, safe } };
}

const NARROWING: ReadonlySet<ControlKind> = new Set(['disable-server', 'allow-tools', 'deny-tools', 'sandbox-on']);
/** A key that can only leave a server off or take tools from it: what the file was meant to do, and never more. */
const restrains = (dialect: Dialect, key: string): boolean =>
  Object.hasOwn(dialect.off, key) || (Object.hasOwn(dialect.controls, key) && NARROWING.has(dialect.controls[key]!.kind));

const short = (text: string) => (text.length <= 40 ? text : `${text.slice(0, 1)}…`);

const filled = (held: Held | undefined): boolean => held !== undefined && !(held.node.kind === 'string' && held.node.value === '');

/** The transport that a word stands for here, or in any client. */
function transportOf(dialect: Dialect, word: string): Transport | undefined {
  if (Object.hasOwn(dialect.transports, word)) return dialect.transports[word];
  return Object.hasOwn(COMMON.transports, word.toLowerCase()) ? COMMON.transports[word.toLowerCase()] : undefined;
}

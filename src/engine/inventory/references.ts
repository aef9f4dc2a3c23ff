import type { CredentialType } from '../../core/inventory.ts';
import type { ConfigFile, Server, Slot } from '../../core/model.ts';
import { type Node, scalars } from '../../core/node.ts';
import { knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import { expandedBy, type Part, parts, stateOf } from '../../resolve/references.ts';
import { meaningOf } from '../../secrets/names.ts';

/** A credential that a server takes from elsewhere, or a place that waits for one. */
export interface Reference {
  readonly type: Exclude<CredentialType, 'literal'>;
  /** Raw. */
  readonly name: string;
  readonly where: string;
  readonly key: string | null;
  readonly expanded: boolean | null;
  readonly node: Node;
}

/** Addresses that often have a password in them. */
const CONNECTION = /(?:database|db|postgres|pg|mysql|mongo|redis|amqp|rabbit|webhook|conn)[\w-]{0,20}(?:ur[il]s?|string|str)$|dsn$/i;
/** Ends like a credential and is none. */
const ORDINARY = new Set(['PWD', 'OLDPWD']);
/** Keys whose value is the name of a variable. */
const NAMING = /(?:_env_vars?|env_vars?|EnvVars?|TokenEnv|_env|_keys_env|env_http_headers|env_keys)$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,120}$/;

/** Every credential that a server's entry takes from elsewhere, each once for each name. */
export function referencesOf(server: Server, file: ConfigFile): Reference[] {
  const found = new Map<string, Reference>();
  const add = (reference: Reference): void => {
    const key = JSON.stringify([reference.type, reference.name]);
    if (!found.has(key)) found.set(key, reference);
  };
  const expects = knownServer(server)?.credentials ?? [];
  const secretInputs = new Map(file.reading.inputs.map(({ id, secret }) => [id, secret]));
  const tells = (name: string | null): boolean => name !== null && (expects.includes(name) || isTelling(name));

  const look = (slot: Slot, key: string | null, value: string = slot.value): void => {
    const firm = slot.where === 'auth' || tells(key);
    const all = parts(value);
    for (const part of all) {
      const reference = part.kind === 'reference' ? read(part, slot, value, firm, tells, secretInputs) : null;
      if (reference)
        add({ ...reference, where: slot.where, key, expanded: expandedBy(part, server.format.interpolation, slot.where), node: slot.node });
    }
    if (all.every(({ kind }) => kind === 'text') && tells(key) && isWaiting(value)) {
      add({ type: 'placeholder', name: key!, where: slot.where, key, expanded: null, node: slot.node });
    }
  };

  for (const slot of [...server.env, ...server.headers, ...server.auth, ...server.others]) look(slot, slot.key);
  for (const { name, key, single, node } of namedVariables(server)) {
    // Of a list or map of variables some may be ordinary.
    if (single || tells(name) || tells(key)) add({ type: 'env', name, where: 'auth', key, expanded: true, node });
  }
  if (server.url) look(server.url, null);
  const launch = launchOf(server);
  const own = new Set(server.env.map(({ key }) => key));
  for (const { name, value, word } of [...launch.env, ...launch.headers]) {
    if (value === null && tells(name) && !own.has(name)) {
      add({ type: 'env', name, where: 'env', key: name, expanded: true, node: word.slot.node });
    } else if (value !== null && word.slot.where !== 'env') look(word.slot, name, value);
  }
  // After what the chain itself says of them: a header's name tells more than `--header`.
  for (const [index, slot] of server.args.entries()) look(slot, flagOf(server.args, index));
  for (const hop of launch.hops) {
    if (hop.kind === 'secrets') {
      add({ type: 'launcher', name: hop.program, where: 'command', key: null, expanded: null, node: hop.at.slot.node });
    }
    for (const { name, value, word } of hop.options) {
      if (name === '--env-file' && value)
        add({ type: 'env-file', name: value, where: 'arg', key: name, expanded: null, node: word.slot.node });
    }
  }
  for (const slot of server.envFiles) {
    if (slot.value !== '') add({ type: 'env-file', name: slot.value, where: 'env-file', key: slot.key, expanded: null, node: slot.node });
  }
  return [...found.values()];
}

function read(
  part: Part,
  slot: Slot,
  value: string,
  firm: boolean,
  tells: (name: string | null) => boolean,
  inputs: ReadonlyMap<string, boolean>,
): Pick<Reference, 'type' | 'name'> | null {
  const name = part.name ?? value.slice(part.start, part.end);
  // An identifier, a scope or a switch may come from elsewhere too.
  const likely = tells(name) || (firm && !isPlain(name));
  switch (part.form) {
    case undefined:
      return { type: 'vault', name };
    case '${input:id}':
      return (inputs.get(name) ?? false) || likely ? { type: 'input', name } : null;
    case '${user_config.key}':
      return (inputs.get(name) ?? false) || likely ? { type: 'input', name } : null;
    case '${file:path}':
    case '{file:path}':
      return firm ? { type: 'file', name } : null;
    case '$(command)':
    case '${cmd:command}':
      // The rest of the line may hold anything.
      return firm ? { type: 'command', name: name.trim().split(/\s/, 1)[0]! } : null;
    case '${workspaceFolder}':
    case '${EXTENSION_VARIABLE}':
      return null;
    case '${config:key}':
    case '${command:id}':
    case '${{ expression }}':
      return likely ? { type: 'expression', name } : null;
    case '{{NAME}}':
      return likely ? { type: 'expression', name } : null;
    case 'bare COPILOT_MCP_NAME':
      return slot.where === 'env' || slot.where === 'header' ? { type: 'env', name } : null;
    default:
      return likely && NAME.test(name) ? { type: 'env', name } : null;
  }
}

function isTelling(name: string): boolean {
  if (ORDINARY.has(name)) return false;
  const meaning = meaningOf(name);
  if (meaning === 'password' || meaning === 'secret' || meaning === 'cookie' || meaning === 'weak') return true;
  return meaning === 'address' && CONNECTION.test(name);
}

function isPlain(name: string): boolean {
  const meaning = meaningOf(name);
  return meaning === 'pointer' || meaning === 'publishable';
}

function isWaiting(value: string): boolean {
  const state = stateOf(value);
  return state === 'empty' || state === 'placeholder';
}

/** Variables that a field names without a sign around them: `bearer_token_env_var`, `env_http_headers`, `env_vars`. */
function* namedVariables(server: Server): Generator<{ name: string; key: string; single: boolean; node: Node }> {
  for (const { key, value } of server.node.entries) {
    if (!NAMING.test(key.value)) continue;
    for (const { node, path } of scalars(value)) {
      const last = path.at(-1);
      if (node.kind !== 'string' || !NAME.test(node.value)) continue;
      yield { name: node.value, key: typeof last === 'string' ? last : key.value, single: path.length === 0, node };
    }
  }
}

/** `--token X`, `--token=X`; null for a word that no flag names. */
export function flagOf(args: readonly Slot[], index: number): string | null {
  const own = /^--?[A-Za-z][\w-]{0,80}(?==)/.exec(args[index]?.value ?? '');
  if (own) return own[0];
  const before = args[index - 1]?.value ?? '';
  return /^--?[A-Za-z][\w-]{0,80}$/.test(before) ? before : null;
}

import type { ControlKind, Transport } from '../../core/model.ts';

/**
 * How one client spells a server entry. Only what differs from the common shape needs saying:
 * everything has the default of {@link COMMON}.
 */
export interface Dialect {
  /** Key of the program, a string or (opencode) a list with its arguments. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** Maps of variables; dots go down (`requestInit.headers`). */
  readonly env: readonly string[];
  readonly headers: readonly string[];
  readonly url: readonly string[];
  readonly cwd: readonly string[];
  readonly envFile: readonly string[];
  /** Scalars or maps that hold credentials: `apiKey`, `oauth`, `auth`. */
  readonly auth: readonly string[];
  /** Key that names the transport. */
  readonly type: readonly string[];
  /** Transport words of this client. */
  readonly transports: Readonly<Record<string, Transport>>;
  /** What a URL without a transport word means here. */
  readonly urlMeans: Transport;
  /** Keys by which this client leaves a server off: the value that means "off". */
  readonly off: Readonly<Record<string, boolean>>;
  /** Keys inside a server that approve, trust, allow or forbid. */
  readonly controls: Readonly<Record<string, ControlKey>>;
  /** Keys that people write here and this client ignores, with what to do instead (one sentence, no full stop needed). */
  readonly ignored: Readonly<Record<string, string>>;
  /** Keys that hold the name of a variable, not a value. */
  readonly names: readonly string[];
}
/** What a key's value means: a list of tools, or a switch. */
export interface ControlKey {
  /** `list`: strings are tool names, `*` is all. `true`: on when true. A word list: on when one of the words. */
  readonly when: 'list' | 'true' | 'false' | readonly string[];
  readonly kind: ControlKind;
}

export const COMMON: Dialect = {
  command: ['command'],
  args: ['args'],
  env: ['env'],
  headers: ['headers'],
  url: ['url'],
  cwd: ['cwd'],
  envFile: ['envFile'],
  auth: ['apiKey', 'api_key', 'oauth', 'auth', 'authorization_token', 'bearerToken', 'bearer_token'],
  type: ['type', 'transport'],
  transports: {
    stdio: 'stdio',
    local: 'stdio',
    http: 'http',
    'streamable-http': 'http',
    streamableHttp: 'http',
    streamable_http: 'http',
    sse: 'sse',
    ws: 'ws',
    websocket: 'ws',
  },
  urlMeans: 'http',
  off: {},
  controls: {},
  ignored: {},
  names: [],
};

export function dialect(differences: Partial<Dialect>): Dialect {
  return { ...COMMON, ...differences };
}

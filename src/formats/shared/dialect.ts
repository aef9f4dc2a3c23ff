import type { Confidence } from '../../core/finding.ts';
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
  /** URL keys that say by themselves which transport is meant. */
  readonly urlKeys?: Readonly<Record<string, Transport>>;
  /** Keys by which this client leaves a server off: the value that means "off". */
  readonly off: Readonly<Record<string, boolean>>;
  /** Keys inside a server that approve, trust, allow or forbid. */
  readonly controls: Readonly<Record<string, ControlKey>>;
  /** Keys that people write here and this client ignores, with what to do instead (one sentence, no full stop needed). */
  readonly ignored: Readonly<Record<string, string>>;
  /** Keys that hold the name of a variable, not a value. */
  readonly names: readonly string[];
  /** Other keys that the client knows; their scalars are settings, all else is unknown. */
  readonly settings: readonly string[];
  /** What shared/checks.ts may say of an entry; absent: nothing beyond {@link ignored}. */
  readonly checks?: Checks;
}
/** What one client refuses or passes over without a word. Absent fields are not checked. */
export interface Checks {
  /** Transport words that this client takes, best first; anything else is a wrong value. */
  readonly types?: readonly string[];
  /** Other clients read files of this name too: a word that one of them knows is less surely wrong. */
  readonly shared?: boolean;
  /** A URL without a transport word is not started as meant; the sentence says what happens instead. */
  readonly urlNeedsType?: string;
  /** Whether the program is one text or a list with its arguments. */
  readonly command?: 'string' | 'list';
  /** How sure it is that `command` beside a URL is a mistake. */
  readonly both?: Confidence;
  /** Keys one of which makes an entry without program and URL a whole one. */
  readonly alone?: readonly string[];
  /** Transport words by which an organisation's list brings the program and the URL. */
  readonly listed?: readonly string[];
  /** Keys that still work and are on the way out: what to write instead. */
  readonly deprecated?: Readonly<Record<string, string>>;
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
  settings: ['timeout', 'description', 'name'],
};

export function dialect(differences: Partial<Dialect>): Dialect {
  return { ...COMMON, ...differences };
}

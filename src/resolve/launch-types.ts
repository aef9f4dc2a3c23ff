import type { TargetKind } from '../core/inventory.ts';
import type { Server, Slot } from '../core/model.ts';

/** One word of a command line and the part of a slot's value that it was written in. */
export interface Word {
  /** As the program gets it: quotes and escapes of a shell undone. */
  readonly value: string;
  readonly slot: Slot;
  /** Range of `slot.value` that spells it, quotes of a shell included. */
  readonly start: number;
  readonly end: number;
  /** A shell replaces part of it: `$HOME`, `%APPDATA%`, `$(…)`. */
  readonly dynamic?: boolean;
}

export type { TargetKind };

/** How firmly a spec names one content. `tag` is a word or an image tag that can be moved; `none` names no version at all. */
export type Pin = 'exact' | 'range' | 'tag' | 'latest' | 'none' | 'digest' | 'commit';

/** Something that is started, as far as its name goes. */
export interface Artifact {
  readonly kind: TargetKind;
  /** npm with scope; PyPI normalised (PEP 503); an image without `docker.io/`, tag and digest; a repository as `https://host/path`;
   *  an address without user, query and fragment. Empty where what stands there is no name. */
  readonly name: string;
  /** As written, without operators that pin (`==`); null where none is written. */
  readonly version: string | null;
  readonly pin: Pin;
  /** The word that names it; null where nothing does. */
  readonly spec: Word | null;
  /** Taken from a registry or a network place at start, not from what is already installed. */
  readonly fetched: boolean;
  /** Program that fetches or starts it: `npx`, `uvx`, `docker`; '' for a plain program. */
  readonly runner: string;
}

export type HopKind =
  | 'shell'
  | 'env'
  | 'elevation'
  | 'secrets'
  | 'environment'
  | 'runner'
  | 'interpreter'
  | 'container'
  | 'bridge'
  | 'remote';

/** One program of the chain, outermost first. */
export interface Hop {
  readonly kind: HopKind;
  /** Lower case, without folder and `.exe`/`.cmd`. */
  readonly program: string;
  readonly at: Word;
  readonly options: readonly Option[];
  /** What a shell was given to run. */
  readonly script?: Script;
  /** Code in the arguments: `python -c`, `node -e`. */
  readonly code?: Word;
}

export interface Option {
  /** As written, without a value: `--network`, `-v`. */
  readonly name: string;
  readonly value: string | null;
  readonly word: Word;
  /** The value's own word, cut out of `--name=value` where it stands in there. */
  readonly valueWord: Word | null;
}

export interface Script {
  readonly language: 'posix' | 'cmd' | 'powershell';
  readonly commands: readonly Command[];
  /** Words that hold the script. */
  readonly words: readonly Word[];
  /** `-EncodedCommand`: cannot be read. */
  readonly encoded?: boolean;
}
export interface Command {
  /** What stands between this command and the one before: `''`, `;`, `&&`, `||`, `|`, `&`, newline. */
  readonly after: '' | ';' | '&&' | '||' | '|' | '&';
  readonly words: readonly Word[];
  readonly assignments: readonly Pair[];
  /** Files that it writes to or reads from. */
  readonly redirects: readonly Redirect[];
  /** A command substitution stands in it: `$(…)` or backticks. */
  readonly substitution: boolean;
}
export interface Redirect {
  readonly operator: string;
  readonly target: string;
}

/** A variable or header that the chain itself sets. A pass-through (`-e NAME`) has no value. */
export interface Pair {
  readonly name: string;
  readonly value: string | null;
  readonly word: Word;
}

/** How a server is started, from the program that the client starts down to what really serves. */
export interface Launch extends Artifact {
  readonly server: Server;
  readonly hops: readonly Hop[];
  /** Everything on the way that is fetched, installed or run by name, outermost first; the target itself is the last. */
  readonly artifacts: readonly Artifact[];
  /** Arguments of the target itself. */
  readonly args: readonly Word[];
  /** Set by the chain; the server's own `env` map is not repeated. */
  readonly env: readonly Pair[];
  /** Headers that a bridge is told to send. */
  readonly headers: readonly Pair[];
  /** The innermost container it runs in. */
  readonly container: Container | null;
}
export interface Container {
  readonly engine: string;
  readonly image: Word | null;
  readonly options: readonly Option[];
}

import type { Document, Node, SyntaxId } from './node.ts';
import type { Reading, Scope, SlotWhere } from './model.ts';

/** How a value may be taken from elsewhere; named by the way it is written. */
export type ReferenceForm =
  | '${NAME}'
  | '${NAME:-default}'
  | '${NAME:default}'
  | '$NAME'
  | '%NAME%'
  | '$env:NAME'
  | '${env:NAME}'
  | '${input:id}'
  | '${config:key}'
  | '${command:id}'
  | '${workspaceFolder}'
  | '${file:path}'
  | '{env:NAME}'
  | '{file:path}'
  | '{{NAME}}'
  | '${{ expression }}'
  | '${user_config.key}'
  | '${EXTENSION_VARIABLE}'
  | '$(command)'
  | '${cmd:command}'
  | 'bare COPILOT_MCP_NAME';

/** What one client expands, and where. Source: reference/clients.yaml `interpolation`, one profile each. */
export interface Interpolation {
  readonly id: string;
  readonly expands: readonly ReferenceForm[];
  /** Places in which it expands; everywhere in a server when `all`. */
  readonly fields: 'all' | readonly SlotWhere[];
  readonly unset: 'literal' | 'empty' | 'error' | 'drop' | 'unknown';
  /** How a person should write a reference here, with NAME for the variable; null where the client has none. */
  readonly write: string | null;
  /** False where the client's documents do not say: nothing may be reported from it. */
  readonly certain: boolean;
  /** Forms and places of which its documents say nothing: nothing may be reported from these. */
  readonly open?: { readonly forms?: readonly ReferenceForm[]; readonly fields?: readonly SlotWhere[] };
}

export interface FilePattern {
  /** Glob relative to any folder of a repository (`**` is implied in front), to its root with `./`, or to the home folder with `~/`. */
  readonly path: string;
  readonly scope: Scope;
  /** `name`: the name alone says what it is. `content`: {@link Format.recognises} must agree. */
  readonly by: 'name' | 'content';
  /** In place of {@link Format.hints} where the name says little and the text has to say more. */
  readonly hints?: readonly string[];
  /** Bytes up to which such a file is read whatever the limit for others; where the program itself lets it grow. */
  readonly maxSize?: number;
}

/** The part of a format that rules and reports see. */
export interface FormatInfo {
  readonly id: string;
  /** As its makers write it: "Claude Code". */
  readonly name: string;
  readonly kind: 'client' | 'server' | 'registry' | 'gateway' | 'framework' | 'policy' | 'generic';
  readonly interpolation: Interpolation;
  /** Whether the program itself accepts comments in this file. */
  readonly comments: boolean;
  readonly confidence: 'verified' | 'secondary' | 'recalled';
}

/** What is known of a format before a file of it is met; its reader is loaded then. */
export interface FormatHead {
  readonly id: string;
  readonly kind: FormatInfo['kind'];
  readonly syntax: SyntaxId;
  readonly files: readonly FilePattern[];
  readonly hints?: readonly string[];
  load(): Promise<Format>;
}

/** One file of one product. */
export interface Format<Id extends string = string> extends FormatInfo {
  readonly id: Id;
  /** The makers' own page on the format. */
  readonly docs: string;
  readonly syntax: SyntaxId;
  readonly files: readonly FilePattern[];
  /** Name of the JSON Schema under schemas/, without ending; null where there is none. */
  readonly schema: string | null;
  /** Texts of which one must stand in a file for `recognises` to be worth a parse; absent: always parse. */
  readonly hints?: readonly string[];
  /** Is this tree plainly of this format? Called only where a name is not enough, on the root of each document. */
  recognises(root: Node, path: string): boolean;
  read(document: Document, context: ReadContext): Reading;
}
export interface ReadContext {
  readonly path: string;
  readonly scope: Scope;
}

export function defineFormat<const Id extends string>(format: Format<Id>): Format<Id> {
  return format;
}

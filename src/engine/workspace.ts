import type { Governance } from '../core/governance.ts';
import type { ConfigFile, Ownership, Workspace } from '../core/model.ts';
import { findCredentials } from '../secrets/index.ts';
import { linkReferenced } from './referenced.ts';
import { switchOff } from './switched-off.ts';

/** What rules know besides the files. */
export interface Context {
  readonly governance: Governance | null;
  /** ISO date, from the command line or the clock. */
  readonly today: string;
}

/** Puts together what was read, so that rules can compare across files. Files come sorted by path. */
export function workspaceOf(files: readonly ConfigFile[], ownership: Ownership, context?: Context): Workspace {
  switchOff(files);
  // Files of values are searched for credentials and for nothing else.
  const linked = linkReferenced(files);
  return {
    files: linked.filter(({ referencedBy }) => referencedBy === undefined),
    servers: files.flatMap(({ reading }) => reading.servers),
    controls: files.flatMap(({ reading }) => reading.controls),
    credentials: linked.flatMap(file => findCredentials(file)),
    ownership,
    governance: context?.governance ?? null,
    today: context?.today ?? '',
  };
}

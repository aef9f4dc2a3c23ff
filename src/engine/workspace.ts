import type { ConfigFile, Ownership, Workspace } from '../core/model.ts';
import { findCredentials } from '../secrets/index.ts';

/** Puts together what was read, so that rules can compare across files. Files come sorted by path. */
export function workspaceOf(files: readonly ConfigFile[], ownership: Ownership): Workspace {
  return {
    files,
    servers: files.flatMap(({ reading }) => reading.servers),
    controls: files.flatMap(({ reading }) => reading.controls),
    credentials: files.flatMap(file => findCredentials(file)),
    ownership,
  };
}

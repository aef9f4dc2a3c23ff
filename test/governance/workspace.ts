// A workspace out of texts, as a run would make it.
import type { Workspace } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { workspaceOf } from '../../src/engine/workspace.ts';
import { readEvidence } from '../../src/governance/index.ts';

export const TODAY = '2026-11-21';

export async function workspaceFrom(texts: Readonly<Record<string, string>>, today = TODAY): Promise<Workspace> {
  const sources = Object.entries(texts).map(([path, text]) => new Source(path, text));
  const configs = sources.filter(({ path }) => candidatesFor(path).length > 0);
  const files = await Promise.all(configs.map(source => load(source, candidatesFor(source.path), { explicit: false, tracked: true })));
  const evidence = await readEvidence(new Map(sources.map(source => [source.path, source])));
  const { ownership, governance } = evidence.withFiles(files);
  return workspaceOf(files, ownership, { governance, today });
}

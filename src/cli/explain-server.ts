import { knownPackage, knownUrl } from '../resolve/known.ts';
import { type KnownServer, servers } from '../generated/servers.ts';
import { notes } from '../generated/server-notes.ts';
import { didYouMean } from '../engine/near.ts';
import { printResult } from './print.ts';
import { serverMarkdown, serverText } from './server-page.ts';
import { UsageError } from './usage.ts';

/** `postern explain server:NAME`. @param name an id, a package, an image or an address. @throws UsageError where none is known. */
export async function explainServer(name: string, format: 'text' | 'markdown' | 'json'): Promise<void> {
  const known = find(name);
  const its = notes[known.id] ?? { narrow: [], source: '' };
  if (format === 'text') await printResult(serverText(known, its));
  else if (format === 'markdown') await printResult(serverMarkdown(known, its));
  else {
    const narrow = known.narrow.map((one, index) => ({ ...one, means: its.narrow[index] ?? '' }));
    await printResult(JSON.stringify({ ...known, narrow, source: its.source }, null, 2) + '\n');
  }
}

function find(name: string): KnownServer {
  const all = servers();
  const known =
    all.find(({ id }) => id === name) ??
    (name.includes('://') ? knownUrl(name) : null) ??
    (['npm', 'pypi', 'oci', 'nuget', 'binary'] as const).map(kind => knownPackage(kind, name)).find(one => one !== null);
  if (known) return known;
  const ids = all.map(({ id }) => id);
  const parts = ids.filter(id => name.length > 2 && id.split('-').includes(name.toLowerCase()));
  const close = didYouMean(name, ids) || (parts.length > 0 ? ` Known: ${parts.join(', ')}.` : '');
  throw new UsageError(`There is no server "${name}" in the knowledge base.${close} docs/servers.md lists all ${ids.length}.`);
}

// The table must keep up with what people really use: every server that is known and stands in the corpus has a row.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scan } from '../../src/engine/scan.ts';
import { knownServer } from '../../src/resolve/known.ts';
import { NO_SWITCHES, ROWS } from './table.ts';

const root = fileURLToPath(new URL('../../../shared/corpus/files', import.meta.url));
const MOST = 100;

test.skipIf(!existsSync(root))('the most used servers of the corpus are in the table', { timeout: 120_000 }, async () => {
  const { workspace } = await scan({
    root,
    paths: [root],
    version: '0',
    stdin: null,
    include: [],
    exclude: [],
    config: 'none',
    maxSize: 5_000_000,
    gitignore: false,
    home: null,
    baseline: null,
    ignores: false,
    profile: null,
    minSeverity: null,
    minConfidence: null,
    failOn: null,
    today: '2026-11-21',
  });
  const uses = new Map<string, number>();
  for (const server of workspace.servers) {
    const id = knownServer(server)?.id;
    if (id !== undefined) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const most = [...uses].toSorted(([, a], [, b]) => b - a).slice(0, MOST);
  const rowed = new Set([...ROWS.map(({ id }) => id), ...NO_SWITCHES.map(([id]) => id)]);
  expect(most.length).toBeGreaterThan(50);
  expect(most.map(([id]) => id).filter(id => !rowed.has(id))).toEqual([]);
});

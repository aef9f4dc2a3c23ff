import { cpSync } from 'node:fs';
import type { Inventory } from '../../src/core/inventory.ts';
import { NO_PAINT } from '../../src/report/paint.ts';
import { inventoryOf } from '../../src/engine/inventory.ts';
import { type Scan, scan } from '../../src/engine/scan.ts';
import { tree } from '../engine/tree.ts';

/** Scans a folder as `postern inventory` does. */
export function scanned(root: string): Promise<Scan> {
  return scan({
    root,
    paths: [root],
    stdin: null,
    gitignore: true,
    include: [],
    exclude: [],
    home: null,
    maxSize: 2_000_000,
    config: 'none',
    baseline: null,
    ignores: true,
    profile: null,
    minSeverity: null,
    minConfidence: null,
    failOn: null,
    today: '2027-01-31',
    version: '0.0.0',
  });
}

export async function inventory(files: Readonly<Record<string, string>>): Promise<Inventory> {
  return inventoryOf(await scanned(tree(files)));
}

/** The made-up repository of fixtures/inventory, outside of this one: its CODEOWNERS counts at a top. */
export async function fixture(): Promise<Inventory> {
  const root = tree({});
  cpSync('fixtures/inventory', root, { recursive: true });
  const result = await scanned(root);
  // Which rules there are is no matter of the inventory.
  return inventoryOf({ ...result, report: { ...result.report, findings: [] } });
}

/** What a renderer gets from the command line where nothing is asked for. */
export const PLAIN = { paint: NO_PAINT, width: 80, verbose: false };

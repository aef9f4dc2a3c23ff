import { scan, type Scan } from '../../src/engine/scan.ts';

/** A scan of a folder as `postern init` does it, with the rules that `--profile governance` runs. */
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
    config: 'find',
    baseline: null,
    ignores: true,
    profile: 'governance',
    minSeverity: null,
    minConfidence: null,
    failOn: null,
    today: '2026-11-21',
    version: '0',
  });
}

/** A client's file with these servers. */
export function clientFile(mcpServers: object): string {
  return JSON.stringify({ mcpServers }, null, 2);
}

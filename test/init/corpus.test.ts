// Real repositories, where they are at hand: after `init` nothing new is told but what the manifest itself marks TODO.
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Scan } from '../../src/engine/scan.ts';
import { writeChanges } from '../../src/engine/init/changes.ts';
import { initManifest } from '../../src/engine/init/index.ts';
import { tree } from '../engine/tree.ts';
import { scanned } from './scanned.ts';

const CORPUS = resolve('../shared/corpus/files');
const CLIENT_FILES = ['.mcp.json', '.cursor/mcp.json', '.vscode/mcp.json', '.gemini/settings.json', '.codex/config.toml'];
const names = (existsSync(CORPUS) ? readdirSync(CORPUS) : []).filter(name =>
  CLIENT_FILES.some(file => existsSync(join(CORPUS, name, file))),
);
/** Spread over all that list servers. */
const ten = names.filter((_, index) => index % Math.max(1, Math.floor(names.length / 10)) === 0).slice(0, 10);

/** What each rule asks is a TODO of every entry, or the CODEOWNERS line that the page on init names as the next step. */
const ASKED = new Set(['owner-not-accountable', 'risk-tier-missing-or-too-low', 'config-not-code-owned', 'downstream-chain-undeclared']);

describe.skipIf(ten.length === 0)('init on real repositories', () => {
  test.each(ten)('%s', async name => {
    const root = tree({});
    cpSync(join(CORPUS, name), root, { recursive: true });
    const before = await scanned(root);
    const { changes, notices, added } = await initManifest(before, root, () => '{}');
    expect(added + notices.length).toBeGreaterThan(0);
    writeChanges(root, changes);
    const text = readFileSync(join(root, 'mcp-governance.yaml'), 'utf8');
    for (const { source, span, class: kind } of before.workspace.credentials)
      if (kind !== 'default' && span.end - span.start >= 8) expect(text).not.toContain(source.slice(span));

    const after = await scanned(root);
    expect(after.workspace.governance!.manifest!.faults).toEqual([]);
    expect(after.workspace.governance!.manifest!.servers).toHaveLength(added);
    const had = new Set(told(before));
    const fresh = after.report.findings.filter((_, index) => !had.has(told(after)[index]!));
    const unexpected = fresh.filter(({ rule }) => !ASKED.has(rule));
    // A server that no entry could be written for is told by init, and then by the rule.
    expect(unexpected.map(({ rule }) => rule)).toEqual(notices.map(() => 'unregistered-server'));
    for (const { rule, source, span } of fresh) {
      if (rule === 'owner-not-accountable') expect(source.slice(source.line(source.position(span.start).line))).toContain('TODO');
    }
    expect((await initManifest(after, root, () => '{}')).changes).toEqual([]);
  });
});

function told({ report }: Scan): string[] {
  return report.findings.map(({ rule, source, span }) => `${rule} ${source.path} ${span.start}`);
}

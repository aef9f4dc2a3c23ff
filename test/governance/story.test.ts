// One organisation, five repositories, one year: every step is a run as a scheduled job would make it, with the day given.
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { scan } from '../../src/engine/scan.ts';
import { lockText } from '../../src/governance/lock.ts';

const FIXTURE = new URL('../../fixtures/governance/', import.meta.url).pathname;
const REPOSITORIES = ['policy', 'web', 'orders', 'support', 'archive'] as const;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The five repositories side by side, with a step's files laid over them. */
function organisation(step: string | null): string {
  const top = mkdtempSync(join(tmpdir(), 'postern-story-'));
  folders.push(top);
  for (const repository of REPOSITORIES) cpSync(join(FIXTURE, repository), join(top, repository), { recursive: true });
  const over = step === null ? '' : join(FIXTURE, 'steps', step);
  for (const repository of REPOSITORIES)
    if (over !== '' && existsSync(join(over, repository))) cpSync(join(over, repository), join(top, repository), { recursive: true });
  if (over !== '' && existsSync(join(over, 'mcp-governance.yaml')))
    cpSync(join(over, 'mcp-governance.yaml'), join(top, 'policy/mcp-governance.yaml'));
  return top;
}

const options = (root: string, today: string) => ({
  root,
  paths: [root],
  stdin: null,
  gitignore: false,
  include: [],
  exclude: [],
  home: null,
  maxSize: 1_000_000,
  config: 'none' as const,
  baseline: null,
  ignores: true,
  profile: 'governance' as const,
  minSeverity: null,
  minConfidence: null,
  failOn: null,
  today,
  version: '0.0.0',
});

/** `repository file:line severity rule`, suppressed ones in brackets. */
async function run(top: string, today: string): Promise<string[]> {
  const lines: string[] = [];
  for (const repository of REPOSITORIES) {
    const manifest = repository === 'policy' ? {} : { manifest: '../policy/mcp-governance.yaml' };
    const { report } = await scan({ ...options(join(top, repository), today), ...manifest });
    expect(report.notices.filter(({ level }) => level === 'error')).toEqual([]);
    for (const { rule, severity, source, span, suppressed } of report.findings) {
      const line = `${repository} ${source.path}:${source.position(span.start).line} ${severity} ${rule}`;
      lines.push(suppressed ? `(${line})` : line);
    }
  }
  return lines;
}
/** What several repositories see of the same manifest is one thing to do. */
const distinct = (lines: readonly string[]) => [
  ...new Set(lines.map(line => line.replace(/^(\(?)\w+ (?:\.\.\/policy\/)?mcp-governance/, '$1mcp-governance'))),
];

describe('five repositories of one organisation', () => {
  test('adopt: a first manifest of two entries names what is not in it, and nothing else', async () => {
    expect(distinct(await run(organisation('adopt'), '2026-03-02'))).toEqual([
      'mcp-governance.yaml:10 medium owner-not-accountable',
      'orders .vscode/mcp.json:3 high unregistered-server',
      'archive .mcp.json:3 high unregistered-server',
    ]);
  });

  test('approve: with every server in it nothing is left, and one exception counts', async () => {
    expect(distinct(await run(organisation(null), '2026-04-02'))).toEqual(['(web .gemini/settings.json:3 high policy-conflict)']);
  });

  test('drift: what goes beyond the approval is told where it is written', async () => {
    expect(distinct(await run(organisation('drift'), '2026-06-15'))).toEqual([
      '(web .gemini/settings.json:3 high policy-conflict)',
      'orders .vscode/mcp.json:5 medium gateway-bypass',
      'orders .vscode/mcp.json:6 high scope-exceeds-approval',
      'orders deploy/prod/.mcp.json:4 high stage-violation',
      'orders deploy/prod/.mcp.json:5 medium unregistered-server',
      'support .kiro/settings/mcp.json:5 medium manifest-mismatch',
      'support .kiro/settings/mcp.json:7 high tool-approval-mismatch',
      'support .kiro/settings/mcp.json:7 medium risky-tool-auto-approved',
    ]);
  });

  test('drift: a lock shows a change that keeps to the letter of the manifest', async () => {
    const top = organisation(null);
    const support = join(top, 'support');
    const { workspace } = await scan(options(support, '2026-04-02'));
    writeFileSync(join(support, 'mcp-governance.lock'), lockText(workspace));
    const told = async () => (await run(top, '2026-06-15')).filter(line => line.includes('changed-since-review'));
    expect(await told()).toEqual([]);
    cpSync(join(FIXTURE, 'steps/drift/support'), support, { recursive: true });
    expect(await told()).toEqual(['support .kiro/settings/mcp.json:3 high changed-since-review']);
  });

  test('expire: the same files fail on the day after, without a commit', async () => {
    const top = organisation(null);
    expect(distinct(await run(top, '2026-09-28')).filter(line => !line.includes(' low '))).toEqual([
      'mcp-governance.yaml:68 medium unaccountable-exception',
      'web .gemini/settings.json:3 high policy-conflict',
    ]);
    expect(distinct(await run(top, '2026-09-29')).filter(line => !line.includes(' low '))).toEqual([
      'mcp-governance.yaml:38 high review-overdue',
      'mcp-governance.yaml:51 medium review-overdue',
      'mcp-governance.yaml:55 high review-overdue',
      'mcp-governance.yaml:68 medium unaccountable-exception',
      'web .gemini/settings.json:3 high policy-conflict',
    ]);
  });

  test('offboard: a retired server is told until it is gone from the last file', async () => {
    const top = organisation('offboard');
    rmSync(join(top, 'web/.gemini'), { recursive: true });
    expect(distinct(await run(top, '2026-10-20'))).toEqual(['archive .mcp.json:3 high review-overdue']);
    rmSync(join(top, 'archive/.mcp.json'));
    expect(distinct(await run(top, '2026-10-20'))).toEqual([]);
  });
});

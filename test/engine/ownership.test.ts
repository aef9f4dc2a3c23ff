import { describe, expect, test } from 'vitest';
import type { Server } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { parseCodeOwners } from '../../src/governance/codeowners.ts';
import { type EvidenceOptions, readEvidence } from '../../src/governance/index.ts';

describe('CODEOWNERS', () => {
  test.each([
    ['*', 'a/b.json', true],
    ['*.json', 'a/b.json', true],
    ['/*.json', 'a/b.json', false],
    ['/*.json', 'b.json', true],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/deep/a.md', false],
    ['docs/', 'x/docs/deep/a.md', true],
    ['/docs/', 'x/docs/a.md', false],
    ['/docs/', 'docs/deep/a.md', true],
    ['apps', 'x/apps/deep/a.md', true],
    ['/build/logs', 'build/logs/a/b', true],
    ['/build/logs', 'build/logs', true],
    ['a/b', 'x/a/b', false],
    ['**/logs', 'x/y/logs/z', true],
    ['/a/**/z', 'a/b/c/z', true],
    ['/a/**', 'a/b/c', true],
    ['.cursor/mcp.json', '.cursor/mcp.json', true],
    ['[ab].json', 'a.json', false],
    ['with\\ blank.json', 'with blank.json', true],
  ])('%s on %s: %s', (pattern, path, wanted) => {
    expect(parseCodeOwners(`${pattern} @team\n`).ownersOf(path)).toEqual(wanted ? ['@team'] : []);
  });

  test('the last match wins, a line without owners takes them away, comments do not count', () => {
    const { ownersOf } = parseCodeOwners('# x\n* @all # everyone\n\n/docs/ @docs a@example.com\r\n/docs/free/\n!x @never\n');
    expect(ownersOf('x')).toEqual(['@all']);
    expect(ownersOf('docs/a')).toEqual(['@docs', 'a@example.com']);
    expect(ownersOf('docs/free/a')).toEqual([]);
  });

  test("GitLab's sections add up, with owners by default", () => {
    const { ownersOf } = parseCodeOwners('* @all\n[Security][2] @sec\n*.json\n^[Docs]\n/docs/ @docs\n');
    expect(ownersOf('a.json')).toEqual(['@all', '@sec']);
    expect(ownersOf('docs/a.json')).toEqual(['@all', '@sec', '@docs']);
  });

  test('bait is over soon', () => {
    const text = `${'**/a/'.repeat(100)}b @x\n${'*a'.repeat(1000)}b @x\n`;
    expect(parseCodeOwners(text).ownersOf('a/'.repeat(1000) + 'a'.repeat(2000))).toEqual([]);
  });
});

const MANIFEST = `
schema: mcp-governance/1
defaults: {owner: group:platform}
servers:
  - id: notes
    match: {npm: "@acme/notes", config_names: [other]}
    owner: {team: "@acme/notes-team", delegate: "user:kim"}
  - id: remote
    match: {url: "https://mcp.example.com/*"}
    owner: "@acme/remote"
  - id: by-name
    match: {config_names: [tickets]}
    owner: "@acme/tickets"
  - id: argv
    match: {command: [tool, serve]}
    owner: "@acme/tool"
`;

const readOwnership = async (sources: readonly Source[], options?: EvidenceOptions) =>
  (await readEvidence(new Map(sources.map(source => [source.path, source])), options)).ownership;

async function servers(map: object): Promise<readonly Server[]> {
  const path = '.cursor/mcp.json';
  const file = await load(new Source(path, JSON.stringify({ mcpServers: map })), candidatesFor(path), { explicit: false, tracked: true });
  return file.reading.servers;
}

describe('manifest', () => {
  test('says who owns a server by what it runs; an entry that gives nothing but a name does not count', async () => {
    const ownership = await readOwnership([new Source('mcp-governance.yaml', MANIFEST), new Source('CODEOWNERS', '* @all')]);
    expect(ownership.from).toBe('mcp-governance.yaml');
    const list = await servers({
      a: { command: 'npx', args: ['-y', '@acme/notes@1.2.3'] },
      b: { command: 'npx', args: ['-y', '@acme/notes-evil'] },
      c: { url: 'https://mcp.example.com/v1/sse' },
      other: { command: 'x' },
      tickets: { command: 'x' },
      d: { command: 'tool', args: ['serve'] },
    });
    expect(Object.fromEntries(list.map(server => [server.name, ownership.ownersOf('x', server)]))).toEqual({
      a: ['@acme/notes-team', 'user:kim'],
      b: ['group:platform'],
      c: ['@acme/remote'],
      other: ['group:platform'],
      tickets: ['group:platform'],
      d: ['@acme/tool'],
    });
  });

  test('without a manifest CODEOWNERS says who owns a file, below a prefix too', async () => {
    const ownership = await readOwnership([new Source('CODEOWNERS', '/services/api/ @api')], { prefix: 'services/api' });
    expect(ownership.from).toBe('CODEOWNERS');
    expect(ownership.ownersOf('.mcp.json', null)).toEqual(['@api']);
    expect(ownership.ownersOf('~/.cursor/mcp.json', null)).toEqual([]);
    expect(await readOwnership([])).toMatchObject({ from: null });
  });

  test.each(['', '[', 'servers: 5', 'servers: [5, {match: [], owner: []}]', 'defaults: x'])('%j is no trouble', async text => {
    const ownership = await readOwnership([new Source('mcp-governance.yaml', text)]);
    expect(ownership.ownersOf('x', (await servers({ a: { command: 'x' } }))[0]!)).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { advisoriesFor, allAdvisories } from '../../src/resolve/advisories.ts';
import { launchOf } from '../../src/resolve/launch.ts';
import { compareVersions, coversNewest, inRange, newest } from '../../src/resolve/versions.ts';
import { lineOf } from './servers.ts';

test('versions are ordered as their ecosystems order them', () => {
  const rising = [
    '0.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0rc1',
    '1.0.0',
    'v1.0.1',
    '1.10',
    '2025.7.1',
    '2025.12.18',
  ];
  for (let at = 1; at < rising.length; at++) expect(compareVersions(rising[at - 1]!, rising[at]!), rising[at]).toBeLessThan(0);
  expect(compareVersions('1.0', '1.0.0')).toBe(0);
  expect(compareVersions('latest', '1.0.0')).toBeNull();
  expect(newest(['1.9.0', '1.10.0', '1.2.0'])).toBe('1.10.0');
});

test('a range is any of its alternatives, each with all of its comparisons', () => {
  const range = [['<1.0.0'], ['>=2025.1.14', '<2025.7.1']];
  expect(['0.6.2', '2025.1.14', '2025.3.28'].map(version => inRange(version, range))).toEqual([true, true, true]);
  expect(['1.0.0', '2025.7.1', 'latest', ''].map(version => inRange(version, range))).toEqual([false, false, false, false]);
  expect(inRange('anything', [[]])).toBe(false);
  expect(inRange('1.2.3', [[]])).toBe(true);
  expect(coversNewest(range)).toBe(false);
  expect(coversNewest([['>=1.0.16']])).toBe(true);
});

const ids = async (line: string) => launchOf(await lineOf(line)).artifacts.flatMap(artifact => advisoriesFor(artifact).map(({ id }) => id));

test('advisories are found by registry, name and version', async () => {
  expect(await ids('npx mcp-remote@0.1.15 https://a.example')).toEqual(['CVE-2025-6514']);
  expect(await ids('npx mcp-remote@0.1.16 https://a.example')).toEqual([]);
  expect(await ids('npx mcp-remote https://a.example')).toEqual([]);
  expect(await ids('npx mcp-remote@^0.1.0 https://a.example')).toEqual([]);
  expect(await ids('uvx awslabs.aws-api-mcp-server@1.0.0')).toEqual(['CVE-2026-4270']);
  expect(await ids('uvx --from MCP_Atlassian==0.21.0 mcp-atlassian')).toHaveLength(3);
  expect(await ids('npx mcp-server-git')).toEqual(['MAL-2026-5478']);
  expect(await ids('uvx mcp-server-git')).toEqual([]);
  expect(await ids('docker run ghcr.io/github/github-mcp-server:v1.0.0')).toContain('CVE-2026-48529');
});

test('every advisory can hold for some version and names no fix that it covers', () => {
  for (const { id, affected, fixed } of allAdvisories()) {
    expect(affected.length, id).toBeGreaterThan(0);
    for (const version of fixed) expect(inRange(version, affected), `${id} ${version}`).toBe(false);
  }
});

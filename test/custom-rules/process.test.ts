import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { servers } from '../../src/generated/servers.ts';
import { sample } from '../../src/secrets/samples.ts';
import { postern } from '../cli/run.ts';
import { git, plant, tree } from '../engine/tree.ts';
import { invariantProblems } from '../report/sarif-invariants.ts';
import { hasMultitool, multitoolProblems, schemaProblems } from '../report/sarif-validators.ts';
import { ruleText } from './rules.ts';

const FILE = JSON.stringify({ mcpServers: { far: { type: 'http', url: 'https://far.example.com/mcp' } } }, null, 2);
const RULE = ruleText('server.host != "" && !server.host.endsWith(".acme.example")', {
  title: 'A server is not ours',
  severity: 'high',
  message: '`{server.name}` reaches `{server.host}`',
  'fix-hint': 'Ask first',
  tags: ['acme', 'policy/7'],
  at: 'url',
  examples: {
    fires: [{ type: 'http', url: 'https://elsewhere.example/mcp' }],
    silent: [
      { type: 'http', url: 'https://mcp.acme.example/mcp' },
      { command: 'npx', args: ['-y', 'x'] },
    ],
  },
});

describe('scan', () => {
  test('finds by a rule of the configuration, in every report', async () => {
    const root = tree({ 'postern.yaml': RULE, '.mcp.json': FILE });
    const { code, stdout } = await postern(root, ['-f', 'json']);
    expect(code).toBe(1);
    const finding = JSON.parse(stdout).findings.find(({ rule }: { rule: string }) => rule === 'acme/one');
    expect(finding).toMatchObject({
      family: 'audit', severity: 'high', confidence: 'high', file: '.mcp.json', line: 5, server: 'far', message: '`far` reaches `far.example.com`. Ask first.',
    }); // prettier-ignore
    for (const format of ['text', 'github', 'markdown', 'concise', 'csv', 'junit', 'gitlab']) {
      expect((await postern(root, ['-f', format])).stdout).toContain('acme/one');
    }
  });

  test('tells SARIF of the rule from the same data', async () => {
    const root = tree({ 'postern.yaml': RULE, '.mcp.json': FILE });
    const { stdout } = await postern(root, ['-f', 'sarif']);
    const log = JSON.parse(stdout);
    expect(schemaProblems(log)).toEqual([]);
    expect(invariantProblems(log)).toEqual([]);
    if (hasMultitool) expect(multitoolProblems({ 'own.sarif': stdout })).toEqual({ 'own.sarif': [] });
    const [{ tool, results }] = log.runs;
    const index = tool.driver.rules.findIndex(({ id }: { id: string }) => id === 'acme/one');
    expect(tool.driver.rules[index]).toMatchObject({
      shortDescription: { text: 'A server is not ours' },
      defaultConfiguration: { level: 'error' },
      properties: { precision: 'high', 'security-severity': '8.0', tags: ['security', 'mcp', 'audit', 'acme', 'policy/7'] },
    });
    expect(tool.driver.rules[index].help.markdown).toContain('server.host != ""');
    expect(results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'acme/one')).toMatchObject([{ ruleIndex: index }]);
  });

  test('settings, exceptions and comments take its id', async () => {
    const root = tree({ 'postern.yaml': RULE + 'rules: { acme/one: low }\n', '.mcp.json': FILE });
    const severity = async () =>
      JSON.parse((await postern(root, ['-f', 'json'])).stdout).findings.find(({ rule }: { rule: string }) => rule === 'acme/one');
    expect(await severity()).toMatchObject({ severity: 'low', suppressed: null });
    plant(root, { 'postern.yaml': RULE + 'ignore: [{ rule: acme/one, reason: agreed }]\n' });
    expect(await severity()).toMatchObject({ suppressed: { by: 'config', reason: 'agreed' } });
    plant(root, { 'postern.yaml': RULE + 'rules: { acme/one: off }\n' });
    const off = await postern(root, ['-f', 'json']);
    expect(off.stdout).toContain('The configuration switches off acme/one.');
    expect(off.code).toBe(0);
  });

  test('a rule that does not parse is a configuration error with its place', async () => {
    const root = tree({ 'postern.yaml': ruleText('srever.enabled'), '.mcp.json': FILE });
    const { code, stdout, stderr } = await postern(root, []);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('postern.yaml:9:12: There is no `srever` here. Did you mean `server`?');
    expect(stderr).toMatch(/ +9 \| +when: "srever\.enabled"\n.*\| +\^{6}\n/);
  });

  test('a rule without an answer is a notice and no failure', async () => {
    const root = tree({ 'postern.yaml': ruleText('server.env["X"] == "1"'), '.mcp.json': FILE });
    const { code, stdout } = await postern(root, ['-f', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).notices).toEqual([
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('acme/one could not be decided') }),
    ]);
  });

  test('an untrusted change brings no rules, a reviewer does', async () => {
    const root = tree({ 'postern.yaml': RULE, 'mine.yaml': RULE, '.mcp.json': FILE });
    const away = tree({ 'policy.yaml': RULE });
    git(root, 'init');
    const found = async (...more: string[]) => {
      const { stdout } = await postern(root, ['-f', 'json', '--profile', 'untrusted-pr', ...more]);
      const { findings, notices } = JSON.parse(stdout);
      return [findings.some(({ rule }: { rule: string }) => rule === 'acme/one'), JSON.stringify(notices).includes('count for nothing')];
    };
    expect(await found()).toEqual([false, false]);
    expect(await found('--config', 'mine.yaml')).toEqual([false, true]);
    expect(await found('--config', join(away, 'policy.yaml'))).toEqual([true, false]);
  });

  test('a stale advisory table is told where rules of the supply chain ran', async () => {
    const root = tree({ '.mcp.json': FILE });
    expect((await postern(root, ['--today', '2027-06-01'])).stdout).toContain('The advisories are of');
    expect((await postern(root, ['--today', '2026-12-01'])).stdout).not.toContain('The advisories are of');
    expect((await postern(root, ['--today', '2027-06-01', '--profile', 'secrets'])).stdout).not.toContain('The advisories are of');
    expect((await postern(tree({}), ['--today', '2027-06-01'])).stderr).not.toContain('The advisories are of');
  });
});

describe('rules --test', () => {
  test('passes', async () => {
    const { code, stdout } = await postern(tree({ 'postern.yaml': RULE }), ['rules', '--test']);
    expect(stdout).toBe('ok    acme/one fires 1\nok    acme/one silent 1\nok    acme/one silent 2\n\n1 rule, 3 examples, none failed.\n');
    expect(code).toBe(0);
  });

  test('tells which example is not as it should be, and why', async () => {
    const token = sample('github-pat-classic');
    const more = {
      for: 'credential',
      message: '{credential.kind} {credential.mask}',
      examples: {
        fires: [{ command: 'a', env: { T: '{{github-pat-classic}}' } }, { command: 'a' }, '{ broken', { command: '{{no-such-kind}}' }],
        silent: [{ files: { '.cursor/mcp.json': '{"mcpServers":{"a":{"command":"a","env":{"T":"{{github-pat-classic}}"}}}}' } }],
      },
    };
    const root = tree({ 'postern.yaml': ruleText('credential.kind == "github-pat-classic"', more) });
    const { code, stdout } = await postern(root, ['rules', '--test']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {4}acme\/one fires 1$/m);
    expect(stdout).toContain('FAIL  acme/one fires 2 (postern.yaml:11): The rule says nothing of it.');
    expect(stdout).toMatch(/^FAIL {2}acme\/one fires 3 .*: Its file \.mcp\.json /m);
    expect(stdout).toMatch(/^FAIL {2}acme\/one fires 4 .*: There is no kind of credential `no-such-kind`\.$/m);
    expect(stdout).toMatch(/^FAIL {2}acme\/one silent 1 .*: The rule speaks: github-pat-classic ghp_…\.$/m);
    expect(stdout).toContain('1 rule, 5 examples, 4 failed.');
    expect(stdout).not.toContain(token);
    const data = JSON.parse((await postern(root, ['rules', '--test', '-f', 'json'])).stdout);
    expect(data.map(({ passed }: { passed: boolean }) => passed)).toEqual([true, false, false, false, false]);
  });

  test('an example can bring CODEOWNERS and a manifest', async () => {
    const files = { '.cursor/mcp.json': '{"mcpServers":{"a":{"command":"a"}}}' };
    const more = { examples: { fires: [{ files }], silent: [{ files: { ...files, CODEOWNERS: '* @acme/platform\n' } }] } };
    const { code, stdout } = await postern(tree({ 'postern.yaml': ruleText('server.owners == []', more) }), ['rules', '--test']);
    expect([code, stdout]).toEqual([0, 'ok    acme/one fires 1\nok    acme/one silent 1\n\n1 rule, 2 examples, none failed.\n']);
  });

  test('says that there is nothing to test', async () => {
    const none = await postern(tree({}), ['rules', '--test']);
    expect([none.code, none.stdout]).toEqual([0, '']);
    expect(none.stderr).toContain('There is no configuration');
    expect((await postern(tree({ 'postern.yaml': 'min-severity: low\n' }), ['rules', '--test'])).stderr).toContain('has no `custom-rules`');
    expect((await postern(tree({}), ['rules', '--test', '--config', 'none.yaml'])).code).toBe(2);
  });

  test('rules and explain know rules of the configuration', async () => {
    const root = tree({ 'postern.yaml': RULE });
    expect((await postern(root, ['rules', '--config', 'postern.yaml'])).stdout).toMatch(/^acme\/one +high +A server is not ours$/m);
    expect((await postern(root, ['rules'])).stdout).not.toContain('acme/one');
    const { code, stdout } = await postern(root, ['explain', 'acme/one']);
    expect(code).toBe(0);
    expect(stdout).toContain('server.host != ""');
    expect((await postern(root, ['explain', 'acme/two'])).code).toBe(2);
  });
});

describe('explain server:NAME', () => {
  test.each(['github', 'ghcr.io/github/github-mcp-server', 'https://api.githubcopilot.com/mcp/', 'github-mcp-server'])('%s', async name => {
    const { code, stdout } = await postern(tree({}), ['explain', `server:${name}`]);
    expect(code).toBe(0);
    for (const word of [
      'GitHub MCP Server',
      '--read-only',
      '--toolsets=all',
      'since 1.1.2',
      'GITHUB_PERSONAL_ACCESS_TOKEN',
      'confidence high',
      'README.md',
    ])
      expect(stdout).toContain(word);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
  });

  test('as data and as a page', async () => {
    const data = JSON.parse((await postern(tree({}), ['explain', 'server:github', '-f', 'json'])).stdout);
    expect(data).toMatchObject({ id: 'github', confidence: 'high', source: expect.stringContaining('github/github-mcp-server') });
    expect(data.narrow.find(({ name }: { name: string }) => name === '--lockdown-mode')).toMatchObject({
      since: '1.1.2',
      means: expect.stringContaining('strangers'),
    });
    expect((await postern(tree({}), ['explain', 'server:github', '-f', 'markdown'])).stdout).toMatch(/^## github\n/);
  });

  test('an unknown name is a mistake with a guess', async () => {
    const { code, stderr } = await postern(tree({}), ['explain', 'server:gihub']);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean `github`?');
  });
});

test('data tells counts, dates and age', async () => {
  const { code, stdout, stderr } = await postern(tree({}), ['data', '--today', '2026-12-01']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^advisories +\d+ {2}\d{4}-\d\d-\d\d {2}malware \d+, vulnerability \d+$/m);
  const data = JSON.parse((await postern(tree({}), ['data', '-f', 'json', '--today', '2026-12-01'])).stdout);
  const counts = new Map(data.tables.map(({ name, count }: { name: string; count: number }) => [name, count]));
  expect(counts.get('servers')).toBe(servers().length);
  for (const name of ['rules', 'formats', 'token kinds', 'scope tables', 'advisories', 'archived packages', 'look-alike names'])
    expect(counts.get(name)).toBeGreaterThan(5);
  expect(data.stale).toBe(false);
  const old = await postern(tree({}), ['data', '--today', '2027-06-01']);
  expect([old.code, old.stderr]).toEqual([0, expect.stringContaining('The advisories are of')]);
  expect((await postern(tree({}), ['data', '--today', 'soon'])).code).toBe(2);
});

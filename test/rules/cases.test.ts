// What the pages' examples leave out: other clients, other scopes, severities, and what must stay silent.
import { describe, expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { check } from '../../src/engine/check.ts';
import { load } from '../../src/engine/load.ts';
import { workspaceOf } from '../../src/engine/workspace.ts';
import { formatHeads } from '../../src/generated/format-heads.ts';
import { rules } from '../../src/generated/rules.ts';
import { readEvidence } from '../../src/governance/index.ts';

async function found(rule: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const sources = Object.entries(texts).map(([path, text]) => new Source(path, text));
  const files = await Promise.all(sources.map(source => load(source, candidates(source.path), { explicit: false, tracked: true })));
  const own = rules.filter(({ id }) => id === rule);
  expect(own).toHaveLength(1);
  const evidence = await readEvidence(new Map(sources.map(source => [source.path, source])));
  const { findings, notices } = check(
    workspaceOf(files, evidence.ownership, { governance: evidence.governance, today: '2026-11-21' }),
    own,
  );
  expect(notices).toEqual([]);
  return findings.map(({ severity, source, span, message }) => `${severity} ${source.path}:${source.position(span.start).line} ${message}`);
}

/** A person's own file is looked for where its client has it, and is of that scope. */
function candidates(path: string) {
  if (!path.startsWith('~/')) return candidatesFor(path);
  return formatHeads().flatMap(format => format.files.filter(pattern => pattern.path === path).map(pattern => ({ format, pattern })));
}

const cursor = (entry: object, name = 'one') => JSON.stringify({ mcpServers: { [name]: entry } });
const npx = (...args: string[]) => ({ command: 'npx', args: ['-y', 'acme-mcp', ...args] });

describe('severity follows the place', () => {
  const text = cursor(npx('--disable-auth'));
  test.each([
    ['.cursor/mcp.json', 'high'],
    ['~/.cursor/mcp.json', 'medium'],
    ['examples/.cursor/mcp.json', 'low'],
    ['.cursor/mcp.json.example', 'low'],
  ])('%s: %s', async (path, severity) => {
    expect((await found('authentication-disabled', { [path]: text })).map(line => line.split(' ')[0])).toEqual([severity]);
  });
  test.each<[string, object]>([
    [
      'sensitive-host-mount',
      { command: 'docker', args: ['run', '-i', '-v', '/var/run/docker.sock:/var/run/docker.sock', 'acme/mcp:1.2.0'] },
    ],
    ['privilege-elevation', { command: 'sudo', args: ['node', 'server.js'] }],
    ['agent-danger-flag', { command: 'claude', args: ['mcp', 'serve', '--dangerously-skip-permissions'] }],
    ['git-or-url-source', { command: 'npx', args: ['-y', 'https://files.acme-tools.dev/mcp.tgz'] }],
    ['non-default-package-index', { command: 'npx', args: ['-y', '--registry', 'http://npm.acme-tools.dev/', 'acme-mcp@1.2.0'] }],
    ['broad-filesystem-root', { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/'] }],
  ])('%s: loud where it is started, quiet in an example and a page', async (rule, entry) => {
    const text = cursor(entry);
    const texts = { '.cursor/mcp.json': text, 'examples/.cursor/mcp.json': text, 'README.md': `\`\`\`json\n${text}\n\`\`\`\n` };
    const severities = new Map((await found(rule, texts)).map(line => [line.split(/[ :]/)[1], line.split(' ')[0]]));
    expect(severities.get('.cursor/mcp.json')).toMatch(/^(?:medium|high|critical)$/);
    expect([severities.get('examples/.cursor/mcp.json'), severities.get('README.md')]).toEqual(['low', 'low']);
  });
  test('a server that its client leaves off weighs least', async () => {
    const off = cursor({ ...npx('--disable-auth'), disabled: true });
    expect((await found('authentication-disabled', { '.kiro/settings/mcp.json': off }))[0]).toMatch(/^low /);
    const root = cursor({ command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/'], disabled: true });
    expect((await found('broad-filesystem-root', { '.kiro/settings/mcp.json': root }))[0]).toMatch(/^low /);
  });
});

describe('owner-missing', () => {
  const manifest = 'schema: mcp-governance/1\nservers:\n  - id: one\n    match: { npm: acme-mcp }\n';
  test('a manifest names what it leaves without an owner; what it does not list is not registered, which is another rule', async () => {
    const servers = JSON.stringify({ mcpServers: { one: npx(), two: { url: 'https://mcp.acme-tools.dev/mcp' } } });
    const lines = await found('owner-missing', { 'mcp-governance.yaml': manifest, '.cursor/mcp.json': servers });
    expect(lines).toEqual([expect.stringMatching(/^high mcp-governance\.yaml:3 Nobody answers for `one`/)]);
  });
  test('files of a person and examples need no owner', async () => {
    const texts = { '~/.cursor/mcp.json': cursor(npx()), 'examples/.cursor/mcp.json': cursor(npx()) };
    expect(await found('owner-missing', texts)).toEqual([]);
  });
});

describe('reference-not-expanded', () => {
  test('servers under a key that is not read are to be moved first', async () => {
    const one = { command: 'uvx', args: ['acme-mcp'], env: { ACME_TOKEN: '${input:token}' } };
    const texts = { '.cursor/mcp.json': JSON.stringify({ servers: { one } }), '.kiro/settings/mcp.json': cursor(one) };
    expect((await found('reference-not-expanded', texts)).map(line => line.split(':')[0])).toEqual([
      'low .cursor/mcp.json',
      'medium .kiro/settings/mcp.json',
    ]);
  });
  test('a form of editors costs little in a file that they read too, and the message names the forms of this client', async () => {
    const entry = { type: 'http', url: 'https://mcp.acme-tools.dev/mcp', headers: { Authorization: 'Basic ${input:login}' } };
    const lines = await found('reference-not-expanded', { '.mcp.json': cursor(entry), '.cursor/mcp.json': cursor(entry) });
    expect(lines).toEqual([
      expect.stringMatching(/^medium \.cursor\/mcp\.json:1 Cursor does not expand .*Use a form that it knows: `\$\{env:NAME\}`/),
      expect.stringMatching(/^low \.mcp\.json:1 Claude Code does not expand .*as `Authorization`\. Use a form that it knows: `\$\{NAME\}`/),
    ]);
  });
});

describe('approval', () => {
  test('Codex looks a project up by its own path, so trust in a folder says nothing of those below it', async () => {
    const text = '[projects."/home/ada"]\ntrust_level = "trusted"\n[mcp_servers.a]\ncommand = "x"\n';
    expect(await found('trust-all-project-servers', { '.codex/config.toml': text })).toEqual([]);
  });
  test('a mode that asks nothing is less inside of a container', async () => {
    const settings = { 'chat.tools.global.autoApprove': true };
    const texts = {
      '.devcontainer/devcontainer.json': JSON.stringify({ image: 'acme/dev:1', customizations: { vscode: { settings } } }),
      '.vscode/settings.json': JSON.stringify(settings),
    };
    expect((await found('approval-bypass-mode', texts)).map(line => line.split(':')[0])).toEqual([
      'medium .devcontainer/devcontainer.json',
      'critical .vscode/settings.json',
    ]);
  });
  test("a person's own file trusts whatever is cloned", async () => {
    const texts = { '~/.claude/settings.json': '{"enableAllProjectMcpServers": true}' };
    expect(await found('trust-all-project-servers', texts)).toEqual([expect.stringMatching(/^high .*every repository that is opened/)]);
  });
  test.each([
    ['approval_policy = "never"\n[mcp_servers.a]\ncommand = "x"\n', 'high'],
    ['approval_policy = "never"\nsandbox_mode = "workspace-write"\n[mcp_servers.a]\ncommand = "x"\n', 'high'],
    ['approval_policy = "never"\nsandbox_mode = "workspace-write"\n', 'medium'],
    ['approval_policy = "never"\nsandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nnetwork_access = true\n', 'high'],
    ['approval_policy = "never"\nsandbox_mode = "danger-full-access"\n[mcp_servers.a]\ncommand = "x"\n', 'critical'],
    ['[mcp_servers.a]\ncommand = "x"\n[profiles.fast]\napproval_policy = "never"\n', 'low'],
    ['profile = "fast"\n[mcp_servers.a]\ncommand = "x"\n[profiles.fast]\napproval_policy = "never"\n', 'high'],
    ['profile = "slow"\n[mcp_servers.a]\ncommand = "x"\n[profiles.fast]\napproval_policy = "never"\n', 'low'],
  ])('Codex %#: %s', async (text, severity) => {
    expect((await found('approval-bypass-mode', { '.codex/config.toml': text })).map(line => line.split(' ')[0])).toEqual([severity]);
  });
  test.each([
    ['{"permissions": {"allow": ["mcp__plugin_context7_context7__*", "mcp__deepwiki"]}}', ['low', 'low']],
    ['{"permissions": {"allow": ["mcp__warehouse__*"]}}', ['medium']],
  ])('a name says how much a wildcard approves: %s', async (text, severities) => {
    expect((await found('wildcard-auto-approve', { '.claude/settings.json': text })).map(line => line.split(' ')[0])).toEqual(severities);
  });
  test('the server of that name says more than the name', async () => {
    const settings = '{"permissions": {"allow": ["mcp__context7__*", "mcp__library__*"]}}';
    const entry = (args: string[]) => ({ command: 'npx', args });
    const servers = JSON.stringify({
      mcpServers: { context7: entry(['-y', 'acme-sql-mcp']), library: entry(['-y', '@upstash/context7-mcp']) },
    });
    const lines = await found('wildcard-auto-approve', { '.claude/settings.json': settings, '.mcp.json': servers });
    expect(lines.map(line => line.split(' ')[0])).toEqual(['medium', 'low']);
  });
  test('a server that was started to read only can do less with all of its tools', async () => {
    const entry = (...args: string[]) => ({ command: 'npx', args: ['-y', '@supabase/mcp-server-supabase', ...args], autoApprove: ['*'] });
    const texts = { '.kiro/settings/mcp.json': JSON.stringify({ mcpServers: { a: entry('--read-only'), b: entry() } }) };
    expect((await found('wildcard-auto-approve', texts)).map(line => line.split(' ')[0])).toEqual(['medium', 'high']);
  });
  test('what is approved of a server that is switched off weighs least', async () => {
    const text = cursor({ ...npx(), disabled: true, autoApprove: ['*'] });
    expect((await found('wildcard-auto-approve', { '.kiro/settings/mcp.json': text }))[0]).toMatch(/^low /);
    const one = cursor({ ...npx(), disabled: true, autoApprove: ['drop_table'] });
    expect((await found('risky-tool-auto-approved', { '.kiro/settings/mcp.json': one }))[0]).toMatch(/^low /);
  });
  test('a script in the open page reaches no further than the click beside it', async () => {
    const browser = (...autoApprove: string[]) =>
      JSON.stringify({ mcpServers: { tabs: { command: 'npx', args: ['-y', '@playwright/mcp@0.0.50'], autoApprove } } });
    const severities = async (...tools: string[]) =>
      (await found('risky-tool-auto-approved', { '.kiro/settings/mcp.json': browser(...tools) })).map(line => line.split(' ')[0]);
    expect(await severities('browser_click', 'browser_evaluate')).toEqual(['low']);
    expect(await severities('browser_evaluate', 'browser_run_code_unsafe')).toEqual(['medium']);
  });
  test('tools of one list make one finding', async () => {
    const text = '{"permissions": {"allow": ["mcp__db__execute_sql", "mcp__db__drop_table", "mcp__db__list_tables"]}}';
    const lines = await found('risky-tool-auto-approved', { '.claude/settings.json': text });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/execute_sql.*drop_table/);
  });
});

describe('reference-not-expanded', () => {
  test('a client without references says what to do instead', async () => {
    const text = '[mcp_servers.a]\ncommand = "x"\nenv = { TOKEN = "${TOKEN}" }\n';
    expect(await found('reference-not-expanded', { '.codex/config.toml': text })).toEqual([expect.stringMatching(/^medium .*`env_vars`/)]);
  });
  test('clients whose makers do not say are not judged', async () => {
    const texts = { '.junie/mcp/mcp.json': cursor({ ...npx(), env: { TOKEN: '${TOKEN}', OTHER: '${env:OTHER}' } }) };
    expect(await found('reference-not-expanded', texts)).toEqual([]);
  });
  test('a default is never shown', async () => {
    const secret = ['h7Ju29cX', 'wQz5VbNe83'].join('');
    const lines = await found('reference-not-expanded', {
      '.cursor/mcp.json': cursor({ ...npx(), env: { TOKEN: `\${TOKEN:-${secret}}` } }),
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(secret);
    expect(lines[0]).toContain('${TOKEN:-…}');
  });
});

describe('malformed-document', () => {
  test('one finding for a file, however much is wrong', async () => {
    const text = '{"mcpServers": {"a": {"command": }, "b": {"command": }, "c": ]}';
    const lines = await found('malformed-document', { '.cursor/mcp.json': text });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^medium .*more/);
  });
  test('comments are right where the client takes them', async () => {
    const text = '// why\n{"servers": {"a": {"command": "x",},}}\n';
    expect(await found('malformed-document', { '.vscode/mcp.json': text })).toEqual([]);
    expect(await found('malformed-document', { '.mcp.json': text.replace('servers', 'mcpServers') })).toEqual([
      expect.stringMatching(/^low /),
    ]);
  });
  test('unfinished snippets of a page are no broken files', async () => {
    const page = '# Use\n\n```json\n{"mcpServers": {"a": {"command": "x"\n```\n';
    expect(await found('malformed-document', { 'README.md': page })).toEqual([]);
  });
});

describe('drift', () => {
  const pinned = (version: string) => cursor({ command: 'npx', args: ['-y', `acme-mcp@${version}`] });
  test('two packages of one repository may differ', async () => {
    const texts = { 'a/.cursor/mcp.json': pinned('1.0.0'), 'b/.kiro/settings/mcp.json': pinned('2.0.0') };
    expect(await found('definition-differs-between-clients', texts)).toEqual([]);
  });
  test('one name for two servers is told once', async () => {
    const other = cursor({ url: 'https://mcp.acme-tools.dev/mcp' });
    const lines = await found('definition-differs-between-clients', {
      '.cursor/mcp.json': pinned('1.0.0'),
      '.kiro/settings/mcp.json': other,
    });
    expect(lines).toEqual([expect.stringMatching(/^low .*acme-mcp \(npm\)/)]);
  });
  test("the project's server and a person's own of the same name", async () => {
    const texts = { '.cursor/mcp.json': pinned('1.0.0'), '~/.cursor/mcp.json': cursor({ url: 'https://mcp.acme-tools.dev/mcp' }) };
    expect(await found('name-collision', texts)).toEqual([expect.stringMatching(/^medium \.cursor\/mcp\.json:1 .*one hides the other/)]);
  });
  test('a lost approval is told once for a file', async () => {
    const entry = { ...npx(), autoApprove: ['list'] };
    const texts = { '.cursor/mcp.json': JSON.stringify({ mcpServers: { a: entry, b: entry, c: entry } }) };
    expect(await found('control-not-honoured-by-client', texts)).toHaveLength(1);
  });
});

describe('dangerous-container-option', () => {
  const docker = (...options: string[]) => ({ command: 'docker', args: ['run', '-i', '--rm', ...options, 'acme/mcp:1.2.0'] });
  test("a runner's network is new with every run", async () => {
    const settings = JSON.stringify({ mcpServers: { one: docker('--network', 'host'), two: docker('--privileged') } });
    const workflow = `jobs:\n  a:\n    steps:\n      - uses: google-github-actions/run-gemini-cli@v0\n        with:\n          settings: '${settings}'\n`;
    const severities = async (path: string, text: string) =>
      (await found('dangerous-container-option', { [path]: text })).map(line => line.split(' ')[0]);
    expect(await severities('.github/workflows/a.yml', workflow)).toEqual(['low', 'high']);
    expect(await severities('.gemini/settings.json', settings)).toEqual(['medium', 'high']);
    expect(await severities('examples/.cursor/mcp.json', settings)).toEqual(['low', 'low']);
  });
});

describe('listens-on-all-interfaces', () => {
  test('what is put up for others is meant to be reached', async () => {
    const compose = 'services:\n  mcp:\n    image: mcp/github-mcp-server:1.2.0\n    ports: ["8080:8080"]\n';
    const local = cursor({ command: 'docker', args: ['run', '--rm', '-p', '8080:8080', 'mcp/github-mcp-server:1.2.0'] });
    const texts = { 'compose.yaml': compose, '.cursor/mcp.json': local };
    expect((await found('listens-on-all-interfaces', texts)).map(line => line.split(':')[0])).toEqual([
      'medium .cursor/mcp.json',
      'low compose.yaml',
    ]);
  });
});

test('a first password of a database beside a server weighs less than that of the server', async () => {
  const text = [
    'services:',
    '  tickets-mcp:',
    '    image: mcp/tickets',
    '    environment:',
    '      DATABASE_URL: postgresql://postgres:postgres@db.acme.io:5432/app',
    '  db:',
    '    image: postgres:17',
    '    environment:',
    '      POSTGRES_PASSWORD: postgres',
    '',
  ].join('\n');
  const levels = (await found('default-credential', { 'compose.yaml': text })).map(line => line.split(' ').slice(0, 2).join(' '));
  expect(levels).toEqual(['medium compose.yaml:5', 'low compose.yaml:9']);
});

describe('what the settings of Claude Code switch off by name', () => {
  const servers = JSON.stringify({ mcpServers: { one: npx('--disable-auth'), two: npx('--disable-auth') } });
  const off = (names: readonly string[]) => JSON.stringify({ disabledMcpjsonServers: names });
  const levels = async (texts: Readonly<Record<string, string>>) =>
    (await found('authentication-disabled', texts)).map(line => line.slice(0, line.indexOf(' ')));

  test('weighs less in the file beside them', async () => {
    expect(await levels({ '.mcp.json': servers })).toEqual(['high', 'high']);
    expect(await levels({ '.mcp.json': servers, '.claude/settings.json': off(['two']) })).toEqual(['high', 'low']);
    expect(await levels({ 'a/.claude/settings.local.json': off(['one', 'two']), 'a/.mcp.json': servers })).toEqual(['low', 'low']);
  });

  test('means nothing for other projects and other clients', async () => {
    expect(await levels({ 'a/.mcp.json': servers, '.claude/settings.json': off(['one', 'two']) })).toEqual(['high', 'high']);
    expect(await levels({ '.claude/settings.json': off(['one']), '.cursor/mcp.json': cursor(npx('--disable-auth')) })).toEqual(['high']);
  });
});

// A person's own files: each client's found once where it keeps them on each system, and nothing else looked into.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandBraces } from '../../src/core/glob.ts';
import { homeFiles } from '../../src/engine/home.ts';
import { scan } from '../../src/engine/scan.ts';
import { formats } from '../../src/generated/formats.ts';
import { postern } from '../cli/run.ts';
import { plant, token, tree } from './tree.ts';

const SERVERS = JSON.stringify({ mcpServers: { tickets: { command: 'npx', args: ['-y', '@acme/tickets-mcp@2.4.1'] } } });
const CODE = JSON.stringify({ servers: { tickets: { type: 'stdio', command: 'npx', args: ['-y', '@acme/tickets-mcp@2.4.1'] } } });
const TOML = '[mcp_servers.tickets]\ncommand = "npx"\nargs = ["-y", "@acme/tickets-mcp@2.4.1"]\n';
const ZED = JSON.stringify({ context_servers: { tickets: { command: 'npx', args: ['-y', '@acme/tickets-mcp@2.4.1'] } } });
const GOOSE = 'extensions:\n  tickets:\n    type: stdio\n    cmd: npx\n    args: ["-y", "@acme/tickets-mcp@2.4.1"]\n';

const EVERYWHERE = {
  '.claude.json': [SERVERS, 'claude-code-user'],
  '.cursor/mcp.json': [SERVERS, 'cursor'],
  '.codex/config.toml': [TOML, 'codex'],
  '.gemini/settings.json': [SERVERS, 'gemini-cli'],
  '.codeium/windsurf/mcp_config.json': [SERVERS, 'windsurf'],
  '.kiro/settings/mcp.json': [SERVERS, 'kiro'],
  '.copilot/mcp-config.json': [SERVERS, 'copilot-cli'],
} as const;

const SYSTEMS = {
  Linux: {
    '.config/Claude/claude_desktop_config.json': [SERVERS, 'claude-desktop'],
    '.config/Code/User/mcp.json': [CODE, 'vscode'],
    '.config/Code/User/profiles/a1b2/mcp.json': [CODE, 'vscode'],
    '.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json': [SERVERS, 'cline'],
    '.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json': [SERVERS, 'roo-code'],
    '.config/zed/settings.json': [ZED, 'zed'],
    '.config/goose/config.yaml': [GOOSE, 'goose'],
    '.config/Trae/User/mcp.json': [SERVERS, 'trae'],
    '.config/Cursor/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json': [SERVERS, 'roo-code'],
    '.vscode-server/data/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json': [SERVERS, 'cline'],
  },
  macOS: {
    'Library/Application Support/Claude/claude_desktop_config.json': [SERVERS, 'claude-desktop'],
    'Library/Application Support/Code/User/mcp.json': [CODE, 'vscode'],
    'Library/Application Support/Code/User/profiles/a1b2/mcp.json': [CODE, 'vscode'],
    'Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json': [SERVERS, 'cline'],
    'Library/Application Support/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json': [SERVERS, 'roo-code'],
    '.config/zed/settings.json': [ZED, 'zed'],
    'Library/Application Support/Block/goose/config/config.yaml': [GOOSE, 'goose'],
    'Library/Application Support/Trae/User/mcp.json': [SERVERS, 'trae'],
    'Library/Application Support/VSCodium/User/mcp.json': [CODE, 'vscode'],
  },
  Windows: {
    'AppData/Roaming/Claude/claude_desktop_config.json': [SERVERS, 'claude-desktop'],
    'AppData/Roaming/Code/User/mcp.json': [CODE, 'vscode'],
    'AppData/Roaming/Code/User/profiles/a1b2/mcp.json': [CODE, 'vscode'],
    'AppData/Roaming/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json': [SERVERS, 'cline'],
    'AppData/Roaming/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json': [SERVERS, 'roo-code'],
    'AppData/Roaming/Zed/settings.json': [ZED, 'zed'],
    'AppData/Roaming/Block/goose/config/config.yaml': [GOOSE, 'goose'],
    'AppData/Roaming/Trae/User/mcp.json': [SERVERS, 'trae'],
  },
} as const satisfies Record<string, Record<string, readonly [string, string]>>;

const scanned = (root: string, home: string | null, maxSize = 2_000_000) =>
  scan({
    root,
    paths: [root],
    stdin: null,
    gitignore: true,
    include: [],
    exclude: [],
    home,
    maxSize,
    config: 'none',
    baseline: null,
    ignores: true,
    profile: null,
    minSeverity: null,
    minConfidence: null,
    failOn: null,
    today: '2026-11-21',
    version: '0',
  });

describe.each(Object.entries(SYSTEMS))('%s', (_, own) => {
  const files: Record<string, readonly [string, string]> = { ...EVERYWHERE, ...own };
  test('each client is found once, by the format of its client', async () => {
    const home = tree(Object.fromEntries(Object.entries(files).map(([path, [text]]) => [path, text])));
    const { report } = await scanned(tree({}), home);
    const wanted = Object.entries(files).map(([path, [, id]]) => [`~/${path}`, id, 1]);
    const found = report.files.map(({ path, format, servers }) => [path, format, servers]);
    expect(found).toEqual(wanted.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  });

  test('nothing that is no client of anybody is opened or named', async () => {
    const home = tree(Object.fromEntries(Object.entries(files).map(([path, [text]]) => [path, text])));
    const secret = JSON.stringify({ mcpServers: { hidden: { command: 'hidden' } } });
    plant(home, { '.ssh/mcp.json': secret, 'work/.cursor/mcp.json': secret, '.env': `TOKEN=${token()}`, 'mcp.json': secret });
    for (const path of Object.keys(files)) {
      const folder = join(home, path, '..');
      writeFileSync(join(folder, 'private-mcp.json'), secret);
      mkdirSync(join(folder, 'private'), { recursive: true });
      writeFileSync(join(folder, 'private/mcp.json'), secret);
      chmodSync(join(folder, 'private-mcp.json'), 0);
      // A link that leads nowhere is an error for whoever follows it.
      symlinkSync('/nowhere/at/all', join(folder, 'dangling.json'));
    }
    const { report } = await scanned(tree({}), home);
    expect(report.files.map(({ path }) => path).toSorted()).toEqual(
      Object.keys(files)
        .map(path => `~/${path}`)
        .toSorted(),
    );
    expect(report.servers.map(({ name }) => name)).not.toContain('hidden');
    expect(report.notices.filter(({ level }) => level !== 'info')).toEqual([]);
  });

  test('SARIF names nothing of a person', async () => {
    const leak = JSON.stringify({ mcpServers: { tickets: { command: 'npx', env: { ANTHROPIC_API_KEY: token() } } } });
    const home = tree(Object.fromEntries(Object.entries(files).map(([path, [text]]) => [path, text === SERVERS ? leak : text])));
    const { stdout, code } = await postern(tree({}), ['-f', 'sarif', '--user'], { env: { HOME: home } });
    expect(code).toBe(1);
    expect(stdout).not.toContain(home);
    expect(stdout).not.toMatch(/"uri": ?"(?:~|%7E)/);
    expect(JSON.parse(stdout).runs[0].results).toEqual([]);
  });
});

test('places below the home are few steps deep, and no pattern walks through a whole home', () => {
  const globs = formats.flatMap(({ files }) => files.flatMap(({ path }) => expandBraces(path))).filter(path => path.startsWith('~/'));
  expect(globs.length).toBeGreaterThan(100);
  for (const glob of globs) expect(glob.slice(2).split('/')[0], glob).not.toMatch(/[*?[]/);
});

test('a folder that a variable names is looked into as well', async () => {
  const home = tree({ '.codex/config.toml': TOML, 'elsewhere/claude/.claude.json': SERVERS, 'settings/Code/User/mcp.json': CODE });
  const other = tree({ 'config.toml': TOML });
  const environment = {
    CODEX_HOME: other,
    CLAUDE_CONFIG_DIR: join(home, 'elsewhere/claude'),
    XDG_CONFIG_HOME: join(home, 'settings'),
    KIRO_HOME: 'not/absolute',
  };
  const found = [...homeFiles(home, environment)].map(({ path, candidate }) => [path, candidate.format.id]);
  expect(found.filter(([path]) => path!.startsWith('~/') || path!.startsWith(other)).toSorted()).toEqual(
    [
      [`${other}/config.toml`, 'codex'],
      ['~/.codex/config.toml', 'codex'],
      ['~/elsewhere/claude/.claude.json', 'claude-code-user'],
      ['~/settings/Code/User/mcp.json', 'vscode'],
    ].toSorted(),
  );
  const { stdout } = await postern(tree({}), ['--user', '-f', 'json'], { env: { HOME: home, CODEX_HOME: other } });
  expect(JSON.parse(stdout).files.map(({ path }: { path: string }) => path)).toEqual([`${other}/config.toml`, '~/.codex/config.toml']);
});

test("servers of installed plugins and bundles are a person's own", async () => {
  const flat = JSON.stringify({ tickets: { command: '${CLAUDE_PLUGIN_ROOT}/run' } });
  const bundle = JSON.stringify({
    manifest_version: '0.3',
    name: 'tickets',
    server: { type: 'node', entry_point: 'index.js', mcp_config: { command: 'node', args: ['${__dirname}/index.js'] } },
  });
  const home = tree({
    '.claude/plugins/cache/acme/tickets/1.0.0/.mcp.json': flat,
    '.claude/plugins/cache/acme/docs/1.0.0/.mcp.json': SERVERS,
    '.claude/plugins/cache/acme/feed/1.0.0/.claude-plugin/plugin.json': JSON.stringify({ name: 'feed', ...JSON.parse(SERVERS) }),
    'Library/Application Support/Claude/Claude Extensions/acme.tickets/manifest.json': bundle,
    '.mcp.json': CODE,
  });
  const { report } = await scanned(tree({}), home);
  expect(report.files.map(({ path, format, servers }) => [path, format, servers])).toEqual([
    ['~/.claude/plugins/cache/acme/docs/1.0.0/.mcp.json', 'claude-code', 1],
    ['~/.claude/plugins/cache/acme/feed/1.0.0/.claude-plugin/plugin.json', 'claude-code-plugin', 1],
    ['~/.claude/plugins/cache/acme/tickets/1.0.0/.mcp.json', 'claude-code-plugin-mcp', 1],
    ['~/.mcp.json', 'visual-studio', 1],
    ['~/Library/Application Support/Claude/Claude Extensions/acme.tickets/manifest.json', 'mcpb', 1],
  ]);
});

test('a home without anything gives nothing', () => {
  expect([...homeFiles(tree({ 'notes.txt': 'x' }))].filter(({ path }) => path.startsWith('~/'))).toEqual([]);
});

test('a Claude file of many megabytes is read for its servers and for what was pasted into it', { timeout: 30_000 }, async () => {
  const [inRule, inPrompt] = [token(1), token(2)];
  const prompt = 'Explain what this function does and why it is slow. '.repeat(20);
  const history = Array.from({ length: 5000 }, (_, index) => ({ display: `${prompt}${index}`, pastedContents: {} }));
  history[2500] = { display: `Use ${inPrompt} for the call.`, pastedContents: {} };
  const project = { allowedTools: [`Bash(curl -H "x-api-key: ${inRule}" https://api.example.com)`], history, mcpServers: {} };
  const text = JSON.stringify({ mcpServers: JSON.parse(SERVERS).mcpServers, projects: { '/home/a/shop': project } }, null, 1);
  expect(text.length).toBeGreaterThan(5_000_000);
  const home = tree({ '.claude.json': text });
  const start = performance.now();
  const { report, workspace } = await scanned(tree({}), home);
  expect(report.files).toEqual([expect.objectContaining({ path: '~/.claude.json', state: 'parsed', servers: 1 })]);
  const lines = workspace.credentials.map(({ source, span, place }) => [place, source.slice(span)]);
  expect(lines).toContainEqual(['permission-rule', inRule]);
  expect(lines).toContainEqual(['setting', inPrompt]);
  expect(lines).toHaveLength(2);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('other files keep the limit', async () => {
  const home = tree({ '.cursor/mcp.json': `${SERVERS}${' '.repeat(5000)}` });
  const { report } = await scanned(tree({}), home, 1000);
  expect(report.files).toEqual([expect.objectContaining({ path: '~/.cursor/mcp.json', state: 'skipped' })]);
  expect(readFileSync(join(home, '.cursor/mcp.json'), 'utf8').length).toBeGreaterThan(5000);
});

import { describe, expect, test } from 'vitest';
import { type Fields, SUBJECTS, TYPE_OF, TYPES, typeOfPath } from '../../src/engine/custom-rules-fields.ts';
import { CLASSES, View, viewsOf } from '../../src/engine/custom-rules-view.ts';
import { sample } from '../../src/secrets/samples.ts';
import { messagesOf, parseText, ruleText, run, waysOf } from './rules.ts';

const FILE = JSON.stringify(
  {
    mcpServers: {
      github: {
        command: 'docker',
        args: ['run', '-i', '-e', 'GITHUB_TOKEN', 'ghcr.io/github/github-mcp-server:v1.2.3', 'stdio', '--read-only'],
        env: { GITHUB_TOKEN: '${GITHUB_TOKEN}', LOG_LEVEL: 'debug', GITHUB_HOST: '${HOST:-https://git.example.com}' },
      },
      remote: {
        type: 'http',
        url: 'https://mcp.example.com/mcp?team=core',
        headers: { 'X-Team': 'core', Authorization: 'Bearer ${TOKEN}' },
      },
      bridge: { command: 'npx', args: ['-y', 'mcp-remote@0.1.37', 'https://bridged.example.com/sse'] },
      files: {
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-filesystem@2025.7.1', '.'],
        env: { SECRET: sample('github-pat-classic') },
      },
    },
  },
  null,
  2,
);

test.each([
  [
    'server.client == "Claude Code" && server.format == "claude-code" && server.scope == "project"',
    ['github', 'remote', 'bridge', 'files'],
  ],
  ['server.command == "docker"', ['github']],
  ['"--read-only" in server.args', ['github']],
  ['"--read-only" in server.target.args && !("run" in server.target.args)', ['github']],
  ['"LOG_LEVEL" in server.env && server.env["LOG_LEVEL"] == "debug"', ['github']],
  ['has(server.env.LOG_LEVEL) && server.env.LOG_LEVEL == "debug"', ['github']],
  ['server.env.exists(name, name.startsWith("GITHUB_"))', ['github']],
  ['has(server.env.GITHUB_TOKEN) && server.env.GITHUB_TOKEN == "${GITHUB_TOKEN}"', ['github']],
  ['has(server.env.GITHUB_HOST) && server.env.GITHUB_HOST == "${HOST:-…}"', ['github']],
  ['"x-team" in server.headers && server.headers["x-team"] == "core"', ['remote']],
  ['server.transport == "http" && server.url == "https://mcp.example.com/mcp"', ['remote']],
  ['server.host.endsWith(".example.com")', ['remote', 'bridge']],
  ['server.host == "bridged.example.com" && "mcp-remote" in server.target.via', ['bridge']],
  [
    'server.target.kind == "oci" && server.target.name == "ghcr.io/github/github-mcp-server" && server.target.version == "v1.2.3"',
    ['github'],
  ],
  ['server.target.pin == "exact" && server.target.fetched && server.target.runner == "npx"', ['files']],
  ['server.target.container == "docker"', ['github']],
  ['server.known.id == "github" && server.known.impact == "admin"', ['github']],
  ['"filesystem" in server.known.reach', ['files']],
  ['server.known.id == ""', ['remote', 'bridge']],
  ['server.credentials.exists(c, c.kind == "github-pat-classic" && c.mask == "ghp_…" && c.key == "SECRET" && c.place == "env")', ['files']],
  ['has(server.env.SECRET) && server.env.SECRET == "ghp_…"', ['files']],
  ['size(server.args) + 1 > 7', ['github']],
  ['server.enabled && server.owners == [] && server.manifest.id == "" && server.sandbox == ""', ['github', 'remote', 'bridge', 'files']],
  ['server.name.matches("^(git|re)[a-z]+$") && today == "2026-11-21"', ['github', 'remote']],
  ['server.args.filter(a, a.startsWith("-")).map(a, size(a)).exists(n, n > 5)', ['github']],
  ['server.args.exists_one(a, a == "-y")', ['bridge', 'files']],
  ['server.file == ".mcp.json" ? server.name == "files" : false', ['files']],
] as const)('%s', async (when, names) => {
  expect(await messagesOf(when, { message: '{server.name}' }, '.mcp.json', FILE)).toEqual(names.map(name => `${name}.`));
});

test.each([
  [
    'credential',
    'credential.known && credential.class == "secret"',
    '{credential.kind} {credential.mask} of {credential.server}',
    ['github-pat-classic ghp_… of files.'],
  ],
  [
    'file',
    'file.servers > 3 && file.state == "parsed" && file.tracked == "unknown"',
    '{file.path} has {file.servers}',
    ['.mcp.json has 4.'],
  ],
] as const)('for: %s', async (subject, when, message, said) => {
  expect(await messagesOf(when, { for: subject, message }, '.mcp.json', FILE)).toEqual(said);
});

test('for: control', async () => {
  const settings = JSON.stringify({ permissions: { defaultMode: 'bypassPermissions' }, enableAllProjectMcpServers: true });
  const said = await messagesOf(
    'control.honoured && control.kind == "bypass-approval"',
    { for: 'control', message: '{control.key}={control.value}' },
    '.claude/settings.json',
    settings,
  );
  expect(said).toEqual(['permissions.defaultMode=bypassPermissions.']);
});

describe('a finding', () => {
  test.each([
    ['name', 'server.name == "remote"', 'remote'],
    ['url', 'server.name == "remote"', 'https://mcp.example.com/mcp?team=core'],
    ['command', 'server.name == "files"', 'npx'],
    ['target', 'server.name == "files"', '@modelcontextprotocol/server-filesystem@2025.7.1'],
    ['url', 'server.name == "files"', 'files'],
  ])('at %s', async (at, when, text) => {
    const { customRules } = await parseText(ruleText(when, { at }));
    const { findings } = await run(customRules, { '.mcp.json': FILE });
    expect(findings.map(({ source, span }) => source.slice(span))).toEqual([text]);
  });

  test('has the rule’s own words', async () => {
    const { customRules } = await parseText(
      ruleText('server.name == "remote"', {
        message: '{server.name}: {server.target.name}',
        'fix-hint': 'Ask {server.client}!',
        severity: 'critical',
      }),
    );
    const { findings } = await run(customRules, { '.mcp.json': FILE });
    expect(findings).toMatchObject([
      {
        rule: 'acme/one',
        family: 'audit',
        severity: 'critical',
        confidence: 'high',
        server: 'remote',
        format: 'claude-code',
        message: 'remote: https://mcp.example.com/mcp. Ask Claude Code!',
      },
    ]);
  });

  test('a list in a message is cut', async () => {
    const text = JSON.stringify({ mcpServers: { a: { command: 'x', args: ['1', '2', '3', '4', '5', '6', '7'] } } });
    expect(await messagesOf('true', { message: '{server.args}' }, '.mcp.json', text)).toEqual(['1, 2, 3, 4, 5 and 2 more.']);
  });
});

test('an expression without an answer is a notice with its place, and the rest is found', async () => {
  const { customRules } = await parseText(ruleText('server.env["LOG_LEVEL"] == "debug"', { message: '{server.name}' }));
  const { findings, notices } = await run(customRules, { '.mcp.json': FILE });
  expect(findings.map(({ message }) => message)).toEqual(['github.']);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatchObject({ level: 'warning', file: 'postern.yaml' });
  expect(notices[0]!.message).toBe(
    'The rule acme/one could not be decided for .mcp.json and 2 more places. postern.yaml:9:12: There is no key `LOG_LEVEL` there. Ask with `"LOG_LEVEL" in …` or `has(…)` first.',
  );
});

test('the view is frozen and has every field in its type', async () => {
  const { workspace } = await run([], { '.mcp.json': FILE });
  const views = viewsOf(workspace);
  const look = (value: View, type: keyof typeof TYPES): void => {
    expect(Object.isFrozen(value)).toBe(true);
    expect(value).toBeInstanceOf(CLASSES[type]);
    const fields: Fields = TYPES[type];
    expect(Object.keys(value).toSorted()).toEqual(Object.keys(fields).toSorted());
    for (const [name, [kind]] of Object.entries(fields)) {
      const held = (value as unknown as Record<string, unknown>)[name];
      if (kind === 'string') expect(typeof held).toBe('string');
      else if (kind === 'bool') expect(typeof held).toBe('boolean');
      else if (kind === 'int') expect(typeof held).toBe('bigint');
      else if (kind.startsWith('list')) expect(Array.isArray(held)).toBe(true);
      else if (kind.startsWith('map')) expect(held).toBeInstanceOf(Map);
      else look(held as View, kind as keyof typeof TYPES);
    }
  };
  for (const server of workspace.servers) look(views.of('server', server), 'Server');
  for (const credential of workspace.credentials) look(views.of('credential', credential), 'Credential');
  for (const file of workspace.files) look(views.of('file', file), 'File');
});

test('every text field can stand in a message', async () => {
  for (const subject of SUBJECTS) {
    const ways = waysOf(subject, TYPE_OF[subject]);
    expect(ways.length).toBeGreaterThan(5);
    for (const way of ways) expect(typeOfPath(way)).not.toBeNull();
    await parseText(
      ruleText('true', {
        for: subject,
        message: ways
          .slice(0, 12)
          .map(way => `{${way.join('.')}}`)
          .join(' '),
      }),
    );
  }
});

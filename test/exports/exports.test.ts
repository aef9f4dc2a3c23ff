import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { exportTo } from '../../src/engine/exports/index.ts';
import { readTarget, writeChanges } from '../../src/engine/init/changes.ts';
import { token, tree } from '../engine/tree.ts';
import { clientFile, scanned } from '../init/scanned.ts';

const MANIFEST = `schema: mcp-governance/1
gateways:
  - {id: corp, url: "https://gate.acme-tools.dev"}
servers:
  - id: notes
    title: Notes
    purpose: Meeting notes
    owner: "@acme/notes"
    data_class: internal
    risk_tier: medium
    review: {next: 2027-02-01}
    stages: {production: {}}
    match: {npm: "@acme/notes-mcp", registry: dev.acme/notes, version: 1.2.3}
  - id: wiki
    owner: kim@example.com
    match: {url: "https://wiki.acme-tools.dev/mcp", config_names: [wiki]}
  - id: mail
    owner: "@acme/mail"
    via: gateway:corp
    match: {npm: "@acme/mail-mcp"}
  - id: gone
    lifecycle: retired
    owner: "@acme/old"
    match: {url: "https://old.acme-tools.dev/*", config_names: [gone]}
  - id: maybe
    lifecycle: proposed
    owner: "@acme/new"
    match: {url: "https://new.acme-tools.dev/mcp", config_names: [maybe]}
  - id: cursor-only
    approved_clients: [cursor]
    owner: "@acme/app"
    match: {command: [node, tools/app.js], config_names: [app]}
  - id: unseen
    match: {pypi: acme-unseen-mcp}
`;
const secret = token();
const FILES = {
  'mcp-governance.yaml': MANIFEST,
  '.mcp.json': clientFile({
    notes: { command: 'npx', args: ['-y', '@acme/notes-mcp@1.2.3'] },
    wiki: { type: 'http', url: 'https://wiki.acme-tools.dev/mcp?team=a' },
    mail: { command: 'npx', args: ['@acme/mail-mcp'] },
    app: { command: 'node', args: ['tools/app.js'] },
  }),
  '.gemini/settings.json': `{\n  // ours\n  "theme": "dark",\n  "mcpServers": { "Notizen": { "command": "npx", "args": ["@acme/notes-mcp", "--token", "${secret}"] } }\n}\n`,
};

async function exported(target: string, files: Readonly<Record<string, string>> = FILES) {
  const root = tree(files);
  const { changes, notices } = await exportTo(target, await scanned(root), root);
  return { root, text: changes[0]?.text ?? '', path: changes[0]?.path, notices: notices.map(({ message }) => message) };
}

describe('claude-managed', () => {
  test('allows addresses and whole command lines, never names', async () => {
    const { path, text, notices } = await exported('claude-managed');
    expect(path).toBe('managed-settings.json');
    expect(JSON.parse(text)).toEqual({
      allowedMcpServers: [
        { serverCommand: ['npx', '-y', '@acme/notes-mcp@1.2.3'] },
        { serverUrl: 'https://wiki.acme-tools.dev/mcp' },
        { serverUrl: 'https://wiki.acme-tools.dev/mcp?*' },
        // By way of the gateway, and no other.
        { serverUrl: 'https://gate.acme-tools.dev/*' },
      ],
      deniedMcpServers: [{ serverUrl: 'https://old.acme-tools.dev/*' }],
      allowManagedMcpServersOnly: true,
    });
    expect(notices.join('\n')).toMatch(/`unseen` is left out/);
    expect(notices.join('\n')).not.toMatch(/`(?:maybe|cursor-only)`/);
  });

  test('keeps the other keys of a file, comes to rest, and takes back what is no longer approved', async () => {
    const before = '{\n\t"env": {"A": "b"}, // ours\n\t"allowedMcpServers": [{"serverName": "x"}],\n\t"model": "m"\n}\n';
    const first = await exported('claude-managed', { ...FILES, 'managed-settings.json': before });
    expect(first.text).toContain('{\n\t"env": {"A": "b"}, // ours\n\t"allowedMcpServers": [\n\t\t{ "serverCommand":');
    expect(first.text).toContain('"model": "m"');
    expect(first.text).not.toContain('serverName');
    const second = await exported('claude-managed', { ...FILES, 'managed-settings.json': first.text });
    expect(second.path).toBeUndefined();
  });

  test('writes no list that would block everything', async () => {
    const { path, notices } = await exported('claude-managed', {
      'mcp-governance.yaml': 'schema: mcp-governance/1\nservers:\n  - id: unseen\n    match: {pypi: acme-unseen-mcp}\n',
    });
    expect(path).toBeUndefined();
    expect(notices.join('\n')).toMatch(/block every server/);
  });

  test('writes no command line that holds a credential', async () => {
    const { text, notices } = await exported('claude-managed', {
      'mcp-governance.yaml':
        'schema: mcp-governance/1\nservers:\n  - id: notes\n    match: {npm: "@acme/notes-mcp"}\n  - id: b\n    match: {url: "https://b.acme-tools.dev"}\n',
      '.mcp.json': clientFile({ notes: { command: 'npx', args: ['@acme/notes-mcp', '--token', secret] } }),
    });
    expect(JSON.parse(text).allowedMcpServers).toEqual([{ serverUrl: 'https://b.acme-tools.dev' }]);
    expect(notices.join('\n')).toMatch(/`notes` is left out: its command line may hold a credential/);
  });
});

test('copilot takes the same lists, at its own place', async () => {
  const { path, text } = await exported('copilot');
  expect(path).toBe('copilot/managed-settings.json');
  const { allowedMcpServers, ...rest } = JSON.parse(text);
  expect(allowedMcpServers).toContainEqual({ serverUrl: 'https://gate.acme-tools.dev/*' });
  expect(Object.keys(rest)).toEqual(['deniedMcpServers']);
});

test('gemini takes names as its own files have them', async () => {
  const { path, text, notices } = await exported('gemini');
  expect(path).toBe('.gemini/settings.json');
  expect(text.startsWith(FILES['.gemini/settings.json'].slice(0, -3))).toBe(true);
  const { mcp } = parse(text.replace('// ours', ''));
  expect(mcp).toEqual({ allowed: ['Notizen', 'wiki'], excluded: ['gone'] });
  expect(notices.join('\n')).toMatch(/names alone/);
  const again = await exported('gemini', { ...FILES, '.gemini/settings.json': text });
  expect(again.path).toBeUndefined();
});

test('vscode takes a registry with what has a name in one', async () => {
  const { text, notices } = await exported('vscode');
  const { servers, metadata } = JSON.parse(text);
  expect(metadata).toEqual({ count: 1 });
  expect(servers[0].server).toEqual({
    name: 'dev.acme/notes',
    title: 'Notes',
    description: 'Meeting notes',
    version: '1.2.3',
    packages: [{ registryType: 'npm', identifier: '@acme/notes-mcp', version: '1.2.3', transport: { type: 'stdio' } }],
  });
  expect(notices.join('\n')).toMatch(/`wiki` is left out/);
});

describe('apm', () => {
  const lists = { allow: ['app', 'dev.acme/notes', 'mail', 'wiki'], deny: ['gone'] };
  test('takes names, registry names first', async () => {
    const { path, text } = await exported('apm');
    expect(path).toBe('apm-policy.yml');
    expect(parse(text)).toEqual({ enforcement: 'warn', mcp: lists });
  });

  test.each([
    ['with lists', 'name: Acme # ours\nmcp:\n  allow:\n    - x\n  deny: []\n  self_defined: deny\nenforcement: block\n'],
    ['without lists', 'name: Acme # ours\nmcp:\n  self_defined: deny\nenforcement: block\n'],
    ['without the key', 'name: Acme # ours\nenforcement: block\n'],
  ])('keeps a policy %s', async (_, before) => {
    const { text } = await exported('apm', { ...FILES, 'apm-policy.yml': before });
    const { mcp, ...rest } = parse(text);
    expect(mcp.allow).toContain('dev.acme/notes');
    expect(mcp.deny).toEqual(['gone']);
    const { mcp: was, ...others } = parse(before);
    expect(rest).toEqual(others);
    if (was) expect(mcp.self_defined).toBe('deny');
    expect(text).toContain('name: Acme # ours\n');
    expect((await exported('apm', { ...FILES, 'apm-policy.yml': text })).path).toBeUndefined();
  });
});

describe('backstage', () => {
  test('takes an entity for each owned entry that the catalogue has not yet', async () => {
    const before = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: mail}\nspec: {type: service, owner: x}\n';
    const { root, text, notices } = await exported('backstage', { ...FILES, 'catalog-info.yaml': before });
    expect(text.startsWith(before + '---\n')).toBe(true);
    const [, notes, ...more] = parseAllDocuments(text).map(document => document.toJS());
    expect(notes).toEqual({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: {
        name: 'notes',
        title: 'Notes',
        description: 'Meeting notes',
        annotations: {
          'mcp-governance/data-class': 'internal',
          'mcp-governance/risk-tier': 'medium',
          'mcp-governance/review-next': '2027-02-01',
        },
      },
      spec: {
        type: 'mcp-server',
        lifecycle: 'production',
        owner: 'group:notes',
        remotes: [{ type: 'stdio', url: 'npx -y @acme/notes-mcp@1.2.3' }],
      },
    });
    expect(more.map(({ metadata }) => metadata.name)).toEqual(['maybe', 'cursor-only']);
    expect(notices.join('\n')).toMatch(/`wiki` is left out: its owner is an address/);
    expect(notices.join('\n')).toMatch(/`unseen` is left out: .* none yet/);
    writeChanges(root, [{ path: 'catalog-info.yaml', before: readTarget(root, 'catalog-info.yaml'), text }]);
    expect((await exportTo('backstage', await scanned(root), root)).changes).toEqual([]);
    // What was written is read back as a record of the server.
    const { workspace } = await scanned(root);
    expect(workspace.governance!.records.some(({ origin, data }) => origin === 'backstage' && data.id === 'notes')).toBe(true);
  });
});

test('no list holds a credential of the files it was made from', async () => {
  for (const target of ['claude-managed', 'copilot', 'vscode', 'apm', 'backstage'])
    expect((await exported(target)).text).not.toContain(secret);
});

test('without a manifest there is nothing to generate from', async () => {
  await expect(exported('gemini', { '.mcp.json': clientFile({}) })).rejects.toThrow(/postern init/);
});

test.each([
  ['claude-managed', 'managed-settings.json', '[]'],
  ['gemini', '.gemini/settings.json', '{"mcp": true}'],
  ['gemini', '.gemini/settings.json', '{"a": '],
  ['apm', 'apm-policy.yml', 'mcp: none\n'],
  ['apm', 'apm-policy.yml', 'a: "x\n'],
  ['backstage', 'catalog-info.yaml', 'a: "x\n'],
])('leaves a file alone that it does not understand: %s, %s', async (target, path, text) => {
  const root = tree({ ...FILES, [path]: text });
  await expect(exportTo(target, await scanned(root), root)).rejects.toThrow(/left alone/);
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

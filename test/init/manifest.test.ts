import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type FileChange, writeChanges } from '../../src/engine/init/changes.ts';
import { initManifest } from '../../src/engine/init/index.ts';
import { token, tree } from '../engine/tree.ts';
import { clientFile, scanned } from './scanned.ts';

const init = async (root: string) => initManifest(await scanned(root), root, () => '{}');
const SERVER = { command: 'npx', args: ['-y', '@acme/notes-mcp'] };

interface Entry {
  readonly id: string;
  readonly match: Readonly<Record<string, unknown>>;
  readonly owner: string;
}

/** Writes the manifest of a tree and gives its entries. */
async function written(files: Readonly<Record<string, string>>) {
  const root = tree(files);
  const { changes, notices } = await init(root);
  writeChanges(root, changes);
  const text = readFileSync(join(root, 'mcp-governance.yaml'), 'utf8');
  return { root, text, notices, entries: (parse(text) as { servers: Entry[] }).servers };
}

describe('a first manifest', () => {
  test('has one entry for what several clients start, whatever they call it', async () => {
    const { entries } = await written({
      '.mcp.json': clientFile({ notes: SERVER, wiki: { type: 'http', url: 'https://wiki.acme-tools.dev/mcp' } }),
      '.cursor/mcp.json': clientFile({ Notizen: { command: 'cmd', args: ['/c', 'npx', '@acme/notes-mcp@1.2.3'] } }),
      '.vscode/mcp.json': JSON.stringify({ servers: { wiki: { url: 'https://wiki.acme-tools.dev/mcp?team=a' } } }),
    });
    expect(entries.map(({ id, match }) => [id, match])).toEqual([
      ['notizen', { npm: '@acme/notes-mcp', config_names: ['Notizen', 'notes'] }],
      ['wiki', { url: 'https://wiki.acme-tools.dev/mcp', config_names: ['wiki'] }],
    ]);
  });

  test('tells servers apart that have the same name', async () => {
    const { entries } = await written({
      '.mcp.json': clientFile({ db: { command: 'uvx', args: ['acme-db-mcp'] } }),
      '.cursor/mcp.json': clientFile({ db: { command: 'docker', args: ['run', '-i', '--rm', 'acme/db-mcp:1'] } }),
      '.gemini/settings.json': clientFile({ db: { command: 'node', args: ['tools/db.js'] } }),
    });
    expect(entries.map(({ id, match }) => [id, Object.keys(match)[0]])).toEqual([
      ['db', 'oci'],
      ['db-command', 'command'],
      ['db-pypi', 'pypi'],
    ]);
  });

  test('is read without a fault, leaves no server unregistered and nothing but its TODOs to tell', async () => {
    const { root } = await written({
      '.mcp.json': clientFile({
        notes: SERVER,
        own: { command: 'node', args: ['./server.js', '--port', '80'] },
        'github mcp': { type: 'http', url: 'https://api.githubcopilot.com/mcp/' },
      }),
      '.zed/settings.json': JSON.stringify({ context_servers: { 'mcp-server-acme': { settings: {} } } }),
    });
    const { report } = await scanned(root);
    const rules = new Set(report.findings.filter(({ family }) => family === 'ownership').map(({ rule }) => rule));
    expect([...rules].toSorted()).toEqual(['config-not-code-owned', 'owner-not-accountable', 'risk-tier-missing-or-too-low']);
    expect((await init(root)).changes).toEqual([]);
  });

  test('begins with its schema, from the package where it is installed', async () => {
    const files = { '.mcp.json': clientFile({ notes: SERVER }) };
    const { text, root } = await written(files);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./mcp-governance.schema.json');
    expect(readFileSync(join(root, 'mcp-governance.schema.json'), 'utf8')).toBe('{}\n');
    const installed = tree({ ...files, 'node_modules/postern/schemas/governance-manifest.schema.json': '{}' });
    const { changes } = await init(installed);
    expect(changes.map(({ path }) => path)).toEqual(['mcp-governance.yaml']);
    expect(changes[0]!.text.split('\n')[0]).toContain('=./node_modules/postern/schemas/governance-manifest.schema.json');
  });

  test('is there also where nothing is found', async () => {
    expect((await written({ 'README.md': 'x' })).entries).toEqual([]);
  });
});

describe('nothing that may be a credential is written', () => {
  const secret = token();
  const plain = ['wet', 'llama', '9'].join('-');
  test.each([
    ['env', { ...SERVER, env: { NOTES_TOKEN: secret } }, true],
    ['header', { type: 'http', url: 'https://a.acme-tools.dev/mcp', headers: { Authorization: `Bearer ${secret}` } }, true],
    ['argument of a package', { command: 'npx', args: ['@acme/notes-mcp', '--token', secret] }, true],
    ['argument of a program', { command: './notes', args: ['--token', secret] }, false],
    ['plain password', { command: './notes', args: ['--password', plain] }, false],
    ['password with =', { command: './notes', args: [`--db-password=${plain}`] }, false],
    ['variable on the line', { command: 'env', args: [`NOTES_MODE=${plain}`, './notes'] }, false],
    ['variable of a shell', { command: 'sh', args: ['-c', `NOTES_MODE=${plain} ./notes`] }, false],
    ['address with a user', { command: './notes', args: [`postgres://me:${plain}@db/notes`] }, false],
    ['query', { type: 'http', url: `https://a.acme-tools.dev/mcp?key=${secret}` }, true],
    ['user of an address', { type: 'http', url: `https://me:${plain}@a.acme-tools.dev/mcp` }, true],
    ['path', { type: 'http', url: `https://a.acme-tools.dev/s/${secret}/mcp` }, true],
    ['default of a reference', { type: 'http', url: `https://\${HOST:-${plain}}.acme-tools.dev/mcp` }, true],
    ['name', SERVER, true],
  ])('%s', async (what, server, hasEntry) => {
    const name = what === 'name' ? secret : 'notes';
    const { root, text, entries, notices } = await written({ '.mcp.json': clientFile({ [name]: server }) });
    for (const value of [secret, plain]) expect(text).not.toContain(value);
    expect(entries).toHaveLength(hasEntry ? 1 : 0);
    expect(notices).toHaveLength(hasEntry ? 0 : 1);
    if (!hasEntry) return;
    // What is written knows the server again.
    const { report } = await scanned(root);
    expect(report.findings.filter(({ rule }) => rule === 'unregistered-server')).toEqual([]);
  });
});

const api = (owner: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: notes\nspec:\n  type: mcp-server\n  owner: ${owner}\n  lifecycle: production\n  remotes:\n    - type: stdio\n      url: npx -y @acme/notes-mcp\n`;
const component = (owner: string) => `kind: Component\nmetadata:\n  name: shop\nspec:\n  type: service\n  owner: ${owner}\n`;

describe('owners', () => {
  const files = { 'app/.mcp.json': clientFile({ notes: SERVER }) };
  test.each([
    ['nobody', {}, 'TODO'],
    ['a line about the file', { CODEOWNERS: '* @acme/all\n/app/ @acme/app @kim\n' }, '@acme/app'],
    ['a team before a person', { CODEOWNERS: '/app/ @kim @acme/app\n' }, '@acme/app'],
    ['a person', { CODEOWNERS: '/app/ @kim\n' }, '@kim'],
    ['no bot', { CODEOWNERS: '/app/ @acme/release-bot\n' }, 'TODO'],
    ['the component', { 'catalog-info.yaml': component('payments') }, 'group:payments'],
    [
      'the component before a line about everything',
      { 'catalog-info.yaml': component('payments'), CODEOWNERS: '* @acme/all\n' },
      'group:payments',
    ],
    ['a line about everything', { CODEOWNERS: '* @acme/all\n' }, '@acme/all'],
    [
      'the entity of the server',
      { 'catalog-info.yaml': api('group:default/notes'), CODEOWNERS: '/app/ @acme/app\n' },
      'group:default/notes',
    ],
    ['components that do not agree', { 'catalog-info.yaml': `${component('a')}---\n${component('b')}` }, 'TODO'],
  ])('%s', async (_, more, owner) => {
    const { entries, text } = await written({ ...files, ...more });
    expect(entries[0]!.owner).toBe(owner);
    expect(/owner: .* # TODO confirm: from /.test(text)).toBe(owner !== 'TODO');
  });
});

const yaml = (...lines: string[]) => lines.join('\n');

describe('again', () => {
  const OLD = { npm: '@acme/old-mcp' };
  const HEAD = 'schema: mcp-governance/1';
  test.each([
    ['usual', yaml('# mine', HEAD, 'servers:', '  - id: old', '    match: {npm: "@acme/old-mcp"} # kept', '    owner: "@acme/old"', '')],
    [
      'no indentation, more behind',
      yaml(HEAD, 'servers:', '- id: old', '  match:', '    npm: "@acme/old-mcp"', '', '# later', 'defaults:', '  data_class: internal', ''),
    ],
    ['deep', yaml(HEAD, 'servers:', '      -   id: old', '          match: {npm: "@acme/old-mcp"}')],
    ['dash alone', yaml(HEAD, 'servers:', '  -', '    id: old', '    match: {npm: "@acme/old-mcp"}', '')],
    [
      'a block of text at the end',
      yaml(
        HEAD,
        'servers:',
        '  - id: old',
        '    match: {npm: "@acme/old-mcp"}',
        '    purpose: |+',
        '      Old notes.',
        '',
        '',
        'x-more: 1',
        '',
      ),
    ],
    [
      'a block of text without a line end',
      yaml(HEAD, 'servers:', '  - id: old', '    match: {npm: "@acme/old-mcp"}', '    purpose: >', '      Old notes.'),
    ],
    ['in brackets', yaml(HEAD, 'servers: [{id: old, match: {npm: "@acme/old-mcp"}}]', '')],
    ['in brackets over lines', yaml(HEAD, 'servers: [', '  {id: old, match: {npm: "@acme/old-mcp"}}', ']', '')],
    ['empty list', yaml(HEAD, 'servers: [] # none yet', 'defaults: {data_class: internal}', '')],
    ['nothing behind the key', yaml(HEAD, 'servers:', '')],
    ['nothing behind the key and no line end', yaml(HEAD, 'servers:')],
    ['no key', yaml(HEAD, 'defaults:', '  owner: "@acme/all"')],
    ['document marks', yaml('---', HEAD, 'servers:', '  - id: old', '    match: {npm: "@acme/old-mcp"}', '...', '')],
    ['carriage returns', yaml(HEAD, 'servers:', '  - id: old', '    match: {npm: "@acme/old-mcp"}', '').replaceAll('\n', '\r\n')],
    ['byte order mark', '\uFEFF' + yaml(HEAD, 'servers:', '  - id: old', '    match: {npm: "@acme/old-mcp"}', '')],
  ])('keeps every byte and adds what is new: %s', async (_, before) => {
    const root = tree({
      'mcp-governance.yaml': before,
      '.mcp.json': clientFile({ old: { command: 'npx', args: [OLD.npm] }, notes: SERVER, two: { command: 'uvx', args: ['two-mcp'] } }),
    });
    const was = parse(before.replace('\uFEFF', '')) as { servers?: Entry[] | null };
    const { changes, added } = await init(root);
    writeChanges(root, changes);
    const after = readFileSync(join(root, 'mcp-governance.yaml'), 'utf8');
    const { servers, ...rest } = parse(after.replace('\uFEFF', '')) as { servers: Entry[] };
    const count = was.servers?.length ?? 0;
    expect(servers.slice(0, count)).toEqual(was.servers ?? []);
    expect(servers.slice(count).map(({ match }) => Object.keys(match)[0])).toEqual(count > 0 ? ['npm', 'pypi'] : ['npm', 'npm', 'pypi']);
    expect(added).toBe(servers.length - count);
    const { servers: _servers, ...others } = was;
    expect(rest).toEqual(others);
    expect(isOneInsertion(before.replace(/ \[\]/, ''), after)).toBe(true);
    if (before.includes('\r')) expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect((await init(root)).changes).toEqual([]);
  });

  test('leaves to the defaults what they say', async () => {
    const root = tree({
      'mcp-governance.yaml': yaml(HEAD, 'policy: {data_classes: [open, closed]}', 'defaults: {owner: "@acme/all"}', 'servers: []', ''),
      '.mcp.json': clientFile({ notes: SERVER }),
      CODEOWNERS: '/.mcp.json @acme/app\n',
    });
    const { text } = (await init(root)).changes[0]!;
    expect(text).not.toContain('@acme/app');
    expect(text.match(/owner:/g)).toHaveLength(1);
    expect(text).toContain('data_class: TODO # open, closed\n');
  });

  test('names what a server that hands calls on still has to say', async () => {
    const { text } = await written({ '.mcp.json': clientFile({ n8n: { command: 'npx', args: ['n8n-mcp'] }, notes: SERVER }) });
    expect(text.match(/# downstream: # TODO/g)).toHaveLength(1);
  });

  test('adds to a manifest in JSON', async () => {
    const before = JSON.stringify({ schema: 'mcp-governance/1', servers: [{ id: 'old', match: OLD }] }, null, 2);
    const root = tree({ 'mcp-governance.json': before, '.mcp.json': clientFile({ notes: SERVER }) });
    const { changes } = await init(root);
    expect(changes.map(({ path }) => path)).toEqual(['mcp-governance.json']);
    expect((JSON.parse(changes[0]!.text) as { servers: Entry[] }).servers.map(({ id }) => id)).toEqual(['old', 'notes']);
    expect(isOneInsertion(before, changes[0]!.text)).toBe(true);
  });

  test('leaves what an entry, a retired one too, or a gateway covers', async () => {
    const root = tree({
      'mcp-governance.yaml': yaml(
        HEAD,
        'gateways: [{id: corp, url: "https://gate.acme-tools.dev"}]',
        'servers: [{id: gone, lifecycle: retired, match: {npm: "@acme/notes-mcp"}}]',
        '',
      ),
      '.mcp.json': clientFile({ notes: SERVER, all: { type: 'http', url: 'https://gate.acme-tools.dev/all' } }),
    });
    expect(await init(root)).toMatchObject({ changes: [], added: 0, notices: [] });
  });

  test.each([
    ['broken', `${HEAD}\nservers:\n  - id: "old\n`, /broken in line 3/],
    ['several documents', `${HEAD}\nservers:\n  - id: old\n    match: {npm: x}\n---\na: 1\n`, null],
    ['an alias for a list', `${HEAD}\nx-a: &a\n  - id: old\n    match: {npm: x}\nservers: *a\n`, null],
    ['another shape', `${HEAD}\nservers: {old: {match: {npm: x}}}\n`, /safely/],
  ])('never spoils a manifest: %s', async (_, before, message) => {
    const root = tree({ 'mcp-governance.yaml': before, '.mcp.json': clientFile({ notes: SERVER }) });
    let changes: readonly FileChange[] = [];
    let refusal = '';
    try {
      ({ changes } = await init(root));
    } catch (error) {
      refusal = (error as Error).message;
    }
    if (message) expect(refusal).toMatch(message);
    else expect(changes.every(({ text }) => isOneInsertion(before, text))).toBe(true);
    expect(readFileSync(join(root, 'mcp-governance.yaml'), 'utf8')).toBe(before);
  });

  test('does not write over a manifest that cannot be read', async () => {
    const root = tree({ 'mcp-governance.yaml': 'a\0b', '.mcp.json': clientFile({ notes: SERVER }) });
    await expect(init(root)).rejects.toThrow(/cannot be read/);
  });
});

test('hostile names and words stay inside of their scalars', async () => {
  const names = ['a\nb: c', '# x', '- x', '"', "'", '__proto__', 'x'.repeat(5000), '\u202Egnp', '\u0007', ': ', '*a', '!!js', ''];
  const servers = Object.fromEntries(names.map((name, index) => [name, { command: `./run-${index}`, args: [name] }]));
  const text = JSON.stringify({ mcpServers: servers });
  const { entries, root } = await written({
    '.mcp.json': text.replace('{"mcpServers":{', '{"mcpServers":{"__proto__":{"command":"./p"},'),
  });
  expect(entries.length).toBeGreaterThan(5);
  for (const { id, match } of entries) {
    expect(id).toMatch(/^[a-z0-9][a-z0-9._-]{0,70}$/);
    for (const value of Object.values(match).flat()) expect(value).toMatch(/^[\p{L}\p{N}\p{P}\p{S} ]{0,500}$/u);
  }
  expect((await init(root)).changes).toEqual([]);
});

const change = (path: string): FileChange => ({ path, before: null, text: 'x\n' });

describe('writing', () => {
  test('stays in the folder', () => {
    const outside = tree({});
    const root = tree({});
    symlinkSync(outside, join(root, '.github'));
    symlinkSync(join(outside, 'new.yaml'), join(root, 'mcp-governance.yaml'));
    expect(() => writeChanges(root, [change('.github/workflows/postern.yml')])).toThrow(/leads out/);
    expect(() => writeChanges(root, [change('mcp-governance.yaml')])).toThrow(/link/);
    expect(() => writeChanges(root, [change('../x.yaml')])).toThrow(/leads out/);
  });
  test('leaves a file alone that changed meanwhile', () => {
    const root = tree({ 'a.yaml': 'theirs\n' });
    expect(() => writeChanges(root, [change('a.yaml')])).toThrow(/changed/);
    expect(readFileSync(join(root, 'a.yaml'), 'utf8')).toBe('theirs\n');
  });
});

/** Whether one text is the other with something put in at one place. */
function isOneInsertion(before: string, after: string): boolean {
  for (let cut = 0; cut <= before.length; cut++)
    if (after.startsWith(before.slice(0, cut)) && after.endsWith(before.slice(cut)) && after.length >= before.length) return true;
  return false;
}

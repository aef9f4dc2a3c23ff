import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/core/governance.ts';
import { Source } from '../../src/core/source.ts';
import { check } from '../../src/engine/check.ts';
import { rules } from '../../src/generated/rules.ts';
import { addDays, dayAfter, isDay, said, secondsOf } from '../../src/governance/days.ts';
import { compileAddress, matches } from '../../src/governance/match.ts';
import { readManifest } from '../../src/governance/manifest.ts';
import { isPerson, isPlaceholder, sameOwner } from '../../src/governance/policy.ts';
import { TODAY, workspaceFrom } from './workspace.ts';

const server = async (entry: object, name = 'one') => {
  const { servers } = await workspaceFrom({ '.cursor/mcp.json': JSON.stringify({ mcpServers: { [name]: entry } }) });
  return servers[0]!;
};
const argv = (command: string, ...args: string[]) => ({ command, args });

describe('an entry means a server by what it really starts', () => {
  test.each<[string, Match, object, boolean]>([
    ['npm through npx', { npm: '@example/notes' }, argv('npx', '-y', '@example/notes@1.2.3'), true],
    ['npm through cmd', { npm: '@example/notes' }, argv('cmd', '/c', 'npx', '-y', '@example/notes'), true],
    ['npm through a secret launcher', { npm: '@example/notes' }, argv('op', 'run', '--', 'npx', '@example/notes'), true],
    ['a longer name', { npm: '@example/notes' }, argv('npx', '-y', '@example/notes-evil'), false],
    ['the same name on PyPI', { npm: 'notes' }, argv('uvx', 'notes'), false],
    ['PyPI in another spelling', { pypi: 'Example_Notes' }, argv('uvx', 'example-notes==2.0'), true],
    ['an image with a tag', { oci: 'ghcr.io/example/notes' }, argv('docker', 'run', '-i', '--rm', 'ghcr.io/example/notes:1.2'), true],
    ['an image of somebody else', { oci: 'ghcr.io/example/notes' }, argv('docker', 'run', '-i', 'ghcr.io/exampled/notes'), false],
    [
      'a repository',
      { git: 'https://github.com/example/notes.git' },
      argv('uvx', '--from', 'git+https://github.com/example/notes@v1', 'notes'),
      true,
    ],
    ['an address', { url: 'https://mcp.example.com/*' }, { url: 'https://MCP.example.com/v1/sse?key=x' }, true],
    ['an address through a bridge', { url: 'https://mcp.example.com/*' }, argv('npx', 'mcp-remote', 'https://mcp.example.com/sse'), true],
    ['the bridge itself', { npm: 'mcp-remote' }, argv('npx', 'mcp-remote', 'https://mcp.example.com/sse'), false],
    ['another host that begins alike', { url: 'https://mcp.example.com/*' }, { url: 'https://mcp.example.com.evil.dev/x' }, false],
    ['a host in the user part', { url: 'https://mcp.example.com/*' }, { url: 'https://mcp.example.com@evil.dev/x' }, false],
    ['a command line', { command: ['python', 'server.py'] }, argv('python', 'server.py'), true],
    ['a longer command line', { command: ['python', 'server.py'] }, argv('python', 'server.py', '--all'), false],
    ['a name alone', { registry: 'other', config_names: ['one'] }, argv('npx', 'something'), false],
  ])('%s', async (_what, match, entry, wanted) => {
    expect(matches(match, await server(entry))).toBe(wanted);
  });

  test('an address without a star takes its own closing slash and nothing below', () => {
    const fits = compileAddress('https://mcp.example.com/mcp');
    expect(['https://mcp.example.com/mcp', 'https://mcp.example.com/mcp/', 'https://mcp.example.com/mcp?x=1'].map(fits)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['https://mcp.example.com/mcp/admin', 'http://mcp.example.com/mcp'].map(fits)).toEqual([false, false]);
  });
});

test('behind a gateway an entry is known by the id in the address or by the name in the file, and elsewhere not', async () => {
  const manifest = `schema: mcp-governance/1
gateways: [{id: corp, url: "https://gw.example.com"}]
servers:
  - {id: orders, purpose: x, owner: "@example/own", via: "gateway:corp", match: {url: "https://orders.example.com/*", config_names: [shop]}}
`;
  const config = JSON.stringify({
    mcpServers: {
      one: { url: 'https://gw.example.com/orders/mcp' },
      shop: { url: 'https://gw.example.com/x' },
      two: { url: 'https://gw.example.com/stock' },
      orders: { url: 'https://gw.example.com.evil.dev/orders' },
    },
  });
  const { governance, servers } = await workspaceFrom({ 'mcp-governance.yaml': manifest, '.cursor/mcp.json': config });
  expect(servers.filter(one => governance!.all(one).length > 0).map(({ name }) => name)).toEqual(['one', 'shop']);
});

describe('days', () => {
  test.each([
    ['P90D', 90 * 86_400],
    ['PT8H', 28_800],
    ['P1Y', 365 * 86_400],
    ['P2W', 14 * 86_400],
    ['P1DT12H', 129_600],
    ['P', null],
    ['PT', null],
    ['P1DT', null],
    ['90D', null],
    ['P-1D', null],
  ])('%s', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });
  test('a day has to be in the calendar', () => {
    expect(['2028-02-29', '2027-02-29', '2027-1-1', '2027-13-01', ''].map(isDay)).toEqual([true, false, false, false, false]);
  });
  test('sums cross months and leap days, and stay in the calendar', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(dayAfter('2026-12-02', 'P90D')).toBe('2027-03-02');
    expect(dayAfter('2026-12-02', 'P999999Y')).toBe('9999-12-31');
  });
  test('people read them', () => {
    expect(['P90D', 'P1D', 'PT1H', 'PT90M', 'PT30S'].map(said)).toEqual(['90 days', '1 day', '1 hour', '1.5 hours', '30 seconds']);
  });
});

test('placeholders, persons and the spellings of a team', () => {
  expect(
    ['TODO', '@example/todo', 'user:nobody', 'admin@example.com', 'TODO: ask Kim', '@example/release-bot'].map(isPlaceholder),
  ).not.toContain(false);
  expect(['@example/admin', '@example/platform', 'user:kim', 'group:botany', 'none-such@example.com'].map(isPlaceholder)).not.toContain(
    true,
  );
  expect(['user:kim', '@kim', 'kim@example.com'].map(isPerson)).not.toContain(false);
  expect(['@example/kim', 'group:kim'].map(isPerson)).not.toContain(true);
  expect(sameOwner('@example/data', 'group:default/Data')).toBe(true);
  expect(sameOwner('@example/data', 'group:database')).toBe(false);
});

const entryNumber = (index: number) =>
  `  - id: s${index}\n    purpose: x\n    match: {url: "${'*a'.repeat(40)}${index}"}\n    owner: "@x/${index}"\n`;

describe('whatever a manifest holds', () => {
  const word = fc.constantFrom(
    'servers',
    'schema',
    'mcp-governance/1',
    'match',
    'owner',
    'id',
    'url',
    '*',
    'TODO',
    'P90D',
    '2026-02-30',
    '__proto__',
    'constructor',
    '&a',
    '*a',
    '<<',
    '{',
    '[',
    ']',
    '}',
    ':',
    '-',
    '\n',
    '\n  ',
    '"',
    "'",
    '# ',
    'npm',
    'review',
    'last',
    'stages',
    'tools',
    'impact',
  );
  test('it is read without a throw, and every rule speaks of places inside of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 60 }), async words => {
        const text = words.join(' ');
        const workspace = await workspaceFrom({
          'mcp-governance.yaml': text,
          '.cursor/mcp.json': '{"mcpServers":{"a":{"url":"https://x.example/mcp"}}}',
        });
        const { findings, notices } = check(workspace, rules);
        expect(notices).toEqual([]);
        for (const { source, span } of findings) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(source.text.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a long one is over soon', async () => {
    const text = 'schema: mcp-governance/1\nservers:\n' + Array.from({ length: 3000 }, (_, index) => entryNumber(index)).join('');
    const started = performance.now();
    const manifest = await readManifest(new Source('mcp-governance.yaml', text));
    expect(manifest.servers).toHaveLength(3000);
    const { servers } = await workspaceFrom({
      '.cursor/mcp.json': JSON.stringify({ mcpServers: { a: { url: `https://${'a'.repeat(2000)}.example/` } } }),
    });
    for (const { data } of manifest.servers) matches(data.match, servers[0]!);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('other sources', () => {
  const config = JSON.stringify({
    mcpServers: {
      wiki: { url: 'https://wiki.example.com/mcp' },
      notes: argv('npx', '-y', '@example/notes@1.0.0'),
      tool: argv('tool', 'serve'),
    },
  });
  const BACKSTAGE = `apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: wiki, annotations: {mcp-governance/data-class: internal, mcp-governance/review-next: 2027-01-31}}
spec: {type: mcp-server, lifecycle: deprecated, owner: docs, remotes: [{type: streamable-http, url: "https://wiki.example.com/mcp"}, {type: stdio, url: tool serve}]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: Docs}
spec: {type: team}
---
kind: API
metadata: {name: rest}
spec: {type: openapi, owner: rest}
`;
  test('Backstage: a record for each remote, groups as the directory', async () => {
    const { governance, ownership, servers } = await workspaceFrom({ 'catalog-info.yaml': BACKSTAGE, '.cursor/mcp.json': config });
    expect(
      governance?.records.map(({ origin, data }) => [origin, data.id, data.match, data.owner?.team, data.lifecycle, data.data_class]),
    ).toEqual([
      ['backstage', 'wiki', { url: 'https://wiki.example.com/mcp' }, 'group:docs', 'deprecated', 'internal'],
      ['backstage', 'wiki', { command: ['tool', 'serve'] }, 'group:docs', 'deprecated', 'internal'],
    ]);
    expect(governance?.groups).toEqual(new Set(['docs']));
    const own = servers.filter(({ document }) => document.source.path === '.cursor/mcp.json');
    expect(own.map(one => ownership.ownersOf('.cursor/mcp.json', one))).toEqual([['group:docs'], [], ['group:docs']]);
  });

  test('a registry list: only of the shape that has approvals', async () => {
    const list = `approved:
  - {name: notes, npm_package: "@example/notes", approved_by: lee@example.com, approved_date: 2026-08-01, expires: 2027-01-31, data_scope: INTERNAL, risk: LOW, rationale: Keep notes}
  - {name: other, npm_package: "@example/other"}
`;
    const { governance } = await workspaceFrom({ '.claude/mcp-registry.yaml': list, '.cursor/mcp.json': config });
    expect(governance?.records.map(({ data }) => data)).toEqual([
      {
        id: 'notes',
        match: { npm: '@example/notes' },
        data_class: 'internal',
        risk_tier: 'low',
        purpose: 'Keep notes',
        stages: { '*': { approval: { by: 'lee@example.com', date: '2026-08-01', expires: '2027-01-31' } } },
      },
    ]);
    const { governance: none } = await workspaceFrom({ '.claude/mcp-registry.yaml': 'servers: []', '.cursor/mcp.json': config });
    expect(none).toBeNull();
  });

  test('CycloneDX: a record for each endpoint of a service', async () => {
    const owners = [{ organization: { name: 'Docs' } }];
    const services = [
      {
        name: 'wiki',
        endpoints: ['https://wiki.example.com/mcp', 5],
        data: [{ flow: 'inbound', classification: 'internal', governance: { owners } }],
      },
      { name: 'none' },
    ];
    const bom = (bomFormat: string) => JSON.stringify({ bomFormat, specVersion: '1.6', services });
    const { governance } = await workspaceFrom({ 'bom.json': bom('CycloneDX'), '.cursor/mcp.json': config });
    expect(governance?.records.map(({ origin, data }) => [origin, data])).toEqual([
      ['cyclonedx', { id: 'wiki', match: { url: 'https://wiki.example.com/mcp' }, data_class: 'internal', owner: { team: 'Docs' } }],
    ]);
    expect((await workspaceFrom({ 'bom.json': bom('Other'), '.cursor/mcp.json': config })).governance).toBeNull();
  });

  const RESOURCE = (image: string, notes: string) => `apiVersion: toolhive.stacklok.dev/v1alpha1
kind: MCPServer
metadata:
  name: orders
  annotations: {${notes}}
spec: {image: "${image}", transport: stdio}
`;
  const NOTES =
    'mcp-governance/owner: group:orders, mcp-governance/data-class: confidential, mcp-governance/risk-tier: High, ' +
    'mcp-governance/stage: production, mcp-governance/approved-by: user:lee, mcp-governance/approved-on: "2026-09-01", ' +
    'mcp-governance/approval-expires: "2026-10-01"';

  test.each([
    ['ToolHive', RESOURCE('ghcr.io/example/orders:1.0.0', NOTES)],
    [
      'kagent',
      `apiVersion: kagent.dev/v1alpha1\nkind: MCPServer\nmetadata:\n  name: orders\n  annotations: {${NOTES}}\nspec: {deployment: {image: "ghcr.io/example/orders:1.0.0", port: 3000}, transportType: stdio}\n`,
    ],
  ])('annotations of a resource of %s: owner, tier and approval of that resource alone', async (_, resource) => {
    const { governance, ownership, servers, today } = await workspaceFrom({
      'mcp/orders.yaml': resource,
      'mcp/other.yaml': RESOURCE('ghcr.io/example/orders:1.0.0', ''),
    });
    expect(governance?.records.map(({ origin, data }) => [origin, data])).toEqual([
      [
        'kubernetes',
        {
          id: 'orders',
          match: {},
          owner: { team: 'group:orders' },
          data_class: 'confidential',
          risk_tier: 'high',
          stages: { production: { approval: { by: 'user:lee', date: '2026-09-01', expires: '2026-10-01' } } },
        },
      ],
    ]);
    expect(servers.map(server => ownership.ownersOf(server.document.source.path, server))).toEqual([['group:orders'], []]);
    expect(today).toBe(TODAY);
  });

  test('an annotation names an owner, and registers nothing', async () => {
    const manifest = 'schema: mcp-governance/1\nservers: []\n';
    const workspace = await workspaceFrom({
      'mcp-governance.yaml': manifest,
      'mcp/orders.yaml': RESOURCE('ghcr.io/example/orders:1.0.0', NOTES),
    });
    const found = check(workspace, rules).findings.map(({ rule, source, span }) => `${rule} ${source.slice(span)}`);
    expect(found).toContain('unregistered-server orders');
    // The day that the approval ended, at its own place.
    expect(found).toContain('review-overdue 2026-10-01');
  });

  test.each([
    ['gives none', '', ['mcp/orders.yaml']],
    ['gives one of its own, which counts alone', ', review: {next: 2027-06-30}', []],
    ['gave the server up', ', lifecycle: retired', ['mcp/orders.yaml the server']],
  ])('a day of an annotation counts where the manifest %s', async (_, more, expected) => {
    const manifest = `schema: mcp-governance/1\nservers: [{id: orders, purpose: x, owner: group:orders, match: {oci: ghcr.io/example/orders}${more}}]\n`;
    const workspace = await workspaceFrom({
      'mcp-governance.yaml': manifest,
      'mcp/orders.yaml': RESOURCE('ghcr.io/example/orders:1.0.0', NOTES),
    });
    const found = check(workspace, rules).findings.filter(({ rule }) => rule === 'review-overdue');
    expect(found.map(({ source, span }) => source.path + (source.slice(span) === 'orders' ? ' the server' : ''))).toEqual(expected);
  });

  test('an annotation of a page or without anything said counts for nothing', async () => {
    const none = await workspaceFrom({ 'mcp/orders.yaml': RESOURCE('ghcr.io/example/orders:1.0.0', 'mcp-governance/review-next: soon') });
    expect(none.governance).toBeNull();
    const page = await workspaceFrom({ 'README.md': '```yaml\n' + RESOURCE('ghcr.io/example/orders:1.0.0', NOTES) + '```\n' });
    expect(page.governance).toBeNull();
  });

  const META = 'io.modelcontextprotocol.registry/publisher-provided';
  const entry = (meta: object) => ({
    name: 'io.github.example/notes',
    description: 'Notes',
    version: '1.0.0',
    packages: [{ registryType: 'npm', identifier: '@example/notes', version: '1.0.0', transport: { type: 'stdio' } }],
    remotes: [
      { type: 'streamable-http', url: 'https://wiki.example.com/mcp' },
      { type: 'streamable-http', url: 'https://{tenant}.example.com/mcp' },
    ],
    _meta: { [META]: meta },
  });

  test('registry `_meta`: a record for each package and remote, wherever a client uses them', async () => {
    const said = { 'mcp-governance': { owner: '@example/notes-team', data_class: 'internal', publisher: 'Example' } };
    for (const [path, text] of [
      ['server.json', JSON.stringify(entry(said))],
      ['registry.json', JSON.stringify({ servers: [{ server: entry(said) }] })],
    ] as const) {
      const { governance, ownership, servers } = await workspaceFrom({ [path]: text, '.cursor/mcp.json': config });
      const terms = {
        id: 'io.github.example/notes',
        owner: { team: '@example/notes-team' },
        data_class: 'internal',
        publisher: { name: 'Example', verified: false },
      };
      expect(governance?.records.map(({ origin, data }) => [origin, data])).toEqual([
        ['server-json', { ...terms, match: { npm: '@example/notes' } }],
        ['server-json', { ...terms, match: { url: 'https://wiki.example.com/mcp' } }],
      ]);
      const own = servers.filter(({ scope }) => scope === 'project');
      expect(own.map(one => ownership.ownersOf('.cursor/mcp.json', one))).toEqual([['@example/notes-team'], ['@example/notes-team'], []]);
    }
  });

  test('registry `_meta` of ToolHive: what its free map says of one image', async () => {
    const image = 'ghcr.io/example/notes:1.0.0';
    const custom = { custom_metadata: { 'mcp-governance/owner': 'group:notes' } };
    const one = {
      ...entry({ 'io.github.stacklok': { [image]: custom } }),
      packages: [{ registryType: 'oci', identifier: image, transport: { type: 'stdio' } }],
    };
    const { governance } = await workspaceFrom({ 'server.json': JSON.stringify(one) });
    expect(governance?.records.map(({ data }) => [data.match, data.owner?.team])).toEqual([
      [{ oci: 'ghcr.io/example/notes' }, 'group:notes'],
    ]);
  });

  test.each([['{}'], ['{"mcp-governance":5}'], ['{"mcp-governance":{"owner":{}}}'], ['[]']])('`_meta` %s says nothing', async meta => {
    const { governance } = await workspaceFrom({ 'server.json': JSON.stringify(entry(JSON.parse(meta))), '.cursor/mcp.json': config });
    expect(governance).toBeNull();
  });

  test('each source before the next: manifest, list, Backstage, annotation, `_meta`, bill', async () => {
    const manifest =
      'schema: mcp-governance/1\nservers: [{id: own, purpose: x, owner: "@example/own", match: {url: "https://wiki.example.com/*"}}]\n';
    const list =
      'approved: [{name: wiki, source: "https://wiki.example.com/mcp", owner: "@example/list", approved_by: lee, expires: 2027-01-31}]\n';
    const bill = JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      services: [
        {
          name: 'wiki',
          endpoints: ['https://wiki.example.com/mcp'],
          data: [{ governance: { owners: [{ organization: { name: 'Bill' } }] } }],
        },
      ],
    });
    const resource = `apiVersion: kagent.dev/v1alpha2
kind: RemoteMCPServer
metadata: {name: wiki, annotations: {mcp-governance/owner: "@example/annotated"}}
spec: {url: "https://wiki.example.com/mcp", protocol: STREAMABLE_HTTP}
`;
    const sources: [string, string, string][] = [
      ['mcp-governance.yaml', manifest, '@example/own'],
      ['.claude/mcp-registry.yaml', list, '@example/list'],
      ['catalog-info.yaml', BACKSTAGE, 'group:docs'],
      ['mcp/wiki.yaml', resource, '@example/annotated'],
      ['server.json', JSON.stringify(entry({ 'mcp-governance': { owner: '@example/published' } })), '@example/published'],
      ['bom.json', bill, 'Bill'],
      ['CODEOWNERS', '* @example/reviewers\n', '@example/reviewers'],
    ];
    for (let first = 0; first < sources.length; first++) {
      const texts = Object.fromEntries(sources.slice(first).map(([path, text]) => [path, text]));
      const { ownership, servers } = await workspaceFrom({ 'mcp/wiki.yaml': resource.replace(/, annotations[^\n]*/, '}'), ...texts });
      const server = servers.find(({ document }) => document.source.path === 'mcp/wiki.yaml')!;
      expect(ownership.ownersOf('mcp/wiki.yaml', server)).toEqual([sources[first]![2]]);
    }
  });

  test('the manifest comes first, then the list, then Backstage', async () => {
    const manifest =
      'schema: mcp-governance/1\nservers: [{id: own, purpose: x, owner: "@example/own", match: {url: "https://wiki.example.com/*"}}]\n';
    const { governance, servers, today } = await workspaceFrom({
      'catalog-info.yaml': BACKSTAGE,
      'mcp-governance.yaml': manifest,
      '.cursor/mcp.json': config,
    });
    expect(governance!.all(servers.find(({ name, scope }) => name === 'wiki' && scope === 'project')!).map(({ origin }) => origin)).toEqual(
      ['manifest', 'backstage'],
    );
    expect(today).toBe(TODAY);
  });
});

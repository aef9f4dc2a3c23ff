import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { Source } from '../../src/core/source.ts';
import { isDay } from '../../src/governance/days.ts';
import { manifestSchema } from '../../src/governance/manifest-shape.ts';
import { readManifest } from '../../src/governance/manifest.ts';

const WHOLE = `schema: mcp-governance/1
policy: {stages: [sandbox, production], max_ttl: {high: PT8H}}
environments:
  - {stage: production, paths: ["deploy/**"]}
gateways: [{id: corp, url: "https://mcp.example.com"}]
defaults:
  owner: group:platform
servers:
  - id: notes
    purpose: Keep notes
    match: {npm: "@example/notes", config_names: [notes]}
  - id: orders
    match: {pypi: orders-mcp, version: "1.2.0"}
    owner: {team: "@example/orders", delegate: "user:kim", contact: {chat: "#orders"}}
    risk_tier: high
    stages:
      sandbox: {}
      production: {approval: {by: user:lee, date: 2026-09-01, ticket: T-1}}
    credential: {type: oauth, ref: "env:ORDERS", max_ttl: PT1H, scopes: [orders.read]}
    tools:
      - {name: read_order, impact: read}
      - {names: [close_order, move_order], impact: [write, export], reversible: reversible}
    approvals: {write: {approval: {by: user:lee, date: 2026-09-01}}}
    review: {last: 2026-09-01, interval: P90D}
    offboarding: {runbook: docs/orders.md}
    x-cost-centre: "17"
exceptions:
  - {rule: unpinned-server, server: notes, reason: pinned by the mirror, approval: {by: user:lee, date: 2026-09-01}, expires: 2027-01-31}
`;
const read = (text: string) => readManifest(new Source('mcp-governance.yaml', text));
const faults = async (text: string) => {
  const manifest = await read(text);
  return manifest.faults.map(({ span, message }) => {
    const { line, column } = manifest.source.position(span.start);
    return `${line}:${column} ${message}`;
  });
};
const ajv = new Ajv2020({ strict: true, strictRequired: false, formats: { date: isDay, email: /@/ }, allowUnionTypes: true });
const valid = ajv.compile(manifestSchema());

test('every property of the schema has a title', () => {
  const untitled: string[] = [];
  const walk = (node: unknown, at: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties } = node as { properties?: Record<string, { title?: string }> };
    for (const [name, one] of Object.entries(properties ?? {})) if (!one.title) untitled.push(`${at}/${name}`);
    for (const [key, value] of Object.entries(node)) walk(value, `${at}/${key}`);
  };
  walk(manifestSchema(), '');
  expect(untitled).toEqual([]);
});

describe('a whole manifest', () => {
  test('is read without a fault, with defaults filled in', async () => {
    const manifest = await read(WHOLE);
    expect(manifest.faults).toEqual([]);
    const [notes, orders] = manifest.servers;
    expect(notes?.data).toMatchObject({ id: 'notes', owner: { team: 'group:platform' }, match: { npm: '@example/notes' } });
    expect(orders?.data).toMatchObject({
      owner: { team: '@example/orders', delegate: 'user:kim' },
      match: { version: '1.2.0' },
      review: { last: '2026-09-01', interval: 'P90D' },
      tools: [
        { names: ['read_order'], impact: ['read'] },
        { names: ['close_order', 'move_order'], impact: ['write', 'export'] },
      ],
    });
    expect(manifest.exceptions.map(({ data }) => data.rule)).toEqual(['unpinned-server']);
    expect(manifest.source.text.slice(orders!.node.span.start)).toMatch(/^id: orders/);
  });
  test('fits the published schema', () => {
    valid(parseYaml(WHOLE));
    expect(valid.errors ?? []).toEqual([]);
  });
});

// Each with the place and the first words of what is told, and refused by the published schema as well.
const WRONG: readonly (readonly [what: string, from: string, to: string, place: string, message: RegExp])[] = [
  ['an unknown key', 'purpose: Keep', 'purose: Keep', '10:5', /^`purose` is no key of an entry of `servers`\. Did you mean `purpose`\?$/],
  ['an unknown key at the top', 'gateways:', 'gatewys:', '5:1', /^`gatewys` is no key of the manifest\. Did you mean `gateways`\?$/],
  [
    'a tier that does not exist',
    'risk_tier: high',
    'risk_tier: hihg',
    '15:16',
    /^`risk_tier` is one of low, medium, high, critical\. Did you mean `high`\?$/,
  ],
  ['a day that the calendar has not', '2026-09-01, ticket', '2026-19-01, ticket', '18:51', /^`date` has to be a day such as/],
  ['a duration in words', 'P90D}', '90 days}', '24:42', /^`interval` has to be an ISO 8601 duration/],
  ['a credential instead of its place', 'env:ORDERS', 'hunter-two', '19:37', /^`ref` has to be the name of a place/],
  ['a match by name alone', 'npm: "@example/notes", ', '', '11:12', /^`match` needs what the server really is/],
  ['an owner in prose', 'owner: group:platform', 'owner: the platform people', '7:10', /^`owner` has to be a team or person/],
  [
    'an approval that nobody gave',
    'approval: {by: user:lee, date: 2026-09-01, ticket: T-1}',
    'approval: {date: 2026-09-01}',
    '18:30',
    /^An approval needs `by`\.$/,
  ],
  [
    'an exception for the number of a rule, as older proposals write it',
    'rule: unpinned-server',
    'rule: SUP002',
    '28:12',
    /^`rule` has to be the name of a rule, such as unpinned-server\.$/,
  ],
  ['an exception without an end', ', expires: 2027-01-31', '', '28:5', /^An exception needs `expires`\.$/],
  ['an impact that does not exist', '[write, export]', '[write, exprot]', '22:60', /Did you mean `export`\?$/],
  ['a tool without a name', 'name: read_order, ', '', '21:9', /^An entry of `tools` needs one of name, names\.$/],
  ['an entry without an id', 'id: orders\n    ', '', '12:5', /^An entry of `servers` needs `id`\.$/],
  ['another version', 'mcp-governance/1', 'mcp-governance/2', '1:9', /^`schema` is one of mcp-governance\/1\./],
  ['no version', 'schema: mcp-governance/1\n', '', '1:1', /^The manifest needs `schema`\.$/],
  [
    'servers as a map',
    'gateways: [{id: corp, url: "https://mcp.example.com"}]',
    'gateways: {corp: {}}',
    '5:11',
    /^`gateways` takes a list\.$/,
  ],
  [
    'an address that is not https',
    'offboarding: {runbook: docs/orders.md}',
    'links: ["http://x.example"]',
    '25:14',
    /^An item of `links` has to be an address that begins with https/,
  ],
  ['a gateway that nobody can name', 'purpose: Keep notes', 'via: gateway', '10:10', /^`via` has to be `direct` or/],
  ['an empty list of a stage', 'paths: ["deploy/**"]', 'paths: []', '4:32', /^`paths` needs at least one item\.$/],
];

describe('a wrong manifest', () => {
  test.each(WRONG)('%s', async (_what, from, to, place, message) => {
    expect(WHOLE).toContain(from);
    const text = WHOLE.replace(from, to);
    const [first = ''] = await faults(text);
    expect(first.split(' ')[0]).toBe(place);
    expect(first.slice(place.length + 1)).toMatch(message);
    expect(valid(parseYaml(text))).toBe(false);
  });

  test('a wrong entry invalidates itself alone', async () => {
    const manifest = await read(WHOLE.replace('npm: "@example/notes", ', ''));
    expect(manifest.servers.map(({ data }) => data.id)).toEqual(['orders']);
  });

  test('the same id twice is told at the second', async () => {
    expect(await faults(WHOLE.replace('id: orders', 'id: notes'))).toEqual([
      '12:9 There is another entry with the id `notes`. Give each its own.',
    ]);
  });

  test('no fault repeats a value', async () => {
    const value = ['do', 'not', 'show'].join('-');
    const text = WHOLE.replace('env:ORDERS', value).replace('P90D}', `${value}}`);
    expect((await faults(text)).join()).not.toContain(value);
  });

  test.each([
    '',
    '[',
    '5',
    'a: &a [*a]',
    '{}',
    'servers:',
    'servers: {}',
    '---\n---\n',
    '\0',
    '__proto__: {servers: []}',
    'servers: [__proto__, {id: constructor, match: {npm: toString}}]',
  ])('%j is told and harms nobody', async text => {
    expect((await read(text)).faults.length).toBeGreaterThan(0);
  });
});

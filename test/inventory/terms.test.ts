// What the manifest says of a server, in every output.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Inventory, Service } from '../../src/core/inventory.ts';
import { cyclonedx } from '../../src/report/inventory/cyclonedx.ts';
import { html } from '../../src/report/inventory/html.ts';
import { json } from '../../src/report/inventory/json.ts';
import { text } from '../../src/report/inventory/text.ts';
import { CONFIG, FILES, MANIFEST } from './governed.ts';
import { inventory, PLAIN } from './read.ts';

function one({ services }: Inventory, name: string): Service {
  return services.find(service => service.name === name)!;
}

test('each from the strongest source, days by what 31 January 2027 makes of them', async () => {
  const found = await inventory(FILES);
  expect(one(found, 'orders')).toMatchObject({
    owners: ['@acme/orders'],
    ownerKind: 'team',
    terms: {
      id: 'orders',
      from: ['mcp-governance.yaml'],
      registered: true,
      dataClass: 'confidential',
      tier: 'high',
      lifecycle: null,
      days: [
        { what: 'review', day: '2026-12-31', state: 'overdue' },
        { what: 'approval', day: '2027-06-30', state: 'later' },
      ],
    },
  });
  expect(one(found, 'wiki')).toMatchObject({
    ownerKind: 'person',
    terms: { lifecycle: 'deprecated', days: [{ what: 'review', day: '2027-02-16', state: 'soon' }] },
  });
  expect(one(found, 'notes')).toMatchObject({ ownerKind: 'nobody', terms: { dataClass: null, tier: null, days: [] } });
  expect(one(found, 'stray')).toMatchObject({ owners: [], ownerKind: null, terms: null });
  expect(one(found, 'mail')).toMatchObject({ ownerKind: 'team', terms: { from: ['mcp/mail.yaml'], registered: false, tier: 'medium' } });
});

test('overdue is what has passed, not what is due soon or missing', async () => {
  const { overdue } = await inventory(FILES);
  expect(overdue.map(({ rule, message }) => `${rule} ${message.split('. ')[0]}`)).toEqual([
    'review-overdue `wiki` is still set up in Cursor, and `wiki` is deprecated',
    'review-overdue The review of `orders` was due on 2026-12-31',
  ]);
});

test('who only reviews a file is no owner of what it connects to', async () => {
  const found = await inventory({ '.cursor/mcp.json': CONFIG, CODEOWNERS: '* @acme/reviewers\n' });
  expect(one(found, 'stray')).toMatchObject({ owners: ['@acme/reviewers'], ownerKind: 'reviewer', terms: null });
});

test('what the manifest leaves open another source may say, and its days are not mixed with theirs', async () => {
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    services: [{ name: 'wiki', endpoints: ['https://wiki.acme-tools.dev/mcp'], data: [{ flow: 'inbound', classification: 'secret' }] }],
  };
  const open = MANIFEST.replace('    data_class: internal\n', '');
  const found = await inventory({ ...FILES, 'mcp-governance.yaml': open, 'bom.json': JSON.stringify(bom) });
  expect(one(found, 'wiki').terms).toMatchObject({ id: 'wiki', from: ['mcp-governance.yaml', 'bom.json'], dataClass: 'secret' });
  expect(one(await inventory({ ...FILES, 'bom.json': JSON.stringify(bom) }), 'wiki').terms?.dataClass).toBe('internal');
});

test('text: with --verbose alone, and what is due soon always', async () => {
  const found = await inventory(FILES);
  const short = text(found, { ...PLAIN, width: 200 });
  expect(short).not.toContain('high risk');
  expect(short).toContain('1 due within 30 days');
  const long = text(found, { ...PLAIN, width: 200, verbose: true });
  expect(long).toContain(
    '- owner: a team; entry orders of mcp-governance.yaml; confidential data; high risk; review overdue since 2026-12-31; approval ends 2027-06-30',
  );
  expect(long).toContain(
    '- owner: a person; entry wiki of mcp-governance.yaml; internal data; low risk; deprecated; review due 2027-02-16',
  );
  expect(long).toContain('- owner: stands for nobody; entry notes');
  expect(long).toContain('- owner: a team; not registered, spoken of by mcp/mail.yaml; medium risk');
});

test('json fits the schema with all of it', async () => {
  const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(
    JSON.parse(readFileSync('schemas/inventory-1.schema.json', 'utf8')),
  );
  const data = JSON.parse(json(await inventory(FILES)));
  validate(data);
  expect(validate.errors).toBeNull();
  const orders = data.services.find(({ name }: Service) => name === 'orders');
  expect(orders.terms.days[0]).toEqual({ what: 'review', day: '2026-12-31', state: 'overdue' });
  orders.terms.tier = 'huge';
  expect(validate(data)).toBe(false);
});

test('cyclonedx: properties, and the standard place for the class of a remote server’s data', async () => {
  const bom = JSON.parse(cyclonedx(await inventory(FILES)));
  const value = (item: { properties: { name: string; value: string }[] }, name: string) =>
    item.properties.filter(one => one.name === `postern:${name}`).map(one => one.value);
  const orders = bom.components.find(({ name }: { name: string }) => name.endsWith('orders-mcp'));
  expect(value(orders, 'data-class')).toEqual(['confidential']);
  expect(value(orders, 'risk-tier')).toEqual(['high']);
  expect(value(orders, 'owner-kind')).toEqual(['team']);
  expect(value(orders, 'review:day')).toEqual(['2026-12-31']);
  expect(value(orders, 'approval:day')).toEqual(['2027-06-30']);
  expect(value(orders, 'overdue')).toEqual(['review']);
  const [wiki] = bom.services;
  expect(wiki.data).toEqual([
    { flow: 'unknown', classification: 'internal', governance: { owners: [{ organization: { name: 'user:kim' } }] } },
  ]);
});

describe('html', () => {
  test('table, graph, filter and days', async () => {
    const page = html(await inventory(FILES));
    expect(page).toContain('<span class="sev medium">review overdue since 2026-12-31</span>');
    expect(page).toContain('<span class="mute small">confidential data</span>');
    expect(page).toContain('data-reach="confidential data"');
    expect(page).toContain('Server orders, high risk');
    expect(page).toContain('<option value="overdue">with a day that has passed</option>');
    expect(page).toContain('<option value="unregistered">that no entry speaks of</option>');
    const days = page.slice(page.indexOf('<h2 id="days">'), page.indexOf('<h2 id="servers">'));
    expect([...days.matchAll(/<tr><td>(\S{10})<\/td>/g)].map(([, day]) => day)).toEqual(['2026-12-31', '2027-02-16', '2027-06-30']);
    // The finding about the same day stands above, with its severity.
    expect(page.slice(page.indexOf('<h2 id="overdue">'), page.indexOf('<h2 id="days">'))).toContain('The review of `orders` was due');
  });

  test('without a manifest nothing of it', async () => {
    const page = html(await inventory({ '.cursor/mcp.json': CONFIG }));
    expect(page).not.toMatch(/<h2 id="days">|value="unregistered"|data"/);
  });

  test('whatever the manifest holds is text there', async () => {
    const mark = '<img src=x onerror=alert(1)>';
    const manifest = MANIFEST.replace('data_class: confidential', `data_class: '${mark}'`);
    const page = html(await inventory({ ...FILES, 'mcp-governance.yaml': manifest }));
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img src=x');
  });
});

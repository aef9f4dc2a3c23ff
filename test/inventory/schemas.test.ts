import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Inventory } from '../../src/core/inventory.ts';
import { cyclonedx } from '../../src/report/inventory/cyclonedx.ts';
import { json } from '../../src/report/inventory/json.ts';
import { purlOf } from '../../src/report/inventory/purl.ts';
import { FILES } from './governed.ts';
import { hostile, token } from './hostile.ts';
import { fixture, inventory } from './read.ts';

const load = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const inputs: [string, () => Promise<Inventory>][] = [
  ['a repository', fixture],
  ['an empty one', () => inventory({ 'readme.txt': 'x' })],
  ['a hostile one', () => inventory(hostile(token(11)))],
  ['one with a manifest', () => inventory(FILES)],
];

describe('json', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(load('schemas/inventory-1.schema.json'));
  test.each(inputs)('of %s fits the published schema', async (_, read) => {
    validate(JSON.parse(json(await read())));
    expect(validate.errors).toBeNull();
  });

  test('the schema refuses what it does not know', async () => {
    const data = JSON.parse(json(await fixture()));
    expect(validate({ ...data, generated: '2027-01-31' })).toBe(false);
    data.services[0].places[0].launch.pin = 'firm';
    expect(validate(data)).toBe(false);
  });
});

describe('cyclonedx', () => {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('@cyclonedx/cyclonedx-library/package.json').replace(/package\.json$/, 'res/schema/');
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: true });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT/);
  ajv.addFormat('email', /@/);
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:/i);
  ajv.addFormat('idn-email', /@/);
  // RFC 3987, the characters alone.
  ajv.addFormat('iri-reference', /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}|[\u00a0-\ud7ff\uf900-\uffef])*$/);
  for (const name of ['spdx', 'jsf-0.82']) {
    const { $id: _, ...schema } = load(`${folder}${name}.SNAPSHOT.schema.json`);
    ajv.addSchema(schema, `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  const validate = ajv.compile(load(`${folder}bom-1.6.SNAPSHOT.schema.json`));

  test.each(inputs)('of %s fits the 1.6 schema, and its references lead somewhere', async (_, read) => {
    const bom = JSON.parse(cyclonedx(await read()));
    validate(bom);
    expect(validate.errors).toBeNull();
    const all = [bom.metadata.component, ...bom.components, ...bom.services];
    const refs = all.map((item: { 'bom-ref': string }) => item['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { ref, dependsOn } of bom.dependencies) {
      expect(refs).toContain(ref);
      for (const on of dependsOn) expect(refs).toContain(on);
    }
    expect(JSON.stringify(bom)).not.toMatch(/serialNumber|timestamp/);
  });

  test('says which versions run where', async () => {
    const { components, services } = JSON.parse(cyclonedx(await fixture()));
    const purls = components.flatMap(({ purl }: { purl?: string }) => purl ?? []);
    expect(purls).toContain('pkg:npm/acme-tracker-mcp@1.9.3');
    expect(purls).toContain('pkg:npm/acme-tracker-mcp@2.1.0');
    expect(purls).toContain('pkg:npm/acme-tracker-mcp');
    expect(purls).toContain('pkg:oci/github-mcp-server?repository_url=ghcr.io/github/github-mcp-server&tag=v0.9.0');
    const wiki = services.find(({ name }: { name: string }) => name === 'wiki');
    expect(wiki).toMatchObject({ endpoints: ['https://wiki.acme-tools.dev/mcp'], authenticated: true, 'x-trust-boundary': true });
  });
});

test.each([
  ['npm', '@acme/notes', '1.2.0', 'exact', 'pkg:npm/%40acme/notes@1.2.0'],
  ['npm', 'notes', '^1', 'range', 'pkg:npm/notes'],
  ['pypi', 'Acme_Notes', '1.0', 'exact', 'pkg:pypi/acme-notes@1.0'],
  ['oci', 'mcp/notes', null, 'none', 'pkg:oci/notes?repository_url=docker.io/mcp/notes'],
  ['oci', 'notes', 'latest', 'latest', 'pkg:oci/notes?repository_url=docker.io/library/notes&tag=latest'],
  [
    'oci',
    'ghcr.io/acme/notes',
    'sha256:' + 'a1'.repeat(32),
    'digest',
    `pkg:oci/notes@sha256%3A${'a1'.repeat(32)}?repository_url=ghcr.io/acme/notes`,
  ],
  ['git', 'https://github.com/Acme/notes', 'a'.repeat(40), 'commit', `pkg:github/acme/notes@${'a'.repeat(40)}`],
  ['git', 'https://git.acme-tools.dev/notes', null, 'none', null],
  ['path', './notes', null, 'none', null],
  ['npm', '…', null, 'none', null],
] as const)('package URL of %s %s %s', (kind, name, version, pin, purl) => {
  expect(purlOf({ kind, name }, version, pin)).toBe(purl);
});

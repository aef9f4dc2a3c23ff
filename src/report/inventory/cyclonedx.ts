import { SEVERITIES } from '../../core/finding.ts';
import type { CarriedCredential, Inventory, Place, Service, Target } from '../../core/inventory.ts';
import { jsonText, plain } from '../sanitise.ts';
import { purlOf } from './purl.ts';
import { clientsOf, isExposed, isPackage } from './words.ts';

interface Property {
  readonly name: string;
  readonly value: string;
}
interface Component {
  readonly type: 'application' | 'container' | 'file';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly purl?: string;
  readonly properties?: readonly Property[];
}
/** What is listed as a component, under the key that makes it one. */
interface Held {
  readonly component: Component;
  readonly ref: string;
}

/**
 * CycloneDX 1.6: clients, packages, images and programs are components, remote servers are services. Holds no serial
 * number and no time, so that the same tree gives the same bytes.
 */
export function cyclonedx(inventory: Inventory): string {
  const components = new Map<string, Held>();
  const services: object[] = [];
  const dependsOn = new Map<string, Set<string>>();
  const depend = (ref: string, on: readonly string[]): void => {
    const list = dependsOn.get(ref) ?? new Set();
    for (const one of on) list.add(one);
    dependsOn.set(ref, list);
  };
  const add = (key: string, make: (ref: string) => Component): string => {
    const held = components.get(key);
    if (held) return held.ref;
    const ref = `component-${components.size + 1}`;
    components.set(key, { component: make(ref), ref });
    return ref;
  };

  depend('root', []);
  const clients = new Map<string, string>();
  for (const client of inventory.clients) {
    const properties = [property('role', client.kind), ...client.files.map(file => property('file', file))];
    const ref = add(`client ${client.name}`, own => ({ type: 'application', 'bom-ref': own, name: plain(client.name), properties }));
    clients.set(client.name, ref);
    depend('root', [ref]);
    depend(ref, []);
  }
  for (const service of inventory.services) {
    const remote = service.target.kind === 'url';
    if (remote) services.push(remoteService(service, inventory));
    for (const place of service.places) {
      const ref = remote
        ? service.id
        : add(JSON.stringify([service.id, place.launch.version, place.launch.pin]), own => component(own, service, place, inventory));
      depend(clients.get(place.client) ?? 'root', [ref]);
      const fetches = place.launch.fetches.map(({ kind, name, version, pin }) =>
        add(JSON.stringify([kind, name, version]), own => ({
          type: kind === 'oci' ? 'container' : 'application',
          'bom-ref': own,
          name: named(name, kind),
          ...withVersion(version, pin),
          ...withPurl(purlOf({ kind, name }, version, pin)),
          properties: [property('role', 'launcher'), property('pin', pin)],
        })),
      );
      depend(ref, fetches);
      for (const one of fetches) depend(one, []);
    }
  }
  return jsonText({
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'postern', version: inventory.version }] },
      component: { type: 'application', 'bom-ref': 'root', name: 'MCP connections', description: 'Everything below the root of the scan' },
      properties: [
        ...(inventory.ownersFrom === null ? [] : [property('owners-from', inventory.ownersFrom)]),
        ...inventory.files.map(({ path, state, reason }) => property(`file:${state}`, path + (reason ? ` (${reason})` : ''))),
      ],
    },
    components: [...components.values()].map(held => held.component),
    services,
    dependencies: [...dependsOn].map(([ref, on]) => ({ ref, dependsOn: [...on] })),
  });
}

function component(ref: string, service: Service, place: Place, inventory: Inventory): Component {
  const { target, known } = service;
  const { version, pin } = place.launch;
  const same = service.places.filter(one => one.launch.version === version && one.launch.pin === pin);
  return {
    type: target.kind === 'oci' ? 'container' : target.kind === 'path' ? 'file' : 'application',
    'bom-ref': ref,
    name: named(target.name === '' ? service.name : target.name, target.kind),
    ...withVersion(version, pin),
    ...(known ? { description: plain(known.name) } : {}),
    ...withPurl(purlOf(target, version, pin)),
    properties: [
      property('role', 'server'),
      ...(isPackage(target.kind) ? [property('pin', pin)] : []),
      ...properties(service, same, inventory),
    ],
  };
}

function remoteService(service: Service, inventory: Inventory): object {
  const { target, known, places } = service;
  const carries = places.some(({ credentials }) => credentials.length > 0);
  return {
    'bom-ref': service.id,
    name: plain(service.name, 400) || 'unnamed',
    ...(known ? { description: plain(known.name) } : {}),
    endpoints: [iri(target.name)],
    // Without a credential in the file a client may still sign in by itself: then nothing is said.
    ...(carries ? { authenticated: true } : {}),
    ...(target.network === 'public' ? { 'x-trust-boundary': true } : target.network === 'local' ? { 'x-trust-boundary': false } : {}),
    ...dataOf(service),
    properties: [property('role', 'server'), ...properties(service, places, inventory)],
  };
}

/** The class of a remote server's data, where the standard has a place for it, with those who answer for them. */
function dataOf({ terms, owners, ownerKind }: Service): { data?: readonly object[] } {
  if (!terms || terms.dataClass === null) return {};
  const named = ownerKind === 'team' || ownerKind === 'person' ? owners : [];
  const governance = { owners: named.map(name => ({ organization: { name: plain(name, 400) } })) };
  return {
    data: [{ flow: 'unknown', classification: plain(terms.dataClass, 400), ...(named.length > 0 ? { governance } : {}) }],
  };
}

function properties(service: Service, places: readonly Place[], inventory: Inventory): Property[] {
  const { known, target, owners } = service;
  const credentials = new Map(inventory.credentials.map(one => [one.id, one]));
  const each = (name: string, values: readonly string[]) => [...new Set(values)].map(value => property(name, value));
  return [
    property('service', service.id),
    ...(service.name === target.name
      ? []
      : each(
          'name',
          places.map(({ server }) => server),
        )),
    ...each('client', clientsOf({ ...service, places })),
    ...places.map(({ file, line }) => property('place', `${file}:${line}`)),
    ...each(
      'scope',
      places.map(({ scope }) => scope),
    ),
    ...each(
      'transport',
      places.map(({ transport }) => transport),
    ),
    ...each(
      'via',
      places.flatMap(({ launch }) => (launch.via.length > 0 ? [launch.via.join(' > ')] : [])),
    ),
    ...each(
      'container',
      places.flatMap(({ launch }) => launch.container ?? []),
    ),
    ...(places.some(({ enabled }) => !enabled)
      ? [property('enabled', places.some(({ enabled }) => enabled) ? 'in some places' : 'false')]
      : []),
    ...each('network', target.network === null ? [] : [target.network]),
    ...each('reach', known?.reach ?? []),
    ...each('impact', known ? [known.impact] : []),
    ...each(
      'credential',
      places.flatMap(place => place.credentials.flatMap(use => words(credentials.get(use.credential)))),
    ),
    ...(places.some(({ tools }) => tools.approvesAll) ? [property('tools:approved', 'all')] : []),
    ...each(
      'tools:approved',
      places.flatMap(({ tools }) => tools.approved),
    ),
    ...each(
      'tools:allowed',
      places.flatMap(({ tools }) => tools.allowed),
    ),
    ...each(
      'tools:denied',
      places.flatMap(({ tools }) => tools.denied),
    ),
    ...each(
      'narrowed-by',
      places.flatMap(({ narrowed }) => narrowed),
    ),
    ...each(
      'widened-by',
      places.flatMap(({ widened }) => widened),
    ),
    ...each(
      'sandbox',
      places.flatMap(({ sandbox }) => sandbox ?? []),
    ),
    ...each('owner', owners),
    ...each('owner-kind', service.ownerKind === null ? [] : [service.ownerKind]),
    ...termProperties(service),
    ...SEVERITIES.filter(severity => service.findings[severity] > 0).map(severity =>
      property(`findings:${severity}`, String(service.findings[severity])),
    ),
  ];
}

/** What files lay down: `postern:risk-tier`, `postern:review` and so on, days as ISO texts. */
function termProperties({ terms }: Service): Property[] {
  if (!terms) return [];
  const { id, from, registered, dataClass, tier, lifecycle, days } = terms;
  const one = (name: string, value: string | null) => (value === null ? [] : [property(name, value)]);
  return [
    property('entry', id),
    ...from.map(file => property('entry:file', file)),
    property('registered', String(registered)),
    ...one('data-class', dataClass),
    ...one('risk-tier', tier),
    ...one('lifecycle', lifecycle),
    ...days.map(({ what, day }) => property(`${what}:day`, day)),
    ...days.filter(({ state }) => state === 'overdue').map(({ what }) => property('overdue', what)),
  ];
}

/** `env GITHUB_TOKEN`, `literal Anthropic API key sk-ant-…`. */
function words(credential: CarriedCredential | undefined): string[] {
  if (!credential) return [];
  const { type, name, literal } = credential;
  return [literal ? `${isExposed(credential) ? 'literal' : `literal ${literal.class}`} ${name} ${literal.redacted}` : `${type} ${name}`];
}

function property(name: string, value: string): Property {
  return { name: `postern:${name}`, value: plain(value, 2000) };
}

function named(name: string, kind: Target['kind']): string {
  return plain(name, 1000) || kind;
}

function withVersion(version: string | null, pin: Place['launch']['pin']): { version?: string } {
  return version === null || pin === 'latest' ? {} : { version: plain(version, 1000) };
}

function withPurl(purl: string | null): { purl?: string } {
  return purl === null ? {} : { purl };
}

/** An address as an IRI reference: what a client fills in later (`${HOST}`) is encoded. */
function iri(address: string): string {
  return plain(address, 4000).replace(/[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/gu, char =>
    [...new TextEncoder().encode(char)].map(byte => '%' + byte.toString(16).toUpperCase().padStart(2, '0')).join(''),
  );
}

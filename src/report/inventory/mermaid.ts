import type { Inventory } from '../../core/inventory.ts';
import { plain } from '../sanitise.ts';
import { credentialName, credentialsOf, clientsOf, isExposed, kindOf, reachOf } from './words.ts';

/** A flowchart: clients to servers, servers to what they run or reach and to the credentials they carry. */
export function mermaid(inventory: Inventory): string {
  const used = new Map(inventory.services.flatMap(service => credentialsOf(service, inventory).map(one => [one.id, one] as const)));
  const clients = inventory.clients.filter(({ name }) => inventory.services.some(service => clientsOf(service).includes(name)));
  const ids = new Map(clients.map(({ name }, index) => [name, `client${index + 1}`]));
  const lines = ['flowchart LR'];
  const group = (id: string, title: string, members: readonly string[]): void => {
    if (members.length > 0) lines.push(`  subgraph ${id}["${title}"]`, ...members.map(member => '    ' + member), '  end');
  };
  group(
    'clients',
    'Clients',
    clients.map(({ name }) => `${ids.get(name)}["${label(name)}"]`),
  );
  group(
    'servers',
    'Servers',
    inventory.services.map(({ id, name }) => `${id}["${label(name)}"]`),
  );
  group(
    'targets',
    'What they run or reach',
    inventory.services.map(service => {
      const reach = reachOf(service);
      const text = `${kindOf(service.target)} ${service.target.name}`.trimEnd();
      return `${service.id}t${service.target.kind === 'url' ? '(["' : '["'}${label(text)}${reach === '' ? '' : `<br>${label(reach)}`}${service.target.kind === 'url' ? '"])' : '"]'}`;
    }),
  );
  group(
    'credentials',
    'Credentials',
    inventory.credentials
      .filter(({ id }) => used.has(id))
      .map(one => `${one.id}{{"${label(credentialName(one))}${isExposed(one) ? ' in the file' : ''}"}}`),
  );
  for (const service of inventory.services) {
    for (const client of clientsOf(service)) lines.push(`  ${ids.get(client)} --> ${service.id}`);
    lines.push(`  ${service.id} --> ${service.id}t`);
    for (const { id } of credentialsOf(service, inventory)) lines.push(`  ${service.id} -.-> ${id}`);
  }
  const exposed = inventory.credentials.filter(one => used.has(one.id) && isExposed(one)).map(({ id }) => id);
  if (exposed.length > 0) lines.push('  classDef exposed stroke:#c62828,stroke-width:2px', `  class ${exposed.join(',')} exposed`);
  return lines.join('\n') + '\n';
}

/** Inside of quotes: Mermaid takes `#35;` for a character, and everything else that it could read as its own is written so. */
function label(text: string): string {
  return plain(text, 80).replace(/[^\p{L}\p{N} .,_/:@+=-]/gu, char => `#${char.codePointAt(0)};`);
}

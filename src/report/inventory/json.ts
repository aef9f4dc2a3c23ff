import type { Inventory } from '../../core/inventory.ts';
import { jsonText } from '../sanitise.ts';

/** As `schemas/inventory-1.schema.json` has it. */
export function json(inventory: Inventory): string {
  const { version, clients, services, credentials, policies, files, ownersFrom, overdue, notices } = inventory;
  const places = services.flatMap(service => service.places);
  return jsonText({
    schemaVersion: 1,
    tool: { name: 'postern', version },
    root: '.',
    summary: {
      files: files.length,
      clients: clients.length,
      services: services.length,
      places: places.length,
      credentials: credentials.length,
      literals: credentials.filter(({ type }) => type === 'literal').length,
    },
    ownersFrom,
    clients,
    services,
    credentials,
    policies,
    overdue,
    files,
    notices,
  });
}

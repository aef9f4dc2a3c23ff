import type { Inventory } from '../../core/inventory.ts';
import type { TableOptions } from './text.ts';

/** Turns an inventory into the whole text of one output, final line end included. Pure: same inventory, same bytes. */
export type InventoryRenderer = (inventory: Inventory, options: TableOptions) => string;

/** Outputs by the name that `--format` and `--output` take; each is loaded when it is asked for. Has no prototype. */
export const RENDERERS: Readonly<Record<string, () => Promise<InventoryRenderer>>> = Object.freeze(
  Object.assign(Object.create(null) as Record<string, () => Promise<InventoryRenderer>>, {
    text: async () => (await import('./text.ts')).text,
    json: async () => (await import('./json.ts')).json,
    cyclonedx: async () => (await import('./cyclonedx.ts')).cyclonedx,
    html: async () => (await import('./html.ts')).html,
    mermaid: async () => (await import('./mermaid.ts')).mermaid,
  }),
);

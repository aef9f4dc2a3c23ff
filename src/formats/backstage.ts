// https://backstage.io/docs/features/software-catalog/descriptor-format
import { defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, items, meant, slotAt, textAt } from './shared/parts.ts';
import { type Site, problem, site } from './shared/server-map.ts';

/** An API of the type that Backstage has for MCP; before there was one, teams called components and resources so. */
const isEntity = (root: Node | undefined): boolean =>
  (textAt(root, 'apiVersion') ?? '').startsWith('backstage.io/') &&
  ['API', 'Component', 'Resource'].includes(textAt(root, 'kind') ?? '') &&
  /^mcp(?:-server)?$/.test(textAt(root, 'spec', 'type') ?? '');

const ADDRESS = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/** Each remote is a server; what is no address is, by the makers' words, a command line. */
function readRemotes(at: Site): void {
  const { root } = at.document;
  const name = get(root, 'metadata', 'name');
  const nameNode = name?.kind === 'string' ? name : null;
  const remotes = items(get(root, 'spec', 'remotes'));
  for (const { item, index } of remotes) {
    const path = ['spec', 'remotes', index];
    const slot = slotAt(item, path, ['url'], 'url');
    const type = textAt(item, 'type');
    const words = slot && !ADDRESS.test(slot.value) && type !== 'sse' ? slot.value.slice(0, 4000).match(/[^\s]{1,2000}/g) : null;
    const parts = !slot
      ? {}
      : words
        ? {
            transport: 'stdio' as const,
            command: meant('command', words[0]!, slot),
            args: words.slice(1).map(one => meant('arg', one, slot)),
          }
        : { transport: type === 'sse' ? ('sse' as const) : ('http' as const), url: slot };
    const server = addServer(at, nameNode?.value ?? String(index), nameNode, item, path, parts);
    if (!slot) problem(at, 'missing-key', item, path, 'A remote without `url` is not an address that anybody can use. Add `url`.', server);
  }
  const type = entry(get(root, 'spec'), 'type');
  if (remotes.length === 0 && textAt(root, 'kind') === 'API' && type)
    problem(
      at,
      'missing-key',
      type.value,
      ['spec', 'type'],
      'Backstage wants `spec.remotes` on an API of type `mcp-server`. List type and URL of each remote.',
    );
}

const backstage = defineFormat({
  id: 'backstage',
  name: 'Backstage catalog',
  kind: 'registry',
  docs: 'https://backstage.io/docs/features/software-catalog/descriptor-format',
  syntax: 'yaml',
  files: [
    { path: '{catalog-info,catalog-info-*}.{yaml,yml}', scope: 'registry', by: 'content' },
    { path: '{catalog,backstage,.backstage}/**/*.{yaml,yml}', scope: 'registry', by: 'content' },
  ],
  hints: ['mcp-server', 'type: mcp'],
  schema: 'backstage',
  interpolation: UNDOCUMENTED,
  comments: true,
  confidence: 'verified',
  recognises: isEntity,
  read(document, context) {
    const at = site(document, backstage, context);
    readRemotes(at);
    return at.reading;
  },
});
export default backstage;

// https://github.com/ravitemer/mcp-registry
import { defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { ANY_SERVER } from './generic.ts';
import { parseInner, standingAt } from './shared/inner-json.ts';
import { MCPHUB_NVIM } from './shared/interpolation.ts';
import { items, textAt } from './shared/parts.ts';
import { problem, readServer, site } from './shared/server-map.ts';
import { type Site, emptyReading } from './shared/site.ts';

const isListed = (root: Node): boolean =>
  textAt(root, 'id') !== null && items(get(root, 'installations')).some(({ item }) => textAt(item, 'config') !== null);

/** The list that mcphub.nvim installs from: the launch of each installation is JSON in a text. */
const registry = defineFormat({
  id: 'mcphub-registry',
  name: 'MCP Hub registry',
  kind: 'registry',
  docs: 'https://github.com/ravitemer/mcp-registry',
  syntax: 'yaml',
  files: [{ path: 'servers/*.{yaml,yml}', scope: 'registry', by: 'content' }],
  hints: ['installations:'],
  schema: 'mcphub-registry',
  interpolation: MCPHUB_NVIM,
  comments: true,
  confidence: 'verified',
  recognises: isListed,
  read(document, context) {
    const at = site(document, registry, context);
    const name = get(document.root, 'id');
    const nameNode = name?.kind === 'string' ? name : null;
    for (const { item, index } of items(get(document.root, 'installations'))) {
      const path = ['installations', index];
      for (const { item: asked, index: number } of items(get(item, 'parameters'))) {
        const key = get(asked, 'key');
        if (key?.kind === 'string')
          at.reading.inputs.push({ id: key.value, idNode: key, path: [...path, 'parameters', number], secret: false });
      }
      const held = entry(item, 'config');
      if (held?.value.kind !== 'string') continue;
      const json = parseInner(document.source, held.value);
      if (json?.root?.kind !== 'map') {
        problem(
          at,
          'wrong-value',
          held.key,
          [...path, 'config'],
          'This launch is no JSON object, so nothing can be installed from it. Write one.',
        );
        continue;
      }
      const part: Site = { ...at, document: json, reading: emptyReading() };
      const server = readServer(part, nameNode?.value ?? String(index), nameNode, json.root, [], ANY_SERVER);
      at.reading.servers.push(standingAt(server, [...path, 'config']));
    }
    return at.reading;
  },
});
export default registry;

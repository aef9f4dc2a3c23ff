// Public lists of servers: one entry in each file. Their own shapes; the field names come from the lists' repositories.
import { type Format, defineFormat } from '../core/format.ts';
import type { Reading } from '../core/model.ts';
import { type MapNode, type Node, type Path, type StringNode, get } from '../core/node.ts';
import { ANY_SERVER } from './generic.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, items, mapAt, members, slotAt, textAt } from './shared/parts.ts';
import { isServerLike } from './shared/roots.ts';
import { type Site, addAll, readServer, site } from './shared/server-map.ts';
import { isBoolean } from './shared/site.ts';

const info = {
  kind: 'registry',
  schema: null,
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
} as const satisfies Partial<Format>;

const nameOf = (root: Node | undefined): { name: string; node: StringNode | null } => {
  const held = get(root, 'name') ?? get(root, 'display_name') ?? get(root, 'id');
  return held?.kind === 'string' ? { name: held.value, node: held } : { name: 'server', node: null };
};

/** Variables that an entry asks for: `{ NAME: { description, required, default? } }`. */
function declared(at: Site, path: Path): void {
  const map = get(at.document.root, ...path);
  for (const { key, value } of members(map)) {
    const here = [...path, key.value];
    const secret = ['sensitive', 'secret'].some(word => isBoolean(get(value, word), true));
    at.reading.inputs.push({ id: key.value, idNode: key, path: here, secret });
    const preset = slotAt(value, here, ['default'], 'input') ?? slotAt(value, here, ['example'], 'input');
    if (preset) at.reading.slots.push({ ...preset, key: key.value, keyNode: key });
  }
  addAll(at.reading.slots, mapAt(at.document.root, [], path, 'env'));
}

const mcpm: Format = defineFormat({
  ...info,
  id: 'mcpm',
  name: 'MCPM registry',
  docs: 'https://github.com/pathintegral-institute/mcpm.sh',
  syntax: 'json',
  files: [{ path: 'mcp-registry/servers/*.json', scope: 'registry', by: 'content' }],
  hints: ['installations'],
  recognises: root => members(get(root, 'installations')).some(({ value }) => isServerLike(value)),
  read(document, context): Reading {
    const at = site(document, mcpm, context);
    const { name, node } = nameOf(document.root);
    for (const { key, value } of members(get(document.root, 'installations')))
      if (isServerLike(value)) readServer(at, name, node, value, ['installations', key.value], ANY_SERVER);
    declared(at, ['arguments']);
    return at.reading;
  },
});

const isListed = (root: Node): boolean =>
  textAt(root, 'name') !== null &&
  textAt(root, 'runtime') !== null &&
  (textAt(root, 'packageName') !== null || textAt(root, 'sourceUrl') !== null);

/** mcp-get and ToolSDK: the package's name is all of the launch. */
const packages: Format = defineFormat({
  ...info,
  id: 'mcp-package-list',
  name: 'MCP package list',
  docs: 'https://github.com/michaellatman/mcp-get',
  syntax: 'json',
  files: [{ path: 'packages/**/*.json', scope: 'registry', by: 'content' }],
  hints: ['"environmentVariables"', '"mcp-server"', '"packageName"', '"sourceUrl"'],
  recognises: root =>
    isListed(root) &&
    (textAt(root, 'type') === 'mcp-server' || get(root, 'environmentVariables') !== undefined || textAt(root, 'vendor') !== null),
  read(document, context): Reading {
    const at = site(document, packages, context);
    declared(at, ['environmentVariables']);
    declared(at, ['env']);
    return at.reading;
  },
});

/** Runtimes of an Obot entry with the key that says how. */
const RUNTIMES: Readonly<Record<string, string>> = {
  npx: 'npxConfig',
  uvx: 'uvxConfig',
  containerized: 'containerizedConfig',
  remote: 'remoteConfig',
};

const obot: Format = defineFormat({
  ...info,
  id: 'obot',
  name: 'Obot catalog',
  docs: 'https://github.com/obot-platform/mcp-catalog',
  syntax: 'yaml',
  comments: true,
  // A catalogue is most often a repository of its own, with its entries at the top.
  files: [
    { path: '{*mcp*,*catalog*,obot*}/**/*.{yaml,yml}', scope: 'registry', by: 'content' },
    { path: './*.{yaml,yml}', scope: 'registry', by: 'content' },
  ],
  hints: ['toolPreview:', 'serverUserType:', 'remoteConfig:', 'npxConfig:', 'containerizedConfig:'],
  recognises: root => textAt(root, 'name') !== null && Object.hasOwn(RUNTIMES, textAt(root, 'runtime') ?? ''),
  read(document, context): Reading {
    const at = site(document, obot, context);
    const { root } = document;
    const { name, node } = nameOf(root);
    for (const base of [['env'], ['remoteConfig', 'headers']] as const) {
      for (const { item, index } of items(get(root, ...base))) {
        const id = get(item, 'key');
        if (id?.kind !== 'string') continue;
        const here = [...base, index];
        at.reading.inputs.push({ id: id.value, idNode: id, path: here, secret: isBoolean(get(item, 'sensitive'), true) });
        const preset = slotAt(item, here, ['value'], 'input');
        if (preset) at.reading.slots.push({ ...preset, key: id.value, keyNode: id });
      }
    }
    const key = RUNTIMES[textAt(root, 'runtime') ?? ''] ?? '';
    const config = get(root, key);
    if (config?.kind === 'map') launch(at, name, node, config, [key]);
    return at.reading;
  },
});

function launch(at: Site, name: string, nameNode: StringNode | null, config: MapNode, path: Path): void {
  const url =
    slotAt(config, path, ['fixedURL'], 'url') ?? slotAt(config, path, ['hostname'], 'url') ?? slotAt(config, path, ['urlTemplate'], 'url');
  const runs = slotAt(config, path, ['package'], 'arg') ?? slotAt(config, path, ['image'], 'arg');
  const program = path[0] === 'npxConfig' ? 'npx' : path[0] === 'uvxConfig' ? 'uvx' : 'docker';
  addServer(
    at,
    name,
    nameNode,
    config,
    path,
    url
      ? { transport: 'http', url }
      : runs
        ? {
            transport: 'stdio',
            command: { ...runs, where: 'command', value: program },
            args: program === 'docker' ? [{ ...runs, value: 'run' }, runs] : [runs],
          }
        : {},
    ['headers'],
  );
}

const contextForge: Format = defineFormat({
  ...info,
  id: 'context-forge',
  name: 'ContextForge catalog',
  kind: 'gateway',
  docs: 'https://github.com/IBM/mcp-context-forge',
  syntax: 'yaml',
  comments: true,
  confidence: 'verified',
  files: [{ path: '*catalog*.{yaml,yml}', scope: 'registry', by: 'content' }],
  hints: ['catalog_servers'],
  recognises: root => items(get(root, 'catalog_servers')).length > 0,
  read(document, context): Reading {
    const at = site(document, contextForge, context);
    for (const { item, index } of items(get(document.root, 'catalog_servers'))) {
      const path = ['catalog_servers', index];
      const name = get(item, 'name');
      const sse = textAt(item, 'transport') === 'SSE';
      addServer(at, textAt(item, 'name') ?? String(index), name?.kind === 'string' ? name : null, item, path, {
        transport: sse ? 'sse' : 'http',
        url: slotAt(item, path, ['url'], 'url'),
      });
    }
    return at.reading;
  },
});

export default [mcpm, packages, obot, contextForge];

// https://github.com/stacklok/toolhive/blob/main/docs/registry/schema.md
import { type Format, defineFormat } from '../core/format.ts';
import type { Transport } from '../core/model.ts';
import { type MapNode, type Node, type Path, type StringNode, get } from '../core/node.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { addServer, items, listAt, mapAt, meant, members, slotAt, textAt } from './shared/parts.ts';
import { type Site, addControl, site, slot, strings } from './shared/server-map.ts';
import { isBoolean, spoken } from './shared/site.ts';

const TRANSPORTS: Readonly<Record<string, Transport>> = { stdio: 'stdio', 'streamable-http': 'http', sse: 'sse' };

const isSpec = (node: Node | undefined): node is MapNode =>
  node?.kind === 'map' &&
  TRANSPORTS[textAt(node, 'transport') ?? ''] !== undefined &&
  (textAt(node, 'image') !== null || textAt(node, 'url') !== null) &&
  ['tier', 'status', 'tools', 'repository_url'].filter(key => get(node, key) !== undefined).length >= 2;

function readSpec(at: Site, name: string, nameNode: StringNode | null, node: MapNode, path: Path): void {
  const image = slotAt(node, path, ['image'], 'arg');
  const url = slotAt(node, path, ['url'], 'url');
  for (const { item, index } of items(get(node, 'env_vars'))) {
    const id = get(item, 'name');
    if (id?.kind !== 'string') continue;
    const here = [...path, 'env_vars', index];
    at.reading.inputs.push({ id: id.value, idNode: id, path: here, secret: isBoolean(get(item, 'secret'), true) });
    const preset = get(item, 'default');
    if (preset?.kind === 'string') at.reading.slots.push(slot('input', id.value, id, preset, [...here, 'default']));
  }
  addServer(
    at,
    name,
    nameNode,
    node,
    path,
    {
      transport: TRANSPORTS[textAt(node, 'transport') ?? ''] ?? 'unknown',
      command: image ? meant('command', 'docker', image) : null,
      args: image ? [meant('arg', 'run', image), image, ...listAt(node, path, ['args'], 'arg')] : [],
      url,
    },
    ['tools', 'tool_definitions', 'env_vars', 'metadata', 'description', 'overview', 'tags', 'provenance', 'repository_url'],
  );
}

const info = {
  name: 'ToolHive',
  docs: 'https://github.com/stacklok/toolhive/blob/main/docs/registry/schema.md',
  schema: null,
  interpolation: UNDOCUMENTED,
  confidence: 'verified',
} as const satisfies Partial<Format>;

const registry = defineFormat({
  ...info,
  id: 'toolhive-registry',
  name: 'ToolHive registry',
  kind: 'registry',
  syntax: 'yaml',
  comments: true,
  files: [
    { path: 'spec.{yaml,yml}', scope: 'registry', by: 'content' },
    { path: '*registry*.json', scope: 'registry', by: 'content' },
  ],
  hints: ['transport'],
  recognises: root => isSpec(root) || members(get(root, 'servers')).some(({ value }) => isSpec(value)),
  read(document, context) {
    const at = site(document, registry, context);
    const { root } = document;
    const name = get(root, 'name');
    if (isSpec(root)) readSpec(at, textAt(root, 'name') ?? 'server', name?.kind === 'string' ? name : null, root, []);
    for (const { key, value } of members(get(root, 'servers')))
      if (isSpec(value)) readSpec(at, key.value, key, value, ['servers', key.value]);
    return at.reading;
  },
});

const run = defineFormat({
  ...info,
  id: 'toolhive-run',
  kind: 'gateway',
  syntax: 'json',
  comments: false,
  files: [
    { path: '*{runconfig,run-config,run_config}*.{json,yaml,yml}', scope: 'project', by: 'content' },
    { path: '*{mcp,toolhive,thv}*.json', scope: 'project', by: 'content' },
    { path: '~/.local/state/toolhive/runconfigs/*.json', scope: 'user', by: 'content' },
  ],
  hints: ['permission_profile'],
  recognises: root =>
    textAt(root, 'schema_version') !== null &&
    (textAt(root, 'image') !== null || textAt(root, 'remote_url') !== null) &&
    ['permission_profile', 'permission_profile_name_or_path', 'transport'].some(key => get(root, key) !== undefined),
  read(document, context) {
    const at = site(document, run, context);
    const { root } = document;
    if (root?.kind !== 'map') return at.reading;
    const image = slotAt(root, [], ['image'], 'arg');
    const named = get(root, 'name');
    const url = slotAt(root, [], ['remote_url'], 'url');
    const secret = slotAt(root, [], ['remote_auth_config', 'client_secret'], 'auth');
    const server = addServer(at, textAt(root, 'name') ?? 'server', named?.kind === 'string' ? named : null, root, [], {
      transport: TRANSPORTS[textAt(root, 'transport') ?? ''] ?? 'stdio',
      command: image && !url ? meant('command', 'docker', image) : null,
      args: image && !url ? [meant('arg', 'run', image), image, ...listAt(root, [], ['cmd_args'], 'arg')] : [],
      env: mapAt(root, [], ['env_vars'], 'env'),
      headers: mapAt(root, [], ['header_forward', 'add_plaintext_headers'], 'header'),
      auth: secret ? [secret] : [],
      url,
    });
    const filter = get(root, 'tools_filter');
    const tools = strings(filter);
    if (filter && tools.length > 0)
      addControl(at, server, 'tools_filter', filter, ['tools_filter'], { kind: 'allow-tools', value: spoken(tools), tools });
    for (const [key, kind] of [
      ['privileged', 'sandbox-off'],
      ['isolate_network', 'sandbox-on'],
    ] as const) {
      const path = key === 'privileged' ? ['permission_profile', key] : [key];
      const held = get(root, ...path);
      if (held && isBoolean(held, true)) addControl(at, server, path.join('.'), held, path, { kind, value: 'true' });
    }
    return at.reading;
  },
});

export default [registry, run];

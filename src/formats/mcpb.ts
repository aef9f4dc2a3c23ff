// https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md
import { defineFormat } from '../core/format.ts';
import { type Node, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { MCPB } from './shared/interpolation.ts';
import { listAt, mapAt, members, textAt } from './shared/parts.ts';
import { addAll, addSlots, problem, readServer, site, slot } from './shared/server-map.ts';
import { isBoolean } from './shared/site.ts';

const BUNDLE_SERVER = dialect({
  type: [],
  settings: ['platform_overrides'],
  checks: { command: 'string', alone: ['platform_overrides'] },
});

const TYPES = ['node', 'python', 'binary', 'uv'];

function isBundle(root: Node): boolean {
  const server = get(root, 'server');
  const version = get(root, 'manifest_version') ?? get(root, 'dxt_version');
  return (
    version?.kind === 'string' &&
    server?.kind === 'map' &&
    (get(server, 'mcp_config')?.kind === 'map' || TYPES.includes(textAt(server, 'type') ?? ''))
  );
}

const mcpb = defineFormat({
  id: 'mcpb',
  name: 'MCP bundle',
  kind: 'registry',
  docs: 'https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md',
  syntax: 'json',
  files: [
    { path: 'manifest.json', scope: 'registry', by: 'content' },
    { path: '~/Library/Application Support/Claude/Claude Extensions/*/manifest.json', scope: 'registry', by: 'content' },
    { path: '~/AppData/Roaming/Claude/Claude Extensions/*/manifest.json', scope: 'registry', by: 'content' },
  ],
  hints: ['mcp_config', 'dxt_version', 'entry_point'],
  schema: 'mcpb',
  interpolation: MCPB,
  comments: false,
  confidence: 'verified',
  recognises: isBundle,
  read(document, context) {
    const at = site(document, mcpb, context);
    const { root } = document;
    const name = get(root, 'name');
    const known = name?.kind === 'string' ? name : null;
    const config = get(root, 'server', 'mcp_config');
    const path = ['server', 'mcp_config'];
    if (config?.kind === 'map') {
      readServer(at, known?.value ?? 'server', known, config, path, BUNDLE_SERVER);
      for (const { key, value } of members(get(config, 'platform_overrides'))) {
        const here = [...path, 'platform_overrides', key.value];
        addAll(at.reading.slots, mapAt(value, here, ['env'], 'env'));
        addAll(at.reading.slots, listAt(value, here, ['args'], 'arg'));
      }
    }
    for (const { key, value } of members(get(root, 'user_config'))) {
      const here = ['user_config', key.value];
      at.reading.inputs.push({ id: key.value, idNode: key, path: here, secret: isBoolean(get(value, 'sensitive'), true) });
      const preset = entry(value, 'default');
      if (preset?.value.kind === 'string') at.reading.slots.push(slot('input', key.value, key, preset.value, [...here, 'default']));
    }
    const meta = entry(root, '_meta');
    if (meta) addSlots(at, meta.value, ['_meta'], 'setting');
    const old = entry(root, 'dxt_version');
    if (old && !entry(root, 'manifest_version'))
      problem(at, 'deprecated', old.key, ['dxt_version'], '`dxt_version` is the old name of this key. Write `manifest_version`.', null, {
        replace: { text: '"manifest_version"', title: 'Rename to manifest_version', safe: true },
      });
    return at.reading;
  },
});
export default mcpb;

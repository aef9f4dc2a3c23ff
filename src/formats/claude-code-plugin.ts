// https://code.claude.com/docs/en/plugins-reference
import { type Format, defineFormat } from '../core/format.ts';
import { type Node, type Path, entry, get } from '../core/node.ts';
import { CLAUDE_CODE_SERVER, isPlugins } from './claude-code.ts';
import { CLAUDE_PLUGIN } from './shared/interpolation.ts';
import { holdsServers, isFlat, isServerLike, placed } from './shared/roots.ts';
import { type Site, isBoolean, problem, readServerList, readServerMap, readServersIn, site, slot } from './shared/server-map.ts';

const info = {
  name: 'Claude Code plugin',
  kind: 'client',
  docs: 'https://code.claude.com/docs/en/plugins-reference',
  syntax: 'json',
  interpolation: CLAUDE_PLUGIN,
  comments: false,
  confidence: 'verified',
} as const satisfies Partial<Format>;

/** A plugin's `.mcp.json` without `mcpServers` around its servers, or with the plugin's own variables in it. */
const servers = defineFormat({
  ...info,
  id: 'claude-code-plugin-mcp',
  schema: null,
  files: [
    { path: '.mcp.json', scope: 'project', by: 'content' },
    { path: '~/.claude/plugins/cache/**/.mcp.json', scope: 'user', by: 'content' },
  ],
  recognises: (root, path) => placed(path, '.mcp.') && (entry(root, 'mcpServers') === undefined ? isFlat(root) : isPlugins(root)),
  read(document, context) {
    const at = site(document, servers, context);
    readServerMap(at, entry(document.root, 'mcpServers') ? ['mcpServers'] : [], CLAUDE_CODE_SERVER);
    return at.reading;
  },
});

const manifest = defineFormat({
  ...info,
  id: 'claude-code-plugin',
  schema: 'claude-code-plugin',
  files: [
    { path: '.claude-plugin/plugin.json', scope: 'project', by: 'content' },
    { path: '~/.claude/plugins/cache/**/.claude-plugin/plugin.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', 'userConfig', 'mcp_servers'],
  recognises: (root, path) =>
    placed(path, '.claude-plugin/') &&
    (brings(get(root, 'mcpServers')) || get(root, 'userConfig')?.kind === 'map' || holdsServers(get(root, 'mcp_servers'))),
  read(document, context) {
    const at = site(document, manifest, context);
    readPlugin(at, document.root, []);
    const wrong = entry(document.root, 'mcp_servers');
    if (wrong && holdsServers(wrong.value)) {
      if (wrong.value.kind === 'seq') readServerList(at, ['mcp_servers'], CLAUDE_CODE_SERVER);
      else readServerMap(at, ['mcp_servers'], CLAUDE_CODE_SERVER);
      const sentence =
        'Claude Code takes no servers from `mcp_servers` in a plugin and starts none of these. Put them under `mcpServers`, by name.';
      problem(at, 'unknown-key', wrong.key, ['mcp_servers'], sentence);
    }
    return at.reading;
  },
});

const marketplace = defineFormat({
  ...info,
  id: 'claude-code-marketplace',
  schema: null,
  name: 'Claude Code marketplace',
  files: [{ path: '.claude-plugin/marketplace.json', scope: 'project', by: 'content' }],
  hints: ['mcpServers'],
  recognises: (root, path) => placed(path, '.claude-plugin/') && plugins(root).some(plugin => brings(get(plugin, 'mcpServers'))),
  read(document, context) {
    const at = site(document, marketplace, context);
    for (const [index, plugin] of plugins(document.root).entries()) readPlugin(at, plugin, ['plugins', index]);
    return at.reading;
  },
});

const plugins = (root: Node | undefined): readonly Node[] => {
  const list = get(root, 'plugins');
  return list?.kind === 'seq' ? list.items : [];
};

/** Servers of its own; a path to a file with them is read where that file stands. */
const brings = (node: Node | undefined): boolean =>
  (node?.kind === 'map' && node.entries.length > 0) || (node?.kind === 'seq' && node.items.some(item => item.kind === 'map'));

/** `mcpServers` is a map, a path, or a list of both. */
function readPlugin(at: Site, plugin: Node | undefined, path: Path): void {
  const held = get(plugin, 'mcpServers');
  const here = [...path, 'mcpServers'];
  if (held?.kind === 'map') readServersIn(at, held, here, CLAUDE_CODE_SERVER);
  for (const [index, item] of held?.kind === 'seq' ? held.items.entries() : []) {
    const wrapped = get(item, 'mcpServers');
    if (wrapped?.kind === 'map') readServersIn(at, wrapped, [...here, index, 'mcpServers'], CLAUDE_CODE_SERVER);
    else if (item.kind === 'map' && !isServerLike(item)) readServersIn(at, item, [...here, index], CLAUDE_CODE_SERVER);
  }
  const options = get(plugin, 'userConfig');
  for (const { key, value } of options?.kind === 'map' ? options.entries : []) {
    const at0 = [...path, 'userConfig', key.value];
    const sensitive = get(value, 'sensitive');
    at.reading.inputs.push({ id: key.value, idNode: key, path: at0, secret: isBoolean(sensitive, true) });
    const preset = entry(value, 'default');
    if (preset?.value.kind === 'string') at.reading.slots.push(slot('input', key.value, key, preset.value, [...at0, 'default']));
  }
}

export default [servers, manifest, marketplace];

// https://block.github.io/goose/docs/getting-started/using-extensions
import { type Format, defineFormat } from '../core/format.ts';
import { type MapNode, type Node, type Path, entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { GOOSE } from './shared/interpolation.ts';
import { items, members, textAt } from './shared/parts.ts';
import { placed } from './shared/roots.ts';
import { type Site, addSlots, control, readServer, site } from './shared/server-map.ts';

const TYPES = ['stdio', 'streamable_http', 'sse', 'builtin', 'platform', 'frontend', 'inline_python'];

const GOOSE_SERVER = dialect({
  command: ['cmd'],
  env: ['envs'],
  url: ['uri'],
  transports: { stdio: 'stdio', streamable_http: 'http', sse: 'sse' },
  names: ['env_keys'],
  off: { enabled: false },
  controls: { available_tools: { when: 'list', kind: 'allow-tools' } },
  settings: ['name', 'display_name', 'description', 'timeout', 'bundled', 'code', 'dependencies', 'type', 'env', 'url'],
  ignored: { disabled: 'Write `enabled: false`.' },
  checks: { types: TYPES, command: 'string', both: 'medium', alone: ['code'] },
});

const info = {
  name: 'Goose',
  kind: 'client',
  docs: 'https://block.github.io/goose/docs/getting-started/using-extensions',
  syntax: 'yaml',
  schema: 'goose',
  interpolation: GOOSE,
  comments: true,
  confidence: 'secondary',
} as const satisfies Partial<Format>;

const isExtension = (node: Node | undefined): boolean => TYPES.includes(textAt(node, 'type') ?? '');
const holds = (node: Node | undefined): boolean =>
  members(node).some(({ value }) => isExtension(value)) ||
  items(node).some(({ item }) => isExtension(item) && get(item, 'name') !== undefined);

/** Extensions that run in Goose itself are no servers. */
function extension(at: Site, name: string, node: MapNode, path: Path): void {
  const type = textAt(node, 'type') ?? '';
  if (['builtin', 'platform', 'frontend'].includes(type)) return;
  const named = get(node, 'name');
  readServer(at, name, named?.kind === 'string' ? named : null, node, path, GOOSE_SERVER);
}

const config = defineFormat({
  ...info,
  id: 'goose',
  files: [
    { path: '~/.config/goose/config.yaml', scope: 'user', by: 'name' },
    { path: '~/Library/Application Support/Block/goose/config/config.yaml', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/Block/goose/config/config.yaml', scope: 'user', by: 'name' },
    { path: '{.goose,goose}/config.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  recognises: (root, path) =>
    holds(get(root, 'extensions')) || (placed(path, 'goose/', '.goose/') && ['GOOSE_PROVIDER', 'GOOSE_MODE'].some(key => entry(root, key))),
  read(document, context) {
    const at = site(document, config, context);
    const { root } = document;
    for (const { key, value } of members(get(root, 'extensions'))) extension(at, key.value, value, ['extensions', key.value]);
    const mode = entry(root, 'GOOSE_MODE');
    if (mode) control(at, null, 'GOOSE_MODE', mode.value, ['GOOSE_MODE'], { when: ['auto'], kind: 'bypass-approval' }, true);
    for (const { key, value } of root?.kind === 'map' ? root.entries : [])
      if (key.value !== 'extensions') addSlots(at, value, [key.value], 'setting', key.value, key);
    return at.reading;
  },
});

const recipe = defineFormat({
  ...info,
  id: 'goose-recipe',
  name: 'Goose recipe',
  schema: 'goose-recipe',
  files: [
    { path: '.goose/recipes/*.{yaml,yml,json}', scope: 'project', by: 'content' },
    { path: '{recipe,*_recipe,*-recipe}.{yaml,yml,json}', scope: 'project', by: 'content' },
    { path: 'recipes/**/*.{yaml,yml}', scope: 'project', by: 'content' },
    { path: '~/.config/goose/recipes/*.yaml', scope: 'user', by: 'content' },
  ],
  hints: ['extensions'],
  recognises: root =>
    items(get(root, 'extensions')).some(({ item }) => isExtension(item)) &&
    ['title', 'instructions', 'prompt'].some(key => entry(root, key)),
  read(document, context) {
    const at = site(document, recipe, context);
    for (const { item, index } of items(get(document.root, 'extensions')))
      extension(at, textAt(item, 'name') ?? String(index), item, ['extensions', index]);
    return at.reading;
  },
});

export default [config, recipe];

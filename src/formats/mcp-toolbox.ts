// https://googleapis.github.io/genai-toolbox/getting-started/configure/
import { defineFormat } from '../core/format.ts';
import { type Node, get } from '../core/node.ts';
import { TOOLBOX } from './shared/interpolation.ts';
import { members, textAt } from './shared/parts.ts';
import { addSlots, site } from './shared/server-map.ts';

const KINDS = ['source', 'tool', 'toolset', 'group', 'authService', 'prompt', 'resource', 'resourceTemplate', 'embeddingModel'];
/** Fields of a source that are credentials or carry one. */
const SECRET = /^(?:password|apiKey|token|connectionString|clientSecret|uri|user)$/;

/** Old form: maps by name. New form: one resource in each document of the file. */
const isOld = (root: Node | undefined): boolean =>
  members(get(root, 'sources')).some(({ value }) => textAt(value, 'kind') !== null || textAt(value, 'type') !== null) &&
  members(get(root, 'tools')).some(({ value }) => textAt(value, 'source') !== null || textAt(value, 'kind') !== null);
const isNew = (root: Node | undefined): boolean =>
  KINDS.includes(textAt(root, 'kind') ?? '') &&
  textAt(root, 'name') !== null &&
  get(root, 'apiVersion') === undefined &&
  textAt(root, 'type') !== null;

/** The databases that a toolbox opens and the tools it offers; it declares a server and connects to none. */
const toolbox = defineFormat({
  id: 'mcp-toolbox',
  name: 'MCP Toolbox for Databases',
  kind: 'framework',
  docs: 'https://googleapis.github.io/genai-toolbox/getting-started/configure/',
  syntax: 'yaml',
  files: [{ path: '{tools,*toolbox*,*.tools,*-tools}.{yaml,yml}', scope: 'project', by: 'content' }],
  hints: ['sources:', 'kind: source', 'kind: tool'],
  schema: null,
  interpolation: TOOLBOX,
  comments: true,
  confidence: 'verified',
  recognises: root => isOld(root) || isNew(root),
  read(document, context) {
    const at = site(document, toolbox, context);
    const { root } = document;
    for (const group of ['sources', 'authServices']) {
      for (const { key, value } of members(get(root, group)))
        for (const { key: field, value: held } of value.entries)
          addSlots(at, held, [group, key.value, field.value], SECRET.test(field.value) ? 'auth' : 'setting', field.value, field);
    }
    if (isNew(root) && root?.kind === 'map')
      for (const { key, value } of root.entries)
        addSlots(at, value, [key.value], SECRET.test(key.value) ? 'auth' : 'setting', key.value, key);
    return at.reading;
  },
});
export default toolbox;

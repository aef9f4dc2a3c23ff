// https://docs.continue.dev/reference
import { defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { CONTINUE_YAML } from './shared/interpolation.ts';
import { addServer, items, textAt } from './shared/parts.ts';
import { placed } from './shared/roots.ts';
import { addSlots, problem, readServer, readServerMap, site } from './shared/server-map.ts';

const CONTINUE_SERVER = dialect({
  headers: ['requestOptions.headers'],
  auth: ['apiKey'],
  transports: { stdio: 'stdio', 'streamable-http': 'http', sse: 'sse' },
  settings: ['name', 'serverName', 'requestOptions', 'connectionTimeout', 'faviconUrl', 'description'],
  ignored: { disabled: 'Remove the entry, or switch the server off in Continue.', autoApprove: 'Set tool policies in Continue.' },
  checks: { types: ['stdio', 'streamable-http', 'sse'], command: 'string', both: 'medium', alone: ['uses'] },
});

const KEYS = ['mcpServers', 'models', 'context', 'rules', 'prompts', 'docs'];

const yaml = defineFormat({
  id: 'continue',
  name: 'Continue',
  kind: 'client',
  docs: 'https://docs.continue.dev/reference',
  syntax: 'yaml',
  files: [
    { path: '.continue/config.{yaml,yml}', scope: 'project', by: 'content' },
    { path: '.continue/{mcpServers,assistants,agents,configs,blocks,models,rules}/**/*.{yaml,yml}', scope: 'project', by: 'content' },
    { path: '~/.continue/config.{yaml,yml}', scope: 'user', by: 'content' },
    { path: '~/.continue/mcpServers/*.{yaml,yml}', scope: 'user', by: 'content' },
  ],
  schema: 'continue',
  interpolation: CONTINUE_YAML,
  comments: true,
  confidence: 'verified',
  recognises: (root, path) =>
    placed(path, '.continue/')
      ? KEYS.some(key => entry(root, key) !== undefined)
      : textAt(root, 'schema') === 'v1' && get(root, 'mcpServers')?.kind === 'seq',
  read(document, context) {
    const at = site(document, yaml, context);
    const { root } = document;
    const held = entry(root, 'mcpServers');
    for (const { item, index } of items(held?.value)) {
      // A block from the hub: what it starts stands there, so that its name is all there is.
      const block = get(item, 'uses');
      if (block?.kind === 'string') {
        addServer(at, block.value, block, item, ['mcpServers', index], {});
        continue;
      }
      const name = get(item, 'name');
      const known = name?.kind === 'string' && name.value !== '';
      readServer(at, known ? name.value : String(index), known ? name : null, item, ['mcpServers', index], CONTINUE_SERVER);
    }
    if (held?.value.kind === 'map') {
      readServerMap(at, ['mcpServers'], CONTINUE_SERVER);
      const sentence = 'Continue wants `mcpServers` to be a list and reads no server from an object. Begin each server with `- name:`.';
      problem(at, 'wrong-type', held.key, ['mcpServers'], sentence);
    }
    for (const { key, value } of root?.kind === 'map' ? root.entries : [])
      if (key.value !== 'mcpServers') addSlots(at, value, [key.value], 'setting', key.value, key);
    return at.reading;
  },
});
export default yaml;

// https://kilo.ai/docs/features/mcp/using-mcp-in-kilo-code
import { type Format, defineFormat } from '../core/format.ts';
import { get } from '../core/node.ts';
import { readOpencode } from './opencode.ts';
import { ROO_SERVER, extensionStorage } from './roo-code.ts';
import { KILO, ROO } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const info = {
  name: 'Kilo Code',
  kind: 'client',
  docs: 'https://kilo.ai/docs/features/mcp/using-mcp-in-kilo-code',
  syntax: 'json',
  confidence: 'secondary',
} as const satisfies Partial<Format>;

/** Since version 7 it is built on opencode. */
const kilo = defineFormat({
  ...info,
  id: 'kilo-code',
  schema: 'opencode',
  interpolation: KILO,
  comments: true,
  files: [
    { path: '{kilo.json,kilo.jsonc,.kilo/kilo.json,.kilo/kilo.jsonc}', scope: 'project', by: 'content' },
    { path: '~/.config/kilo/{kilo.json,kilo.jsonc}', scope: 'user', by: 'content' },
  ],
  hints: ['mcp'],
  recognises: (root, path) => placed(path, 'kilo.json') && (hasServers(root) || get(root, 'mcp')?.kind === 'map'),
  read(document, context) {
    const at = site(document, kilo, context);
    readOpencode(at);
    return at.reading;
  },
});

/** Before, a relative of Roo Code. */
const legacy = defineFormat({
  ...info,
  id: 'kilo-code-legacy',
  schema: 'roo-code',
  interpolation: ROO,
  comments: false,
  files: [{ path: '.kilocode/mcp.json', scope: 'project', by: 'name' }, ...extensionStorage('kilocode.kilo-code', 'mcp_settings.json')],
  recognises: (root, path) => placed(path, '.kilocode/', 'kilocode.kilo-code/') && hasServers(root),
  read(document, context) {
    const at = site(document, legacy, context);
    return readRoots(at, [['mcpServers']], ROO_SERVER);
  },
});

export default [kilo, legacy];

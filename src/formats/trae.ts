// https://docs.trae.ai/ide/model-context-protocol
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const TRAE_SERVER = dialect({
  settings: ['fromGalleryId', 'timeout', 'description', 'name'],
  checks: { command: 'string', both: 'medium' },
});

const trae = defineFormat({
  id: 'trae',
  name: 'Trae',
  kind: 'client',
  docs: 'https://docs.trae.ai/ide/model-context-protocol',
  syntax: 'json',
  files: [
    { path: '.trae/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.config/{Trae,Trae CN}/User/mcp.json', scope: 'user', by: 'name' },
    { path: '~/Library/Application Support/{Trae,Trae CN}/User/mcp.json', scope: 'user', by: 'name' },
    { path: '~/AppData/Roaming/{Trae,Trae CN}/User/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.trae/', 'Trae/User/', 'Trae CN/User/') && hasServers(root),
  read(document, context) {
    const at = site(document, trae, context);
    return readRoots(at, [['mcpServers']], TRAE_SERVER);
  },
});
export default trae;

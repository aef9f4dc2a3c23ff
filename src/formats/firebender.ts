// https://docs.firebender.com/context/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const FIREBENDER_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const firebender = defineFormat({
  id: 'firebender',
  name: 'Firebender',
  kind: 'client',
  docs: 'https://docs.firebender.com/context/mcp',
  syntax: 'json',
  files: [
    { path: 'firebender.json', scope: 'project', by: 'content' },
    { path: '~/.firebender/firebender.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers'],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, 'firebender.json') && hasServers(root),
  read(document, context) {
    const at = site(document, firebender, context);
    return readRoots(at, [['mcpServers']], FIREBENDER_SERVER);
  },
});
export default firebender;

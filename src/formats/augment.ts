// https://docs.augmentcode.com/cli/integrations
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const AUGMENT_SERVER = dialect({
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  checks: { command: 'string', both: 'medium' },
});

const augment = defineFormat({
  id: 'augment',
  name: 'Augment',
  kind: 'client',
  docs: 'https://docs.augmentcode.com/cli/integrations',
  syntax: 'json',
  files: [
    { path: '.augment/{settings,settings.local}.json', scope: 'project', by: 'content' },
    { path: '~/.augment/settings.json', scope: 'user', by: 'content' },
  ],
  hints: ['mcpServers', 'servers'],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.augment/') && hasServers(root),
  read(document, context) {
    const at = site(document, augment, context);
    return readRoots(at, [['mcpServers']], AUGMENT_SERVER);
  },
});
export default augment;

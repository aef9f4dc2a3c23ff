// https://docs.factory.ai/cli/configuration/mcp
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { FACTORY } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const FACTORY_SERVER = dialect({
  off: { disabled: true },
  controls: { disabledTools: { when: 'list', kind: 'deny-tools' } },
  settings: ['timeout', 'timeoutMs', 'description', 'name'],
  checks: { command: 'string', both: 'medium' },
});

const factory = defineFormat({
  id: 'factory',
  name: 'Factory',
  kind: 'client',
  docs: 'https://docs.factory.ai/cli/configuration/mcp',
  syntax: 'json',
  files: [
    { path: '.factory/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.factory/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'factory',
  interpolation: FACTORY,
  comments: false,
  confidence: 'secondary',
  recognises: (root, path) => placed(path, '.factory/') && hasServers(root),
  read(document, context) {
    const at = site(document, factory, context);
    return readRoots(at, [['mcpServers']], FACTORY_SERVER);
  },
});
export default factory;

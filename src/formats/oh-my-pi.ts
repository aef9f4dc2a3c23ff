// https://github.com/can1357/oh-my-pi
import { defineFormat } from '../core/format.ts';
import { dialect } from './shared/dialect.ts';
import { UNDOCUMENTED } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

const OH_MY_PI_SERVER = dialect({
  checks: { command: 'string', both: 'medium' },
});

const ohMyPi = defineFormat({
  id: 'oh-my-pi',
  name: 'oh-my-pi',
  kind: 'client',
  docs: 'https://github.com/can1357/oh-my-pi',
  syntax: 'json',
  files: [
    { path: '.omp/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.omp/agent/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'mcp-servers',
  interpolation: UNDOCUMENTED,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) => placed(path, '.omp/') && hasServers(root),
  read(document, context) {
    const at = site(document, ohMyPi, context);
    return readRoots(at, [['mcpServers']], OH_MY_PI_SERVER);
  },
});
export default ohMyPi;

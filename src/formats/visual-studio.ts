// https://learn.microsoft.com/visualstudio/ide/mcp-servers
import { defineFormat } from '../core/format.ts';
import { entry, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { VISUAL_STUDIO } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';
import { readInputs } from './vscode.ts';

const STUDIO_SERVER = dialect({
  transports: { stdio: 'stdio', http: 'http', sse: 'sse' },
  ignored: {
    disabled: 'Remove the entry, or clear its tools in the chat window.',
    enabled: 'Remove the entry, or clear its tools in the chat window.',
  },
  checks: { types: ['stdio', 'http', 'sse'], command: 'string', both: 'medium' },
});

const studio = defineFormat({
  id: 'visual-studio',
  name: 'Visual Studio',
  kind: 'client',
  docs: 'https://learn.microsoft.com/visualstudio/ide/mcp-servers',
  syntax: 'json',
  files: [
    { path: '.vs/mcp.json', scope: 'project', by: 'name' },
    { path: '.mcp.json', scope: 'project', by: 'content' },
    { path: '~/.mcp.json', scope: 'user', by: 'content' },
  ],
  schema: 'vscode',
  interpolation: VISUAL_STUDIO,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) =>
    placed(path, '.vs/')
      ? hasServers(root)
      : placed(path, '.mcp.') && entry(root, 'mcpServers') === undefined && get(root, 'servers')?.kind === 'map',
  read(document, context) {
    const at = site(document, studio, context);
    readInputs(at, document.root, []);
    return readRoots(at, [['servers']], STUDIO_SERVER);
  },
});
export default studio;

// https://docs.roocode.com/features/mcp/using-mcp-in-roo
import { type Format, defineFormat } from '../core/format.ts';
import { entry } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { ROO } from './shared/interpolation.ts';
import { hasServers, placed, readRoots } from './shared/roots.ts';
import { site } from './shared/server-map.ts';

export const ROO_SERVER = dialect({
  transports: { stdio: 'stdio', 'streamable-http': 'http', sse: 'sse' },
  urlMeans: 'sse',
  off: { disabled: true },
  controls: { alwaysAllow: { when: 'list', kind: 'approve-tools' }, disabledTools: { when: 'list', kind: 'deny-tools' } },
  settings: ['timeout', 'watchPaths', 'description', 'name'],
  ignored: { enabled: 'Write `"disabled": true`.', autoApprove: 'Write `alwaysAllow`.' },
  checks: { types: ['stdio', 'streamable-http', 'sse'], command: 'string', both: 'high' },
});

/** Where an extension of VS Code keeps its own files, in each editor that takes such extensions. */
export function extensionStorage(extension: string, file: string): Format['files'] {
  const below = `User/globalStorage/${extension}/settings/${file}`;
  const editors = '{Code,Code - Insiders,Cursor,VSCodium,Windsurf}/';
  const folders = ['~/.config/', '~/Library/Application Support/', '~/AppData/Roaming/'].map(base => base + editors);
  return [...folders, '~/{.vscode-server,.vscode-server-insiders,.cursor-server}/data/'].map(
    base => ({ path: base + below, scope: 'user', by: 'name' }) as const,
  );
}

const roo = defineFormat({
  id: 'roo-code',
  name: 'Roo Code',
  kind: 'client',
  docs: 'https://docs.roocode.com/features/mcp/using-mcp-in-roo',
  syntax: 'json',
  files: [{ path: '.roo/mcp.json', scope: 'project', by: 'name' }, ...extensionStorage('rooveterinaryinc.roo-cline', 'mcp_settings.json')],
  schema: 'roo-code',
  interpolation: ROO,
  comments: false,
  confidence: 'verified',
  recognises: (root, path) =>
    placed(path, '.roo/', 'rooveterinaryinc.roo-cline/') && (hasServers(root) || entry(root, 'mcpServers') !== undefined),
  read(document, context) {
    const at = site(document, roo, context);
    return readRoots(at, [['mcpServers']], ROO_SERVER);
  },
});
export default roo;

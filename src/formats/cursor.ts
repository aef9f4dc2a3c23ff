// https://cursor.com/docs/mcp
import { defineFormat } from '../core/format.ts';
import { entry } from '../core/node.ts';
import { CURSOR } from './shared/interpolation.ts';
import { dialect } from './shared/dialect.ts';
import { readServerMap, site } from './shared/server-map.ts';

const CURSOR_SERVER = dialect({
  envFile: ['envFile'],
  ignored: {
    disabled: "Switch the server off in Cursor's settings, or remove the entry.",
    autoApprove: "Approve tools in Cursor's own permissions.",
    alwaysAllow: "Approve tools in Cursor's own permissions.",
  },
});

const cursor = defineFormat({
  id: 'cursor',
  name: 'Cursor',
  kind: 'client',
  docs: 'https://cursor.com/docs/mcp',
  syntax: 'json',
  files: [
    { path: '.cursor/mcp.json', scope: 'project', by: 'name' },
    { path: '~/.cursor/mcp.json', scope: 'user', by: 'name' },
  ],
  schema: 'cursor',
  interpolation: CURSOR,
  comments: false,
  confidence: 'verified',
  recognises: root => entry(root, 'mcpServers') !== undefined,
  read(document, context) {
    const at = site(document, cursor, context);
    readServerMap(at, ['mcpServers'], CURSOR_SERVER);
    return at.reading;
  },
});
export default cursor;

// Slips with exactly one right answer are mended where the client then does the same or less; all others only when asked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { postern } from '../cli/run.ts';
import { tree } from '../engine/tree.ts';

const LOCAL = '"command": "npx", "args": ["-y", "@acme/tickets-mcp@2.4.1"]';
const file = (entry: string) => `{ "mcpServers": { "tickets": { ${LOCAL}, ${entry} } } }\n`;

test.each([
  ['.roo/mcp.json', file('"disabeld": true'), file('"disabled": true')],
  ['.roo/mcp.json', file('"disabledTool": ["delete"]'), file('"disabledTools": ["delete"]')],
  ['cline_mcp_settings.json', file('"transportType": "stdio"'), file('"type": "stdio"')],
  ['.cursor/mcp.json', file('"env": { "T": "${T}" }'), file('"env": { "T": "${env:T}" }')],
])('%s: %s', async (path, before, after) => {
  const root = tree({ [path]: before });
  await postern(root, ['--fix', '--fail-on', 'never']);
  expect(readFileSync(join(root, path), 'utf8')).toBe(after);
});

test.each([
  // More would start, or more would run unasked.
  ['.cursor/mcp.json', `{ "servers": { "tickets": { ${LOCAL} } } }\n`],
  ['.roo/mcp.json', file('"alwaysAlow": ["delete"]')],
  // Two right answers.
  ['.roo/mcp.json', file('"disabeld": true, "disabled": false')],
])('%s is left alone: %s', async (path, before) => {
  const root = tree({ [path]: before });
  await postern(root, ['--fix', '--fail-on', 'never']);
  expect(readFileSync(join(root, path), 'utf8')).toBe(before);
});

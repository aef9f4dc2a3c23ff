// What speaks of MCP and is in no shape that anybody reads is listed, never passed over; what merely looks alike is left alone.
import { expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { postern } from '../cli/run.ts';
import { token, tree } from '../engine/tree.ts';

const LOCAL = { command: 'npx', args: ['-y', '@acme/tickets-mcp@2.4.1'] };
const REMOTE = { url: 'https://tickets.example.com/mcp', type: 'streamable-http' };

const read = (path: string, content: unknown, explicit = false) =>
  load(new Source(path, typeof content === 'string' ? content : JSON.stringify(content)), candidatesFor(path), { explicit, tracked: null });

test.each([
  ['config/mcp-hub.json', { hub: { mcpServers: { tickets: LOCAL } } }, 'holds `mcpServers` in a place where no known client reads it'],
  ['mcp-pool.json', { pool: [{ spec: LOCAL }] }, 'holds an object that looks like an MCP server, in no shape that a known client reads'],
  ['mcp-pool.yaml', 'pool:\n  - spec: {command: npx, args: [a]}\n  - spec: {url: "https://a.example.com", type: sse}\n', 'holds 2 objects'],
  ['deploy/config.json', { a: { b: { mcp_servers: [REMOTE] } } }, 'holds `mcp_servers` in a place where no known client reads it'],
])('%s', async (path, content, reason) => {
  const file = await read(path, content);
  expect([file.state, file.format]).toEqual(['unsupported', null]);
  expect(file.reason).toContain(reason);
});

test.each(['Claude_Desktop_Config.json', 'docs/Cursor-settings.json', 'OpenCode.json'])('%s is found in capitals too', async path => {
  expect((await read(path, { mcpServers: { tickets: LOCAL } })).reading.servers).toHaveLength(1);
});

test('a file that somebody names is looked at more closely', async () => {
  expect((await read('pool.json', { pool: [{ spec: REMOTE }] }, true)).reason).toContain('looks like an MCP server');
  expect((await read('pool.json', { pool: [{ a: 1 }] }, true)).reason).toBe('holds no MCP configuration');
});

test.each([
  ['litellm_config.yaml', 'model_list: []\nmcp_servers:\n  a:\n    transport: stdio\no\n    command: npx\n', 'unreadable'],
  ['firebender.json', '{ "mcpServers":\n "a": { "command": "npx" }', 'unreadable'],
  ['.gemini/agents/a.md', '---\nname: a\nmcpServers: {a: {command: npx\n---\n', 'partial'],
  ['config.yaml', '{% for s in all %}\nmcp_servers:\n a: {{ s }\n{% endfor %}\n  b', 'skipped'],
])('%s, broken so that nobody can tell what it is', async (path, content, state) => {
  expect((await read(path, content)).state).toBe(state);
});

test('a broken file that nothing ties to MCP is passed over, and the reason says why', async () => {
  const file = await read('docker-compose.yml', 'services:\n  a: {image: mcp\n b: ]');
  expect([file.state, file.reason]).toEqual(['skipped', 'does not parse, and what can be read holds no MCP configuration']);
});

test.each([
  ['mcp.schema.json', { properties: { mcpServers: { properties: { command: { type: 'string' } } } } }],
  ['mcp.schema.json', { $defs: { server: { examples: [LOCAL] } } }],
  ['locales/mcp.json', { mcpServers: { title: 'Server', url: 'Adresse' } }],
  ['mcp-tools.json', { tools: [{ name: 'run', inputSchema: { properties: { command: {}, args: {} } } }] }],
  ['config/queue.json', { jobs: [{ command: 'make', args: ['all'] }] }],
])('%s with %j is none', async (path, content) => {
  expect((await read(path, content)).state).toBe('skipped');
});

test('people see it in text and machines in JSON, without any of the scanned names', async () => {
  const hidden = token();
  const root = tree({ 'mcp-hub.json': JSON.stringify({ [hidden]: { mcpServers: { [hidden]: LOCAL } } }) });
  const text = await postern(root, []);
  expect(text.stdout + text.stderr).toContain('mcp-hub.json');
  expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'unsupported: mcp-hub.json (holds `mcpServers` in a place where no known client reads it)',
  );
  const json = await postern(root, ['-f', 'json']);
  expect(JSON.parse(json.stdout).files).toEqual([expect.objectContaining({ path: 'mcp-hub.json', state: 'unsupported', format: null })]);
  expect(text.stdout + text.stderr + json.stdout + json.stderr).not.toContain(hidden);
});

test('ten thousand levels and a million nodes end soon', async () => {
  const wide = `{"a":[${'{"b":1},'.repeat(200_000)}{}]}`;
  expect((await read('mcp-wide.json', wide)).state).toBe('skipped');
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  expect(['skipped', 'unreadable']).toContain((await read('mcp-deep.json', deep)).state);
});

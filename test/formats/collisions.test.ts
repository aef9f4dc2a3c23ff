// One file name, several products: the folder and the content decide, whatever the order of the formats.
import { expect, test } from 'vitest';
import type { ConfigFile } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';

const read = (path: string, content: unknown): Promise<ConfigFile> =>
  load(new Source(path, typeof content === 'string' ? content : JSON.stringify(content)), candidatesFor(path), {
    explicit: false,
    tracked: null,
  });

const LOCAL = { command: 'npx', args: ['-y', '@acme/tickets-mcp@2.4.1'] };
const SERVERS = { mcpServers: { tickets: LOCAL } };

test.each([
  ['.vscode/settings.json', { 'chat.tools.global.autoApprove': true }, 'vscode-settings'],
  ['.vscode/settings.json', { mcp: { servers: { tickets: LOCAL } } }, 'vscode-settings'],
  ['.vscode/settings.json', { 'editor.tabSize': 2 }, undefined],
  ['.claude/settings.json', { permissions: { allow: ['mcp__tickets__search'] } }, 'claude-code-settings'],
  ['.claude/settings.json', SERVERS, 'claude-code-settings'],
  ['.gemini/settings.json', SERVERS, 'gemini-cli'],
  ['.qwen/settings.json', SERVERS, 'qwen-code'],
  ['.iflow/settings.json', SERVERS, 'iflow'],
  ['.augment/settings.json', SERVERS, 'augment'],
  ['.augment/settings.json', { theme: 'dark' }, undefined],
  ['.zed/settings.json', { context_servers: { tickets: LOCAL } }, 'zed'],
  ['.zed/settings.json', { tab_size: 2 }, undefined],
  ['.amp/settings.json', { 'amp.mcpServers': { tickets: LOCAL } }, 'amp'],
  ['config/settings.json', { theme: 'dark', permissions: { allow: ['read'] } }, undefined],
  ['.mcp.json', SERVERS, 'claude-code'],
  ['.mcp.json', { servers: { tickets: LOCAL } }, 'visual-studio'],
  ['.mcp.json', { tickets: LOCAL }, 'claude-code-plugin-mcp'],
  ['plugins/tickets/.mcp.json', { tickets: { type: 'http', url: 'https://tickets.example.com/mcp' } }, 'claude-code-plugin-mcp'],
  ['.mcp.json', { mcpServers: { tickets: { command: '${CLAUDE_PLUGIN_ROOT}/server' } } }, 'claude-code-plugin-mcp'],
  ['.warp/.mcp.json', SERVERS, 'warp'],
  ['.deepagents/.mcp.json', SERVERS, 'deepagents'],
  ['.vscode/mcp.json', { servers: { tickets: LOCAL } }, 'vscode'],
  ['.vscode/mcp.json', SERVERS, 'vscode'],
  ['.vscode/mcp.json.example', SERVERS, 'vscode'],
  ['.cursor/mcp.json', { servers: { tickets: LOCAL } }, 'cursor'],
  ['.roo/mcp.json', SERVERS, 'roo-code'],
  ['.kiro/settings/mcp.json', SERVERS, 'kiro'],
  ['.agents/mcp.json', { tickets: LOCAL }, 'agents-mcp'],
  ['.agents/mcp_config.json', SERVERS, 'antigravity'],
  ['.windsurf/mcp_config.json', SERVERS, 'windsurf'],
  ['.devin/mcp_config.json', SERVERS, 'devin'],
  ['mcp.json', { $schema: 'https://agent-plugins.org/schemas/1.0.0/mcp.schema.json', ...SERVERS }, 'agent-plugins'],
  ['locales/de/mcp.json', { title: 'Server', errors: { missing: 'Fehlt' } }, undefined],
  ['mcp_settings.json', { ...SERVERS, users: [] }, 'mcphub-server'],
  ['.claude-plugin/plugin.json', SERVERS, 'claude-code-plugin'],
  ['.cursor-plugin/plugin.json', SERVERS, 'cursor-plugin'],
  ['dashboards/plugin.json', { type: 'panel', id: 'acme' }, undefined],
  ['opencode.json', { mcp: { tickets: { type: 'local', command: ['npx'] } } }, 'opencode'],
  ['crush.json', { mcp: { tickets: { type: 'stdio', command: 'npx' } } }, 'crush'],
  ['crush.json', { level: 3, candies: ['red'] }, undefined],
  ['requests/search-request.json', { tools: [{ type: 'mcp', server_label: 'a', server_url: 'https://a.example.com' }] }, 'openai-request'],
  ['requests/search-request.json', { tools: [{ type: 'function', name: 'server_url' }] }, undefined],
  ['requests/messages.json', { mcp_servers: [{ type: 'url', url: 'https://a.example.com', name: 'a' }] }, 'anthropic-request'],
  ['locales/de/messages.json', { mcp_servers: 'Server', title: 'Nachrichten' }, undefined],
  ['workflows/a.json', { nodes: [{ type: '@n8n/n8n-nodes-langchain.mcpClientTool', name: 'a' }], connections: {} }, 'n8n'],
  ['workflows/a.json', { nodes: [{ type: 'start', text: '.mcpClientTool' }], connections: {} }, undefined],
  ['ai-plugin.json', { runtimes: [{ type: 'RemoteMCPServer', spec: { url: 'https://a.example.com' } }] }, 'm365-plugin'],
  ['ai-plugin.json', { api: { type: 'openapi', url: 'https://a.example.com/openapi.json' } }, undefined],
  ['manifest.json', { name: 'Shop', icons: [], start_url: '/' }, undefined],
  ['servers/a.json', { server_name: 'a', proxy_pass_url: 'https://a.example.com' }, 'mcp-gateway-registry'],
  ['servers/a.json', { name: 'web-1', address: '10.0.0.1' }, undefined],
  [
    'catalog-info.yaml',
    'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: mcp-server}\nspec: {type: service}\n',
    undefined,
  ],
  ['template.yaml', 'Resources:\n  A:\n    Type: AWS::S3::Bucket\n', undefined],
  ['application.properties', 'spring.ai.mcp.client.sse.connections.a.url=https://a.example.com\n', 'spring-ai'],
  ['application.properties', '# spring.ai.mcp.client is not used\nserver.port=8080\n', undefined],
  ['application.yml', 'quarkus: {langchain4j: {mcp: {a: {url: "https://a.example.com"}}}}\n', 'quarkus'],
  ['presets/common.json', SERVERS, 'mcp-config'],
  ['presets/common.json', { extends: ['a'], servers: { web: { command: 'nginx', args: [] } } }, undefined],
])('%s with %j', async (path, content, id) => {
  expect((await read(path, content)).format?.id).toBe(id);
});

test('a marked example page goes to the client whose words it uses', async () => {
  const opencode = { mcp: { tickets: { type: 'local', command: ['npx'] } } };
  const own = await load(new Source('a.json', JSON.stringify(opencode)), [], { explicit: true, tracked: null });
  expect(own.format?.id).toBe('opencode');
  const zed = await load(new Source('a.json', JSON.stringify({ context_servers: { tickets: LOCAL } })), [], {
    explicit: true,
    tracked: null,
  });
  expect(zed.format?.id).toBe('zed');
});

test('the coding agent on GitHub is known by the variables that only it has', async () => {
  const server = { type: 'local', ...LOCAL, tools: ['*'], env: { TOKEN: 'COPILOT_MCP_TOKEN' } };
  const page = '```json\n' + JSON.stringify({ mcpServers: { tickets: server } }) + '\n```\n';
  const file = await load(new Source('docs/agent.md', page), [], { explicit: true, tracked: null });
  expect(file.format?.id).toBe('copilot-cloud-agent');
});

test('servers under both the right and a wrong root key are all read, and the wrong key is told once', async () => {
  const { reading } = await read('.cursor/mcp.json', { mcpServers: { a: LOCAL, b: LOCAL }, servers: { c: LOCAL, d: LOCAL } });
  expect(reading.servers.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  expect(reading.problems.map(({ kind, replace }) => [kind, replace])).toEqual([['unknown-key', undefined]]);
});

test('a rename is offered only where it gives a file that works', async () => {
  const wrong = await read('.cursor/mcp.json', { servers: { a: LOCAL } });
  const [only] = wrong.reading.problems;
  expect(only?.replace?.text).toBe('"mcpServers"');
  const mended = await read('.cursor/mcp.json', wrong.source!.text.replace(wrong.source!.slice(only!.span), only!.replace!.text));
  expect(mended.reading.problems).toEqual([]);
  expect(mended.reading.servers.length).toBe(1);
});

test('keys that say what the client does anyway are no problem', async () => {
  const quiet = { ...LOCAL, disabled: false, enabled: true, autoApprove: [], alwaysAllow: [] };
  for (const path of ['.mcp.json', '.cursor/mcp.json', '.gemini/settings.json', '.roo/mcp.json']) {
    expect((await read(path, { mcpServers: { tickets: quiet } })).reading.problems, path).toEqual([]);
  }
});

test('no text makes a reader throw, and no key is taken for a property', async () => {
  const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const nasty = Object.fromEntries(odd.map(key => [key, { command: key, type: key, [key]: [key], env: { [key]: key } }]));
  const values = ['null', '[]', '"text"', '7', '{"a":[[[{}]]]}', '[{"mcpServers":[1,{"name":"x"}]}]'];
  const roots = [
    'mcpServers',
    'servers',
    'mcp',
    'context_servers',
    'permissions',
    'projects',
    'inputs',
    'settings',
    'allowedTools',
    'plugins',
  ];
  const texts = [
    ...values,
    ...roots.flatMap(root => values.map(value => `{"${root}":${value}}`)),
    ...roots.map(root => JSON.stringify({ [root]: nasty })),
    `{"__proto__":{"mcpServers":{"a":{"command":"x"}}}}`,
  ];
  const paths = [
    '.mcp.json',
    '.claude/settings.json',
    '.claude.json',
    '.claude-plugin/marketplace.json',
    '.vscode/mcp.json',
    '.vscode/settings.json',
    '.gemini/settings.json',
    'gemini-extension.json',
    '.zed/settings.json',
    'opencode.json',
    'crush.json',
    '.kiro/agents/a.json',
    '.cursor/cli.json',
    '.cursor-plugin/plugin.json',
    '.continue/mcpServers/a.json',
    '.warp/.mcp.json',
  ];
  for (const path of paths) for (const text of texts) await expect(read(path, text), `${path} ${text}`).resolves.toBeDefined();
  const { reading } = await read('.cursor/mcp.json', {
    mcpServers: JSON.parse('{"__proto__":{"command":"npx"},"constructor":{"url":"https://a.example.com"}}'),
  });
  expect(reading.servers.map(({ name, transport }) => [name, transport])).toEqual([
    ['__proto__', 'stdio'],
    ['constructor', 'http'],
  ]);
});

test('an example in a page is read and raises no problem', async () => {
  const { reading, scope } = await read(
    'README.md',
    '# Set-up\n\n```json\n{ "mcpServers": { "tickets": { "command": "npx", "args": "-y x" } } }\n```\n',
  );
  const page = await load(
    new Source('docs/.vscode/README.md', '```json\n{ "mcpServers": { "tickets": { "command": "npx", "disabled": true } } }\n```\n'),
    [],
    { explicit: true, tracked: null },
  );
  expect([...reading.problems, ...page.reading.problems]).toEqual([]);
  expect(page.reading.servers.map(({ name }) => name)).toEqual(['tickets']);
  expect(['docs', 'project']).toContain(scope);
});

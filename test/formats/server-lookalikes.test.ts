// Files that share a name or a shape with MCP configuration and are something else stay silent; wrong shapes do no harm.
import { expect, test } from 'vitest';
import type { ConfigFile } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { formats } from '../../src/generated/formats.ts';

const read = (path: string, text: string, explicit = false): Promise<ConfigFile> =>
  load(new Source(path, text), candidatesFor(path), { explicit, tracked: null });

test.each([
  ['compose.yaml', 'services:\n  web:\n    image: nginx:1.29\n    # mcp one day\n'],
  ['docker-compose.yml', 'services:\n  tool:\n    image: acme/compact:1\n    command: ["npm", "run", "mcp"]\n'],
  ['manifest.json', '{"manifest_version":3,"name":"extension","version":"1.0","background":{"service_worker":"entry_point.js"}}'],
  ['manifest.json', '{"name":"App","short_name":"App","start_url":"/","icons":[],"mcp_config":false}'],
  ['server.json', '{"port":8080,"host":"localhost","transport_type":"tcp"}'],
  ['server.json', '{"name":"a/b","packages":["web"],"remotes":["origin"],"note":"modelcontextprotocol"}'],
  ['server.yaml', 'name: web\nimage: nginx\nport: 80\n'],
  ['catalog.yaml', 'registry:\n  url: https://registry.example.com\n'],
  [
    'deploy/mcp-pool.yaml',
    'apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineConfigPool\nmetadata:\n  name: worker\nspec: {}\n',
  ],
  ['deploy/mcp.yaml', 'apiVersion: example.com/v1\nkind: MCPServer\nmetadata:\n  name: a\nspec:\n  image: kagent.dev/x\n'],
  ['crds/mcpservers.yaml', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: toolhive.stacklok.dev\n'],
  ['locales/de/mcp.json', '{"title":"MCP-Server","errors":{"url":"Falsche Adresse"},"command":"Befehl"}'],
  ['package.json', '{"name":"mcp","scripts":{"mcp":"node server.js"}}'],
  ['mcp/package.json', '{"name":"tickets-mcp","bin":{"tickets":"cli.js"},"scripts":{"start":"node ."},"command":"x","args":[]}'],
  ['mcp-server/tsconfig.json', '{"compilerOptions":{"target":"es2023"},"include":["src"]}'],
  ['mcp-openapi.json', '{"openapi":"3.1.0","servers":[{"url":"https://api.example.com","name":"a","type":"http"}],"paths":{}}'],
  ['mcp/asyncapi.yaml', 'asyncapi: 3.0.0\nservers:\n  production:\n    url: broker.example.com\n    type: kafka\n'],
  ['mcp.schema.json', '{"$defs":{"server":{"command":"string"}},"properties":{"mcpServers":{"type":"object"}}}'],
  ['.github/workflows/ci.yml', 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo allowedTools\n'],
  ['.github/workflows/README.md', '---\ntitle: Workflows\n---\n\nNo mcp-servers here, no tools: either.\n'],
  ['.github/agents/plain.agent.md', '---\nname: plain\ntools: [read]\n---\n\nmcp-servers are set elsewhere.\n'],
  ['README.md', '# Shop\n\nSpeaks `mcpServers`.\n\n```json\n{ "command": "build", "url": "https://example.com" }\n```\n'],
  ['docs/api.md', '```json\n{ "servers": [{ "url": "https://api.example.com" }] }\n```\n'],
  ['config.toml', '[build]\ncommand = "hugo"\n'],
  ['config.yaml', 'targets:\n  - name: a\n    url: https://example.com\n'],
  ['application.yml', 'spring:\n  application:\n    name: mcp\nmcp:\n  url: https://example.com\n'],
  ['tools.yaml', 'tools:\n  - name: samtools\n    owner: iuc\nsources: []\n# kind: tool\n'],
  ['agent.yaml', 'agents:\n  root:\n    toolsets:\n      - type: shell\n# type: mcp\n'],
  ['recipe.yaml', 'title: Soup\ninstructions: Boil.\nextensions:\n  - salt\n'],
  ['spec.yaml', 'openapi: 3.1.0\nname: a\ntransport: stdio\n'],
  ['settings.json', '{"servers":{"main":{"url":"https://example.com","type":"http"}}}'],
  ['config.json', '{"command":"start","args":["a"]}'],
  ['smithery.md', 'nothing'],
])('%s (%s) is none of ours', async (path, text) => {
  const file = await read(path, text);
  expect(file.format?.id ?? null).toBe(null);
  expect(file.reading.servers).toEqual([]);
  expect(file.reading.problems).toEqual([]);
});

test.each([
  ['any.json', '{"mcpServers":{"a":{"command":"npx"}}}', 1],
  ['deep/mcp-proxy-config.yaml', 'mcp_servers:\n  a:\n    command: [docker, exec, a]\n', 1],
  ['x.mcp.toml', '[mcp_servers.a]\ncommand = "npx"\n', 1],
  ['notes.json', '{"mcp-servers":{"a":{"url":"https://a.example.com/mcp","type":"http"}}}', 1],
])('%s is read when somebody names it', async (path, text, servers) => {
  const file = await read(path, text, true);
  expect(file.reading.servers).toHaveLength(servers);
});

test('a file with a sure name stays with its client, a copy too', async () => {
  const parts = '{"mcpServers":{"a":{"env":{"SITE":"eu"}}}}';
  expect((await read('.junie/mcp/mcp.json', parts)).format?.id).toBe('junie');
  const whole = '{"mcpServers":{"a":{"command":"npx"}}}';
  expect((await read('.cursor/mcp.json.example', whole)).format?.id).toBe('cursor');
  expect((await read('.cursor/mcp.example.json', whole)).format?.id).toBe('cursor');
  expect((await read('.claude.json', whole)).format?.id).toBe('claude-code-user');
});

test('pages are opened where configurations are shown, not in every folder of a collection', () => {
  const opened = (path: string) => candidatesFor(path).some(({ format }) => format.id === 'mcp-docs');
  expect(
    ['README.md', 'server/README.md', 'a/b/README.md', 'a/b/c/d/mcp-setup.md', 'web/docs/a/b.mdx'].filter(path => !opened(path)),
  ).toEqual([]);
  expect(['pages/common/tar.md', 'a/b/c/README.md', 'a/b/c/notes.md'].filter(opened)).toEqual([]);
});

test('each page names its servers at their own lines', async () => {
  const page = ['# A', '', '```json', '{"mcpServers":{"a":{"command":"npx","args":["-y","@acme/a"]}}}', '```', '', '```toml'];
  const text = [...page, '[mcp_servers.b]', 'command = "uvx"', '```', ''].join('\n');
  const file = await read('docs/setup.md', text);
  const at = file.reading.servers.map(
    one => `${one.format.id} ${one.name} ${one.scope} ${file.source!.position(one.node.span.start).line}`,
  );
  expect(at).toEqual(['mcp-config a docs 4', 'codex b docs 8']);
});

const ODD = ['null', '[]', '{}', '"x"', '3', '[[[]]]', '{"mcpServers":[]}', '{"mcpServers":[null,1,{"name":{}}]}'];
const KEYS = [
  'mcpServers',
  'mcp_servers',
  'mcp',
  'servers',
  'registry',
  'packages',
  'remotes',
  'services',
  'extensions',
  'spec',
  'agents',
  'user_config',
];
test('no reader minds a value of the wrong kind', async () => {
  for (const format of formats) {
    for (const odd of [
      ...ODD,
      ...KEYS.flatMap(key =>
        ODD.map(value => `{"name":"a","type":"server","apiVersion":"kagent.dev/v1","kind":"MCPServer","${key}":{"a":${value}}}`),
      ),
    ]) {
      const source = new Source('any/mcp.json', odd);
      const [document] = await (await import('../../src/syntax/index.ts')).parse(source, 'json');
      const { root } = document!;
      if (root) format.recognises(root, 'any/mcp.json');
      const reading = format.read(document!, { path: 'any/mcp.json', scope: 'project' });
      expect(Array.isArray(reading.servers)).toBe(true);
    }
  }
});

// Gateways', registries' and YAML clients' files as big as are read at all: time must grow with the text, and the stack must hold.
import { expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';

const COUNT = 20_000;
const many = (one: (index: number) => string, count = COUNT) => Array.from({ length: count }, (_, index) => one(index)).join(',');
const braces = '{'.repeat(50_000);

const SHAPES: readonly (readonly [path: string, text: string])[] = [
  [
    'server.json',
    `{"name":"a/b","packages":[${many(() => '{"registryType":"npm","identifier":"x","environmentVariables":[{"name":"A","isSecret":true}]}')}]}`,
  ],
  ['registry.json', `{"servers":[${many(() => '{"server":{"name":"a/b","remotes":[{"type":"sse","url":"https://a.example.com"}]}}')}]}`],
  ['librechat.yaml', `{"mcpServers":{${many(index => `"s${index}":{"command":"x","comand":1,"args":"y"}`)}}}`],
  [
    '.continue/config.yaml',
    `{"mcpServers":[${many(index => `{"name":"s${index}","command":"x"}`)}],"models":[${many(() => '1', COUNT * 5)}]}`,
  ],
  ['mcp_agent.config.yaml', `{"mcp":{"servers":{${many(index => `"s${index}":{"command":"x"}`)}}}}`],
  ['compose.yaml', `{"services":{${many(index => `"s${index}":{"image":"mcp/x","environment":["A=1"]}`)}}}`],
  ['compose.yaml', `{"services":{"a":{"image":"mcp/x","command":"${'\\"'.repeat(50_000)}"}}}`],
  [
    'manifest.json',
    `{"manifest_version":"0.3","server":{"type":"node","mcp_config":{"command":"x"}},"user_config":{${many(index => `"k${index}":{"default":"x"}`)}}}`,
  ],
  ['agentgateway.yaml', `{"mcp":{"targets":[${many(index => `{"name":"t${index}","stdio":{"cmd":"x"}}`)}]}}`],
  ['.github/workflows/a.yml', `{"jobs":{"a":{"steps":[{"uses":"anthropics/claude-code-action@v1","run":"mcpServers ${braces}"}]}}}`],
  ['.github/workflows/a.yml', `{"jobs":{"a":{"steps":[${many(() => '{"run":"{ mcpServers }"}')}]}}}`],
  ['any-mcp.json', `{${many(index => `"s${index}":{"command":"x","args":["a"]}`)}}`],
  [
    '.codex/config.toml',
    Array.from(
      { length: 4000 },
      (_, index) => `[mcp_servers.s${index}]\ncommand = "x"\nenabeld = true\n[mcp_servers.s${index}.tools.t]\napproval_mode = "approve"\n`,
    ).join(''),
  ],
];

test.each(SHAPES)(
  '%s',
  async (path, text) => {
    const start = performance.now();
    const file = await load(new Source(path, text), candidatesFor(path), { explicit: false, tracked: null });
    expect(file.format).not.toBe(null);
    expect(performance.now() - start).toBeLessThan(6000);
  },
  30_000,
);

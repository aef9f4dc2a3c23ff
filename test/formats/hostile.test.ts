// Files as big as are read at all, in the shapes that would hurt: time must grow with the text, and the stack must hold.
import { expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { parseJson } from '../../src/syntax/json.ts';

const many = (count: number, one: (index: number) => string) => Array.from({ length: count }, (_, index) => one(index)).join(',');
const COUNT = 60_000;

const SHAPES: readonly (readonly [string, string, string])[] = [
  ['settings with a long list', '.claude/settings.json', `{"hooks":{"a":[${many(COUNT * 4, () => '1')}]}}`],
  ['settings with many rules', '.claude/settings.json', `{"permissions":{"allow":[${many(COUNT, index => `"mcp__s${index}__t"`)}]}}`],
  [
    'a server with many keys',
    '.cursor/mcp.json',
    `{"mcpServers":{"a":{"command":"x",${many(COUNT, index => `"envz${index % 1000}":${index}`)}}}}`,
  ],
  ['many servers', '.mcp.json', `{"mcpServers":{${many(COUNT / 2, index => `"s${index}":{"command":"x","disabled":true}`)}}}`],
  [
    'many projects',
    '.claude.json',
    `{"mcpServers":{"a":{"command":"x"}},"projects":{${many(COUNT * 3, index => `"/p${index}":{"mcpServers":{}}`)}}}`,
  ],
  ['many plugins', '.claude-plugin/marketplace.json', `{"plugins":[${many(COUNT, () => '{"mcpServers":{"a":{"command":"x"}}}')}]}`],
  [
    'an agent with many servers and tools',
    '.kiro/agents/a.json',
    `{"mcpServers":{${many(COUNT / 4, index => `"s${index}":{"command":"x"}`)}},"allowedTools":[${many(COUNT / 4, index => `"@s${index}/t"`)}]}`,
  ],
  [
    'editor settings with many tools',
    '.zed/settings.json',
    `{"context_servers":{${many(COUNT / 4, index => `"s${index}":{"command":"x"}`)}},"agent":{"tool_permissions":{"tools":{${many(COUNT / 4, index => `"mcp:s${index}:t":{"default":"allow"}`)}}}}}`,
  ],
];

test.each(SHAPES)('%s (%s)', async (_, path, text) => {
  const [document] = parseJson(new Source(path, text));
  const readers = await Promise.all(candidatesFor(path).map(({ format }) => format.load()));
  const format = readers.find(reader => reader.recognises(document!.root!, path))!;
  const start = performance.now();
  const reading = format.read(document!, { path, scope: 'project' });
  const time = performance.now() - start;
  expect(reading.servers.length + reading.controls.length + reading.slots.length + reading.problems.length).toBeGreaterThan(0);
  // Generous, for busy machines: a square in any of these takes far longer.
  expect(time).toBeLessThan(10_000);
});

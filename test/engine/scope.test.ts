// Files under `examples/` weigh less, but not where the person named that very folder.
import { expect, test } from 'vitest';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';

const text = '{ "mcpServers": { "notes": { "command": "notes" } } }';
const scope = async (path: string, named: string) =>
  (await load(new Source(path, text), candidatesFor(path), { explicit: false, tracked: true, named })).scope;

test('a folder of examples inside the project holds examples', async () => {
  expect(await scope('examples/a/.cursor/mcp.json', '')).toBe('example');
  expect(await scope('packages/a/examples/.cursor/mcp.json', 'packages/a/')).toBe('example');
});

test('a folder that the person named is a project, whatever it is called', async () => {
  expect(await scope('fixtures/demo/.cursor/mcp.json', 'fixtures/demo/')).toBe('project');
  expect(await scope('.cursor/mcp.json', '')).toBe('project');
});

test('a copy for people to fill in is an example wherever it lies', async () => {
  expect(await scope('.cursor/mcp.json.example', '')).toBe('example');
  expect(await scope('.cursor/mcp.example.json', '')).toBe('example');
  expect(await scope('examples.mcp.json', '')).toBe('project');
});

// What a schema tells beyond the reader: the exact place, one sentence on what is wrong, one on what to write.
import { expect, test } from 'vitest';
import type { ConfigFile } from '../../src/core/model.ts';
import { Source } from '../../src/core/source.ts';
import { candidatesFor } from '../../src/engine/candidates.ts';
import { load } from '../../src/engine/load.ts';
import { onlyNear } from '../../src/formats/shared/nearest.ts';

const read = (path: string, text: string): Promise<ConfigFile> =>
  load(new Source(path, text), candidatesFor(path), { explicit: false, tracked: null });
const told = async (path: string, text: string): Promise<string[]> => {
  const { source, reading } = await read(path, text);
  return reading.problems.map(
    ({ kind, span, message, replace }) => `${kind} ${source!.slice(span)}: ${message}${replace ? ` -> ${replace.text}` : ''}`,
  );
};

test('a misspelt key gets its right name', async () => {
  const text = '[mcp_servers.a]\ncommand = "npx"\nenabled_tolls = ["x"]\n';
  expect(await told('.codex/config.toml', text)).toEqual([
    'unknown-key enabled_tolls: Codex does not know `enabled_tolls`. Write `enabled_tools`. -> enabled_tools',
  ]);
});

test('a misspelt table in TOML is told and not renamed in one of its places', async () => {
  expect(await told('.codex/config.toml', '[mcp_server.a]\ncommand = "npx"\n')).toEqual([
    'unknown-key mcp_server: Codex does not know `mcp_server`. Write `mcp_servers`.',
  ]);
});

test('a word close to a known one is corrected, a strange one is answered by the list and not repeated', async () => {
  const text = (mode: string) => `{"manifest_version":"0.3","name":"a","server":{"type":"${mode}","mcp_config":{"command":"node"}}}`;
  expect(await told('manifest.json', text('pyhton'))).toEqual([
    'wrong-value "pyhton": `type` is no word that MCP bundle knows here. Write `python`. -> "python"',
  ]);
  expect(await told('manifest.json', text('k3y-of-somebody'))).toEqual([
    'wrong-value "k3y-of-somebody": `type` is no word that MCP bundle knows here. Write `node`, `python`, `binary` or `uv`.',
  ]);
});

test('a value of the wrong kind is told once, at the value', async () => {
  const text = 'mcpServers:\n  a:\n    command: npx\n    chatMenu: "true"\n    timeout: soon\n    headers: 3\n    env: [a]\n';
  expect(await told('librechat.yaml', text)).toEqual([
    'wrong-type "true": `chatMenu` must be `true` or `false` in LibreChat, and here it is a text. Write `true`. -> true',
    'wrong-type soon: `timeout` must be a number in LibreChat, and here it is a text. Write a number.',
    'wrong-type 3: `headers` must be an object in LibreChat, and here it is a number. Write it as names with values.',
    'wrong-type [a]: `env` must be an object in LibreChat, and here it is a list. Write it as names with values.',
  ]);
});

test('no text that stood in the file is offered as a replacement', async () => {
  const text = `[mcp_servers.a]\ncommand = "npx"\nenv = { PIN = 12345678 }\nenabled = "${'s' + 'ecret'}"\n`;
  const { reading } = await read('.codex/config.toml', text);
  expect(reading.problems).toHaveLength(2);
  expect(reading.problems.every(({ replace }) => replace === undefined)).toBe(true);
});

test('what the reader told is not told again', async () => {
  const problems = await told('.codex/config.toml', '[mcp_servers.a]\ncommand = "npx"\nargs = "-y x"\n');
  expect(problems).toHaveLength(1);
});

test('names of servers, variables and headers are free', async () => {
  const text =
    '[mcp_servers.comand]\ncommand = "npx"\nenv = { comand = "a", urls = "b" }\n\n[mcp_servers.url]\nurl = "https://a.example.com/mcp"\n';
  expect(await told('.codex/config.toml', text)).toEqual([]);
});

test('a broken document, an unfinished key and a page are left alone', async () => {
  expect(await told('librechat.yaml', 'mcpServers:\n  a:\n    command: "npx\n    chatMenu: "x"\n')).toEqual([]);
  expect(await told('librechat.yaml', 'mcpServers:\n  a:\n    command: npx\n    env:\n    headers:\n')).toEqual([]);
  expect(await told('docs/a.md', '```toml\n[mcp_servers.a]\ncommand = "npx"\nenabled = "yes"\n```\n')).toEqual([]);
});

test('thousands of mistakes stay few and quick', async () => {
  const many = Array.from({ length: 30_000 }, (_, index) => `"chatMneu${index}":"x","a${index}":{"chatMenu":"x","chatMneu":1}`).join(',');
  const start = performance.now();
  const { reading } = await read('librechat.yaml', `{"mcpServers":{${many}}}`);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(reading.problems.filter(({ message }) => message.includes('must be `true`')).length).toBeLessThanOrEqual(50);
}, 20_000);

test.each([
  ['comand', ['command', 'commands', 'args'], 'command'],
  ['commnad', ['command'], 'command'],
  ['Command', ['command'], 'command'],
  ['arsg', ['args'], 'args'],
  ['arg', ['args', 'ars'], null],
  ['ur', ['url'], null],
  ['description', ['command'], null],
  ['cat', ['bat'], 'bat'],
  ['ccc', ['aaa'], null],
])('%s among %j means %s', (word, known, right) => expect(onlyNear(word, known)).toBe(right));

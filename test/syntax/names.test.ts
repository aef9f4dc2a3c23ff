import { expect, test } from 'vitest';
import { sniff, syntaxOf } from '../../src/syntax/index.ts';

test.each([
  ['.mcp.json', 'json'],
  ['a/b/settings.jsonc', 'json'],
  ['x.code-workspace', 'json'],
  ['openclaw.json5', 'json'],
  ['claude_desktop_config.json.example', 'json'],
  ['mcp.json.bak.old', 'json'],
  ['C:\\x\\config.YAML', 'yaml'],
  ['values.yml.dist', 'yaml'],
  ['.codex/config.toml', 'toml'],
  ['.env', 'dotenv'],
  ['.env.production.local', 'dotenv'],
  ['prod.env.sample', 'dotenv'],
  ['.envrc', 'dotenv'],
  ['agent.mdc', 'markdown'],
  ['notes.txt', 'text'],
  ['.clinerules', null],
  ['Makefile', null],
  ['.environment', null],
])('%s is %s', (path, syntax) => expect(syntaxOf(path)).toBe(syntax));

test.each([
  [' \n{ "a": 1 }', 'json'],
  ['[1, 2]', 'json'],
  ['// note\n{ "a": 1 }', 'json'],
  ['"mcpServers": {', 'json'],
  ['---\na: 1', 'yaml'],
  ['# c\nkey: value', 'yaml'],
  ['- a\n- b', 'yaml'],
  ['# c\n[table]\na = 1', 'toml'],
  ['[mcp_servers.x]', 'toml'],
  ['key = "v"', 'toml'],
  ['API_KEY=abc', 'dotenv'],
  ['Just some words here.', null],
  ['', null],
])('%j looks like %s', (text, syntax) => expect(sniff(text)).toBe(syntax));

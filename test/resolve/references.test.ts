// What each client puts in where, what it passes on as it stands (false), and what nobody says (null).
import { expect, test } from 'vitest';
import type { SlotWhere } from '../../src/core/model.ts';
import { formats } from '../../src/generated/formats.ts';
import { expandedBy, parts } from '../../src/resolve/references.ts';

test.each<[string, string, SlotWhere, boolean | null]>([
  ['claude-code', '${TOKEN}', 'arg', true],
  ['claude-code', '${TOKEN:-none}', 'header', true],
  ['claude-code', '$TOKEN', 'env', false],
  ['claude-code', '${env:TOKEN}', 'env', false],
  ['claude-code', '${TOKEN}', 'auth', false],
  ['claude-desktop', '${TOKEN}', 'env', false],
  ['vscode', '${input:token}', 'url', true],
  ['vscode', '${TOKEN}', 'env', false],
  ['visual-studio', '${input:token}', 'header', true],
  ['visual-studio', '${input:token}', 'url', null],
  ['visual-studio', '${workspaceFolder}', 'arg', null],
  ['cursor', '${env:TOKEN}', 'auth', true],
  ['cursor', '${TOKEN}', 'env', false],
  ['cursor-plugin', '${TOKEN}', 'env', true],
  ['cursor-plugin', '${env:TOKEN}', 'env', null],
  ['windsurf', '${file:/run/token}', 'header', true],
  ['cline', '${TOKEN}', 'env', false],
  ['codex', '${TOKEN}', 'env', false],
  ['gemini-cli', '$TOKEN', 'header', true],
  ['qwen-code', '${TOKEN:-none}', 'env', false],
  ['zed', '${TOKEN}', 'arg', false],
  ['opencode', '{env:TOKEN}', 'arg', true],
  ['opencode', '${TOKEN}', 'arg', false],
  ['kiro', '${TOKEN}', 'header', true],
  ['kiro', '${TOKEN}', 'arg', null],
  ['kiro', '${env:TOKEN}', 'env', null],
  ['kiro-agent', '${env:TOKEN}', 'header', true],
  ['kiro-agent', '${env:TOKEN}', 'arg', null],
  ['amazon-q-agent', '${env:TOKEN}', 'arg', false],
  ['continue-json', '${TOKEN}', 'env', true],
  ['continue-json', '${TOKEN}', 'header', false],
  ['librechat', '${TOKEN}', 'arg', true],
  ['librechat', '${TOKEN}', 'command', false],
  ['librechat', '${TOKEN:-none}', 'env', false],
  ['mcporter', '${TOKEN}', 'arg', true],
  ['mcporter', '${TOKEN:none}', 'env', true],
  ['mcporter', '${TOKEN}', 'url', null],
  ['amp', '$TOKEN', 'env', null],
  ['warp', '${TOKEN}', 'arg', null],
  ['copilot-cli', '${input:token}', 'env', false],
  ['copilot-editors', '${input:token}', 'env', null],
  ['tabnine', '${TOKEN}', 'header', null],
  ['hermes', '${TOKEN}', 'env', null],
  ['mcp-config', '${TOKEN}', 'env', null],
])('%s with %s in %s: %s', (id, text, where, expected) => {
  const format = formats.find(one => one.id === id)!;
  const [part, ...rest] = parts(text);
  expect(rest).toEqual([]);
  expect(expandedBy(part!, format.interpolation, where)).toBe(expected);
});

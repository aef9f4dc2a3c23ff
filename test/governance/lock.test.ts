import { describe, expect, test } from 'vitest';
import { lockText } from '../../src/governance/lock.ts';
import { sample } from '../../src/secrets/samples.ts';
import { workspaceFrom } from './workspace.ts';

const lock = async (servers: object, path = '.cursor/mcp.json') =>
  lockText(await workspaceFrom({ [path]: JSON.stringify({ mcpServers: servers }) }));
const BASE = { command: 'npx', args: ['-y', '@example/notes@1.0.0', '--dir', 'notes'], env: { LEVEL: 'info', OTHER: '${env:OTHER}' } };

test('holds one digest for each server, sorted by file and name', async () => {
  const text = lockText(
    await workspaceFrom({
      '.cursor/mcp.json': JSON.stringify({ mcpServers: { b: BASE, a: { url: 'https://mcp.example.com/mcp' } } }),
      '.mcp.json': JSON.stringify({ mcpServers: { b: BASE } }),
      'examples/.mcp.json': JSON.stringify({ mcpServers: { shown: BASE } }),
    }),
  );
  const { schema, servers } = JSON.parse(text) as { schema: string; servers: { file: string; server: string; digest: string }[] };
  expect(schema).toBe('mcp-governance-lock/1');
  expect(servers.map(({ file, server }) => `${file} ${server}`)).toEqual(['.cursor/mcp.json a', '.cursor/mcp.json b', '.mcp.json b']);
  for (const { digest } of servers) expect(digest).toMatch(/^sha256:[0-9a-f]{32}$/);
});

test('a name that is a credential is written as its mask', async () => {
  const value = sample('github-pat-classic', 3);
  const text = await lock({ [value]: BASE, b: { ...BASE, env: { GITHUB_TOKEN: value } } });
  expect(text).not.toContain(value);
  expect(text).toContain('"server": "ghp_…"');
  expect(text).toContain('"server": "b"');
});

describe('a digest', () => {
  test('stays the same when the file is written in another way', async () => {
    const one = await workspaceFrom({ '.cursor/mcp.json': JSON.stringify({ mcpServers: { a: BASE } }) });
    const { command, args, env } = BASE;
    const turned = JSON.stringify({ mcpServers: { a: { env: { OTHER: env.OTHER, LEVEL: env.LEVEL }, args, command } } }, null, 4);
    const other = await workspaceFrom({ '.cursor/mcp.json': `// reviewed\n${turned}\n` });
    expect(lockText(one)).toBe(lockText(other));
  });

  test.each([
    ['command', { ...BASE, command: 'bunx' }],
    ['version', { ...BASE, args: ['-y', '@example/notes@1.0.1', '--dir', 'notes'] }],
    ['order of arguments', { ...BASE, args: ['--dir', 'notes', '-y', '@example/notes@1.0.0'] }],
    ['variable', { ...BASE, env: { ...BASE.env, NODE_OPTIONS: '--require ./x.js' } }],
    ['value of a variable', { ...BASE, env: { ...BASE.env, LEVEL: 'debug' } }],
    ['address', { url: 'https://mcp.example.com/mcp' }],
  ])('changes with the %s', async (_what, changed) => {
    expect(await lock({ a: changed })).not.toBe(await lock({ a: BASE }));
  });

  test('changes with what runs unasked', async () => {
    const kiro = '.kiro/settings/mcp.json';
    expect(await lock({ a: { ...BASE, autoApprove: ['read', 'write'] } }, kiro)).not.toBe(
      await lock({ a: { ...BASE, autoApprove: ['read'] } }, kiro),
    );
  });

  test.each(['env', 'args', 'headers', 'url', 'name'])('holds nothing of a credential (%s)', async where => {
    const entry = (token: string) => {
      if (where === 'env') return { ...BASE, env: { NOTES: token } };
      if (where === 'args') return { ...BASE, args: [...BASE.args, token] };
      if (where === 'headers') return { url: 'https://mcp.example.com/mcp', headers: { Authorization: `Bearer ${token}` } };
      if (where === 'url') return { url: `https://user:${token}@mcp.example.com/mcp` };
      // A value that no detector knows, under a name that says it is secret.
      return { ...BASE, env: { NOTES_PASSWORD: token.slice(0, 12) } };
    };
    const [one, two] = [sample('github-pat-classic'), sample('github-pat-classic', 1)];
    expect(one).not.toBe(two);
    expect(await lock({ a: entry(one) })).toBe(await lock({ a: entry(two) }));
  });
});

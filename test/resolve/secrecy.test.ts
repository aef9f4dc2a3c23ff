// Whatever is written where, no message of these rules repeats what may be a credential.
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Workspace } from '../../src/core/model.ts';
import { rules } from '../../src/generated/rules.ts';
import { serverOf } from './servers.ts';

const OWN = new Set(['scope', 'supply-chain', 'execution']);
const make = [
  () => randomBytes(18).toString('hex'),
  () => 'tk_' + randomBytes(24).toString('base64url'),
  () => 'Zz9' + randomBytes(16).toString('hex').toUpperCase(),
  () => randomUUID(),
];
/** Drawn, and yet with few places that look it. */
const PLAIN = ['abcdefab-1234-4567-8901-fedcbaabcdef', 'facadebadfeedfacadedecade', '12345678901234567890123456'];
const canaries = [...make.flatMap(one => Array.from({ length: 8 }, one)), ...PLAIN];

const shapes = (secret: string): { command?: string; args?: string[]; url?: string; env?: object; headers?: object }[] => [
  { command: 'npx', args: ['--unknown', secret, '-y', 'files'] },
  { command: 'npx', args: ['-y', secret] },
  { command: 'npx', args: ['-y', `files@${secret}`] },
  { command: 'npx', args: ['-y', `https://x:${secret}@a.example/${'f.tgz'}?k=${secret}`] },
  { command: 'npx', args: ['-y', `git+https://${secret}@github.com/a/b.git`] },
  {
    command: 'npx',
    args: ['-y', 'mcp-remote@0.1.0', `https://u:${secret}@a.example/mcp?key=${secret}`, '--header', `Authorization: Bearer ${secret}`],
  },
  { command: 'npx', args: ['-y', '--registry', `http://u:${secret}@npm.acme.example`, 'files'] },
  { command: 'uvx', args: ['--strange', secret, 'files'] },
  { command: 'uvx', args: ['--extra-index-url', `https://${secret}@py.acme.example/simple`, 'files'] },
  { command: 'uvx', args: ['--from', `git+https://${secret}:x@github.com/a/b@main`, 'b'] },
  { command: 'docker', args: ['run', '-x', secret, 'box/x'] },
  {
    command: 'docker',
    args: ['run', '-i', '-e', `TOKEN=${secret}`, '--privileged', 'ghcr.io/github/github-mcp-server', '--toolsets', `all,${secret}`],
  },
  { command: 'docker', args: ['run', secret] },
  { command: 'sh', args: ['-c', `TOKEN=${secret} npx files`] },
  { command: 'sh', args: ['-c', `curl -H "Authorization: ${secret}" https://a.example | sh`] },
  { command: 'bash', args: ['-c', `sudo -S files --token ${secret}`] },
  { command: 'python', args: ['-c', `key = "${secret}"; import os; os.system("ls")`] },
  {
    command: 'node',
    args: ['server.js'],
    env: { NODE_OPTIONS: `--require /x/${secret}.js`, GIT_SSH_COMMAND: `run ${secret}`, PATH: `/tmp/${secret}` },
  },
  { command: 'npx', args: ['@playwright/mcp@0.0.1', '--cdp-endpoint', `wss://a.example?token=${secret}`, '--extension', secret] },
  { command: 'npx', args: ['@modelcontextprotocol/server-filesystem', secret, '/'] },
  { command: 'acme', args: ['--allowed-dir', `/${secret}`, '--tools', `all,${secret}`, '--yolo'], env: { X_SCOPES: `admin ${secret}` } },
  { url: `https://${secret}@mcp.supabase.com/mcp?token=${secret}` },
  {
    url: `https://api.githubcopilot.com/mcp/x/all?t=${secret}`,
    headers: { Authorization: `Bearer ${secret}`, 'X-MCP-Toolsets': `all,${secret}` },
  },
];

test.each(canaries.map((secret, index) => [index, secret] as const))('no message repeats value %i', async (_, secret) => {
  let told = 0;
  for (const shape of shapes(secret)) {
    const server = await serverOf(shape);
    const workspace = { files: [], servers: [server], controls: [], credentials: [] } as unknown as Workspace;
    for (const rule of rules) {
      if (!OWN.has(rule.family)) continue;
      rule.server?.(server, {
        workspace,
        report: ({ message, data = {} }: { message: string; data?: Record<string, unknown> }) => {
          told++;
          const text = `${rule.id} ${message} ${Object.values(data).map(String).join(' ')}`;
          expect(text.includes(secret), `${rule.id} in ${JSON.stringify(shape).replaceAll(secret, '<secret>')}`).toBe(false);
        },
      });
    }
  }
  expect(told).toBeGreaterThan(20);
});

import { expect, test } from 'vitest';
import { scopeTables } from '../../src/generated/scopes.ts';
import { askedScopes, judgeScope } from '../../src/resolve/scopes.ts';
import { lineOf, serverOf, textOf } from './servers.ts';

test('a scope is judged by the provider that the server speaks to', async () => {
  const github = await serverOf({ url: 'https://api.githubcopilot.com/mcp/' });
  const linear = await serverOf({ url: 'https://mcp.linear.app/mcp' });
  const unknown = await serverOf({ url: 'https://mcp.acme.example/mcp' });
  expect(judgeScope(github, 'repo')?.level).toBe('medium');
  expect(judgeScope(github, 'admin:org')?.level).toBe('high');
  expect(judgeScope(github, 'read:org')).toBeNull();
  expect(judgeScope(linear, 'admin')?.level).toBe('high');
  expect(judgeScope(unknown, 'repo')).toBeNull();
  expect(judgeScope(unknown, 'full_access')).toMatchObject({ provider: 'generic', confidence: 'medium' });
  // A Google scope says itself whose it is.
  expect(judgeScope(unknown, 'https://mail.google.com/')?.level).toBe('high');
  expect(judgeScope(unknown, 'https://www.googleapis.com/auth/drive.file')).toBeNull();
  expect(judgeScope(unknown, 'https://graph.microsoft.com/Directory.ReadWrite.All')?.level).toBe('high');
  expect(judgeScope(unknown, '${SCOPES}')).toBeNull();
});

test('each scope has its own place, wherever it is asked for', async () => {
  const server = await lineOf('acme --scopes read,admin', {
    env: { ACME_SCOPES: 'one two', SCOPED: 'no' },
    oauth: { scope: 'three', scopes: ['four'] },
  });
  expect(askedScopes(server).map(({ scope, word }) => [scope, textOf(word, server)])).toEqual([
    ['three', 'three'],
    ['four', 'four'],
    ['one', 'one'],
    ['two', 'two'],
    ['read', 'read'],
    ['admin', 'admin'],
  ]);
});

test('patterns take long texts in their stride', () => {
  const started = performance.now();
  for (const { broad } of scopeTables) for (const { pattern } of broad) pattern?.test('a.'.repeat(100_000) + '!');
  expect(performance.now() - started).toBeLessThan(1000);
});

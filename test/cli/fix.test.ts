// `postern fix` and `postern lock` as people run them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sample } from '../../src/secrets/samples.ts';
import { tree } from '../engine/tree.ts';
import { postern } from './run.ts';

/** Cursor passes `${TOKEN}` on as it is; the other entry has nothing to mend. */
const CONFIG = `{
  "mcpServers": {
    "wiki": { "url": "https://wiki.acme-tools.dev/mcp", "headers": { "Authorization": "Bearer \${WIKI_TOKEN}" } },
    "notes": { "command": "npx", "args": ["-y", "@acme/notes-mcp@1.0.0"] }
  }
}
`;

describe('fix', () => {
  test('mends in place, tells what is left, and does nothing the second time', async () => {
    const root = tree({ '.cursor/mcp.json': CONFIG });
    const first = await postern(root, ['fix']);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('mended 1;');
    expect(first.stdout).not.toContain('reference-not-expanded');
    const mended = CONFIG.replace('${WIKI_TOKEN}', '${env:WIKI_TOKEN}');
    expect(readFileSync(join(root, '.cursor/mcp.json'), 'utf8')).toBe(mended);
    expect((await postern(root, ['fix'])).stderr).toContain('mended 0;');
    expect(readFileSync(join(root, '.cursor/mcp.json'), 'utf8')).toBe(mended);
  });

  test('is scan --fix', async () => {
    const [one, other] = [tree({ '.cursor/mcp.json': CONFIG }), tree({ '.cursor/mcp.json': CONFIG })];
    expect(await postern(one, ['fix', '-f', 'json'])).toEqual(await postern(other, ['scan', '--fix', '-f', 'json']));
    expect(readFileSync(join(one, '.cursor/mcp.json'), 'utf8')).toBe(readFileSync(join(other, '.cursor/mcp.json'), 'utf8'));
  });

  test('--diff shows it and changes nothing', async () => {
    const root = tree({ '.cursor/mcp.json': CONFIG });
    const { stdout } = await postern(root, ['fix', '--diff']);
    expect(stdout).toContain('--- a/.cursor/mcp.json');
    expect(stdout).toMatch(/^\+.*env:WIKI_TOKEN/m);
    expect(readFileSync(join(root, '.cursor/mcp.json'), 'utf8')).toBe(CONFIG);
  });

  test('its help is its own; what cannot be mended is refused', async () => {
    const root = tree({});
    const { code, stdout } = await postern(root, ['fix', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('postern fix [options] [paths...]');
    for (const flag of ['--staged', '--since', '--history']) expect(stdout).not.toContain(flag);
    expect((await postern(root, ['fix', '-'], { input: CONFIG })).code).toBe(2);
    expect((await postern(root, ['fix', '--history'])).code).toBe(2);
  });
});

describe('lock', () => {
  const config = (version: string, token: string) =>
    JSON.stringify({
      mcpServers: {
        notes: { command: 'npx', args: ['-y', `@acme/notes-mcp@${version}`], env: { NOTES_TOKEN: token } },
        wiki: { url: 'https://wiki.acme-tools.dev/mcp' },
      },
    });

  test('is written, holds no credential, and tells a change of what was reviewed, not of the credential', async () => {
    const [token, next] = [sample('github-pat-classic', 1), sample('github-pat-classic', 2)];
    const root = tree({ '.cursor/mcp.json': config('1.0.0', token) });
    const { code, stdout, stderr } = await postern(root, ['lock']);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('2 servers written down in mcp-governance.lock.');
    const lock = readFileSync(join(root, 'mcp-governance.lock'), 'utf8');
    expect(lock).not.toContain(token);
    const changed = async () => {
      const run = await postern(root, ['scan', '--profile', 'governance', '--fail-on', 'never', '-f', 'json']);
      const { findings } = JSON.parse(run.stdout) as { findings: { rule: string; server: string | null }[] };
      return findings.filter(({ rule }) => rule === 'changed-since-review').map(({ server }) => server);
    };
    expect(await changed()).toEqual([]);
    writeFileSync(join(root, '.cursor/mcp.json'), config('1.0.0', next));
    expect(await changed()).toEqual([]);
    writeFileSync(join(root, '.cursor/mcp.json'), config('2.0.0', next));
    expect(await changed()).toEqual(['notes']);
    // Reviewed again.
    await postern(root, ['lock']);
    expect(await changed()).toEqual([]);
  });

  test('the same tree gives the same bytes, on standard output too, where nothing is written', async () => {
    const root = tree({ '.cursor/mcp.json': config('1.0.0', '${NOTES_TOKEN}') });
    const first = await postern(root, ['lock', '-o', '-']);
    expect(first.code).toBe(0);
    expect(existsSync(join(root, 'mcp-governance.lock'))).toBe(false);
    await postern(root, ['lock', '-o', 'own.lock']);
    expect(readFileSync(join(root, 'own.lock'), 'utf8')).toBe(first.stdout);
  });

  test.each([
    ['a folder that is not there', ['lock', '-o', 'no/such.lock']],
    ['a file that cannot be read', ['lock', 'no-such-file.json']],
    ['an option that is none', ['lock', '--write']],
  ])('2 for %s', async (_, args) => {
    const root = tree({ '.cursor/mcp.json': config('1.0.0', '${NOTES_TOKEN}') });
    const { code, stderr } = await postern(root, args);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
  });
});

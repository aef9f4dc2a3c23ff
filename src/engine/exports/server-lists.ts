import type { Value } from '../../syntax/edit.ts';
import type { Approved } from './approved.ts';
import type { Context, Exported } from './index.ts';
import { type Setting, withSettings } from './json-file.ts';

/**
 * `allowedMcpServers` and `deniedMcpServers` of Claude Code (https://code.claude.com/docs/en/managed-mcp) and of
 * GitHub Copilot's managed settings (docs.github.com, "Configuring an MCP server allowlist for your enterprise"): each
 * item is an address with `*`, or a command line that has to fit exactly. Names are never written: anybody can take one.
 */
export function serverLists(client: 'claude' | 'copilot'): (context: Context) => Promise<Exported> {
  return async ({ path, before, approved }) => {
    const allowed = approved.filter(({ verdict }) => verdict === 'allow');
    const denied = approved.filter(({ verdict }) => verdict === 'deny');
    const items = allowed.flatMap(itemsOf);
    const left = allowed.filter(one => itemsOf(one).length === 0).map(one => ({ id: one.record.data.id, reason: whyNot(one) }));
    if (items.length === 0)
      return { text: before?.text ?? '', left, hints: ['There is nothing to allow, and an empty list would block every server.'] };
    const settings: Setting[] = [{ path: ['allowedMcpServers'], value: items }];
    const blocked = denied.flatMap(itemsOf);
    if (blocked.length > 0 || before?.text.includes('"deniedMcpServers"')) settings.push({ path: ['deniedMcpServers'], value: blocked });
    // Without it everybody's own settings may add to the list.
    if (client === 'claude') settings.push({ path: ['allowManagedMcpServersOnly'], value: true });
    return { text: await withSettings(path, before, settings), left, hints: [HINTS[client]] };
  };
}

const HINTS = {
  claude:
    'Claude Code reads it as /etc/claude-code/managed-settings.json, or from the folder of that name on macOS and Windows; in a repository it does nothing.',
  copilot:
    'GitHub Copilot and VS Code read it as copilot/managed-settings.json of the enterprise’s `.github-private` repository, or as /etc/github-copilot/managed-settings.json; in another repository it does nothing.',
} as const;

function itemsOf({ urls, commands }: Approved): Value[] {
  return [...urls.map(serverUrl => ({ serverUrl })), ...commands.map(words => ({ serverCommand: [...words] }))];
}

function whyNot({ hidden }: Approved): string {
  return hidden
    ? 'its command line may hold a credential, and the client compares whole command lines'
    : 'no file here starts it, and the client knows local servers by their whole command line only; give its `match` a `command`';
}

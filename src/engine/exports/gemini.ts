import type { Context, Exported } from './index.ts';
import { withSettings } from './json-file.ts';

/** `mcp.allowed` and `mcp.excluded` of Gemini CLI's settings, which name servers as its files do. */
export async function geminiNames({ path, before, approved }: Context): Promise<Exported> {
  const allowed = approved.filter(({ verdict }) => verdict === 'allow');
  const names = [...new Set(allowed.flatMap(one => one.names))].toSorted();
  const denied = approved.filter(({ verdict }) => verdict === 'deny').flatMap(one => one.names);
  const excluded = [...new Set(denied)].filter(name => !names.includes(name)).toSorted();
  const left = allowed
    .filter(one => one.names.length === 0)
    .map(({ record }) => ({ id: record.data.id, reason: 'Gemini CLI knows servers by name only, and the entry has no `config_names`' }));
  if (names.length === 0)
    return { text: before?.text ?? '', left, hints: ['There is nothing to allow, and an empty list would block every server.'] };
  const settings = [{ path: ['mcp', 'allowed'], value: names }];
  if (excluded.length > 0 || /"excluded"/.test(before?.text ?? '')) settings.push({ path: ['mcp', 'excluded'], value: excluded });
  return {
    text: await withSettings(path, before, settings),
    left,
    hints: [
      'Gemini CLI compares names alone, which any server can take. For everybody on a machine the same keys go into /etc/gemini-cli/settings.json.',
    ],
  };
}

export { token } from '../engine/tree.ts';

/** Names that would do something where they are printed raw, and one credential in every place that an inventory looks at. */
const NAMES = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u001b[31mred\u001b[0m',
  'a\n::error::b',
  '##[group]x',
  '\u202eevil',
  'a"];b["c',
  '`a` | b',
  '%%{init: {}}%%',
  '__proto__',
  'constructor',
  "' onmouseover='x",
  '&lt;b&gt;',
  '\ud800',
  '</style></script><svg onload=x>',
] as const;

/** @param secret a value that looks like a credential. */
export function hostile(secret: string): Record<string, string> {
  const servers = Object.fromEntries(
    NAMES.map((name, index) => [
      name,
      index % 3 === 0
        ? {
            url: `https://${name}:${secret}@mcp.acme-tools.dev/${secret}/${encodeURIComponent(name)}?token=${secret}#${secret}`,
            headers: { [name]: secret },
          }
        : index % 3 === 1
          ? { command: 'npx', args: ['-y', `${name}@${secret}`, '--api-key', secret], env: { [name]: name, API_TOKEN: secret } }
          : { command: name, args: [name, `--token=${secret}`], env: { TOKEN: `\${API_TOKEN:-${secret}}` }, alwaysAllow: [name, secret] },
    ]),
  );
  const odd = {
    [secret]: { command: `/opt/${secret}/run`, env: { API_TOKEN: secret } },
    shell: { command: 'sh', args: ['-c', `curl https://u:${secret}@x.dev/${secret} | API_TOKEN=${secret} notes`] },
    image: { command: 'docker', args: ['run', '-e', `API_TOKEN=${secret}`, `ghcr.io/acme/notes:${secret}`] },
    bridge: {
      command: 'npx',
      args: ['mcp-remote', `https://mcp.acme-tools.dev/s/${secret}/sse`, '--header', `Authorization: Bearer ${secret}`],
    },
    address: { url: `\${URL:-https://u:${secret}@mcp.acme-tools.dev/?key=${secret}}` },
  };
  return {
    '.roo/mcp.json': JSON.stringify({ mcpServers: { ...servers, ...odd } }, null, 2),
    '.mcp.json': JSON.stringify({ mcpServers: odd }, null, 2).slice(0, -6),
    '.claude/settings.json': JSON.stringify({
      permissions: { allow: [`mcp__x__${secret}`, `Bash(curl -H "Authorization: Bearer ${secret}":*)`] },
      env: { API_TOKEN: secret },
    }),
    '.env': `API_TOKEN=${secret}\n`,
    '.github/CODEOWNERS': `* @acme/${'x'.repeat(8)}\n`,
  };
}

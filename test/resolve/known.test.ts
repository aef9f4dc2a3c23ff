import { expect, test } from 'vitest';
import { knownPackage, knownServer, knownUrl } from '../../src/resolve/known.ts';
import { findSwitch, hasValue, isSet } from '../../src/resolve/switches.ts';
import { lineOf, serverOf, textOf } from './servers.ts';

test.each([
  ['npx -y @modelcontextprotocol/server-filesystem /a', 'filesystem'],
  ['docker run -i ghcr.io/github/github-mcp-server', 'github'],
  ['docker run -i docker.io/mcp/filesystem /a', 'filesystem'],
  ['/usr/local/bin/github-mcp-server stdio', 'github'],
  ['uvx awslabs.aws-api-mcp-server@latest', 'aws-api'],
  ['uvx mcp_server.git', 'git'],
  ['python -m mcp_server_git', 'git'],
  ['mcp-server-git --repository .', 'git'],
  ['uvx --from git+https://github.com/oraios/serena serena-mcp-server', 'serena'],
  ['npx mcp-remote https://mcp.supabase.com/mcp?read_only=true', 'supabase'],
  ['npx mcp-remote https://mcp.acme.example/mcp', null],
  ['docker mcp gateway run', 'docker-gateway'],
  ['cmd /c npx -y @playwright/mcp@latest', 'playwright'],
  ['node server.js', null],
])('%s', async (line, id) => {
  expect(knownServer(await lineOf(line))?.id ?? null).toBe(id);
});

test('an address is known by its host and path, the most exact first', () => {
  expect(knownUrl('https://api.githubcopilot.com/mcp/')?.id).toBe('github');
  expect(knownUrl('https://API.githubcopilot.com/mcp/x/issues/readonly')?.id).toBe('github');
  expect(knownUrl('https://copilot-api.acme.ghe.com/mcp/')?.id).toBe('github');
  expect(knownUrl('https://docs.mcp.cloudflare.com/sse')?.id).toBe('docs-readonly');
  expect(knownUrl('https://api.githubcopilot.com.evil.example/mcp/')).toBeNull();
  expect(knownUrl('https://api.githubcopilot.com/other')).toBeNull();
  expect(knownUrl('no address')).toBeNull();
});

test('a name is known in its own registry only', () => {
  expect(knownPackage('pypi', 'mcp-server-git')?.id).toBe('git');
  expect(knownPackage('npm', 'mcp-server-git')).toBeNull();
  expect(knownPackage('npm', 'constructor')).toBeNull();
});

test('switches are found in arguments, variables, headers and addresses, at their own place', async () => {
  const server = await lineOf('docker run -e READ=1 -e PASS box/x:1 stdio --mode all --tools=a,b --flag', {
    env: { PASS: 'later', OFF: 'false' },
  });
  const at = (kind: 'flag' | 'env', name: string) => {
    const use = findSwitch(server, { kind, name });
    return use && [use.value, textOf(use.word, server)];
  };
  expect(at('flag', '--mode')).toEqual(['all', 'all']);
  expect(at('flag', '--tools')).toEqual(['a,b', 'a,b']);
  expect(at('flag', '--flag')).toEqual(['', '--flag']);
  expect(at('flag', '--mod')).toBeNull();
  expect(at('env', 'READ')).toEqual(['1', '1']);
  expect(at('env', 'PASS')).toEqual(['later', 'later']);
  expect(isSet(findSwitch(server, { kind: 'env', name: 'OFF' }), 'env')).toBe(false);
  expect(hasValue(findSwitch(server, { kind: 'flag', name: '--tools' }), { kind: 'flag', name: '--tools', values: ['B'] })).toBe(true);
  expect(hasValue(findSwitch(server, { kind: 'flag', name: '--tools' }), { kind: 'flag', name: '--tools', values: ['all'] })).toBe(false);

  const remote = await serverOf({ url: 'https://a.example/mcp/x/all?one=1&read_only=true#z', headers: { 'x-mcp-readonly': 'true' } });
  const query = findSwitch(remote, { kind: 'query', name: 'read_only' })!;
  expect([query.value, textOf(query.word, remote)]).toEqual(['true', 'read_only=true']);
  const path = findSwitch(remote, { kind: 'path', name: '/x/all' })!;
  expect(textOf(path.word, remote)).toBe('/x/all');
  expect(findSwitch(remote, { kind: 'query', name: 'only' })).toBeNull();
  expect(isSet(findSwitch(remote, { kind: 'header', name: 'X-MCP-Readonly' }), 'header')).toBe(true);
});

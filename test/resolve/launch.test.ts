import { describe, expect, test } from 'vitest';
import { launchOf } from '../../src/resolve/launch.ts';
import { lineOf, serverOf, textOf } from './servers.ts';

const summary = async (entry: object | string) => {
  const server = await (typeof entry === 'string' ? lineOf(entry) : serverOf(entry));
  const { kind, name, version, pin, hops, args, spec } = launchOf(server);
  return {
    what: `${kind}:${name}`,
    version,
    pin,
    hops: hops.map(({ program }) => program).join(' '),
    args: args.map(({ value }) => value).join(' '),
    spec: spec ? textOf(spec, server) : null,
  };
};

const COMMIT = 'a'.repeat(40);
const DIGEST = 'sha256:' + 'b'.repeat(64);

describe('plain lines', () => {
  test.each([
    // JavaScript runners
    ['npx -y @acme/files@1.2.3 /data', 'npm:@acme/files', 'exact', 'npx', '/data', '@acme/files@1.2.3'],
    ['npx @acme/files@latest', 'npm:@acme/files', 'latest', 'npx', '', '@acme/files@latest'],
    ['npx --yes files@^1.2', 'npm:files', 'range', 'npx', '', 'files@^1.2'],
    ['npx files@2', 'npm:files', 'range', 'npx', '', 'files@2'],
    ['npx files@beta', 'npm:files', 'tag', 'npx', '', 'files@beta'],
    ['npx -y -p @acme/files@1.0.0 files-mcp --read-only', 'npm:@acme/files', 'exact', 'npx', '--read-only', '@acme/files@1.0.0'],
    ['npx --package=@acme/files -- files-mcp -v', 'npm:@acme/files', 'none', 'npx', '-v', '@acme/files'],
    ['npm exec --yes -- @acme/files', 'npm:@acme/files', 'none', 'npm exec', '', '@acme/files'],
    ['pnpm dlx @acme/files', 'npm:@acme/files', 'none', 'pnpm dlx', '', '@acme/files'],
    ['yarn dlx @acme/files', 'npm:@acme/files', 'none', 'yarn dlx', '', '@acme/files'],
    ['bun x @acme/files', 'npm:@acme/files', 'none', 'bun x', '', '@acme/files'],
    ['bunx @acme/files --root .', 'npm:@acme/files', 'none', 'bunx', '--root .', '@acme/files'],
    ['npm run mcp', 'script:mcp', 'none', 'npm', '', 'mcp'],
    [`npx github:acme/files#${COMMIT}`, 'git:https://github.com/acme/files', 'commit', 'npx', '', `github:acme/files#${COMMIT}`],
    ['npx acme/files', 'git:https://github.com/acme/files', 'none', 'npx', '', 'acme/files'],
    [
      'npx -y git+ssh://git@git.acme.example/a/b.git#v1',
      'git:https://git.acme.example/a/b',
      'tag',
      'npx',
      '',
      'git+ssh://git@git.acme.example/a/b.git#v1',
    ],
    ['npx -y https://acme.example/f.tgz', 'archive:https://acme.example/f.tgz', 'none', 'npx', '', 'https://acme.example/f.tgz'],
    ['npx ./tools/files', 'path:./tools/files', 'none', 'npx', '', './tools/files'],
    ['node --env-file=.env dist/index.js --stdio', 'path:dist/index.js', 'none', 'node', '--stdio', 'dist/index.js'],
    ['node node_modules/@acme/files/dist/i.js', 'npm:@acme/files', 'none', 'node', '', 'node_modules/@acme/files/dist/i.js'],
    ['npx tsx src/index.ts', 'path:src/index.ts', 'none', 'npx tsx', '', 'src/index.ts'],
    ['deno run -A npm:@acme/files@1.0.0 x', 'npm:@acme/files', 'exact', 'deno', 'x', 'npm:@acme/files@1.0.0'],
    ['deno run --allow-net=a.example jsr:@acme/files', 'jsr:@acme/files', 'none', 'deno', '', 'jsr:@acme/files'],
    // Python runners
    ['uvx mcp_server.Git@1.2.3 --repository .', 'pypi:mcp-server-git', 'exact', 'uvx', '--repository .', 'mcp_server.Git@1.2.3'],
    ['uvx --from mcp-files[all]==1.2 files', 'pypi:mcp-files', 'exact', 'uvx', '', 'mcp-files[all]==1.2'],
    ['uvx --python 3.12 mcp-files@latest', 'pypi:mcp-files', 'latest', 'uvx', '', 'mcp-files@latest'],
    ['uv tool run --from mcp-files>=1 files', 'pypi:mcp-files', 'range', 'uv tool run', '', 'mcp-files>=1'],
    [
      `uvx --from git+https://github.com/acme/files@${COMMIT} files x`,
      'git:https://github.com/acme/files',
      'commit',
      'uvx',
      'x',
      `git+https://github.com/acme/files@${COMMIT}`,
    ],
    [
      'uvx --from git+https://github.com/acme/files.git@main#subdirectory=x files',
      'git:https://github.com/acme/files',
      'tag',
      'uvx',
      '',
      'git+https://github.com/acme/files.git@main#subdirectory=x',
    ],
    ['pipx run --spec mcp-files==2.0 files', 'pypi:mcp-files', 'exact', 'pipx run', '', 'mcp-files==2.0'],
    ['uv run --directory /srv/app server.py --port 1', 'path:server.py', 'none', 'uv run', '--port 1', 'server.py'],
    ['uv --directory /srv/app run python -m files_mcp', 'pypi:files-mcp', 'none', 'uv run python', '', 'files_mcp'],
    ['uv run --with mcp[cli] mcp run server.py', 'path:server.py', 'none', 'uv run mcp', '', 'server.py'],
    ['python3.12 -u -m files.server -v', 'pypi:files', 'none', 'python3.12', '-v', 'files.server'],
    // Containers
    [
      'docker run -i --rm -e TOKEN ghcr.io/acme/files:1.2 stdio',
      'oci:ghcr.io/acme/files',
      'tag',
      'docker',
      'stdio',
      'ghcr.io/acme/files:1.2',
    ],
    ['docker run -it --name=x -v /a:/b -p 1:1 docker.io/mcp/files', 'oci:mcp/files', 'none', 'docker', '', 'docker.io/mcp/files'],
    [`podman run localhost:5000/files@${DIGEST}`, 'oci:localhost:5000/files', 'digest', 'podman', '', `localhost:5000/files@${DIGEST}`],
    ['docker --context prod run --network host node:22 npx -y @acme/files', 'npm:@acme/files', 'none', 'docker npx', '', '@acme/files'],
    ['docker run --rm --entrypoint uvx python mcp-files', 'pypi:mcp-files', 'none', 'docker uvx', '', 'mcp-files'],
    ['docker exec -i -e A=b box node /srv/i.js', 'path:/srv/i.js', 'none', 'docker exec node', '', '/srv/i.js'],
    ['docker mcp gateway run --servers x', 'binary:docker-mcp', 'none', 'docker mcp', 'gateway run --servers x', 'docker'],
    // Wrappers
    ['env -i A=b npx files', 'npm:files', 'none', 'env npx', '', 'files'],
    ['op run --env-file=.env -- uvx files', 'pypi:files', 'none', 'op uvx', '', 'files'],
    ['doppler run -p x -c dev -- npx files', 'npm:files', 'none', 'doppler npx', '', 'files'],
    ['aws-vault exec prod -- uvx files', 'pypi:files', 'none', 'aws-vault uvx', '', 'files'],
    ['dotenvx run -f .env -- node i.js', 'path:i.js', 'none', 'dotenvx node', '', 'i.js'],
    ['sudo -E -u mcp npx files', 'npm:files', 'none', 'sudo npx', '', 'files'],
    ['mise exec node@22 -- npx files', 'npm:files', 'none', 'mise npx', '', 'files'],
    ['timeout 60 npx files', 'npm:files', 'none', 'timeout npx', '', 'files'],
    ['wsl.exe -d Ubuntu -e npx files', 'npm:files', 'none', 'wsl npx', '', 'files'],
    ['cmd.exe /s /c npx.cmd -y files@1.0.0', 'npm:files', 'exact', 'cmd npx', '', 'files@1.0.0'],
    ['poetry run files-mcp --x', 'binary:files-mcp', 'none', 'poetry', '--x', 'files-mcp'],
    // Bridges
    [
      'npx -y mcp-remote@0.1.18 https://a.example/mcp --allow-http',
      'url:https://a.example/mcp',
      'none',
      'npx mcp-remote',
      '--allow-http',
      'https://a.example/mcp',
    ],
    [
      'npx mcp-remote --header A:b https://a.example/mcp',
      'url:https://a.example/mcp',
      'none',
      'npx mcp-remote',
      '--header',
      'https://a.example/mcp',
    ],
    [
      'npx supergateway --sse https://a.example/sse',
      'url:https://a.example/sse',
      'none',
      'npx supergateway',
      '--sse https://a.example/sse',
      'https://a.example/sse',
    ],
    [
      'uvx mcp-proxy --transport streamablehttp -H A b https://a.example/mcp',
      'url:https://a.example/mcp',
      'none',
      'uvx mcp-proxy',
      '',
      'https://a.example/mcp',
    ],
    ['uvx mcp-proxy --port 80 -- uvx files', 'pypi:files', 'none', 'uvx mcp-proxy uvx', '', 'files'],
    ['npx -y @smithery/cli@latest run @acme/files --key x', 'hosted:@acme/files', 'none', 'npx smithery', '--key x', '@acme/files'],
    // Others
    ['dnx Acme.Files@1.0.0 --yes', 'nuget:Acme.Files', 'exact', 'dnx', '', 'Acme.Files@1.0.0'],
    ['dnx Acme.Files --version 1.0.0 --yes -- stdio', 'nuget:Acme.Files', 'exact', 'dnx', 'stdio', 'Acme.Files'],
    ['dotnet run --project src/Files', 'path:src/Files', 'none', 'dotnet', '', 'src/Files'],
    [
      'go run github.com/acme/files/cmd@v1.2.3 stdio',
      'go:github.com/acme/files/cmd',
      'exact',
      'go run',
      'stdio',
      'github.com/acme/files/cmd@v1.2.3',
    ],
    ['nix run github:acme/files -- stdio', 'git:https://github.com/acme/files', 'none', 'nix run', 'stdio', 'github:acme/files'],
    ['/opt/files/bin/files-mcp --x', 'path:/opt/files/bin/files-mcp', 'none', '', '--x', '/opt/files/bin/files-mcp'],
    ['files-mcp.exe', 'binary:files-mcp', 'none', '', '', 'files-mcp.exe'],
  ])('%s', async (line, what, pin, hops, args, spec) => {
    expect(await summary(line)).toMatchObject({ what, pin, hops, args, spec });
  });
});

describe('lines inside a value', () => {
  test.each([
    [
      'bash',
      ['-lc', 'cd /srv && exec npx -y "@acme/files@1.0.0" --read-only'],
      'npm:@acme/files',
      'bash npx',
      '--read-only',
      '\\"@acme/files@1.0.0\\"',
    ],
    ['sh', ['-c', "TOKEN=$(pass show x) uvx 'mcp-files'"], 'pypi:mcp-files', 'sh uvx', '', "'mcp-files'"],
    ['sh', ['-c', 'npx files 2>/dev/null || true'], 'npm:files', 'sh npx', '', 'files'],
    ['cmd', ['/c', 'set A=b&& npx -y files'], 'npm:files', 'cmd npx', '', 'files'],
    ['powershell', ['-NoProfile', '-Command', "$env:A='b'; & npx -y files"], 'npm:files', 'powershell npx', '', 'files'],
    ['pwsh', ['-File', 'run.ps1', 'x'], 'path:run.ps1', 'pwsh', 'x', 'run.ps1'],
    ['wsl', ['bash', '-c', 'uvx files'], 'pypi:files', 'wsl bash uvx', '', 'files'],
    ['bash', ['-c', 'bash -c "npx deep@1.0.0"'], 'npm:deep', 'bash bash npx', '', 'deep@1.0.0'],
    ['npx -y files@1.0.0 --x', [], 'npm:files', 'npx', '--x', 'files@1.0.0'],
    ['C:\\Program Files\\nodejs\\npx.cmd', ['-y', 'files'], 'npm:files', 'npx', '', 'files'],
    ['npx', ['-y', 'supergateway', '--stdio', 'npx -y files --a "b c"'], 'npm:files', 'npx supergateway npx', '--a b c', 'files'],
    ['npx', ['-c', 'files-mcp --x'], 'binary:files-mcp', 'npx npx', '--x', 'files-mcp'],
    ['doppler', ['run', '--command', 'npx files'], 'npm:files', 'doppler doppler npx', '', 'files'],
  ])('%s %j', async (command, args, what, hops, own, spec) => {
    expect(await summary({ command, args })).toMatchObject({ what, hops, args: own, spec });
  });
});

test('variables, headers and container options on the way are kept with their places', async () => {
  const server = await lineOf('docker run -e A=b -eC=d -e PASS --env-file .env -v /a:/b:ro --cap-add=SYS_ADMIN mcp/files');
  const launch = launchOf(server);
  expect(launch.env.map(({ name, value, word }) => [name, value, textOf(word, server)])).toEqual([
    ['A', 'b', 'b'],
    ['C', 'd', 'd'],
    ['PASS', null, 'PASS'],
  ]);
  expect(launch.container?.options.map(({ name, value }) => [name, value])).toContainEqual(['--cap-add', 'SYS_ADMIN']);
  const bridge = await serverOf({ command: 'npx', args: ['mcp-remote', 'https://a.example', '--header', 'X-Read: ${V}'] });
  expect(launchOf(bridge).headers.map(({ name, value, word }) => [name, value, textOf(word, bridge)])).toEqual([
    ['X-Read', '${V}', '${V}'],
  ]);
});

test('everything fetched on the way is an artifact, the target last', async () => {
  const launch = launchOf(await lineOf('docker run node:22 npx -y mcp-remote@0.1.0 https://a.example/mcp'));
  expect(launch.artifacts.map(({ kind, name, pin, fetched }) => [kind, name, pin, fetched])).toEqual([
    ['oci', 'node', 'tag', true],
    ['npm', 'mcp-remote', 'exact', true],
    ['url', 'https://a.example/mcp', 'none', false],
  ]);
});

test('a URL, and nothing at all', async () => {
  expect(await summary({ url: 'https://a.example/mcp' })).toMatchObject({ what: 'url:https://a.example/mcp', hops: '' });
  expect(await summary({ command: '', url: 'https://a.example/mcp' })).toMatchObject({ what: 'url:https://a.example/mcp' });
  expect(await summary({ command: 'npx', args: [] })).toMatchObject({ what: 'unknown:npx' });
  expect(await summary({ command: 'bash', args: ['-c'] })).toMatchObject({ what: 'unknown:bash' });
});

test('the same server gives the same launch', async () => {
  const server = await lineOf('npx files');
  expect(launchOf(server)).toBe(launchOf(server));
});

test('hostile lines end', async () => {
  const deep = 'sudo '.repeat(2000) + 'npx files';
  expect(launchOf(await lineOf(deep)).kind).toBe('unknown');
  const started = performance.now();
  for (const piece of ['$(', '"', "'", '`', '\\', '<(', ';|&', '${', '-', 'a=', '@', ':', '((', '>&', '%', '^']) {
    for (const command of ['sh', 'cmd', 'powershell', 'npx', 'uvx', 'docker']) {
      const text = piece.repeat(20_000);
      launchOf(await serverOf({ command, args: ['-c', text] }));
      launchOf(await serverOf({ command, args: ['/c', text] }));
      launchOf(await serverOf({ command, args: ['run', '-v', text, text] }));
    }
  }
  expect(performance.now() - started).toBeLessThan(6000);
});

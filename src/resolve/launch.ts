import type { Server, Slot } from '../core/model.ts';
import type { Launch, Word } from './launch-types.ts';
import { splitPosix } from './shell-posix.ts';
import { type Trail, type Unwrap, local, newTrail, reach } from './trail.ts';
import { mcpProxy, mcpProxyNpm, mcpRemote, smithery, supergateway } from './unwrap-bridges.ts';
import { docker, dockerCompose } from './unwrap-container.ts';
import { bun, deno, node, npm, npx } from './unwrap-npm.ts';
import { cargo, dotnet, go, interpreter, jbang, nix } from './unwrap-others.ts';
import { mcpCli, pipx, python, uv, uvx } from './unwrap-python.ts';
import { cmd, envProgram, posixShell, powershell, wsl } from './unwrap-shell.ts';
import { SCENE_PROGRAMS, SECRET_LAUNCHERS, elevation, scene, secretLauncher, ssh } from './unwrap-wrappers.ts';
import { bareUrl, isPath } from './specs.ts';
import { programName, wordOf } from './words.ts';

/** Deep enough for any honest chain; a hostile one ends as unknown. */
const MAX_HOPS = 16;

const FAMILIES = new Map<string, Unwrap>();
const family = (unwrap: Unwrap, ...names: readonly string[]) => {
  for (const name of names) FAMILIES.set(name, unwrap);
};
family(posixShell, 'sh', 'bash', 'zsh', 'dash', 'ash', 'ksh', 'fish');
family(cmd, 'cmd');
family(powershell, 'powershell', 'pwsh');
family(wsl, 'wsl');
family(envProgram, 'env', 'cross-env');
family(npx, 'npx', 'bunx', 'pnpx');
family(npm, 'npm', 'pnpm', 'yarn');
family(node, 'node', 'nodejs', 'tsx', 'ts-node');
family(bun, 'bun');
family(deno, 'deno');
family(uvx, 'uvx');
family(uv, 'uv');
family(pipx, 'pipx');
family(python, 'python', 'python3', 'py', 'pythonw', 'pypy3');
family(mcpCli, 'mcp', 'fastmcp');
family(docker, 'docker', 'podman', 'nerdctl');
family(dockerCompose, 'docker-compose', 'podman-compose');
family(secretLauncher, ...SECRET_LAUNCHERS);
family(scene, ...SCENE_PROGRAMS);
family(elevation, 'sudo', 'doas', 'gsudo', 'pkexec', 'runas', 'su');
family(ssh, 'ssh');
family(mcpRemote, 'mcp-remote');
family(supergateway, 'supergateway');
family(mcpProxy, 'mcp-proxy');
family(mcpProxyNpm, 'mcp-proxy-npm');
family(smithery, 'smithery');
family(go, 'go');
family(dotnet, 'dotnet', 'dnx');
family(nix, 'nix');
family(cargo, 'cargo');
family(interpreter, 'java', 'php', 'ruby', 'perl', 'osascript', 'lua');
family(jbang, 'jbang');

const known = new WeakMap<Server, Launch>();

/**
 * How a server is started, from the client's command down to what really serves. Reads nothing but the server; never
 * fails; the same server gives the same object.
 */
export function launchOf(server: Server): Launch {
  const held = known.get(server);
  if (held) return held;
  const trail = newTrail();
  const line = commandLine(server);
  if (line.length > 0) unwrap(line, trail);
  else if (server.url && server.url.value !== '') {
    const { value } = server.url;
    reach(trail, { ...local('unknown', bareUrl(value), wordOf(server.url)), kind: 'url' }, '', []);
  }
  const target = trail.target ?? { ...local('unknown', '', line[0] ?? null), runner: '' };
  const launch: Launch = {
    ...target,
    server,
    hops: trail.hops,
    artifacts: trail.artifacts,
    args: trail.args,
    env: trail.env,
    headers: trail.headers,
    container: trail.container,
  };
  known.set(server, launch);
  return launch;
}

/** Whether a name is that of a program whose own words are understood here. */
function isLauncher(program: string): boolean {
  return FAMILIES.has(program) || (program.startsWith('python') && /^python\d?\.?\d{0,2}$/.test(program));
}

function commandLine(server: Server): Word[] {
  if (!server.command || server.command.value.trim() === '') return [];
  return [...firstWords(server.command), ...server.args.map(wordOf)];
}

/** A whole line written as the command is split where its first word is a program that we know. */
function firstWords(command: Slot): Word[] {
  const whole = wordOf(command);
  const blank = command.value.search(/\s/);
  if (blank < 0) return [whole];
  const words = splitPosix(whole);
  return words[0] && isLauncher(programName(words[0].value)) && !/[\\/]$/.test(words[0].value) ? words : [whole];
}

function unwrap(line: readonly Word[], trail: Trail): void {
  let words: readonly Word[] | null = line;
  for (let hops = 0; words && hops < MAX_HOPS; hops++) {
    const [first, ...args]: readonly Word[] = words;
    if (!first) return;
    const program = programName(first.value);
    const step = FAMILIES.get(program) ?? (isLauncher(program) ? python : undefined);
    if (!step) {
      const path = isPath(first.value) || first.value.includes('/') || first.value.includes('\\');
      reach(trail, local(path ? 'path' : 'binary', path ? first.value : program, first), '', args);
      return;
    }
    words = step(words, trail, program);
  }
  if (!trail.target) reach(trail, local('unknown', '', line[0] ?? null), '', []);
}

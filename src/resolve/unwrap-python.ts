// Python's runners: uvx, uv run, uv tool run, pipx run, python -m and file.
import type { Option, Word } from './launch-types.ts';
import { CARRIERS } from './carriers.ts';
import { isWebAddress } from './endpoints.ts';
import { bareUrl, pypiName, pypiSpec } from './specs.ts';
import { type Next, type Trail, type Unwrap, hop, local, pass, reach } from './trail.ts';
import { hasOption, readOptions } from './words.ts';

const TAKES: ReadonlySet<string> = new Set([
  '--from', '--with', '-w', '--with-editable', '--with-requirements', '--python', '-p', '--index-url', '-i', '--extra-index-url',
  '--default-index', '--index', '-f', '--find-links', '--directory', '--project', '--env-file', '--cache-dir', '--config-file', '--group',
  '--extra', '--package', '--only-group', '--no-group', '--refresh-package', '--upgrade-package', '-P', '--prerelease', '--resolution',
  '--index-strategy', '--keyring-provider', '--allow-insecure-host', '--exclude-newer', '--link-mode', '--constraints', '-c',
  '--overrides', '--color', '--python-preference', '--reinstall-package', '--torch-backend',
]); // prettier-ignore

export const uvx: Unwrap = (words, trail, program) => tool(words[0]!, words.slice(1), trail, program);

export const uv: Unwrap = (words, trail, program) => {
  const outer = readOptions(words.slice(1), TAKES);
  const [verb, ...after] = outer.rest;
  if (verb?.value === 'tool') {
    const [run, ...rest] = after;
    if (run?.value === 'run') return tool(words[0]!, rest, trail, 'uv tool run', outer.options);
  }
  if (verb?.value === 'x') return tool(words[0]!, after, trail, 'uvx', outer.options);
  if (verb?.value !== 'run') return reach(trail, local('unknown', program, verb ?? words[0]!), program, after);
  // `-m`, `-s` and `-p` differ from uvx: -m names a module.
  const { options, rest } = readOptions(after, new Set([...TAKES, '-m', '--module']));
  hop(trail, 'environment', 'uv run', words[0]!, [...outer.options, ...options]);
  for (const { name, valueWord } of options) {
    if ((name === '--with' || name === '-w') && valueWord) pass(trail, pypiSpec(valueWord), 'uv run --with');
  }
  const module = options.find(({ name }) => name === '-m' || name === '--module')?.valueWord;
  if (module) return reach(trail, installed(module), 'uv run', rest);
  const [first, ...args] = rest;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  if (isWebAddress(first.value)) return reach(trail, pypiSpec(first), 'uv run', args);
  if (/\.pyw?$/i.test(first.value) || /[/\\]/.test(first.value)) return reach(trail, local('path', first.value, first), 'uv run', args);
  return rest;
};

export const pipx: Unwrap = (words, trail, program) => {
  const [verb, ...after] = words.slice(1);
  if (verb?.value !== 'run') return reach(trail, local('unknown', program, verb ?? words[0]!), program, after);
  const { options, rest } = readOptions(after, new Set(['--spec', '--python', '--pip-args', '--index-url', '-i', '--with', '--path']));
  hop(trail, 'runner', 'pipx run', words[0]!, options);
  const spec = options.find(({ name }) => name === '--spec')?.valueWord;
  return finish(spec ?? rest[0], rest.slice(1), trail, 'pipx run', words[0]!, rest[0]);
};

function tool(at: Word, words: readonly Word[], trail: Trail, runner: string, outer: readonly Option[] = []): Next {
  const { options: own, rest } = readOptions(words, TAKES);
  const options = [...outer, ...own];
  hop(trail, 'runner', runner, at, options);
  const from = options.find(({ name }) => name === '--from')?.valueWord;
  return finish(from ?? rest[0], rest.slice(1), trail, runner, at, rest[0], !hasOption(options, '--offline'));
}

function finish(
  spec: Word | undefined,
  args: readonly Word[],
  trail: Trail,
  runner: string,
  at: Word,
  program: Word | undefined,
  fetched = true,
): Next {
  if (!spec) return reach(trail, local('unknown', runner, at), runner, []);
  const named = pypiSpec(spec);
  const made = { ...named, fetched: named.fetched && fetched };
  const carrier = made.kind === 'pypi' && Object.hasOwn(CARRIERS.pypi, made.name) ? CARRIERS.pypi[made.name] : undefined;
  if (carrier) {
    pass(trail, made, runner);
    return [{ ...spec, value: carrier }, ...args];
  }
  // `uvx --from mcp[cli] mcp run server.py` runs a file of the project.
  if (program && (program.value === 'mcp' || program.value === 'fastmcp') && args[0]?.value === 'run') {
    pass(trail, made, runner);
    return [program, ...args];
  }
  return reach(trail, made, runner, args);
}

function installed(module: Word) {
  return { ...local('path', pypiName(module.value.split('.')[0]!), module), kind: 'pypi' as const };
}

/** `python [options] -m module | -c code | file`. */
export const python: Unwrap = (words, trail, program) => {
  const flags = new Set(['-u', '-E', '-B', '-s', '-S', '-I', '-O', '-OO', '-q', '-v', '-x', '-b', '-d', '-i', '-P', '-R']);
  let at = 1;
  const options: Option[] = [];
  for (; at < words.length; at++) {
    const word = words[at]!;
    const { value } = word;
    const rest = words.slice(at + 2);
    const next = words[at + 1];
    if (value === '-m' && next) {
      hop(trail, 'interpreter', program, words[0]!, options);
      if (next.value === 'uv' || next.value === 'pipx') return [next, ...rest];
      return reach(trail, installed(next), `${program} -m`, rest);
    }
    if (/^-[uEBsSIOq]{0,4}c$/.test(value)) {
      hop(trail, 'interpreter', program, words[0]!, options, next ? { code: next } : {});
      return reach(trail, local('unknown', program, next ?? words[0]!), program, rest);
    }
    if (value === '-W' || value === '-X') at++;
    else if (!value.startsWith('-') || !(flags.has(value) || /^-\d/.test(value) || value.startsWith('-X') || value.startsWith('-W'))) break;
    options.push({ name: value, value: null, word, valueWord: null });
  }
  hop(trail, 'interpreter', program, words[0]!, options);
  const [first, ...args] = words.slice(at);
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  return reach(trail, local('path', first.value, first), program, args);
};

/** `mcp run file`, `fastmcp run file|url`. */
export const mcpCli: Unwrap = (words, trail, program) => {
  if (words[1]?.value !== 'run') return reach(trail, local('binary', program, words[0]!), '', words.slice(1));
  const { options, rest } = readOptions(
    words.slice(2),
    new Set(['-t', '--transport', '--host', '--port', '-p', '--with', '--project', '--python', '--path', '--log-level', '-l']),
  );
  hop(trail, 'interpreter', program, words[0]!, options);
  const [first, ...args] = rest;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  if (isWebAddress(first.value)) return reach(trail, { ...local('path', bareUrl(first.value), first), kind: 'url' }, program, args);
  return reach(trail, local('path', first.value, first), program, args);
};

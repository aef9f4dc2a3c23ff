// The JavaScript runners: npx, npm exec, pnpm dlx, yarn dlx, bunx, and the interpreters that run a file.
import type { Option, Word } from './launch-types.ts';
import { npmSpec } from './specs.ts';
import { CARRIERS } from './carriers.ts';
import { type Next, type Trail, type Unwrap, hop, local, pass, reach } from './trail.ts';
import { shellLine } from './unwrap-shell.ts';
import { hasOption, optionValue, readOptions } from './words.ts';

const TAKES: ReadonlySet<string> = new Set([
  '-p', '--package', '-c', '--call', '--registry', '--prefix', '-w', '--workspace', '--userconfig', '--cache', '--node-options',
  '--shell', '-C', '--dir', '--filter', '-F', '--allow-build', '--loglevel', '--script-shell', '--node-arg', '-n', '--cwd',
]); // prettier-ignore
const OFFLINE = ['--no-install', '--no', '--offline', '--prefer-local'] as const;

export const npx: Unwrap = (words, trail, program) => run(words[0]!, words.slice(1), trail, program);

/** `npm exec|x`, `npm run`, `npm start`, and pnpm's, yarn's and bun's ways to say the same. */
export const npm: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(
    words.slice(1),
    new Set(['--prefix', '-C', '--cwd', '--dir', '--filter', '-F', '-w', '--workspace', '--loglevel', '--registry']),
  );
  const [verb, ...after] = rest;
  if (!verb) return reach(trail, local('unknown', program, words[0]!), program, []);
  switch (verb.value) {
    case 'exec':
    case 'x':
    case 'dlx':
      return run(
        words[0]!,
        after,
        trail,
        program === 'npm' ? 'npm exec' : `${program} ${verb.value}`,
        options,
        program !== 'npm' && verb.value === 'exec',
      );
    case 'create':
    case 'init':
      return reach(trail, local('unknown', verb.value, verb), program, after);
    case 'run':
    case 'run-script':
    case 'rum': {
      const inner = readOptions(after, TAKES);
      hop(trail, 'runner', program, words[0]!, [...options, ...inner.options]);
      const [task, ...args] = inner.rest;
      return reach(trail, local(task && /[./]/.test(task.value) ? 'path' : 'script', task?.value ?? 'run', task ?? verb), program, args);
    }
    default:
      hop(trail, 'runner', program, words[0]!, options);
      if (/[./\\]/.test(verb.value)) return reach(trail, local('path', verb.value, verb), program, after);
      return reach(trail, local('script', verb.value, verb), program, after);
  }
};

function run(at: Word, words: readonly Word[], trail: Trail, runner: string, outer: readonly Option[] = [], installed = false): Next {
  const { options: own, rest } = readOptions(words, TAKES);
  const options = [...outer, ...own];
  hop(trail, 'runner', runner, at, options);
  const call = options.find(({ name }) => name === '-c' || name === '--call')?.valueWord;
  const packages = options
    .filter(({ name, valueWord }) => (name === '-p' || name === '--package') && valueWord)
    .map(({ valueWord }) => valueWord!);
  const fetched = !installed && !hasOption(options, ...OFFLINE);
  if (call) {
    for (const word of packages) pass(trail, { ...npmSpec(word), fetched }, runner);
    return shellLine(trail, runner, at, call);
  }
  const [first, ...args] = rest;
  const word = packages[0] ?? first;
  if (!word) return reach(trail, local('unknown', runner, at), runner, []);
  const named = npmSpec(word);
  const spec = { ...named, fetched: named.fetched && fetched };
  // With --package, the first word is a program of that package.
  const given = packages.length > 0 ? args : rest.slice(1);
  for (const more of packages.slice(1)) pass(trail, { ...npmSpec(more), fetched }, runner);
  const carrier = spec.kind === 'npm' && Object.hasOwn(CARRIERS.npm, spec.name) ? CARRIERS.npm[spec.name] : undefined;
  if (!carrier) return reach(trail, spec, runner, given);
  pass(trail, spec, runner);
  return [{ ...word, value: carrier }, ...given];
}

/** `node [options] file`, `tsx file`, `ts-node file`. */
export const node: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(
    words.slice(1),
    new Set([
      '-r',
      '--require',
      '--import',
      '--loader',
      '--experimental-loader',
      '-e',
      '--eval',
      '-p',
      '--print',
      '-pe',
      '--input-type',
      '-C',
      '--conditions',
      '--env-file',
      '--title',
      '--tsconfig',
      '-P',
      '--project',
    ]),
  );
  const code = options.find(({ name }) => /^(?:-e|--eval|-p|--print|-pe)$/.test(name))?.valueWord;
  hop(trail, 'interpreter', program, words[0]!, options, code ? { code } : {});
  if (code) return reach(trail, local('unknown', program, code), program, rest);
  const [first, ...args] = rest[0]?.value === 'watch' ? rest.slice(1) : rest;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  return file(first, args, trail, program);
};

/** A file; one inside an installed package stands for that package. */
function file(first: Word, args: readonly Word[], trail: Trail, program: string): Next {
  const path = first.value.replaceAll('\\', '/');
  const inside = path.lastIndexOf('node_modules/');
  if (inside >= 0) {
    const [scope, name] = path.slice(inside + 13).split('/');
    const full = scope?.startsWith('@') && name ? `${scope}/${name}` : scope;
    if (full === 'npm' && path.endsWith('/npx-cli.js')) return run(first, args, trail, 'npx');
    if (full && !full.startsWith('.')) return reach(trail, { ...local('path', full, first), kind: 'npm' }, program, args);
  }
  return reach(trail, local('path', first.value, first), program, args);
}

/** `bun x pkg`, `bun run file`, `bun file`. */
export const bun: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(
    words.slice(1),
    new Set(['--cwd', '--env-file', '-r', '--preload', '-e', '--eval', '-c', '--config']),
  );
  const [verb, ...after] = rest;
  const code = options.find(({ name }) => name === '-e' || name === '--eval')?.valueWord;
  if (code) {
    hop(trail, 'interpreter', program, words[0]!, options, { code });
    return reach(trail, local('unknown', program, code), program, rest);
  }
  if (verb?.value === 'x') return run(words[0]!, after, trail, 'bun x', options);
  hop(trail, 'interpreter', program, words[0]!, options);
  const inner = verb?.value === 'run' || verb?.value === 'start' ? readOptions(after, new Set(['--cwd', '--env-file'])).rest : rest;
  const [first, ...args] = inner;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  if (!/[./\\]/.test(first.value)) return reach(trail, local('script', first.value, first), program, args);
  return file(first, args, trail, program);
};

/** `deno run [permissions] npm:…|jsr:…|https:…|file`. */
export const deno: Unwrap = (words, trail, program) => {
  const [verb, ...after] = words.slice(1);
  if (verb?.value === 'eval') {
    const { options, rest } = readOptions(after, new Set(['--ext', '--env-file']));
    hop(trail, 'interpreter', program, words[0]!, options, rest[0] ? { code: rest[0] } : {});
    return reach(trail, local('unknown', program, rest[0] ?? words[0]!), program, rest.slice(1));
  }
  const { options, rest } = readOptions(
    verb?.value === 'run' ? after : words.slice(1),
    new Set(['-c', '--config', '--import-map', '--lock', '--cert', '--seed']),
  );
  hop(trail, 'interpreter', program, words[0]!, options);
  const [first, ...args] = rest;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  if (verb?.value === 'task') return reach(trail, local('script', args[0]?.value ?? 'task', args[0] ?? first), program, args.slice(1));
  const fetched = optionValue(options, '--cached-only') === null && !hasOption(options, '--cached-only');
  const scheme = /^(npm|jsr):\/?/.exec(first.value);
  if (scheme) {
    const spec = npmSpec({ ...first, value: first.value.slice(scheme[0].length) });
    const bare = { ...spec, name: spec.name, kind: scheme[1] === 'jsr' ? ('jsr' as const) : spec.kind, spec: first, fetched };
    return reach(trail, bare, program, args);
  }
  if (/^https?:\/\//.test(first.value)) return reach(trail, { ...npmSpec(first), fetched }, program, args);
  return file(first, args, trail, program);
};

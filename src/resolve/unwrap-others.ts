// Runners and interpreters of other languages.
import type { Artifact } from './launch-types.ts';
import { isPath, npmPin, npmSpec } from './specs.ts';
import { type Unwrap, hop, local, reach } from './trail.ts';
import { optionValue, part, readOptions } from './words.ts';

/** `go run module@version`, `go run ./cmd`. */
export const go: Unwrap = (words, trail, program) => {
  if (words[1]?.value !== 'run') return reach(trail, local('binary', program, words[0]!), '', words.slice(1));
  const { options, rest } = readOptions(words.slice(2), new Set(['-C', '-mod', '-modfile', '-tags', '-ldflags', '-exec']));
  hop(trail, 'runner', 'go run', words[0]!, options);
  const [first, ...args] = rest;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  const at = first.value.indexOf('@');
  if (at < 0 || isPath(first.value)) return reach(trail, local('path', first.value, first), 'go run', args);
  const version = first.value.slice(at + 1);
  const pin: Artifact['pin'] =
    version === 'latest' ? 'latest' : /^v\d+\.\d+\.\d+/.test(version) ? 'exact' : /^[0-9a-f]{40}$/.test(version) ? 'commit' : 'tag';
  return reach(trail, { kind: 'go', name: first.value.slice(0, at), version, pin, spec: first, fetched: true }, 'go run', args);
};

/** `dnx Package@1.2.3`, `dotnet tool exec Package`, `dotnet run --project …`, `dotnet file.dll`. */
export const dotnet: Unwrap = (words, trail, program) => {
  const takes = new Set([
    '--version',
    '--source',
    '--add-source',
    '--configfile',
    '--framework',
    '--interactive',
    '--project',
    '-p',
    '-f',
    '-c',
    '--configuration',
    '-r',
    '--verbosity',
    '-v',
    '--launch-profile',
    '--additionalprobingpath',
    '--depsfile',
    '--runtimeconfig',
    '--fx-version',
  ]);
  let rest = words.slice(1);
  const exec =
    program === 'dnx' || rest[0]?.value === 'dnx' || (rest[0]?.value === 'tool' && /^(?:exec|execute)$/.test(rest[1]?.value ?? ''));
  if (program !== 'dnx' && exec) rest = rest.slice(rest[0]!.value === 'dnx' ? 1 : 2);
  if (exec) {
    const before = readOptions(rest, takes);
    const [name, ...after] = before.rest;
    const behind = readOptions(after, takes);
    hop(trail, 'runner', 'dnx', words[0]!, [...before.options, ...behind.options]);
    if (!name) return reach(trail, local('unknown', program, words[0]!), program, []);
    const spec = npmSpec(name);
    const version = spec.version ?? optionValue([...before.options, ...behind.options], '--version');
    return reach(trail, { ...spec, kind: 'nuget', version, pin: npmPin(version) }, 'dnx', behind.rest);
  }
  const { options, rest: inner } = readOptions(rest, takes);
  hop(trail, 'interpreter', program, words[0]!, options);
  const [verb, ...after] = inner;
  if (verb?.value === 'run') {
    const own = readOptions(after, takes);
    const project = own.options.find(({ name }) => name === '--project' || name === '-p')?.valueWord;
    return reach(trail, local('path', project?.value ?? '.', project ?? verb), 'dotnet run', own.rest);
  }
  if (verb?.value === 'tool' && after[0]?.value === 'run' && after[1])
    return reach(trail, local('binary', after[1].value, after[1]), 'dotnet tool run', after.slice(2));
  return reach(
    trail,
    local(verb && /[./\\]/.test(verb.value) ? 'path' : 'binary', verb?.value ?? program, verb ?? words[0]!),
    program,
    after,
  );
};

/** `nix run flake -- args`. */
export const nix: Unwrap = (words, trail, program) => {
  if (words[1]?.value !== 'run' && words[1]?.value !== 'shell')
    return reach(trail, local('binary', program, words[0]!), '', words.slice(1));
  const { options, rest } = readOptions(
    words.slice(2),
    new Set(['--option', '--override-input', '--extra-experimental-features', '--experimental-features', '--inputs-from']),
  );
  hop(trail, 'runner', 'nix run', words[0]!, options);
  const [first, ...args] = rest;
  if (!first) return reach(trail, local('path', '.', words[1]), 'nix run', []);
  const flake = first.value.replace(/#.*$/s, '');
  const hosted = /^(github|gitlab|sourcehut):([\w.~-]{1,100}\/[\w.-]{1,100})(?:\/(.{1,100}))?$/.exec(flake);
  const passed = args[0]?.value === '--' ? args.slice(1) : args;
  if (hosted) {
    const ref = hosted[3] ?? null;
    const pin: Artifact['pin'] = ref === null ? 'none' : /^[0-9a-f]{40}$/.test(ref) ? 'commit' : 'tag';
    return reach(
      trail,
      { kind: 'git', name: `https://${hosted[1]}.com/${hosted[2]}`, version: ref, pin, spec: first, fetched: true },
      'nix run',
      passed,
    );
  }
  if (isPath(flake)) return reach(trail, local('path', flake, first), 'nix run', passed);
  // A registry flake such as nixpkgs follows the machine's own lock.
  return reach(trail, { ...local('unknown', first.value, first), kind: 'nix' }, 'nix run', passed);
};

/** `cargo run …` runs this project; anything else is a tool that is there. */
export const cargo: Unwrap = (words, trail, program) => {
  hop(trail, 'runner', program, words[0]!);
  const at = words.findIndex(({ value }) => value === '--');
  return reach(trail, local('path', '.', words[1] ?? words[0]!), 'cargo run', at < 0 ? [] : words.slice(at + 1));
};

/** `java … -jar file`, `php file`, `ruby file`, `perl file`, `swift run`; code in an argument where they take it. */
export const interpreter: Unwrap = (words, trail, program) => {
  const takes = new Set(
    program === 'java' ? ['-jar', '-cp', '-classpath', '--class-path', '-m', '--module', '-p'] : ['-e', '-r', '-E', '-I', '-M', '-d', '-c'],
  );
  const { options, rest } = readOptions(words.slice(1), takes);
  const inline = { php: ['-r'], ruby: ['-e'], perl: ['-e', '-E'], osascript: ['-e'], lua: ['-e'], rscript: ['-e'] } as Record<
    string,
    readonly string[]
  >;
  const codes = Object.hasOwn(inline, program) ? inline[program]! : [];
  const code = options.find(({ name }) => codes.includes(name))?.valueWord;
  hop(trail, 'interpreter', program, words[0]!, options, code ? { code } : {});
  if (code) return reach(trail, local('unknown', program, code), program, rest);
  const jar = options.find(({ name }) => name === '-jar')?.valueWord;
  const [first, ...args] = jar ? [jar, ...rest] : rest;
  return first
    ? reach(trail, local('path', first.value, first), program, args)
    : reach(trail, local('unknown', program, words[0]!), program, []);
};

/** `jbang script-or-coordinates`. */
export const jbang: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(words.slice(1), new Set(['-D', '--java', '--deps', '--repos']));
  hop(trail, 'runner', program, words[0]!, options);
  const [first, ...args] = rest[0]?.value === 'run' ? rest.slice(1) : rest;
  if (!first) return reach(trail, local('unknown', program, words[0]!), program, []);
  if (/^https?:\/\//.test(first.value)) {
    return reach(
      trail,
      { kind: 'archive', name: part(first, 0).value, version: null, pin: 'none', spec: first, fetched: true },
      program,
      args,
    );
  }
  return reach(trail, local(/[/\\.]java$/.test(first.value) ? 'path' : 'unknown', first.value, first), program, args);
};

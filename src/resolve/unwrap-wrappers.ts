// Programs that prepare something (secrets, rights, an environment) and then run the rest of the line.
import type { Word } from './launch-types.ts';
import { type Next, type Trail, type Unwrap, hop, local, reach } from './trail.ts';
import { shellLine } from './unwrap-shell.ts';
import { readOptions } from './words.ts';

const after = (words: readonly Word[]): readonly Word[] | null => {
  const at = words.findIndex(({ value }) => value === '--');
  return at < 0 ? null : words.slice(at + 1);
};
const or = (rest: readonly Word[], trail: Trail, program: string, at: Word): Next =>
  rest.length > 0 ? rest : reach(trail, local('unknown', program, at), program, []);

/** How a secret launcher finds its command: which verb, which options take a value, how many words of its own come first. */
interface Launcher {
  readonly verb: readonly string[];
  readonly takes: readonly string[];
  readonly own?: number;
  /** Option whose value is a shell line. */
  readonly line?: readonly string[];
}
const SECRETS: Readonly<Record<string, Launcher>> = {
  op: { verb: ['run'], takes: ['--env-file', '--account', '--environment', '--config', '--session', '--encoding'] },
  doppler: { verb: ['run'], takes: ['-p', '--project', '-c', '--config', '--token', '-t', '--command', '--mount', '--fallback', '--scope', '--format', '--mount-format', '--passphrase', '--name-transformer', '--only-secrets', '--preserve-env'], line: ['--command'] },
  infisical: { verb: ['run'], takes: ['--env', '-e', '--path', '--projectId', '--token', '--command', '-c', '--tags', '-t', '--domain', '--project-config-dir', '--log-level'], line: ['--command', '-c'] },
  dotenvx: { verb: ['run'], takes: ['-f', '--env-file', '-e', '--env', '-fk', '--env-keys-file', '--convention', '-fv', '--env-vault-file', '-l', '--log-level'] },
  dotenv: { verb: [], takes: ['-e', '-c', '-v', '-p', '-f', '--file', '-q'] },
  'env-cmd': { verb: [], takes: ['-f', '--file', '-e', '--environments', '-r', '--rc-file'] },
  'aws-vault': { verb: ['exec'], takes: ['-d', '--duration', '--region', '--mfa-token', '-t', '--backend', '--prompt'], own: 1 },
  chamber: { verb: ['exec'], takes: ['--backend', '-b', '-r', '--retries'], own: 1 },
  teller: { verb: ['run'], takes: ['-c', '--config'] },
  sops: { verb: ['exec-env'], takes: ['--user', '--config'], own: 1 },
  envchain: { verb: [], takes: [], own: 1 },
  bws: { verb: ['run'], takes: ['--project-id', '--shell', '-t', '--access-token', '-c', '-p', '-u'] },
  phase: { verb: ['run'], takes: ['--env', '--app', '--path', '--tags', '--app-id'] },
  vault: { verb: ['exec', 'run'], takes: [] },
  akeyless: { verb: ['run'], takes: [] },
  varlock: { verb: ['run'], takes: [] },
  fnox: { verb: ['exec'], takes: ['-c', '-P', '--profile', '--config'] },
  keychain: { verb: ['exec'], takes: [] },
  'berglas': { verb: ['exec'], takes: [] },
  summon: { verb: [], takes: ['-p', '--provider', '-f', '-e', '-D', '--environment'] },
}; // prettier-ignore

export const secretLauncher: Unwrap = (words, trail, program) => {
  const launcher = SECRETS[program]!;
  const outer = readOptions(words.slice(1), new Set(launcher.takes));
  let rest = outer.rest;
  // `--` may have ended the options already.
  const ended = words[words.length - rest.length - 1]?.value === '--' && rest.length > 0;
  let options = outer.options;
  if (launcher.verb.length > 0 && !ended) {
    if (!rest[0] || !launcher.verb.includes(rest[0].value)) return reach(trail, local('binary', program, words[0]!), '', words.slice(1));
    const verbed = readOptions(rest.slice(1), new Set(launcher.takes));
    options = [...options, ...verbed.options];
    rest = after(rest) ?? verbed.rest.slice(launcher.own ?? 0);
  } else if (!ended) rest = after(rest) ?? rest.slice(launcher.own ?? 0);
  hop(trail, 'secrets', program, words[0]!, options);
  const line = options.find(({ name }) => launcher.line?.includes(name))?.valueWord;
  if (line) return shellLine(trail, program, words[0]!, line);
  if (program === 'sops' && rest[0]) return shellLine(trail, program, words[0]!, rest[0]);
  return or(rest, trail, program, words[0]!);
};
export const SECRET_LAUNCHERS: readonly string[] = Object.keys(SECRETS);

/** sudo and its kin. */
export const elevation: Unwrap = (words, trail, program) => {
  const takes = ['-u', '--user', '-g', '--group', '-h', '--host', '-C', '-D', '--chdir', '-p', '--prompt', '-R', '-T', '-r', '-t'];
  const { options, rest } = readOptions(words.slice(1), new Set(takes));
  let at = 0;
  for (; at < rest.length; at++) {
    const match = /^([A-Za-z_]\w{0,200})=/.exec(rest[at]!.value);
    if (!match) break;
    trail.env.push({ name: match[1]!, value: rest[at]!.value.slice(match[0].length), word: rest[at]! });
  }
  hop(trail, 'elevation', program, words[0]!, options);
  if (program === 'su') {
    const line = options.find(({ name }) => name === '-c')?.valueWord ?? rest[rest.findIndex(({ value }) => value === '-c') + 1];
    return line ? shellLine(trail, program, words[0]!, line) : reach(trail, local('unknown', program, words[0]!), program, []);
  }
  return or(rest.slice(at), trail, program, words[0]!);
};

/** How a program that only sets the scene takes its own words. */
interface Scene {
  readonly verb?: readonly string[];
  readonly takes?: readonly string[];
  readonly own?: number;
}
const SCENES: Readonly<Record<string, Scene>> = {
  nohup: {},
  exec: { takes: ['-a'] },
  command: {},
  nice: { takes: ['-n', '--adjustment'] },
  ionice: { takes: ['-c', '-n'] },
  setsid: {},
  stdbuf: { takes: ['-i', '-o', '-e'] },
  unbuffer: {},
  time: {},
  caffeinate: { takes: ['-t', '-w'] },
  timeout: { takes: ['-k', '-s', '--signal', '--kill-after'], own: 1 },
  gtimeout: { takes: ['-k', '-s', '--signal', '--kill-after'], own: 1 },
  'xvfb-run': { takes: ['-s', '--server-args', '-n', '-e', '-w'] },
  direnv: { verb: ['exec'], own: 1 },
  mise: { verb: ['exec', 'x'], takes: ['-c', '--cd', '-C', '--command', '-E', '--env', '-j'] },
  rtx: { verb: ['exec', 'x'] },
  asdf: { verb: ['exec'] },
  fnm: { verb: ['exec'], takes: ['--using'] },
  volta: { verb: ['run'], takes: ['--node', '--npm', '--yarn', '--pnpm', '--env'] },
  poetry: { verb: ['run'], takes: ['-C', '--directory', '-P', '--project'] },
  pdm: { verb: ['run'], takes: ['-p', '--project'] },
  pipenv: { verb: ['run'] },
  hatch: { verb: ['run'], takes: ['-e', '--env'] },
  rye: { verb: ['run'] },
  pixi: { verb: ['run'], takes: ['-e', '--environment', '--manifest-path'] },
  conda: { verb: ['run'], takes: ['-n', '--name', '-p', '--prefix', '--cwd'] },
  mamba: { verb: ['run'], takes: ['-n', '--name', '-p', '--prefix', '--cwd'] },
  micromamba: { verb: ['run'], takes: ['-n', '--name', '-p', '--prefix', '--cwd'] },
  bundle: { verb: ['exec'] },
  corepack: {},
  arch: {},
};
export const SCENE_PROGRAMS: readonly string[] = Object.keys(SCENES);

export const scene: Unwrap = (words, trail, program) => {
  const { verb, takes = [], own = 0 } = SCENES[program]!;
  const outer = readOptions(words.slice(1), new Set(takes));
  let rest = outer.rest;
  let options = outer.options;
  if (verb) {
    if (!rest[0] || !verb.includes(rest[0].value)) return reach(trail, local('binary', program, words[0]!), '', words.slice(1));
    const inner = readOptions(rest.slice(1), new Set(takes));
    options = [...options, ...inner.options];
    rest = (program === 'mise' || program === 'rtx' ? after(rest) : null) ?? inner.rest;
  }
  hop(trail, 'environment', program, words[0]!, options);
  return or(rest.slice(own), trail, program, words[0]!);
};

/** `ssh [options] host program …`: the rest runs on another machine. */
export const ssh: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(
    words.slice(1),
    new Set(['-i', '-p', '-l', '-o', '-F', '-J', '-L', '-R', '-D', '-b', '-c', '-E', '-e', '-I', '-m', '-O', '-Q', '-S', '-W', '-w']),
  );
  hop(trail, 'remote', program, words[0]!, options);
  const [host, ...line] = rest;
  if (!host || line.length === 0) return reach(trail, local('unknown', host?.value ?? program, host ?? words[0]!), program, []);
  if (line.length === 1 && /\s/.test(line[0]!.value)) return shellLine(trail, program, words[0]!, line[0]!);
  return line;
};

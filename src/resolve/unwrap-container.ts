// Containers: docker, podman and nerdctl, with their options, down to the image or to what runs inside it.
import type { Option, Pair, Word } from './launch-types.ts';
import { imageSpec } from './specs.ts';
import { type Next, type Trail, type Unwrap, hop, local, pass, reach } from './trail.ts';
import { optionValue, part, programName, readOptions } from './words.ts';

/** Options of `run`, `create` and `exec` that take no value; every other one does. */
const FLAGS: ReadonlySet<string> = new Set([
  '-i', '-t', '-d', '-P', '-q', '--interactive', '--tty', '--detach', '--rm', '--init', '--privileged', '--read-only', '--publish-all',
  '--no-healthcheck', '--oom-kill-disable', '--sig-proxy', '--disable-content-trust', '--quiet', '--help', '--replace', '--tls-verify',
  '--env-host', '--http-proxy', '--no-hosts', '--rmi', '--systemd', '--no-TTY', '-T', '--build', '--service-ports', '--no-deps',
  '--remove-orphans', '--use-aliases', '--quiet-pull', '--quiet-build', '--all-resources', '--compatibility', '--dry-run', '-D', '--debug',
  '--tls', '--tlsverify',
]); // prettier-ignore
const ANY: ReadonlySet<string> = new Set(['*']);

/** Images that only bring a runtime: the server is what they are told to run. */
const RUNTIME =
  /(?:^|\/)(?:node|python|alpine|ubuntu|debian|busybox|bun|deno|uv|golang|rust|bash|fedora|amazonlinux|ruby|openjdk|eclipse-temurin|dotnet\/[a-z-]+|aspnet|runtime|sdk|mcp-proxy|supergateway)$/;
const INNER = /^(?:npx|npm|pnpm|bunx|bun|uvx|uv|node|python[\d.]*|deno|sh|bash|ash|zsh|env|mcp-remote|mcp-proxy|supergateway)$/;

export const docker: Unwrap = (words, trail, program) => {
  const outer = readOptions(words.slice(1), ANY, new Set([...FLAGS, '-v', '--version']));
  let [verb, ...after] = outer.rest;
  if (verb?.value === 'container' || verb?.value === 'image') [verb, ...after] = after;
  switch (verb?.value) {
    case 'run':
    case 'create':
      return runImage(words[0]!, after, trail, program);
    case 'exec': {
      const { options, rest } = readOptions(after, ANY, FLAGS);
      hop(trail, 'container', `${program} exec`, words[0]!, options);
      readEnv(options, trail);
      return rest.length > 1 ? rest.slice(1) : reach(trail, local('unknown', rest[0]?.value ?? program, rest[0] ?? words[0]!), program, []);
    }
    case 'compose':
      return compose(words[0]!, after, trail, program);
    case 'mcp':
      hop(trail, 'bridge', `${program} mcp`, words[0]!);
      return reach(trail, local('binary', 'docker-mcp', words[0]!), program, after);
    default:
      hop(trail, 'container', program, words[0]!, outer.options);
      return reach(trail, local('unknown', verb?.value ?? program, verb ?? words[0]!), program, after);
  }
};

/** `docker-compose run service …`. */
export const dockerCompose: Unwrap = (words, trail, program) => compose(words[0]!, words.slice(1), trail, program);

function compose(at: Word, words: readonly Word[], trail: Trail, program: string): Next {
  const outer = readOptions(words, ANY, new Set([...FLAGS].filter(name => name !== '-f')));
  const [verb, ...after] = outer.rest;
  const { options, rest } = readOptions(after, ANY, FLAGS);
  hop(trail, 'container', `${program} compose`, at, options);
  readEnv(options, trail);
  const [service, ...args] = rest;
  if (verb?.value === 'exec' && args.length > 0) return args;
  return reach(trail, local('unknown', service?.value ?? program, service ?? at), program, args);
}

function runImage(at: Word, words: readonly Word[], trail: Trail, program: string): Next {
  const { options, rest } = readOptions(words, ANY, FLAGS);
  hop(trail, 'container', program, at, options);
  readEnv(options, trail);
  const [image, ...args] = rest;
  trail.container = { engine: program, image: image ?? null, options };
  if (!image) return reach(trail, local('unknown', program, at), program, []);
  const spec = imageSpec(image, optionValue(options, '--pull') !== 'never');
  const entrypoint = options.find(({ name }) => name === '--entrypoint')?.valueWord;
  const command = entrypoint && entrypoint.value !== '' ? [entrypoint, ...args] : args;
  const inner = command[0] && INNER.test(programName(command[0].value)) && (RUNTIME.test(spec.name) || entrypoint || args.length > 1);
  if (!inner) return reach(trail, spec, program, args);
  pass(trail, spec, program);
  return command;
}

function readEnv(options: readonly Option[], trail: Trail): void {
  for (const { name, valueWord } of options) {
    if ((name === '-e' || name === '--env') && valueWord) trail.env.push(pairOf(valueWord));
  }
}

/** `NAME=value` or, passed on from outside, `NAME`. */
function pairOf(word: Word): Pair {
  const equals = word.value.indexOf('=');
  return equals < 0
    ? { name: word.value, value: null, word }
    : { name: word.value.slice(0, equals), value: word.value.slice(equals + 1), word: part(word, equals + 1) };
}

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** A name of the engine's own, not a place on the host. */
  readonly volume: boolean;
  readonly word: Word;
}

/** Mounts of a container by `-v`, `--volume` and `--mount`. */
export function mountsOf(options: readonly Option[]): Mount[] {
  const mounts: Mount[] = [];
  for (const { name, valueWord } of options) {
    if (!valueWord) continue;
    if (name === '-v' || name === '--volume') mounts.push(shortMount(valueWord));
    else if (name === '--mount') mounts.push(longMount(valueWord));
  }
  return mounts;
}

function shortMount(word: Word): Mount {
  // A drive letter, and the default of a reference, have a colon of their own.
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < word.value.length; at++) {
    const char = word.value[at]!;
    if (char === '{') depth++;
    else if (char === '}') depth--;
    else if (
      char === ':' &&
      depth <= 0 &&
      !(at - from === 1 && /[A-Za-z]/.test(word.value[from]!) && /[\\/]/.test(word.value[at + 1] ?? ''))
    ) {
      parts.push(word.value.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(word.value.slice(from));
  const [source = '', target = '', mode = ''] = parts.length > 1 ? parts : ['', parts[0]];
  return { source, target, readOnly: mode.split(',').includes('ro'), volume: isVolume(source), word };
}

function longMount(word: Word): Mount {
  const fields = new Map<string, string>();
  for (const field of word.value.split(',')) {
    const equals = field.indexOf('=');
    fields.set((equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase(), equals < 0 ? '' : field.slice(equals + 1));
  }
  const source = fields.get('source') ?? fields.get('src') ?? '';
  const readOnly = [fields.get('readonly'), fields.get('ro')].some(value => value !== undefined && value !== 'false');
  const type = fields.get('type') ?? 'volume';
  return {
    source,
    target: fields.get('target') ?? fields.get('dst') ?? fields.get('destination') ?? '',
    readOnly,
    volume: type !== 'bind' && isVolume(source),
    word,
  };
}

const isVolume = (source: string) => source === '' || /^[A-Za-z0-9][\w.-]{0,200}$/.test(source);

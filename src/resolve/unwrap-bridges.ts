// Bridges: programs that speak MCP on one side and pass it on to another server.
import { indexOfAny } from '../core/chars.ts';
import type { Pair, Word } from './launch-types.ts';
import { splitPosix } from './shell-posix.ts';
import { bareUrl } from './specs.ts';
import { type Next, type Trail, type Unwrap, hop, local, reach } from './trail.ts';
import { part, readOptions } from './words.ts';

const URL_LIKE = /^(?:https?|wss?):\/\//i;

function remote(word: Word, args: readonly Word[], trail: Trail, program: string): Next {
  return reach(trail, { ...local('unknown', bareUrl(word.value), word), kind: 'url' }, program, args);
}

/** `Name: value` of an HTTP header. */
function headerOf(word: Word): Pair {
  const colon = word.value.indexOf(':');
  if (colon < 0) return { name: word.value, value: '', word };
  let from = colon + 1;
  while (word.value[from] === ' ') from++;
  return {
    name: word.value.slice(0, colon).trim(),
    value: word.value.slice(from),
    word: from < word.value.length ? part(word, from) : word,
  };
}

/** `mcp-remote URL [port] [--header 'Name: value'] …`; options may stand before and after the URL. */
export const mcpRemote: Unwrap = (words, trail, program) => {
  const takes = new Set([
    '--header',
    '--transport',
    '--host',
    '--static-oauth-client-metadata',
    '--static-oauth-client-info',
    '--resource',
    '--ignore-tool',
    '--auth-timeout',
    '--authorize-resource',
  ]);
  const options = [];
  const positional: Word[] = [];
  for (let rest: readonly Word[] = words.slice(1); rest.length > 0;) {
    const read = readOptions(rest, takes);
    options.push(...read.options);
    if (read.rest[0]) positional.push(read.rest[0]);
    rest = read.rest.slice(1);
  }
  for (const { name, valueWord } of options) if (name === '--header' && valueWord) trail.headers.push(headerOf(valueWord));
  hop(trail, 'bridge', program, words[0]!, options);
  const url = positional.find(({ value }) => URL_LIKE.test(value)) ?? positional.find(({ value }) => indexOfAny(value, '$%{') >= 0);
  const args = options.map(({ word }) => word);
  return url ? remote(url, args, trail, program) : reach(trail, local('unknown', program, words[0]!), program, args);
};

/** `supergateway --sse URL | --streamableHttp URL | --stdio 'line'`. */
export const supergateway: Unwrap = (words, trail, program) => {
  const { options } = readOptions(
    words.slice(1),
    new Set(['*']),
    new Set(['--cors', '--stateful', '--help', '--version', '--pass-environment']),
  );
  for (const { name, valueWord } of options) {
    if (name === '--header' && valueWord) trail.headers.push(headerOf(valueWord));
  }
  hop(trail, 'bridge', program, words[0]!, options);
  const url = options.find(({ name }) => /^--(?:sse|streamableHttp|ws)$/.test(name))?.valueWord;
  if (url) return remote(url, words.slice(1), trail, program);
  const line = options.find(({ name }) => name === '--stdio')?.valueWord;
  const inner = line ? splitPosix(line) : [];
  return inner.length > 0 ? inner : reach(trail, local('unknown', program, words[0]!), program, words.slice(1));
};

/** The Python bridge: `mcp-proxy URL` or `mcp-proxy [options] [--] program …`. */
export const mcpProxy: Unwrap = (words, trail, program) => {
  const takes = new Set([
    '--transport',
    '--port',
    '--host',
    '--sse-port',
    '--sse-host',
    '--cwd',
    '--allow-origin',
    '--named-server-config',
    '--client-id',
    '--client-secret',
    '--token-url',
    '--log-level',
    '--verify-ssl',
    '--named-server',
  ]);
  let at = 1;
  const options = [];
  for (; at < words.length; at++) {
    const word = words[at]!;
    const { value } = word;
    // These two take a name and a value.
    if (/^(?:-H|--headers|-e|--env)$/.test(value) && words[at + 2]) {
      const pair = { name: words[at + 1]!.value, value: words[at + 2]!.value, word: words[at + 2]! };
      (value === '-H' || value === '--headers' ? trail.headers : trail.env).push(pair);
      options.push({ name: value, value: pair.name, word, valueWord: words[at + 1]! });
      at += 2;
      continue;
    }
    const read = readOptions(words.slice(at, at + 2), takes);
    if (value === '--') {
      at++;
      break;
    }
    if (read.options.length === 0) break;
    options.push(read.options[0]!);
    if (read.options[0]!.valueWord && read.options[0]!.valueWord !== word && takes.has(value)) at++;
  }
  hop(trail, 'bridge', program, words[0]!, options);
  const rest = words.slice(at);
  if (rest[0] && URL_LIKE.test(rest[0].value)) return remote(rest[0], rest.slice(1), trail, program);
  return rest.length > 0 ? rest : reach(trail, local('unknown', program, words[0]!), program, []);
};

/** The npm bridge of the same name: `mcp-proxy [options] program …`. */
export const mcpProxyNpm: Unwrap = (words, trail, program) => {
  const { options, rest } = readOptions(
    words.slice(1),
    new Set([
      '--port',
      '--host',
      '--endpoint',
      '--server',
      '--sseEndpoint',
      '--streamEndpoint',
      '--requestTimeout',
      '--apiKey',
      '--eventStore',
      '--shell',
      '--gracefulShutdownTimeout',
    ]),
  );
  hop(trail, 'bridge', program.replace('-npm', ''), words[0]!, options);
  return rest.length > 0 ? rest : reach(trail, local('unknown', 'mcp-proxy', words[0]!), 'npx', []);
};

/** `smithery run @owner/name [--key …] [--config …]`. */
export const smithery: Unwrap = (words, trail, program) => {
  const rest = words.slice(1);
  hop(
    trail,
    'bridge',
    program,
    words[0]!,
    readOptions(rest.slice(2), new Set(['--key', '--config', '--profile', '--client', '-c'])).options,
  );
  const name = rest[0]?.value === 'run' ? rest[1] : undefined;
  if (!name) return reach(trail, local('unknown', program, words[0]!), program, rest);
  if (URL_LIKE.test(name.value)) return remote(name, rest.slice(2), trail, program);
  return reach(trail, { ...local('unknown', name.value, name), kind: 'hosted' }, program, rest.slice(2));
};

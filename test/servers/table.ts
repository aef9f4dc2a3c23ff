import { readFileSync } from 'node:fs';

interface Row {
  /** Name of the file in rules/servers. */
  readonly id: string;
  readonly rule: string;
  /** What the message has to name: the switch to add, or the one to take out. */
  readonly says: string;
  /** A start that can do more than most tasks need. */
  readonly broad: string;
  /** The same server, started for less. */
  readonly narrow: string;
}

const linesOf = (name: string): string[][] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split(' | '));

export const ROWS: readonly Row[] = linesOf('switches.txt').map(([id = '', rule = '', says = '', broad = '', narrow = '']) => ({
  id,
  rule,
  says: `\`${says}\``,
  broad,
  narrow,
}));

/** By name of the file: how a server without any switch is usually started. */
export const NO_SWITCHES: readonly (readonly [id: string, line: string])[] = linesOf('no-switches.txt').map(([id = '', line = '']) => [
  id,
  line,
]);

const pairs = (list: readonly string[], sign: string) =>
  Object.fromEntries(list.map(word => [word.slice(0, word.indexOf(sign)), word.slice(word.indexOf(sign) + 1)]));

/** `NAME=value command args…`, or an address with `X-Name:value` behind it, as an entry of a configuration. */
export function entryOf(line: string): object {
  const words = line.split(' ');
  const first = words.findIndex(word => !/^[A-Z][A-Z0-9_]*=/.test(word));
  const [command = '', ...args] = words.slice(first);
  if (command.startsWith('https://')) return { type: 'http', url: command, headers: pairs(args, ':') };
  return { command, args, env: pairs(words.slice(0, first), '=') };
}

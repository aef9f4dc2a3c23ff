import type { Server } from '../core/model.ts';
import type { Switch } from '../generated/servers.ts';
import { launchOf } from './launch.ts';
import type { Word } from './launch-types.ts';
import { part, wordOf } from './words.ts';

/** A switch as this entry sets it. */
export interface Use {
  /** '' for a bare flag; null where it is passed on from the environment. */
  readonly value: string | null;
  /** Its value; the switch itself where it has none. */
  readonly word: Word;
  /** The word that names it. */
  readonly named: Word;
}

/** Finds a switch in arguments, variables, headers or the address; null where it is not set. The last one wins. */
export function findSwitch(server: Server, { kind, name }: Pick<Switch, 'kind' | 'name'>): Use | null {
  const launch = launchOf(server);
  switch (kind) {
    case 'flag': {
      for (let at = launch.args.length - 1; at >= 0; at--) {
        const word = launch.args[at]!;
        if (word.value === name) {
          const next = launch.args[at + 1];
          const value = next && !next.value.startsWith('-') ? next : undefined;
          return { value: value?.value ?? '', word: value ?? word, named: word };
        }
        if (word.value.startsWith(name + '=')) {
          const value = word.value.slice(name.length + 1);
          return { value, word: value === '' ? word : part(word, name.length + 1), named: word };
        }
      }
      return null;
    }
    case 'env': {
      const slot = server.env.findLast(({ key }) => key === name);
      if (slot) return one(slot.value, wordOf(slot));
      const pair = launch.env.findLast(item => item.name === name);
      return pair ? one(pair.value, pair.word) : null;
    }
    case 'header': {
      const wanted = name.toLowerCase();
      const slot = server.headers.findLast(({ key }) => key?.toLowerCase() === wanted);
      if (slot) return one(slot.value, wordOf(slot));
      const pair = launch.headers.findLast(item => item.name.toLowerCase() === wanted);
      return pair ? one(pair.value, pair.word) : null;
    }
    case 'query':
    case 'path':
      return launch.kind === 'url' && launch.spec ? inUrl(launch.spec, kind, name) : null;
  }
}

const one = (value: string | null, word: Word): Use => ({ value, word, named: word });

function inUrl(url: Word, kind: 'query' | 'path', name: string): Use | null {
  const mark = url.value.indexOf('?');
  if (kind === 'path') {
    const path = mark < 0 ? url.value : url.value.slice(0, mark);
    const at = path.indexOf(name);
    return at < 0 ? null : one('', part(url, at, at + name.length));
  }
  if (mark < 0) return null;
  let from = mark + 1;
  for (const pair of url.value.slice(from).split('#')[0]!.split('&')) {
    const equals = pair.indexOf('=');
    const key = equals < 0 ? pair : pair.slice(0, equals);
    if (key === name) {
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return one(value, part(url, from, from + pair.length));
    }
    from += pair.length + 1;
  }
  return null;
}

const OFF = /^(?:false|0|no|off|f|n|none|disabled?)$/i;

/** Set to something that does not switch it off. A value from elsewhere counts: nobody can tell from here. */
export function isSet(use: Use | null, kind: Switch['kind']): boolean {
  if (!use) return false;
  if (use.value === null) return true;
  return !OFF.test(use.value.trim()) && !(use.value.trim() === '' && (kind === 'env' || kind === 'header'));
}

/** Set to one of the values that a switch names; lists are looked at item by item. */
export function hasValue(use: Use | null, { kind, values }: Switch): boolean {
  if (!use || use.value === null) return false;
  if (values.length === 0) return isSet(use, kind);
  const given = use.value.toLowerCase().split(/[\s,;]+/);
  return values.some(value => given.includes(value.toLowerCase()));
}

/** The switch as a person would write it, with the value that it names; never with another, which may be anything. */
export function switchText({ kind, name, values }: Switch, use: Use): string {
  const given = (use.value ?? '').toLowerCase().split(/[\s,;]+/);
  const value = values.find(item => given.includes(item.toLowerCase()));
  if (value === undefined) return kind === 'query' ? `?${name}` : name;
  return kind === 'header' ? `${name}: ${value}` : kind === 'query' ? `?${name}=${value}` : `${name}=${value}`;
}

/** Where to point: at the value that does it, or at the switch where any value does. */
export function switchWord({ values }: Switch, use: Use): Word {
  return values.length > 0 ? use.word : use.named;
}

/** Whether a switch is named for reading alone: `--read-only`, `READ_ONLY`, `readonly`. */
export function saysReadOnly(name: string): boolean {
  return name.toLowerCase().replaceAll('-', '').replaceAll('_', '').includes('readonly');
}

// A made-up credential of every kind, in every place that configurations have for one.
import { describe, expect, test } from 'vitest';
import { inspect as show } from 'node:util';
import { SAMPLES } from '../../src/generated/secret-samples.ts';
import { findCredentials } from '../../src/secrets/index.ts';
import { kind } from '../../src/secrets/kinds.ts';
import { sample } from '../../src/secrets/samples.ts';
import { configFile } from './files.ts';

const kinds = Object.keys(SAMPLES).map(kind);
/** Kinds that need their provider's name beside them, or nothing in front of them. */
const shaped = kinds.filter(one => one.near);
const whole = kinds.filter(one => !one.near && !one.when);
const named = kinds.filter(one => one.when);
/** Kinds whose shape is also that of another, which is as good an answer. */
const TWINS = new Set<string>([]);
const isUrl = (text: string) => text.includes('://');
const telling = (id: string) => kind(id).variables?.[0] ?? 'SERVICE_API_KEY';

type Place = (text: string, id: string) => object;
const PLACES: Readonly<Record<string, Place>> = {
  'env, its usual name': (text, id) => ({ command: 'x', env: { [telling(id)]: text } }),
  'env, neutral name': text => ({ command: 'x', env: { VALUE: text } }),
  '--flag=value': text => ({ command: 'x', args: ['run', `--api-key=${text}`] }),
  '--flag value': text => ({ command: 'x', args: ['run', '--api-key', text] }),
  'bare argument': text => ({ command: 'x', args: ['run', text] }),
  'docker -e': (text, id) => ({ command: 'docker', args: ['run', '-e', `${telling(id)}=${text}`, 'image'] }),
  '--header': text => ({ command: 'npx', args: ['mcp-remote', 'https://mcp.acme.io', '--header', `Authorization: Bearer ${text}`] }),
  Authorization: text => ({ url: 'https://mcp.acme.io', headers: { Authorization: `Bearer ${text}` } }),
  'X-Api-Key': text => ({ url: 'https://mcp.acme.io', headers: { 'X-Api-Key': text } }),
  'URL query': text => ({ url: `https://mcp.acme.io/v1/mcp?api_key=${encodeURIComponent(text)}` }),
  'URL path': text => ({ url: `https://mcp.acme.io/${text}/mcp` }),
  'JSON in a string': text => ({ command: 'x', env: { OPTIONS: JSON.stringify({ apiKey: text, verbose: true }) } }),
  'JSON in JSON': text => ({ command: 'x', args: ['--config', JSON.stringify(JSON.stringify({ apiKey: text }))] }),
  'shell line': text => ({ command: 'bash', args: ['-c', `API_KEY=${text} exec server`] }),
  'default of a reference': text => ({ command: 'x', env: { API_KEY: `\${API_KEY:-${text}}` } }),
};
/** Places whose grammar some kinds do not survive: blanks, slashes and line ends mean something there. */
const plain = (id: string) => /^[A-Za-z0-9._~-]+$/.test(sample(id));
const fits = (place: string, id: string) => {
  const text = sample(id);
  if (isUrl(text) || text.startsWith('hooks.'))
    return ['env, its usual name', 'env, neutral name', 'bare argument', 'JSON in a string'].includes(place);
  if (/\s/.test(text)) return ['env, its usual name', '--flag value', 'X-Api-Key', 'JSON in a string'].includes(place);
  if (place === 'URL path' && kind(id).after) return false;
  if (['URL path', 'shell line', 'URL query', 'default of a reference', '--header', 'Authorization'].includes(place)) return plain(id);
  return true;
};

describe.each(Object.entries(PLACES))('%s', (place, write) => {
  test('every shape is found, exactly, as its kind', () => {
    const wrong: string[] = [];
    for (const { id } of shaped) {
      if (!fits(place, id)) continue;
      for (const variant of [0, 1]) {
        const text = sample(id, variant);
        const { file } = configFile({ mcpServers: { demo: write(text, id) } });
        const found = findCredentials(file);
        const secret = kind(id).pattern?.includes('(') && !/\((?!\?)/.test(kind(id).pattern!) ? text : undefined;
        const hit = found.find(one => text.includes(one.secret.mask.slice(0, -1)) && one.known);
        if (!hit || found.length !== 1) wrong.push(`${id}: ${found.map(one => one.kind).join(', ') || 'nothing'}`);
        else if (hit.kind !== id && !TWINS.has(id)) wrong.push(`${id}: taken for ${hit.kind}`);
        else if (secret === text && file.source!.slice(hit.span) !== JSON.stringify(text).slice(1, -1) && !place.includes('JSON'))
          wrong.push(`${id}: span`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test('kinds that have no prefix are found as whole values', () => {
  const wrong = whole.filter(({ id }) => {
    const { file } = configFile({ mcpServers: { demo: { command: 'x', env: { VALUE: sample(id) } } } });
    return findCredentials(file).length !== 1;
  });
  expect(wrong.map(one => one.id)).toEqual([]);
});

test('kinds that need a name are found beside their usual variable', () => {
  const wrong: string[] = [];
  for (const { id, variables } of named) {
    for (const name of variables ?? []) {
      const { file } = configFile({ mcpServers: { demo: { command: 'x', env: { [name]: sample(id) } } } });
      if (findCredentials(file).length !== 1) wrong.push(`${id} ${name}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing of a value can be printed out of a credential', () => {
  for (const { id, mask = '', pattern = '' } of shaped) {
    if (/\((?!\?)/.test(pattern)) continue;
    const text = sample(id);
    const { file } = configFile({ mcpServers: { demo: { command: 'x', env: { API_KEY: text } } } });
    for (const { file: _file, source: _source, document: _document, server: _server, slot: _slot, ...facts } of findCredentials(file)) {
      const rest = text.slice(mask.length);
      for (const printed of [JSON.stringify(facts), show(facts, { depth: 9, showHidden: true }), String(facts.secret)]) {
        for (let at = 0; at + 8 <= rest.length; at += 4) expect(printed).not.toContain(rest.slice(at, at + 8));
      }
    }
  }
});

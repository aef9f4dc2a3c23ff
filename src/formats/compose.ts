// https://docs.docker.com/reference/compose-file/
import { defineFormat } from '../core/format.ts';
import type { Slot } from '../core/model.ts';
import { type MapNode, type Node, type Path, get } from '../core/node.ts';
import { COMPOSE } from './shared/interpolation.ts';
import { addServer, items, listAt, mapAt, meant, members, slotAt, textAt } from './shared/parts.ts';
import { site } from './shared/server-map.ts';
import { isBoolean } from './shared/site.ts';

/** Images that are MCP servers, gateways or bridges by name. */
const IMAGE =
  /(?:^|\/)mcp\/|(?:^|[/_-])mcp[-_](?:gateway|server|proxy|bridge)|[-_]mcp(?:[-_]server)?(?:[:@]|$)|(?:^|\/)(?:supergateway|mcpo|mcphub|metamcp|agentgateway|toolhive)(?:[:@]|$)/i;
/** Programs whose place in a command line says the same. */
const COMMAND =
  /(?:^|[\s/"'])(?:mcp-server-|mcp-proxy|mcp-remote|mcpo|supergateway|fastmcp|@modelcontextprotocol\/server-)|\bmcp gateway run\b/;

const words = (slots: readonly Slot[]) => slots.map(({ value }) => value).join(' ');

function isServer(service: MapNode): boolean {
  if (IMAGE.test(textAt(service, 'image') ?? '')) return true;
  const command = [...listAt(service, [], ['command'], 'arg'), ...listAt(service, [], ['entrypoint'], 'arg')];
  return COMMAND.test(words(command).slice(0, 4000)) || get(service, 'labels', 'docker-mcp') !== undefined;
}

const services = (root: Node | undefined) => members(get(root, 'services')).filter(({ value }) => isServer(value));

/** What `docker run` would take to do the same, in that order. */
function argumentsOf(service: MapNode, path: Path, image: Slot): Slot[] {
  const flag = (name: string, slots: readonly Slot[]) => slots.flatMap(one => [meant('arg', name, one), one]);
  const network = slotAt(service, path, ['network_mode'], 'arg');
  const user = slotAt(service, path, ['user'], 'arg');
  const alone = get(service, 'privileged');
  const privileged = slotAt(service, path, ['privileged'], 'arg');
  return [
    meant('arg', 'run', image),
    ...(privileged && isBoolean(alone, true) ? [meant('arg', '--privileged', privileged)] : []),
    ...(network ? flag('--network', [network]) : []),
    ...(user ? flag('--user', [user]) : []),
    ...flag('-e', listAt(service, path, ['environment'], 'arg')),
    ...OPTIONS.flatMap(([key, option]) => flag(option, listAt(service, path, [key], 'arg'))),
    ...flag('-v', [...listAt(service, path, ['volumes'], 'arg'), ...longVolumes(service, path)]),
    ...flag('-p', [...listAt(service, path, ['ports'], 'arg'), ...longPorts(service, path)]),
    image,
    ...commandOf(service, path),
  ];
}

/** Keys that say the same as an option of `docker run`. */
const OPTIONS = [
  ['cap_add', '--cap-add'],
  ['security_opt', '--security-opt'],
  ['devices', '--device'],
  ['pid', '--pid'],
  ['ipc', '--ipc'],
  ['userns_mode', '--userns'],
] as const;

/** `{ type: bind, source, target, read_only }`, at the place of the source. */
function longVolumes(service: MapNode, path: Path): Slot[] {
  return items(get(service, 'volumes')).flatMap(({ item, index }) => {
    const source = slotAt(item, [...path, 'volumes', index], ['source'], 'arg');
    if (!source) return [];
    const end = isBoolean(get(item, 'read_only'), true) ? ':ro' : '';
    return [meant('arg', `${source.value}:${textAt(item, 'target') ?? ''}${end}`, source)];
  });
}

/** `{ target, published, host_ip }`, at the place of the published port. */
function longPorts(service: MapNode, path: Path): Slot[] {
  return items(get(service, 'ports')).flatMap(({ item, index }) => {
    const published = slotAt(item, [...path, 'ports', index], ['published'], 'arg');
    const target = slotAt(item, [...path, 'ports', index], ['target'], 'arg');
    const host = textAt(item, 'host_ip');
    return published && target ? [meant('arg', `${host === null ? '' : `${host}:`}${published.value}:${target.value}`, published)] : [];
  });
}

/** A list as it stands; a text in its words, quotes minded, each at the place of the text. */
function commandOf(service: MapNode, path: Path): Slot[] {
  const slots = listAt(service, path, ['command'], 'arg');
  const [only] = slots;
  if (!only || get(service, 'command')?.kind !== 'string') return slots;
  const words = only.value.slice(0, 10_000).match(/"[^"]{0,5000}"|'[^']{0,5000}'|[^\s"']{1,5000}/g) ?? [];
  return words.map(word => meant('arg', word.replace(/^(["'])(.*)\1$/s, '$2'), only));
}

/** Services that are MCP servers or gateways; the other services of the file are none of our business. */
const compose = defineFormat({
  id: 'compose',
  name: 'Docker Compose',
  kind: 'gateway',
  docs: 'https://docs.docker.com/reference/compose-file/',
  syntax: 'yaml',
  files: [
    { path: '{docker-compose,compose,docker-compose.*,compose.*,docker-compose-*,compose-*}.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  hints: ['mcp', 'MCP', 'supergateway', 'agentgateway', 'toolhive'],
  schema: null,
  interpolation: COMPOSE,
  comments: true,
  confidence: 'verified',
  recognises: root => services(root).length > 0,
  read(document, context) {
    const at = site(document, compose, context);
    for (const { key, value } of services(document.root)) {
      const path = ['services', key.value];
      const image = slotAt(value, path, ['image'], 'arg');
      const command = commandOf(value, path);
      const built = command[0];
      addServer(at, key.value, key, value, path, {
        transport: get(value, 'ports') ? 'unknown' : 'stdio',
        command: image ? meant('command', 'docker', image) : built ? { ...built, where: 'command' } : null,
        args: image ? argumentsOf(value, path, image) : command.slice(1),
        env: mapAt(value, path, ['environment'], 'env'),
        envFiles: [
          ...listAt(value, path, ['env_file'], 'env-file'),
          ...items(get(value, 'env_file')).flatMap(
            ({ item, index }) => slotAt(item, [...path, 'env_file', index], ['path'], 'env-file') ?? [],
          ),
        ],
      });
    }
    return at.reading;
  },
});
export default compose;

// https://docs.docker.com/ai/docker-agent/reference/config/
import { defineFormat } from '../core/format.ts';
import { type MapNode, type Node, type Path, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { DOCKER_AGENT } from './shared/interpolation.ts';
import { addServer, items, meant, members, slotAt, textAt } from './shared/parts.ts';
import { type Site, readServer, site } from './shared/server-map.ts';

const TOOLSET = dialect({
  url: ['remote.url'],
  headers: ['remote.headers'],
  auth: ['remote.oauth'],
  type: ['remote.transport_type'],
  transports: { streamable: 'http', 'streamable-http': 'http', sse: 'sse' },
  controls: { tools: { when: 'list', kind: 'allow-tools' } },
  settings: ['name', 'ref', 'config', 'version', 'instruction', 'defer', 'type', 'toon'],
});

function toolsets(root: Node | undefined): { node: MapNode; path: Path }[] {
  return members(get(root, 'agents')).flatMap(({ key, value }) =>
    items(get(value, 'toolsets')).flatMap(({ item, index }) =>
      textAt(item, 'type') === 'mcp' ? [{ node: item, path: ['agents', key.value, 'toolsets', index] }] : [],
    ),
  );
}

const definitions = (root: Node | undefined) => (get(root, 'agents') ? members(get(root, 'mcps')) : []);

/** `ref: docker:<name>` is a server of the Docker catalog; it runs from that name. */
function read(at: Site, name: string, node: MapNode, path: Path): void {
  const ref = slotAt(node, path, ['ref'], 'arg');
  if (!ref?.value.startsWith('docker:')) {
    readServer(at, name, null, node, path, TOOLSET);
    return;
  }
  const image = meant('arg', `mcp/${ref.value.slice('docker:'.length)}`, ref);
  addServer(at, name, null, node, path, {
    transport: 'stdio',
    command: meant('command', 'docker', ref),
    args: [meant('arg', 'run', ref), image],
  });
}

const dockerAgent = defineFormat({
  id: 'docker-agent',
  name: 'Docker Agent',
  kind: 'client',
  docs: 'https://docs.docker.com/ai/docker-agent/reference/config/',
  syntax: 'yaml',
  files: [{ path: '*{agent,mcp}*.{yaml,yml}', scope: 'project', by: 'content' }],
  hints: ['type: mcp', 'mcps:'],
  schema: null,
  interpolation: DOCKER_AGENT,
  comments: true,
  confidence: 'verified',
  recognises: root => toolsets(root).length > 0 || definitions(root).length > 0,
  read(document, context) {
    const at = site(document, dockerAgent, context);
    for (const { node, path } of toolsets(document.root)) {
      const name = textAt(node, 'name') ?? textAt(node, 'ref')?.replace(/^docker:/, '') ?? textAt(node, 'command') ?? String(path.at(-1));
      read(at, name, node, path);
    }
    for (const { key, value } of definitions(document.root)) read(at, key.value, value, ['mcps', key.value]);
    return at.reading;
  },
});
export default dockerAgent;

// Custom resources of ToolHive, kagent, Envoy AI Gateway and agentgateway: the API group decides, never the kind alone.
import { type Format, defineFormat } from '../core/format.ts';
import type { Slot, Transport } from '../core/model.ts';
import { type MapNode, type Node, type Path, get } from '../core/node.ts';
import { KUBERNETES } from './shared/interpolation.ts';
import { addServer, items, listAt, mapAt, meant, pairsAt, slotAt, textAt } from './shared/parts.ts';
import { type Site, site } from './shared/server-map.ts';

const TRANSPORTS: Readonly<Record<string, Transport>> = {
  stdio: 'stdio',
  http: 'http',
  'streamable-http': 'http',
  STREAMABLE_HTTP: 'http',
  sse: 'sse',
  SSE: 'sse',
};
const transportOf = (word: string | null, other: Transport): Transport => TRANSPORTS[word ?? ''] ?? other;

type Reader = (at: Site, spec: MapNode, path: Path, name: string, nameNode: Node | undefined) => void;

const named = (node: Node | undefined) => (node?.kind === 'string' ? node : null);

function container(image: Slot, env: readonly Slot[], rest: readonly Slot[]) {
  return { command: meant('command', 'docker', image), args: [meant('arg', 'run', image), image, ...rest], env };
}

/** Secrets that a resource takes from the cluster. */
function references(at: Site, spec: MapNode, path: Path, key: string): void {
  for (const { item, index } of items(get(spec, key))) {
    const id = get(item, 'targetEnvName') ?? get(item, 'name');
    if (id?.kind === 'string') at.reading.inputs.push({ id: id.value, idNode: id, path: [...path, key, index], secret: true });
  }
}

const toolhiveServer: Reader = (at, spec, path, name, nameNode) => {
  const image = slotAt(spec, path, ['image'], 'arg');
  references(at, spec, path, 'secrets');
  const parts = image ? container(image, pairsAt(spec, path, ['env'], 'env'), listAt(spec, path, ['args'], 'arg')) : {};
  addServer(at, name, named(nameNode), spec, path, { transport: transportOf(textAt(spec, 'transport'), 'stdio'), ...parts }, ['secrets']);
};

const toolhiveRemote: Reader = (at, spec, path, name, nameNode) => {
  const url = slotAt(spec, path, ['remoteUrl'], 'url') ?? slotAt(spec, path, ['remoteURL'], 'url');
  const headers = mapAt(spec, path, ['headerForward', 'addPlaintextHeaders'], 'header');
  addServer(at, name, named(nameNode), spec, path, { transport: transportOf(textAt(spec, 'transport'), 'http'), url, headers });
};

const kagentServer: Reader = (at, spec, path, name, nameNode) => {
  const deployment = get(spec, 'deployment');
  const here = [...path, 'deployment'];
  references(at, spec, path, 'secretRefs');
  const image = slotAt(deployment, here, ['image'], 'arg');
  const command = slotAt(deployment, here, ['cmd'], 'command');
  const args = listAt(deployment, here, ['args'], 'arg');
  const env = mapAt(deployment, here, ['env'], 'env');
  const parts = command ? { command, args, env } : image ? container(image, env, args) : { env };
  addServer(at, name, named(nameNode), spec, path, { transport: transportOf(textAt(spec, 'transportType'), 'stdio'), ...parts });
};

const kagentRemote: Reader = (at, spec, path, name, nameNode) => {
  const url = slotAt(spec, path, ['url'], 'url');
  const headers = pairsAt(spec, path, ['headersFrom'], 'header');
  addServer(at, name, named(nameNode), spec, path, { transport: transportOf(textAt(spec, 'protocol'), 'http'), url, headers });
};

const kagentTools: Reader = (at, spec, path, name, nameNode) => {
  for (const key of ['stdio', 'sse', 'streamableHttp'] as const) {
    const config = get(spec, 'config', key);
    if (config?.kind !== 'map') continue;
    const here = [...path, 'config', key];
    addServer(at, name, named(nameNode), config, here, {
      transport: key === 'stdio' ? 'stdio' : key === 'sse' ? 'sse' : 'http',
      command: slotAt(config, here, ['command'], 'command'),
      args: listAt(config, here, ['args'], 'arg'),
      env: mapAt(config, here, ['env'], 'env'),
      url: slotAt(config, here, ['url'], 'url'),
      headers: mapAt(config, here, ['headers'], 'header'),
    });
  }
};

const envoyRoute: Reader = (at, spec, path) => {
  for (const { item, index } of items(get(spec, 'backendRefs'))) {
    const here = [...path, 'backendRefs', index];
    const name = get(item, 'name');
    const inline = slotAt(item, here, ['securityPolicy', 'apiKey', 'inline'], 'auth');
    addServer(at, named(name)?.value ?? String(index), named(name), item, here, { transport: 'http', auth: inline ? [inline] : [] });
  }
};

const agentgatewayBackend: Reader = (at, spec, path) => {
  for (const { item, index } of items(get(spec, 'mcp', 'targets'))) {
    const here = [...path, 'mcp', 'targets', index];
    const name = get(item, 'name');
    addServer(at, named(name)?.value ?? String(index), named(name), item, here, {
      transport: textAt(item, 'static', 'protocol') === 'SSE' ? 'sse' : 'http',
      url: slotAt(item, here, ['static', 'host'], 'url'),
    });
  }
};

/** By API group, then kind. Kinds that hold no server (policies, groups) are left alone. */
const KINDS: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  'toolhive.stacklok.dev': { MCPServer: toolhiveServer, MCPRemoteProxy: toolhiveRemote, MCPServerEntry: toolhiveRemote },
  'kagent.dev': { MCPServer: kagentServer, RemoteMCPServer: kagentRemote, ToolServer: kagentTools },
  'aigateway.envoyproxy.io': { MCPRoute: envoyRoute },
  'agentgateway.dev': { AgentgatewayBackend: agentgatewayBackend },
};

function readerOf(root: Node | undefined): Reader | undefined {
  const version = textAt(root, 'apiVersion') ?? '';
  const group = KINDS[version.slice(0, Math.max(0, version.indexOf('/')))];
  const kind = textAt(root, 'kind') ?? '';
  return group && Object.hasOwn(group, kind) && get(root, 'spec')?.kind === 'map' ? group[kind] : undefined;
}

/** One object, or the items of a list of them, as `kubectl get` prints it. */
function objects(root: Node | undefined): { item: Node | undefined; path: Path }[] {
  if (textAt(root, 'kind') !== 'List') return [{ item: root, path: [] }];
  return items(get(root, 'items')).map(({ item, index }) => ({ item, path: ['items', index] }));
}

const kubernetes: Format = defineFormat({
  id: 'kubernetes',
  name: 'Kubernetes',
  kind: 'gateway',
  docs: 'https://github.com/stacklok/toolhive/blob/main/docs/operator/crd-api.md',
  syntax: 'yaml',
  files: [
    { path: '*{mcp,toolserver,tool-server,toolhive,kagent,agentgateway}*.{yaml,yml}', scope: 'project', by: 'content' },
    { path: '{mcp,mcp-servers,mcpservers,toolhive,kagent,kmcp}/**/*.{yaml,yml}', scope: 'project', by: 'content' },
  ],
  hints: ['toolhive.stacklok.dev', 'kagent.dev', 'aigateway.envoyproxy.io', 'agentgateway.dev'],
  schema: null,
  interpolation: KUBERNETES,
  comments: true,
  confidence: 'verified',
  recognises: root => objects(root).some(({ item }) => readerOf(item) !== undefined),
  read(document, context) {
    const at = site(document, kubernetes, context);
    for (const { item, path } of objects(document.root)) {
      const spec = get(item, 'spec');
      const name = get(item, 'metadata', 'name');
      if (spec?.kind === 'map') readerOf(item)?.(at, spec, [...path, 'spec'], named(name)?.value ?? textAt(item, 'kind') ?? '', name);
    }
    return at.reading;
  },
});
export default kubernetes;

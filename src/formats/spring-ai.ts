// https://docs.spring.io/spring-ai/reference/api/mcp/mcp-client-boot-starter-docs.html
import { type Format, defineFormat } from '../core/format.ts';
import { type Document, type MapNode, type Node, type Path, type StringNode, get, within } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { SPRING } from './shared/interpolation.ts';
import { members, textAt } from './shared/parts.ts';
import { addSlots, readServer, readServerMap, site } from './shared/server-map.ts';

const CLIENT: Path = ['spring', 'ai', 'mcp', 'client'];
const STDIO = dialect({ settings: [] });
const SSE = dialect({ urlMeans: 'sse', settings: ['sse-endpoint'] });
const HTTP = dialect({ settings: ['endpoint'] });

const has = (root: Node | undefined, ...path: Path) => get(root, 'spring', 'ai', 'mcp', ...path)?.kind === 'map';

const info = {
  kind: 'framework',
  schema: null,
  interpolation: SPRING,
  comments: true,
  confidence: 'verified',
  syntax: 'yaml',
  files: [{ path: '{application,application-*,bootstrap,bootstrap-*}.{yaml,yml,properties}', scope: 'project', by: 'content' }],
} as const satisfies Partial<Format>;

/** Lists are written as one text with commas wherever a list is wanted; each part stands at its own place. */
function listed(map: MapNode, key: string): MapNode {
  const entries = map.entries.map(item => {
    const { value } = item;
    return item.key.value === key && value.kind === 'string' && value.value !== ''
      ? { ...item, value: { kind: 'seq' as const, span: value.span, items: partsOf(value) } }
      : item;
  });
  return { ...map, entries };
}

function partsOf(list: StringNode): StringNode[] {
  const items: StringNode[] = [];
  let from = 0;
  for (const part of list.value.split(',')) {
    const value = part.trim();
    const start = from + part.length - part.trimStart().length;
    if (value !== '') {
      const offsets = Uint32Array.from({ length: value.length + 1 }, (_, index) => within(list, start + index, start + index).start);
      items.push({ kind: 'string', span: within(list, start, start + value.length), value, quoted: false, offsets });
    }
    from += part.length + 1;
  }
  return items;
}

const spring: Format = defineFormat({
  ...info,
  id: 'spring-ai',
  name: 'Spring AI',
  docs: 'https://docs.spring.io/spring-ai/reference/api/mcp/mcp-client-boot-starter-docs.html',
  hints: ['mcp:', 'spring.ai.mcp'],
  recognises: root => has(root, 'client') || has(root, 'server'),
  read(document, context) {
    const at = site(document, spring, context);
    const stdio = [...CLIENT, 'stdio', 'connections'];
    for (const { key, value } of members(get(document.root, ...stdio)))
      readServer(at, key.value, key, listed(value, 'args'), [...stdio, key.value], STDIO);
    readServerMap(at, [...CLIENT, 'sse', 'connections'], SSE);
    readServerMap(at, [...CLIENT, 'streamable-http', 'connections'], HTTP);
    const ai = get(document.root, 'spring', 'ai');
    for (const { key, value } of ai?.kind === 'map' ? ai.entries : []) {
      if (key.value === 'mcp') continue;
      addSlots(at, value, ['spring', 'ai', key.value], 'setting', key.value, key);
    }
    return at.reading;
  },
});

const QUARKUS: Path = ['quarkus', 'langchain4j', 'mcp'];
const QUARKUS_SERVER = dialect({
  env: ['environment'],
  headers: ['header'],
  type: ['transport-type'],
  transports: { stdio: 'stdio', http: 'sse', 'streamable-http': 'http', websocket: 'ws' },
  settings: ['log-requests', 'log-responses', 'timeout', 'tool-execution-timeout', 'resources-timeout', 'ping-timeout'],
});
const clients = ({ root }: Pick<Document, 'root'>) =>
  members(get(root, ...QUARKUS)).filter(
    ({ value }) => (textAt(value, 'command') ?? textAt(value, 'url')) !== null || get(value, 'command'),
  );

const quarkus: Format = defineFormat({
  ...info,
  id: 'quarkus',
  name: 'Quarkus LangChain4j',
  docs: 'https://docs.quarkiverse.io/quarkus-langchain4j/dev/mcp.html',
  hints: ['quarkus.langchain4j.mcp', 'langchain4j:'],
  recognises: root => clients({ root }).length > 0,
  read(document, context) {
    const at = site(document, quarkus, context);
    for (const { key, value } of clients(document))
      readServer(at, key.value, key, listed(value, 'command'), [...QUARKUS, key.value], QUARKUS_SERVER);
    return at.reading;
  },
});

export default [spring, quarkus];

// https://docs.spring.io/spring-ai/reference/api/mcp/mcp-client-boot-starter-docs.html
import { defineFormat } from '../core/format.ts';
import { type Node, type Path, get } from '../core/node.ts';
import { dialect } from './shared/dialect.ts';
import { SPRING } from './shared/interpolation.ts';
import { addSlots, readServerMap, site } from './shared/server-map.ts';

const CLIENT: Path = ['spring', 'ai', 'mcp', 'client'];
const STDIO = dialect({ settings: [] });
const SSE = dialect({ urlMeans: 'sse', settings: ['sse-endpoint'] });
const HTTP = dialect({ settings: ['endpoint'] });

const has = (root: Node | undefined, ...path: Path) => get(root, 'spring', 'ai', 'mcp', ...path)?.kind === 'map';

const spring = defineFormat({
  id: 'spring-ai',
  name: 'Spring AI',
  kind: 'framework',
  docs: 'https://docs.spring.io/spring-ai/reference/api/mcp/mcp-client-boot-starter-docs.html',
  syntax: 'yaml',
  files: [{ path: '{application,application-*,bootstrap,bootstrap-*}.{yaml,yml}', scope: 'project', by: 'content' }],
  hints: ['mcp:'],
  schema: null,
  interpolation: SPRING,
  comments: true,
  confidence: 'verified',
  recognises: root => has(root, 'client') || has(root, 'server'),
  read(document, context) {
    const at = site(document, spring, context);
    readServerMap(at, [...CLIENT, 'stdio', 'connections'], STDIO);
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
export default spring;

import { defineRule } from '../../core/rule.ts';
import { launchOf } from '../../resolve/launch.ts';
import { parts } from '../../resolve/references.ts';
import { part, placeOf, wordOf } from '../../resolve/words.ts';
import { meaningOf } from '../../secrets/names.ts';
import { shownName } from '../config/shared/names.ts';
import { kindOfHost } from './shared/endpoints.ts';
import { clientOf, weighedFor } from './shared/weight.ts';

export default defineRule({
  id: 'secret-interpolated-into-url',
  family: 'network',
  title: 'A credential is filled into an address',
  severity: 'low',
  confidence: 'high',
  mappings: {
    'owasp-mcp': ['MCP01:2025', 'MCP10:2025'],
    'owasp-asi': ['ASI04', 'ASI03'],
    'owasp-nhi': ['NHI2:2025'],
    cwe: ['CWE-598', 'CWE-522'],
    'nist-csf': ['PR.DS-02'],
    'cosai-mcp': ['CoSAI-MCP-T5'],
    'csa-maestro': ['L4', 'L7'],
  },
  messages: {
    host: '`{server}` in {client} fills `{name}` into the name of a host, so that every name server on the way sees it. Send it in a header.',
    url: '`{server}` in {client} fills `{name}` into an address, and addresses end in the logs of servers and proxies. Send it in a header, where the server takes one.',
  },
  server(server, { report }) {
    const { url } = server;
    const { spec, kind } = launchOf(server);
    const word = url ? wordOf(url) : kind === 'url' ? spec : null;
    if (!word || word.value.length > 5000) return;
    for (const one of parts(word.value)) {
      if (one.kind !== 'reference' || !one.name || one.name.length > 60 || !/^[A-Za-z_][\w-]*$/.test(one.name)) continue;
      const meaning = meaningOf(one.name);
      if (meaning !== 'secret' && meaning !== 'password') continue;
      const authority = /^[a-z]{2,5}:\/\/[^/?#]{0,400}/i.exec(word.value)?.[0].length ?? 0;
      const host = /^[a-z]{2,5}:\/\/(?:[^/?#@]{0,300}@)?([^/?#:]{1,300})/i.exec(word.value)?.[1]?.toLowerCase() ?? '';
      const inHost = one.start < authority && !word.value.slice(one.start).includes('@');
      const near = kindOfHost(host);
      if (!inHost && (near === 'loopback' || near === 'internal' || near === 'private')) continue;
      const place = placeOf(server, part(word, one.start, one.end));
      const data = { server: server.name, client: clientOf(server.format), name: shownName(one.name) };
      if (inHost) report({ ...place, message: 'host', data, severity: weighedFor(server, 'medium') });
      else report({ ...place, message: 'url', data });
    }
  },
});

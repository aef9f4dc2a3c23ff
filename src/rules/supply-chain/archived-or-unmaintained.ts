import { defineRule } from '../../core/rule.ts';
import { advisoriesFor } from '../../resolve/advisories.ts';
import { launchOf } from '../../resolve/launch.ts';
import { placeOf } from '../../resolve/words.ts';
import { archivedRecord } from './shared/told.ts';

export default defineRule({
  id: 'archived-or-unmaintained',
  family: 'supply-chain',
  title: 'A server is no longer maintained',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1104'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'owasp-nhi': ['NHI3:2025'],
    'nist-csf': ['PR.PS-02', 'ID.AM-08'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'csa-maestro': ['L7'],
  },
  messages: {
    successor: '`{server}` in {client} starts `{name}`, which was archived in {since} and gets no fixes. Use {instead}.',
    none: '`{server}` in {client} starts `{name}`, which was archived in {since} and gets no fixes. Use a server that somebody maintains.',
  },
  server(server, { report }) {
    for (const artifact of launchOf(server).artifacts) {
      const record = archivedRecord(artifact);
      // An open hole without a fix says the same, louder.
      if (!record || !artifact.spec || advisoriesFor(artifact).length > 0) continue;
      const data = { server: server.name, client: server.format.name, name: artifact.name, since: record.since };
      const place = placeOf(server, artifact.spec);
      if (record.instead) report({ ...place, message: 'successor', data: { ...data, instead: record.instead } });
      else report({ ...place, message: 'none', data });
    }
  },
});

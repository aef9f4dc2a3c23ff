import { defineRule } from '../../core/rule.ts';
import type { Server } from '../../core/model.ts';
import { labelIn, labelOf, placeOfServer } from '../../governance/place.ts';
import { gatewayOf, governed, registers } from '../../governance/policy.ts';
import { identityOf, shownIdentity } from '../drift/shared/same-server.ts';
import { weighedFor } from '../network/shared/weight.ts';

export default defineRule({
  id: 'unregistered-server',
  family: 'ownership',
  title: 'A server is in no entry of the governance manifest',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1357'],
    'owasp-mcp': ['MCP09:2025'],
    'owasp-asi': ['ASI04', 'ASI10'],
    'owasp-nhi': ['NHI1:2025'],
    'nist-csf': ['ID.AM-02', 'ID.AM-04'],
    'nist-ai-rmf': ['GOVERN 1.6'],
    'owasp-aisvs': ['v1.0-C10.1.2'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1003'],
    'mitre-atlas': ['AML.M0023'],
    'csa-maestro': ['L6'],
  },
  messages: {
    unknown:
      '`{server}` ({identity}) is in no entry of {manifest}, so nobody owns, approves or reviews it. Add an entry that matches it, or remove the server.',
    name: '`{server}` has the name of the entry `{id}`, but is {identity}, which that entry does not match. Mend the entry, or give this server an entry of its own.',
  },
  workspace({ servers, governance }, { report }) {
    const manifest = governance?.manifest;
    if (!manifest) return;
    const groups = new Map<string, Server[]>();
    for (const server of servers) {
      if (!governed(server) || governance.all(server).some(registers) || gatewayOf(manifest, server) !== null) continue;
      const key = `${server.name}\0${identityOf(server) ?? server.document.source.path}`;
      const group = groups.get(key);
      if (group) group.push(server);
      else groups.set(key, [server]);
    }
    for (const [first, ...others] of groups.values()) {
      if (!first) continue;
      const found = governance.find(first);
      const data = { server: first.name, identity: shownIdentity(first), manifest: manifest.source.path };
      const related = others.map(server => labelOf(server, 'also here'));
      if (found?.by === 'name') {
        const { record } = found;
        const place = {
          ...placeOfServer(first),
          severity: weighedFor(first, 'medium'),
          related: [labelIn(record, 'the entry', 'match'), ...related],
        };
        report({ ...place, message: 'name', data: { server: data.server, identity: data.identity, id: record.data.id } });
      } else report({ ...placeOfServer(first), severity: weighedFor(first, 'high'), related, message: 'unknown', data });
    }
  },
});

import { defineRule } from '../../core/rule.ts';
import { advisoriesFor } from '../../resolve/advisories.ts';
import { launchOf } from '../../resolve/launch.ts';
import { placeOf } from '../../resolve/words.ts';

export default defineRule({
  id: 'known-malicious',
  family: 'supply-chain',
  title: 'A server is a package that is known to be malware',
  severity: 'critical',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-506'],
    'owasp-mcp': ['MCP04:2025'],
    'owasp-asi': ['ASI04', 'ASI10'],
    'owasp-nhi': ['NHI3:2025'],
    'nist-csf': ['ID.RA-01', 'GV.SC-07'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1002', 'SAFE-T1203'],
    'mitre-atlas': ['AML.T0011.001', 'AML.T0104'],
    'csa-maestro': ['L7'],
  },
  messages: {
    malware:
      '`{server}` in {client} starts {name}, which is known malware: {what} ({id}). Remove it, and replace every credential that it could read.',
  },
  server(server, { report }) {
    for (const artifact of launchOf(server).artifacts) {
      const malware = artifact.spec && advisoriesFor(artifact).find(({ kind }) => kind === 'malware');
      if (!malware || !artifact.spec) continue;
      const name = artifact.version === null ? `\`${artifact.name}\`` : `\`${artifact.name}\` ${artifact.version}`;
      report({
        ...placeOf(server, artifact.spec),
        message: 'malware',
        confidence: malware.confidence,
        data: { server: server.name, client: server.format.name, name, what: malware.what, id: malware.id },
      });
    }
  },
});

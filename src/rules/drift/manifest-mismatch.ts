import { defineRule } from '../../core/rule.ts';
import { artifactFor } from '../../governance/match.ts';
import { labelIn, placeIn, placeOfServer } from '../../governance/place.ts';
import { activeRecords, entryFor, governed, serversOf } from '../../governance/policy.ts';
import { placeOf } from '../../resolve/words.ts';
import { weighedFor } from '../network/shared/weight.ts';

export default defineRule({
  id: 'manifest-mismatch',
  family: 'drift',
  title: 'What runs is not what the manifest describes',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1188'],
    'owasp-mcp': ['MCP09:2025'],
    'owasp-asi': ['ASI10'],
    'owasp-nhi': ['NHI1:2025'],
    'nist-csf': ['ID.AM-02', 'ID.AM-08'],
    'nist-ai-rmf': ['GOVERN 1.6'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'csa-maestro': ['L6'],
  },
  messages: {
    version:
      '`{server}` in {client} starts {name} in version {version}, and `{id}` is approved in {approved}. Pin the approved one, or approve this one.',
    open: '`{server}` in {client} starts whatever version of {name} there is, and `{id}` is approved in {approved}. Pin that version here.',
    digest: '`{server}` in {client} starts another content of {name} than the digest of `{id}` says. Pin the approved digest here.',
    orphan: '`{id}` is set up in none of the files that were looked at. Take the entry out, or mark it as `lifecycle: retired`.',
  },
  workspace(workspace, { report }) {
    const { servers, governance } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    for (const server of servers) {
      const record = governed(server) ? entryFor(governance, server) : null;
      const artifact = record && artifactFor(record.data.match, server);
      if (!record || !artifact) continue;
      const { id, match, stages } = record.data;
      const stage = governance.stageOf(server.document.source.path);
      const own = stage === null ? undefined : stages?.[stage]?.version;
      const approved = own ?? match.version;
      const place = {
        ...(artifact.spec ? placeOf(server, artifact.spec) : placeOfServer(server)),
        severity: weighedFor(server, 'medium'),
      };
      const data = { server: server.name, client: server.format.name, name: artifact.name, id };
      const related = [
        own === undefined
          ? labelIn(record, 'the approved one', 'match', 'version')
          : labelIn(record, 'the approved one', 'stages', stage!, 'version'),
      ];
      if (match.digest !== undefined && artifact.pin === 'digest') {
        if (!artifact.version?.endsWith(match.digest.slice('sha256:'.length)))
          report({ ...place, message: 'digest', data, related: [labelIn(record, 'the approved one', 'match', 'digest')] });
      } else if (approved !== undefined && artifact.fetched) {
        if (artifact.version === null || artifact.pin === 'latest')
          report({ ...place, message: 'open', data: { ...data, approved }, related });
        else if (plain(artifact.version) !== plain(approved))
          report({ ...place, message: 'version', data: { ...data, version: artifact.version.slice(0, 60), approved }, related });
      }
    }
    if (!governance.complete) return;
    const records = activeRecords(workspace);
    const used = new Set(records.filter(record => serversOf(workspace, governance, record).length > 0));
    // A manifest for many repositories lists what this one does not have; only beside servers that it does have is one missed.
    if (used.size === 0) return;
    for (const record of records)
      if (!used.has(record) && record.data.lifecycle !== 'proposed')
        report({ ...placeIn(record), message: 'orphan', severity: 'low', confidence: 'medium', data: { id: record.data.id } });
  },
});

function plain(version: string): string {
  return version.replace(/^[=v]{1,3}/, '');
}

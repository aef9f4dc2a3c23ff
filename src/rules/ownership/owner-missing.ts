import { defineRule } from '../../core/rule.ts';
import type { Server, Workspace } from '../../core/model.ts';
import type { Node, Path } from '../../core/node.ts';
import type { Source } from '../../core/source.ts';
import type { Governance } from '../../core/governance.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, serversOf, tierOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'owner-missing',
  family: 'ownership',
  title: 'No file says who answers for a server',
  severity: 'low',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1357'],
    'owasp-mcp': ['MCP09:2025'],
    'owasp-asi': ['ASI10'],
    'owasp-nhi': ['NHI1:2025'],
    'nist-csf': ['GV.RR-02', 'ID.AM-08'],
  },
  messages: {
    nothing:
      'No file of this repository says who answers for {servers}. Add a CODEOWNERS line for the files that list them, or an `mcp-governance.yaml`.',
    file: 'Nobody in {from} answers for this file, which lists {servers}. Add a line for it.',
    server: 'Nobody in {from} answers for `{server}`. Add it there, with a team as owner.',
    entry: 'Nobody answers for `{id}`: its entry has no owner. Add `owner:` with a team, such as "@org/team".',
    contact: 'Nobody can be reached about `{id}`, a server of {tier} risk: its owner has no contact. Add an address, a channel or a rota.',
  },
  workspace(workspace, { report }) {
    const { servers, ownership, governance } = workspace;
    // Servers without an entry are another rule's.
    if (governance?.manifest) {
      for (const { record, message } of lacking(workspace, governance)) {
        const { id } = record.data;
        if (message === 'entry') report({ ...placeIn(record, 'owner'), message, data: { id }, severity: 'high' });
        else report({ ...placeIn(record, 'owner'), message, data: { id, tier: tierOf(record) } });
      }
      return;
    }
    // A person's own files, pages and examples need no owner in the repository.
    const live = servers.filter(({ scope }) => scope === 'project' || scope === 'managed');
    if (ownership.from === null) {
      const ownerless = live.filter(server => ownership.ownersOf(server.document.source.path, server).length === 0);
      const [first] = ownerless;
      if (!first) return;
      const names = new Set(ownerless.map(({ name }) => name)).size;
      report({ ...place(first), message: 'nothing', data: { servers: counted(names) } });
      return;
    }
    const byFile = new Map<string, Server[]>();
    for (const server of live) {
      const { path } = server.document.source;
      if (ownership.ownersOf(path, server).length > 0) continue;
      const list = byFile.get(path);
      if (list) list.push(server);
      else byFile.set(path, [server]);
    }
    const { from } = ownership;
    for (const ownerless of byFile.values()) {
      const [one] = ownerless;
      // CODEOWNERS speaks of files: one line owns all that is in there.
      if (from.endsWith('CODEOWNERS') && one)
        report({ ...place(one), message: 'file', data: { from, servers: counted(ownerless.length) }, severity: 'medium' });
      else
        for (const server of ownerless)
          report({ ...place(server), server, message: 'server', data: { from, server: server.name }, severity: 'medium' });
    }
  },
});

/** Entries without an owner in any file, and risky ones whose owner cannot be reached. */
function* lacking(workspace: Workspace, governance: Governance) {
  for (const record of activeRecords(workspace)) {
    const { owner, offboarding } = record.data;
    const elsewhere = serversOf(workspace, governance, record).some(server => governance.all(server).some(({ data }) => data.owner));
    if (!owner && !elsewhere) yield { record, message: 'entry' as const };
    else if (owner && atLeast(tierOf(record), 'high') && !owner.contact && !offboarding?.contact)
      yield { record, message: 'contact' as const };
  }
}

function place({ nameNode, node, document, path }: Server): { at: Node; source: Source; path: Path } {
  return { at: nameNode ?? node, source: document.source, path };
}

function counted(count: number): string {
  return count === 1 ? 'one MCP server' : `${count} MCP servers`;
}

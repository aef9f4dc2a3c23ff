import { defineRule } from '../../core/rule.ts';
import type { Server } from '../../core/model.ts';
import type { Node, Path } from '../../core/node.ts';
import type { Source } from '../../core/source.ts';

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
  },
  workspace({ servers, ownership }, { report }) {
    // A person's own files, pages and examples need no owner in the repository.
    const live = servers.filter(({ scope }) => scope === 'project' || scope === 'managed');
    const [first] = live;
    if (!first) return;
    if (ownership.from === null) {
      const names = new Set(live.map(({ name }) => name)).size;
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

function place({ nameNode, node, document, path }: Server): { at: Node; source: Source; path: Path } {
  return { at: nameNode ?? node, source: document.source, path };
}

function counted(count: number): string {
  return count === 1 ? 'one MCP server' : `${count} MCP servers`;
}

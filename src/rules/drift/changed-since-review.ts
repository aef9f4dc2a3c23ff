import type { LockEntry } from '../../core/evidence.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { digester, locked, namer } from '../../governance/lock.ts';
import { placeOfServer } from '../../governance/place.ts';

export default defineRule({
  id: 'changed-since-review',
  family: 'drift',
  title: 'A server is not what was reviewed',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-353', 'CWE-494'],
    'owasp-mcp': ['MCP03:2025', 'MCP04:2025'],
    'owasp-asi': ['ASI04'],
    'nist-csf': ['PR.PS-01', 'ID.RA-07'],
    'owasp-aisvs': ['v1.0-C10.4.8'],
    'cosai-mcp': ['CoSAI-MCP-T6', 'CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1201', 'SAFE-T1205'],
    'mitre-atlas': ['AML.T0109', 'AML.T0081'],
    'csa-maestro': ['L6', 'L7'],
  },
  messages: {
    changed:
      '`{server}` in {client} is not what was reviewed: what it starts, reaches or may do has changed since. Review it, and update {lock}.',
    added: '`{server}` in {client} came after the review and is not in {lock}. Review it, and update {lock}.',
    gone: 'This entry is about a server that is no longer in {file}. Update the lock.',
  },
  workspace(workspace, { report }) {
    const lock = workspace.governance?.lock;
    if (!lock) return;
    const open = new Map<string, LockEntry[]>();
    for (const entry of lock.entries) {
      const key = keyOf(entry.file, entry.server);
      const list = open.get(key);
      if (list) list.push(entry);
      else open.set(key, [entry]);
    }
    const digest = digester(workspace);
    const name = namer(workspace);
    const left: Server[] = [];
    // Those that are the same first: a file may have two servers of one name.
    for (const server of workspace.servers.filter(locked)) {
      const entries = open.get(keyOf(server.document.source.path, name(server)));
      const now = digest(server);
      const same = entries?.findIndex(entry => entry.digest === now) ?? -1;
      if (same >= 0) entries!.splice(same, 1);
      else left.push(server);
    }
    for (const server of left) {
      const entry = open.get(keyOf(server.document.source.path, name(server)))?.shift();
      const data = { server: server.name, client: server.format.name, lock: lock.source.path };
      const related = entry ? [{ source: lock.source, span: entry.span, text: 'what was reviewed' }] : [];
      report({ ...placeOfServer(server), related, message: entry ? 'changed' : 'added', data });
    }
    const files = new Set(workspace.files.map(({ path }) => path));
    for (const { file, span } of [...open.values()].flat())
      if (files.has(file))
        report({ at: span, source: lock.source, path: null, format: null, message: 'gone', severity: 'low', data: { file } });
  },
});

function keyOf(file: string, server: string): string {
  return `${file}\0${server}`;
}

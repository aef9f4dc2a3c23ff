import { compilePart } from '../../core/glob.ts';
import type { ServerRecord } from '../../core/governance.ts';
import type { Control, Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { labelIn } from '../../governance/place.ts';
import { entryFor, governed } from '../../governance/policy.ts';
import { folderOf } from '../drift/shared/same-server.ts';

const SHOWN = 3;

export default defineRule({
  id: 'tool-approval-mismatch',
  family: 'approval',
  title: 'A client enables or pre-approves tools that the manifest does not',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-863', 'CWE-862'],
    'owasp-mcp': ['MCP02:2025', 'MCP03:2025'],
    'owasp-asi': ['ASI02'],
    'owasp-nhi': ['NHI5:2025'],
    'nist-csf': ['PR.AA-05'],
    'owasp-aisvs': ['v1.0-C10.2.4', 'v1.0-C10.4.8'],
    'cosai-mcp': ['CoSAI-MCP-T2'],
    'safe-mcp': ['SAFE-T1104'],
    'mitre-atlas': ['AML.M0028'],
    'csa-maestro': ['L6'],
  },
  messages: {
    tools: '{client} enables {tools} of `{server}`, which `{id}` does not approve. Take it out here, or get it approved in the manifest.',
    all: '{client} runs every tool of `{server}` unasked, and `{id}` approves {count} by name. List these instead.',
    unasked: '{client} runs {tools} of `{server}` unasked, and `{id}` asks for a confirmation. Take it out of `{key}`.',
  },
  workspace({ controls, servers, governance }, { report }) {
    if (!governance?.manifest) return;
    for (const control of controls) {
      const { kind, honoured, tools, key } = control;
      if (!honoured || (kind !== 'allow-tools' && kind !== 'approve-tools' && kind !== 'approve-all-tools')) continue;
      for (const server of spokenOf(control, servers)) {
        const record = entryFor(governance, server);
        if (!record?.data.tools) continue;
        const approved = approvedIn(record, server);
        const data = { server: server.name, client: control.format.name, id: record.data.id };
        const place = {
          at: control.node,
          source: control.document.source,
          path: control.path,
          server,
          related: [labelIn(record, 'the tools that are approved', 'tools')],
        };
        if (kind === 'approve-all-tools') {
          report({
            ...place,
            message: 'all',
            data: { server: data.server, client: data.client, id: data.id, count: record.data.tools.flatMap(({ names }) => names).length },
          });
          continue;
        }
        const extra = tools.filter(tool => tool !== '*' && !approved.some(one => one.fits(tool)));
        const asked = kind === 'approve-tools' ? tools.filter(tool => approved.some(one => one.asks && one.fits(tool))) : [];
        if (extra.length > 0) report({ ...place, message: 'tools', data: { ...data, tools: listed(extra) } });
        else if (asked.length > 0) report({ ...place, message: 'unasked', data: { ...data, tools: listed(asked), key } });
      }
    }
  },
});

/** The servers that a switch is about: its own, or those that it names in files of the same client and folder. */
function spokenOf(control: Control, servers: readonly Server[]): readonly Server[] {
  if (control.server) return governed(control.server) ? [control.server] : [];
  const folder = folderOf(control.document.source.path);
  return servers.filter(
    server =>
      control.servers?.includes(server.name) &&
      governed(server) &&
      server.format.name === control.format.name &&
      folderOf(server.document.source.path) === folder,
  );
}

interface Approved {
  readonly asks: boolean;
  fits(tool: string): boolean;
}
function approvedIn({ data }: ServerRecord, { format }: Server): Approved[] {
  return (data.tools ?? [])
    .filter(({ clients }) => !clients || clients.some(client => client === format.id || format.id.startsWith(client + '-')))
    .flatMap(({ names, confirmation }) =>
      names.map(name => ({ fits: compilePart(name), asks: confirmation !== undefined && confirmation !== 'none' })),
    );
}

function listed(tools: readonly string[]): string {
  const shown = tools.slice(0, SHOWN).map(tool => `\`${tool.slice(0, 60)}\``);
  return shown.join(', ') + (tools.length > SHOWN ? ` and ${tools.length - SHOWN} more` : '');
}

import type { Impact, ServerRecord, ToolTerms } from '../../core/governance.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { placeIn } from '../../governance/place.ts';
import { activeRecords, atLeast, canDo, knownOf, serversOf, tierOf } from '../../governance/policy.ts';

/** First words of tool names that leave no doubt. */
const VERBS: readonly (readonly [RegExp, Impact])[] = [
  [/^(?:delete|drop|destroy|purge|truncate|wipe|erase)(?:_|$)/, 'destructive'],
  [/^(?:exec|execute_(?:command|shell|code)|run_(?:command|shell|code))(?:_|$)/, 'exec'],
  [/^(?:pay|refund|transfer_funds)(?:_|$)/, 'financial'],
  [/^(?:create|update|write|merge|push)(?:_|$)/, 'write'],
];
const OAUTH = new Set(['oauth', 'oidc-federation', 'short-lived-token']);

export default defineRule({
  id: 'scopes-undocumented-or-bundled',
  family: 'scope',
  title: 'Tools are approved in a bundle, or without the scopes that they need',
  severity: 'medium',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-1220', 'CWE-862'],
    'owasp-mcp': ['MCP02:2025'],
    'owasp-asi': ['ASI02', 'ASI03'],
    'owasp-nhi': ['NHI5:2025'],
    'nist-csf': ['PR.AA-05', 'GV.PO-01'],
    'nist-ai-rmf': ['MAP 4.2'],
    'owasp-aisvs': ['v1.0-C9.3.3', 'v1.0-C9.2.3'],
    'cosai-mcp': ['CoSAI-MCP-T2'],
    'mitre-atlas': ['AML.M0028'],
    'mcp-spec': ['MCP-SPEC-SCOPE-MIN'],
    'csa-maestro': ['L6'],
  },
  messages: {
    all: '`{id}` approves every tool at once, also those that it does not have yet. List the tools by name.',
    verb: '`{tool}` of `{id}` is approved as {said}, and its name says that it can {can}. Correct `impact`, and have it approved.',
    scopes:
      '`{id}` works with scopes, and neither its credential nor any of its tools names them. Add `credential.scopes`, or `scopes` at each tool.',
    tools: '`{id}` is of {tier} risk and lists no tools, so all of them are approved in a bundle. Add `tools`, each with its `impact`.',
  },
  workspace(workspace, { report }) {
    const { governance } = workspace;
    if (!governance?.manifest) return;
    for (const record of activeRecords(workspace)) {
      const { id, tools, credential, approvals = {} } = record.data;
      const tier = tierOf(record);
      if (!tools) {
        if (atLeast(tier, 'high')) report({ ...placeIn(record, 'tools'), message: 'tools', data: { id, tier } });
      } else {
        const servers = serversOf(workspace, governance, record);
        for (const [index, tool] of tools.entries()) {
          const at = (key: string) => placeIn(record, 'tools', index, key);
          if (tool.names.includes('*')) report({ ...at('name'), message: 'all', data: { id } });
          const under = understated(tool, record, servers);
          if (under)
            report({
              ...at('impact'),
              message: 'verb',
              data: { id, tool: under.name, said: tool.impact.join(' and '), can: canDo(under.impact) },
            });
        }
      }
      const named =
        credential?.scopes ?? tools?.find(({ scopes }) => scopes)?.scopes ?? Object.values(approvals).find(({ scopes }) => scopes)?.scopes;
      if (credential && OAUTH.has(credential.type) && !named && atLeast(tier, 'medium'))
        report({ ...placeIn(record, 'credential', 'scopes'), message: 'scopes', data: { id } });
    }
  },
});

/** A tool that is approved for reading alone, though its name or its maker says more. */
function understated(tool: ToolTerms, record: ServerRecord, servers: readonly Server[]): { name: string; impact: Impact } | null {
  if (tool.impact.some(one => one !== 'read')) return null;
  const known = knownOf(record, servers);
  for (const name of tool.names) {
    // What its maker lists as reading reads, whatever it is called.
    if (known?.tools.read?.includes(name)) continue;
    const byMaker = (['destructive', 'exec', 'admin', 'write', 'export'] as const).find(kind => known?.tools[kind]?.includes(name));
    const impact = byMaker ?? VERBS.find(([verb]) => verb.test(name))?.[1];
    if (impact) return { name, impact };
  }
  return null;
}

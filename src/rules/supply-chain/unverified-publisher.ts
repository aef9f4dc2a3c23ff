import { defineRule } from '../../core/rule.ts';
import { entryFor } from '../../governance/policy.ts';
import { knownServer } from '../../resolve/known.ts';
import { launchOf } from '../../resolve/launch.ts';
import { placeOf } from '../../resolve/words.ts';
import { clientOf } from '../network/shared/weight.ts';

/** Servers that others made for a vendor's product, and the vendor's own. Sources: those of both entries in rules/servers. */
const OFFICIAL: Readonly<Record<string, readonly [vendor: string, own: string]>> = Object.assign(Object.create(null), {
  'atlassian-community': ['Atlassian', 'https://mcp.atlassian.com/v1/mcp'],
  'figma-community': ['Figma', 'https://mcp.figma.com/mcp'],
  'gitlab-zereight': ['GitLab', 'https://gitlab.com/api/v4/mcp'],
  'slack-korotovsky': ['Slack', 'https://mcp.slack.com/mcp'],
  'playwright-ea': ['Microsoft', '@playwright/mcp'],
});

export default defineRule({
  id: 'unverified-publisher',
  family: 'supply-chain',
  title: "A server for a vendor's product is not the vendor's own, though there is one",
  severity: 'low',
  confidence: 'medium',
  mappings: {
    'owasp-mcp': ['MCP04:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI04'],
    'owasp-nhi': ['NHI3:2025'],
    cwe: ['CWE-1357'],
    'nist-csf': ['GV.SC-06', 'ID.RA-09'],
    'nist-ai-rmf': ['GOVERN 6.1'],
    'owasp-aisvs': ['v1.0-C10.1.1'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1003'],
    'mitre-atlas': ['AML.T0111'],
    'csa-maestro': ['L7'],
  },
  messages: {
    other:
      '`{server}` in {client} is made by others than {vendor}, which offers a server of its own (`{own}`). Use that one, or write into the manifest how you verified the publisher.',
  },
  server(server, { report, workspace }) {
    const { kind } = server.format;
    const { spec } = launchOf(server);
    if (!server.enabled || !spec || kind === 'registry' || kind === 'server') return;
    const known = knownServer(server);
    const official = known && OFFICIAL[known.id];
    // Who looked at the publisher and said so has decided.
    if (!official || entryFor(workspace.governance, server)?.data.publisher?.verified) return;
    const [vendor, own] = official;
    report({ ...placeOf(server, spec), message: 'other', data: { server: server.name, client: clientOf(server.format), vendor, own } });
  },
});

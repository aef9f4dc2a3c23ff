import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { labelIn, placeIn, placeOfServer } from '../../governance/place.ts';
import { activeRecords, entryFor, governed, knownOf, policyOf, serversOf } from '../../governance/policy.ts';
import { launchOf } from '../../resolve/launch.ts';

/** What a product reaches when it hands calls on to other products. */
const HUB = new Set(['automation-hub', 'proxy']);
const MAX_HOPS = 2;

export default defineRule({
  id: 'downstream-chain-undeclared',
  family: 'ownership',
  title: 'Nothing says what stands behind a server that hands calls on',
  severity: 'medium',
  confidence: 'medium',
  mappings: {
    cwe: ['CWE-441', 'CWE-1357'],
    'owasp-mcp': ['MCP09:2025', 'MCP02:2025'],
    'owasp-asi': ['ASI04', 'ASI08', 'ASI03'],
    'owasp-nhi': ['NHI3:2025'],
    'nist-csf': ['GV.SC-07', 'ID.AM-03'],
    'nist-ai-rmf': ['GOVERN 6.1'],
    'cosai-mcp': ['CoSAI-MCP-T9', 'CoSAI-MCP-T11'],
    'safe-mcp': ['SAFE-T1407', 'SAFE-T1704'],
    'csa-maestro': ['L7', 'X'],
  },
  messages: {
    hub: '{product} hands calls on to other systems, and `{id}` does not say which. Add `downstream` with each system and its data class.',
    entry: '`{id}` hands calls on to `{via}`, which is no entry here. Add that entry, or correct `via`.',
    hops: '`{server}` goes through {count} proxies before it reaches anything, and the policy allows {limit}. Reach it more directly.',
  },
  workspace(workspace, { report }) {
    const { governance, servers } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    const ids = new Set(manifest.servers.map(({ data }) => data.id));
    for (const record of activeRecords(workspace)) {
      const { id, downstream } = record.data;
      const known = downstream ? null : knownOf(record, serversOf(workspace, governance, record));
      if (known && known.confidence !== 'low' && known.reach.some(one => HUB.has(one)))
        report({ ...placeIn(record, 'downstream'), message: 'hub', data: { product: known.name, id } });
      for (const [index, { via }] of (downstream ?? []).entries())
        if (via !== undefined && !ids.has(via))
          report({ ...placeIn(record, 'downstream', index, 'via'), message: 'entry', data: { id, via } });
    }
    const limit = policyOf(manifest).max_proxy_hops ?? MAX_HOPS;
    for (const server of servers) {
      const record = governed(server) ? entryFor(governance, server) : null;
      const count = record ? bridges(server) : 0;
      if (record && count > limit)
        report({
          ...placeOfServer(server),
          message: 'hops',
          data: { server: server.name, count, limit },
          related: [labelIn(record, 'the entry')],
        });
    }
  },
});

function bridges(server: Server): number {
  return launchOf(server).hops.filter(({ kind }) => kind === 'bridge' || kind === 'remote').length;
}

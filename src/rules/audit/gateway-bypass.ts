import { defineRule } from '../../core/rule.ts';
import { labelIn, placeInManifest, placeOfServer } from '../../governance/place.ts';
import { atLeast, entryFor, gatewayOf, governed, policyOf, stagesOf, tierOf } from '../../governance/policy.ts';
import { inner } from '../../core/node.ts';
import { launchOf } from '../../resolve/launch.ts';
import { spanOf } from '../../resolve/words.ts';
import { weighedFor } from '../network/shared/weight.ts';

export default defineRule({
  id: 'gateway-bypass',
  family: 'audit',
  title: 'A client goes around the gateway',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-778', 'CWE-923'],
    'owasp-mcp': ['MCP08:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI10', 'ASI07'],
    'nist-csf': ['PR.PS-04', 'ID.AM-03', 'PR.IR-01'],
    'owasp-aisvs': ['v1.0-C12.1.1'],
    'cosai-mcp': ['CoSAI-MCP-T12', 'CoSAI-MCP-T9'],
    'csa-maestro': ['L5', 'L7'],
  },
  messages: {
    entry:
      '{client} reaches `{server}` directly, and `{id}` is to go through the gateway `{gateway}`. Put the address of the gateway here.',
    policy:
      '{client} reaches `{server}` directly, and the policy asks for a gateway from {tier} risk on. Put the address of a gateway here.',
  },
  server(server, { report, workspace: { governance } }) {
    const manifest = governance?.manifest;
    // A gateway has to reach its servers directly; what a client leaves off reaches nothing.
    if (!manifest || !governed(server) || !server.enabled || server.format.kind === 'gateway' || gatewayOf(manifest, server) !== null)
      return;
    const record = entryFor(governance, server);
    if (!record) return;
    const { id, via } = record.data;
    const from = policyOf(manifest).require_gateway_from;
    const gateway = via?.startsWith('gateway:') ? via.slice('gateway:'.length) : null;
    const asked = gateway === null && via === undefined && from !== undefined && atLeast(tierOf(record), from);
    if (gateway === null && !asked) return;
    const { spec, kind } = launchOf(server);
    const place = {
      ...placeOfServer(server),
      ...(spec && kind === 'url' ? { at: spanOf(spec), path: spec.slot.path } : {}),
      // In the first stage people try things out.
      severity:
        governance.stageOf(server.document.source.path) === stagesOf(manifest)[0] ? ('medium' as const) : weighedFor(server, 'high'),
    };
    const data = { server: server.name, client: server.format.name };
    if (gateway !== null)
      report({
        ...place,
        message: 'entry',
        data: { ...data, id, gateway },
        related: [labelIn(record, 'the way that is agreed on', 'via')],
      });
    else {
      const { at, source } = placeInManifest(manifest, 'policy', 'require_gateway_from');
      report({ ...place, message: 'policy', data: { ...data, tier: from! }, related: [{ source, span: inner(at), text: 'the policy' }] });
    }
  },
});

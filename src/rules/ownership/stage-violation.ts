import type { Manifest, ServerRecord, StageSettings } from '../../core/governance.ts';
import type { Server } from '../../core/model.ts';
import { defineRule } from '../../core/rule.ts';
import { labelIn, placeIn, placeOfServer } from '../../governance/place.ts';
import { activeRecords, entryFor, governed, stagesOf } from '../../governance/policy.ts';
import { launchOf } from '../../resolve/launch.ts';
import { findSwitch } from '../../resolve/switches.ts';

export default defineRule({
  id: 'stage-violation',
  family: 'ownership',
  title: 'A server is used in a stage that it was not promoted to',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-668'],
    'owasp-mcp': ['MCP09:2025'],
    'owasp-asi': ['ASI04', 'ASI08'],
    'owasp-nhi': ['NHI8:2025'],
    'nist-csf': ['PR.PS-01', 'PR.IR-01'],
    'nist-ai-rmf': ['GOVERN 1.4'],
    'cosai-mcp': ['CoSAI-MCP-T9'],
    'csa-maestro': ['L4', 'L6'],
  },
  messages: {
    stage:
      '`{server}` is set up for {stage}, and `{id}` is approved for {approved} only. Promote it in the manifest, or take it out of this file.',
    proposed: '`{server}` is set up for {stage}, and `{id}` is only proposed. Get it approved, or take it out of this file.',
    setting: '`{server}` runs in {stage}, where `{id}` {asks}. Change this entry, or the record of the stage.',
    order: '`{id}` is approved for {stage} without having been in {before}. Add the record of {before}, or `evidence` that stands for it.',
    test: '`{server}` runs in {stage} with a credential for tests. Give it one of its own.',
  },
  workspace(workspace, { report }) {
    const { servers, governance, credentials } = workspace;
    const manifest = governance?.manifest;
    if (!manifest) return;
    for (const record of activeRecords(workspace)) {
      const jump = jumped(record, manifest);
      if (jump)
        report({
          ...placeIn(record, 'stages', jump.stage, 'evidence'),
          message: 'order',
          severity: 'medium',
          data: { id: record.data.id, ...jump },
        });
    }
    const last = stagesOf(manifest).at(-1);
    for (const server of servers) {
      const stage = governed(server) && server.enabled ? governance.stageOf(server.document.source.path) : null;
      if (stage === null) continue;
      const place = placeOfServer(server);
      const test = stage === last ? credentials.find(one => one.server === server && one.class === 'test') : undefined;
      if (test)
        report({ ...place, at: test.span, path: test.path, message: 'test', severity: 'medium', data: { server: server.name, stage } });
      const record = entryFor(governance, server);
      if (!record) continue;
      const { id, stages, lifecycle } = record.data;
      const related = [labelIn(record, 'the entry', 'stages')];
      if (lifecycle === 'proposed' && stage !== stagesOf(manifest)[0])
        report({ ...place, related, message: 'proposed', data: { server: server.name, stage, id } });
      else if (stages && !covers(Object.keys(stages), stage, manifest))
        report({
          ...place,
          related,
          message: 'stage',
          data: { server: server.name, stage, id, approved: Object.keys(stages).join(' and ') || 'nothing' },
        });
      const asks = unmet(server, stages?.[stage]?.settings);
      if (asks !== null)
        report({
          ...place,
          related: [labelIn(record, 'asked for here', 'stages', stage, 'settings')],
          message: 'setting',
          data: { server: server.name, stage, id, asks },
        });
    }
  },
});

/** What was promoted to a later stage may be used in the ones before. */
function covers(approved: readonly string[], stage: string, manifest: Manifest): boolean {
  const order = stagesOf(manifest);
  const at = order.indexOf(stage);
  return approved.some(one => one === stage || (at >= 0 && order.indexOf(one) > at));
}

/** Only an order that the manifest itself lays down can be left out. */
function jumped({ data }: ServerRecord, manifest: Manifest): { stage: string; before: string } | null {
  const order = manifest.data.policy?.stages;
  if (!order || !data.stages) return null;
  for (const [stage, { evidence }] of Object.entries(data.stages)) {
    const before = order[order.indexOf(stage) - 1];
    if (before !== undefined && before !== order[0] && evidence === undefined && !Object.hasOwn(data.stages, before))
      return { stage, before };
  }
  return null;
}

/** The first setting of a stage that an entry does not keep to; null where it keeps to all. */
function unmet(server: Server, settings: StageSettings | undefined): string | null {
  if (!settings) return null;
  const { require_flags: required = [], forbid_flags: forbidden = [], require_env: env = {}, require_query: query = {} } = settings;
  const words = launchOf(server).args.map(({ value }) => value);
  const has = (flag: string) => words.some(word => word === flag || word.startsWith(flag + '='));
  const missing = required.find(flag => !has(flag));
  if (missing !== undefined) return `has to have \`${missing}\``;
  const extra = forbidden.find(has);
  if (extra !== undefined) return `must not have \`${extra}\``;
  for (const [kind, pairs] of [
    ['env', env],
    ['query', query],
  ] as const) {
    const wrong = Object.entries(pairs).find(([name, value]) => findSwitch(server, { kind, name })?.value !== value);
    if (wrong) return `has to have \`${wrong[0]}=${wrong[1]}\``;
  }
  return null;
}

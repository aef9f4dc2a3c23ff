import type { ServerRecord } from '../../core/governance.ts';
import type { Server, Workspace } from '../../core/model.ts';
import type { Path } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { addDays } from '../../governance/days.ts';
import { deadlines, SOON } from '../../governance/deadlines.ts';
import { labelIn, labelOf, placeIn, placeOfServer } from '../../governance/place.ts';
import { governed, recordsOf, serversOf } from '../../governance/policy.ts';

export default defineRule({
  id: 'review-overdue',
  family: 'lifecycle',
  title: 'A review, an approval or a last day of use has passed',
  severity: 'high',
  confidence: 'high',
  mappings: {
    cwe: ['CWE-262'],
    'owasp-mcp': ['MCP02:2025', 'MCP09:2025'],
    'owasp-asi': ['ASI03', 'ASI10'],
    'owasp-nhi': ['NHI1:2025'],
    'nist-csf': ['PR.AA-05', 'GV.PO-02', 'ID.AM-08'],
    'nist-ai-rmf': ['GOVERN 1.5'],
    'cosai-mcp': ['CoSAI-MCP-T11'],
    'csa-maestro': ['L6'],
  },
  messages: {
    review: 'The review of `{id}` was due on {day}. Look at it again and enter the new dates, or take the server out.',
    approval: 'The approval of `{id}` ended on {day}. Have it renewed, or take the server out.',
    rotation: 'The credential of `{id}` was to be changed by {day}. Change it and enter the day.',
    retire: '`{id}` was to be gone by {day}. Take it out of every client and revoke its credential, or agree on a new day.',
    soon: 'The review of `{id}` is due on {day}. Plan it, so that nothing stops on the day.',
    future: '{day} is still to come, so nothing can have happened on it. Enter the day on which it did.',
    leftover: '`{server}` is still set up in {client}, and `{id}` is {lifecycle}. Take it out of this file.',
  },
  workspace(workspace, { report }) {
    const { governance, today } = workspace;
    if (!governance || today === '') return;
    const own = recordsOf(workspace).map(record => [record, serversOf(workspace, governance, record)] as const);
    for (const [record, servers] of [...own, ...recordedElsewhere(workspace)]) {
      const { id, lifecycle } = record.data;
      if (lifecycle === 'deprecated' || lifecycle === 'retired') {
        const [first, ...others] = servers.filter(({ enabled }) => enabled);
        if (first)
          report({
            ...leftover(first, others, record),
            message: 'leftover',
            severity: lifecycle === 'retired' ? 'high' : 'medium',
            data: { server: first.name, client: first.format.name, id, lifecycle },
          });
      }
      if (lifecycle === 'retired') continue;
      for (const { what, day, path } of deadlines(record)) {
        const place = placeIn(record, ...path);
        if (day < today)
          report({ ...place, message: what, data: { id, day }, ...(what === 'rotation' ? { severity: 'medium' as const } : {}) });
        else if (what === 'review' && day <= addDays(today, SOON))
          report({ ...place, message: 'soon', data: { id, day }, severity: 'low' });
      }
      for (const { day, path } of past(record))
        if (day > today) report({ ...placeIn(record, ...path), message: 'future', data: { day }, severity: 'medium' });
    }
  },
});

/** Servers of which the manifest gives no day, by the strongest record of another file that gives one. */
function recordedElsewhere({ servers, governance }: Workspace): Map<ServerRecord, Server[]> {
  const found = new Map<ServerRecord, Server[]>();
  for (const server of servers) {
    const all = governance && governed(server) ? governance.all(server) : [];
    const own = all.find(({ origin }) => origin === 'manifest');
    if (own && (dated(own) || own.data.lifecycle === 'retired')) continue;
    const record = all.find(one => one !== own && (dated(one) || (!own && one.data.lifecycle !== undefined)));
    if (!record) continue;
    const list = found.get(record);
    if (list) list.push(server);
    else found.set(record, [server]);
  }
  return found;
}

function dated(record: ServerRecord): boolean {
  return !deadlines(record).next().done;
}

function leftover(first: Server, others: readonly Server[], record: ServerRecord) {
  return {
    ...placeOfServer(first),
    related: [labelIn(record, 'the entry', 'lifecycle'), ...others.map(server => labelOf(server, 'also here'))],
  };
}

/** Days on which something is said to have happened. */
function* past({ data }: ServerRecord): Generator<{ day: string; path: Path }> {
  if (data.review?.last) yield { day: data.review.last, path: ['review', 'last'] };
  if (data.credential?.last_rotated) yield { day: data.credential.last_rotated, path: ['credential', 'last_rotated'] };
  for (const [stage, { approval }] of Object.entries(data.stages ?? {}))
    if (approval) yield { day: approval.date, path: ['stages', stage, 'approval', 'date'] };
}

import type { ServerRecord } from '../../core/governance.ts';
import type { Server, Workspace } from '../../core/model.ts';
import type { Path } from '../../core/node.ts';
import { defineRule } from '../../core/rule.ts';
import { addDays, dayAfter } from '../../governance/days.ts';
import { labelIn, labelOf, placeIn, placeOfServer } from '../../governance/place.ts';
import { governed, recordsOf, serversOf } from '../../governance/policy.ts';

/** Days in which something is due soon. */
const SOON = 30;

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

/** Servers that no entry of the manifest speaks of, by the strongest record of another file. */
function recordedElsewhere({ servers, governance }: Workspace): Map<ServerRecord, Server[]> {
  const found = new Map<ServerRecord, Server[]>();
  for (const server of servers) {
    const [record] = governance && governed(server) ? governance.all(server) : [];
    if (!record || record.origin === 'manifest') continue;
    const list = found.get(record);
    if (list) list.push(server);
    else found.set(record, [server]);
  }
  return found;
}

function leftover(first: Server, others: readonly Server[], record: ServerRecord) {
  return {
    ...placeOfServer(first),
    related: [labelIn(record, 'the entry', 'lifecycle'), ...others.map(server => labelOf(server, 'also here'))],
  };
}

interface Deadline {
  readonly what: 'review' | 'approval' | 'rotation' | 'retire';
  /** The last good day. */
  readonly day: string;
  readonly path: Path;
}

function* deadlines({ data }: ServerRecord): Generator<Deadline> {
  const { review, retire_by: retire, stages = {}, approvals = {}, credential } = data;
  // The day that is written counts; without one it follows from the last review.
  const after = review?.last && review.interval ? dayAfter(review.last, review.interval) : null;
  if (review?.next) yield { what: 'review', day: review.next, path: ['review', 'next'] };
  else if (after !== null) yield { what: 'review', day: after, path: ['review', 'last'] };
  if (retire) yield { what: 'retire', day: retire, path: ['retire_by'] };
  for (const [stage, { approval }] of Object.entries(stages))
    if (approval?.expires) yield { what: 'approval', day: approval.expires, path: ['stages', stage, 'approval', 'expires'] };
  for (const [impact, { approval }] of Object.entries(approvals))
    if (approval.expires) yield { what: 'approval', day: approval.expires, path: ['approvals', impact, 'approval', 'expires'] };
  const rotation =
    credential?.last_rotated && credential.rotation_interval ? dayAfter(credential.last_rotated, credential.rotation_interval) : null;
  if (rotation !== null) yield { what: 'rotation', day: rotation, path: ['credential', 'last_rotated'] };
}

/** Days on which something is said to have happened. */
function* past({ data }: ServerRecord): Generator<{ day: string; path: Path }> {
  if (data.review?.last) yield { day: data.review.last, path: ['review', 'last'] };
  if (data.credential?.last_rotated) yield { day: data.credential.last_rotated, path: ['credential', 'last_rotated'] };
  for (const [stage, { approval }] of Object.entries(data.stages ?? {}))
    if (approval) yield { day: approval.date, path: ['stages', stage, 'approval', 'date'] };
}

import type { ServerRecord } from '../core/governance.ts';
import type { Path } from '../core/node.ts';
import { dayAfter } from './days.ts';

/** Days in which something is due soon. */
export const SOON = 30;

/** A day until which something holds. */
export interface Deadline {
  readonly what: 'review' | 'approval' | 'rotation' | 'retire';
  /** The last good day. */
  readonly day: string;
  readonly path: Path;
}

/** The days of a record, in the order of the manifest's keys. */
export function* deadlines({ data }: ServerRecord): Generator<Deadline> {
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

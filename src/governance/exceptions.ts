import type { ExceptionTerms, Manifest, Written } from '../core/governance.ts';
import { compileGlob, type Matcher } from '../core/glob.ts';
import type { Server } from '../core/model.ts';
import { dayAfter } from './days.ts';
import { isPlaceholder } from './policy.ts';

export const MAX_EXCEPTION = 'P180D';

/** Why an exception of the manifest does not count; null where it does. @param today ISO date. */
export function exceptionFlaw(
  manifest: Manifest,
  { data }: Written<ExceptionTerms>,
  today: string,
): 'forbidden' | 'expired' | 'unapproved' | 'too-long' | null {
  const { policy = {} } = manifest.data;
  if (policy.non_suppressible?.includes(data.rule)) return 'forbidden';
  if (isPlaceholder(data.approval.by)) return 'unapproved';
  if (data.expires < today || (data.approval.expires ?? today) < today) return 'expired';
  const last = dayAfter(data.approval.date, policy.max_exception ?? MAX_EXCEPTION);
  return last !== null && data.expires > last ? 'too-long' : null;
}

/** Says which findings an exception is about. */
export function exceptionFits(
  { data }: Written<ExceptionTerms>,
  idOf: (server: string, file: string) => string | null,
): (place: {
  readonly rule: string;
  readonly file: string;
  readonly server: Server['name'] | null;
  readonly format: string | null;
}) => boolean {
  const glob: Matcher | null = data.path === undefined ? null : compileGlob(data.path);
  return ({ rule, file, server, format }) =>
    rule === data.rule &&
    (glob === null || glob(file)) &&
    (data.client === undefined || data.client === format) &&
    (data.server === undefined || (server !== null && (server === data.server || idOf(server, file) === data.server)));
}

import type { Format } from '../core/format.ts';
import type { ConfigProblem, Reading } from '../core/model.ts';
import type { Document } from '../core/node.ts';

/** Problems that the format's schema sees and its reader has not told yet, in our own sentences. */
export async function validate(_document: Document, _format: Format, _reading: Reading): Promise<readonly ConfigProblem[]> {
  return [];
}

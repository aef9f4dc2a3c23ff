import type { Entry } from '../core/node.ts';
import type { Problems } from './problems.ts';

/** Warns at the later of two equal keys. Linear: small maps are compared, large ones hashed. */
export function reportDuplicates(entries: readonly Entry[], problems: Problems): void {
  const count = entries.length;
  if (count < 2) return;
  if (count <= 8) {
    for (let later = 1; later < count; later++) {
      const { key } = entries[later]!;
      for (let earlier = 0; earlier < later; earlier++) {
        if (entries[earlier]!.key.value !== key.value) continue;
        report(entries[later]!, problems);
        break;
      }
    }
    return;
  }
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.key.value)) report(entry, problems);
    else seen.add(entry.key.value);
  }
}

function report({ key, inherited }: Entry, problems: Problems): void {
  if (inherited || key.span.end === key.span.start) return;
  problems.warning('This key stands in the object twice; the last one wins.', key.span.start, key.span.end, 'duplicate-key');
}

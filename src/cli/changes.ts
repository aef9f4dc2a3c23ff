import type { Report } from '../core/report.ts';
import type { FileChange } from '../engine/init/changes.ts';

/** A unified diff of files that are to be written; whatever may be a credential in the lines around is masked. */
export async function shownChanges(changes: readonly FileChange[], report: Report): Promise<string> {
  const [{ unifiedDiff }, { safeLine }, { maskingOf }, { plain }] = await Promise.all([
    import('../engine/diff.ts'),
    import('../report/guess.ts'),
    import('../report/masking.ts'),
    import('../report/sanitise.ts'),
  ]);
  const masking = maskingOf(report);
  const show = (line: string) => safeLine(line, masking);
  return changes
    .map(({ path, before, text, generated }) => {
      if (before) return unifiedDiff(path, before.text, text, show);
      const lines = generated === true ? [] : text.replace(/\n$/, '').split('\n');
      const head = `--- /dev/null\n+++ b/${plain(path)}\n`;
      return generated === true ? head : `${head}@@ -0,0 +1,${lines.length} @@\n${lines.map(line => `+${show(line)}\n`).join('')}`;
    })
    .join('');
}

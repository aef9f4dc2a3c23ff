import { explainVerdict } from '../secrets/explain.ts';
import { scan } from '../engine/scan.ts';
import type { ScanOptions } from '../engine/settings.ts';
import { maskingOf } from '../report/masking.ts';
import { plain } from '../report/sanitise.ts';
import { printNotice, printResult } from './print.ts';
import { EXIT, UsageError } from './usage.ts';

/**
 * Says what the secrets engine makes of one scalar, and why; never the value. @param pointer RFC 6901, into the one file
 * named. @returns the exit code: 0 whatever the verdict is. @throws UsageError where there is no such scalar.
 */
export async function tellVerdict(options: ScanOptions, pointer: string): Promise<number> {
  if ((options.stdin ? 1 : 0) + options.paths.length !== 1) throw new UsageError('--explain-verdict goes with exactly one file.');
  const { files, report } = await scan({ ...options, exclude: [] });
  for (const notice of report.notices) if (notice.level === 'error') printNotice(notice);
  const explained = files.flatMap(file => {
    const found = explainVerdict(file, pointer);
    return found ? [{ path: file.path, ...found }] : [];
  });
  const [first] = explained;
  if (!first || files.length !== 1) {
    throw new UsageError(
      files.length === 1
        ? '--explain-verdict takes a JSON Pointer to a text or number of the file, such as /mcpServers/notes/env/API_KEY; there is none at this one.'
        : '--explain-verdict goes with exactly one file.',
    );
  }
  const masking = maskingOf(report);
  const lines = [`${first.path} ${pointer}`, `  ${first.place}`, ...first.verdicts.map(verdict => `  ${verdict}`)];
  await printResult(lines.map(line => plain(masking.scrub(line)) + '\n').join(''));
  return EXIT.clean;
}

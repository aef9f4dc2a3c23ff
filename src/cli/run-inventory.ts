import { resolve } from 'node:path';
import { inventoryOf } from '../engine/inventory.ts';
import { fails } from '../engine/judge.ts';
import { didYouMean } from '../engine/near.ts';
import { scan } from '../engine/scan.ts';
import { RENDERERS } from '../report/inventory/index.ts';
import { paintFor } from '../report/paint.ts';
import { scanOptions } from './flags.ts';
import type { InventoryFlags } from './inventory.ts';
import { checkOutput, printNotice, printResult, writeOutput } from './print.ts';
import { columnsOf, isTerminal } from './streams.ts';
import { wantsColor, widthOf } from './terminal.ts';
import { EXIT, UsageError } from './usage.ts';

/** Scans, puts the inventory together and writes every output. @returns the exit code, whatever the formats. */
export async function run(paths: readonly string[], flags: InventoryFlags): Promise<number> {
  const outputs = outputsOf(flags);
  for (const { file } of outputs) if (file !== null) checkOutput(file);
  const result = await scan(await scanOptions(paths, flags));
  const inventory = inventoryOf(result);
  for (const { format, file } of outputs) {
    const render = await RENDERERS[format]!();
    const text = render(inventory, {
      paint: await paintFor(file === null && wantsColor(flags.color, process.env, isTerminal('stdout'))),
      width: file === null ? widthOf(columnsOf('stdout')) : 80,
      verbose: flags.verbose === true,
    });
    if (file === null) await printResult(text);
    else writeOutput(file, text);
  }
  // The table tells warnings itself, and that there is nothing.
  const told = outputs.some(({ format, file }) => format === 'text' && file === null);
  for (const notice of inventory.notices) {
    if (notice.level === 'error' || (!told && !flags.quiet)) printNotice(notice);
  }
  if (inventory.notices.some(({ level }) => level === 'error')) return EXIT.failure;
  return flags.failOn !== undefined && fails(result.report.findings, flags.failOn) ? EXIT.findings : EXIT.clean;
}

/** @throws UsageError where a format is unknown or two outputs share a place. */
function outputsOf({ format, output = [] }: InventoryFlags): { format: string; file: string | null }[] {
  const outputs: { format: string; file: string | null }[] = [];
  for (const pair of output) {
    const at = pair.indexOf('=');
    if (at < 1 || at === pair.length - 1)
      throw new UsageError(`--output takes FORMAT=FILE, such as html=inventory.html; "${pair}" is not.`);
    const file = pair.slice(at + 1);
    outputs.push({ format: pair.slice(0, at), file: file === '-' ? null : resolve(file) });
  }
  const shown = outputs.filter(({ file }) => file === null).length;
  if (shown > 1 || (shown === 1 && format !== undefined)) throw new UsageError('Two outputs would write to standard output.');
  if (shown === 0) outputs.unshift({ format: format ?? 'text', file: null });
  for (const { format: name } of outputs) {
    if (name in RENDERERS) continue;
    const known = Object.keys(RENDERERS);
    throw new UsageError(`There is no inventory format "${name}".${didYouMean(name, known)} Formats: ${known.join(', ')}.`);
  }
  const files = outputs.flatMap(({ file }) => file ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UsageError(`Two outputs would write ${twice}.`);
  return outputs;
}

import type { Command } from 'commander';
import { addColor, addScanFlags, collect, type ScanFlags } from './flags.ts';
import type { ColorWhen } from './terminal.ts';
import type { Session } from './usage.ts';

export interface InventoryFlags extends ScanFlags {
  readonly format?: string;
  readonly output?: readonly string[];
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: ColorWhen;
}

/** `postern inventory`: what is there, whoever finds fault with it. Exit code 1 only where `--fail-on` is given. */
export function define(program: Command, session: Session): void {
  const command = program
    .command('inventory')
    .description('list servers, who connects to them, what they run, what they carry and who owns them')
    .argument('[paths...]', 'files and folders, or `-` for standard input (default: .)')
    .option('-f, --format <name>', 'what goes to standard output: text, json, cyclonedx, html or mermaid (default: text)')
    .option('-o, --output <format=file>', 'also write this format to a file, `-` for standard output (repeatable)', collect);
  addScanFlags(command)
    .option('-q, --quiet', 'no notices')
    .option('-v, --verbose', 'what the manifest says of each server, and every file that was not fully read');
  addColor(command).action(async (paths: readonly string[], flags: InventoryFlags) => {
    const { run } = await import('./run-inventory.ts');
    session.exitCode = await run(paths, flags);
  });
}

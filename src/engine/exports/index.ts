import { normalize, sep } from 'node:path';
import type { Notice } from '../../core/report.ts';
import { type FileChange, readTarget } from '../init/changes.ts';
import { InputError } from '../repository.ts';
import type { Scan } from '../scan.ts';
import { type Approved, approvedOf } from './approved.ts';
import { apmPolicy } from './apm.ts';
import { backstageEntities } from './backstage.ts';
import { serverLists } from './server-lists.ts';
import { geminiNames } from './gemini.ts';
import { staticRegistry } from './vscode.ts';

/** A list as one client reads it. */
export interface Exported {
  readonly text: string;
  /** Entries that the client has no way to name, by id, with the reason. */
  readonly left: readonly { readonly id: string; readonly reason: string }[];
  /** What a person has to know before the file does anything. */
  readonly hints: readonly string[];
}
export interface Context {
  readonly path: string;
  readonly before: FileChange['before'];
  readonly approved: readonly Approved[];
}

interface Target {
  /** Where the client, or whoever hands it out, looks for the file. */
  readonly file: string;
  /** Formats of the client; null where it is for every one. */
  readonly client: RegExp | null;
  readonly make: (context: Context) => Promise<Exported>;
}

const TARGETS: Readonly<Record<string, Target>> = Object.assign(Object.create(null) as Record<string, Target>, {
  'claude-managed': { file: 'managed-settings.json', client: /^claude-code/, make: serverLists('claude') },
  copilot: { file: 'copilot/managed-settings.json', client: /^(?:copilot|vscode|visual-studio)/, make: serverLists('copilot') },
  gemini: { file: '.gemini/settings.json', client: /^gemini/, make: geminiNames },
  vscode: { file: 'mcp-registry/v0.1/servers.json', client: /^vscode/, make: staticRegistry },
  apm: { file: 'apm-policy.yml', client: null, make: apmPolicy },
  backstage: { file: 'catalog-info.yaml', client: null, make: backstageEntities },
} satisfies Record<string, Target>);

/**
 * What the manifest allows and forbids, as the file that a client reads; other keys of a file that is there stay.
 * @param output relative to the root; the client's own place where it is left out. Writes nothing.
 * @throws InputError where there is no manifest, or the file cannot be changed safely.
 */
export async function exportTo(
  target: string,
  { workspace }: Scan,
  root: string,
  output?: string,
): Promise<{ changes: readonly FileChange[]; notices: readonly Notice[] }> {
  const { file, client, make } = TARGETS[target]!;
  const manifest = workspace.governance?.manifest;
  if (!manifest) throw new InputError('There is no mcp-governance.yaml to generate from. `postern init` writes one.');
  const path = normalize(output ?? file)
    .split(sep)
    .join('/');
  const before = readTarget(root, path);
  const approved = approvedOf(workspace, manifest, client && (format => client.test(format)));
  const { text, left, hints } = await make({ path, before, approved });
  const notices: Notice[] = [
    ...left.map(({ id, reason }): Notice => ({ level: 'warning', message: `\`${id}\` is left out: ${reason}.` })),
    ...hints.map((message): Notice => ({ level: 'info', message })),
  ];
  return { changes: text === (before?.text ?? '') ? [] : [{ path, before, text }], notices };
}

import type { FilePattern, Format, FormatHead } from '../core/format.ts';
import type { ConfigFile, FileState, Reading, Scope } from '../core/model.ts';
import type { Document, SyntaxId } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { setOf } from '../core/words.ts';
import { emptyReading } from '../formats/shared/server-map.ts';
import { addAll } from '../formats/shared/slots.ts';
import { unknownServers } from '../formats/shared/unknown.ts';
import { parse, sniff, syntaxOf } from '../syntax/index.ts';
import { validate } from './validate.ts';

/** A format that a file's path suggests. */
export interface Candidate {
  readonly format: FormatHead;
  readonly pattern: FilePattern;
}
export interface LoadOptions {
  /** Named by the person: read whatever its name is, and say so when it is nothing we know. */
  readonly explicit: boolean;
  readonly tracked: boolean | null;
  /** Folder that the person named, with a final `/`: that its own name says "example" says nothing of its files. */
  readonly named?: string;
}

/**
 * Reads one text as the client that owns it would. Never throws for anything in the text.
 * @param candidates formats that the path suggests, best first; may be empty for a file named by the person.
 */
export async function load(source: Source, candidates: readonly Candidate[], options: LoadOptions): Promise<ConfigFile> {
  const base = { path: source.path, source, tracked: options.tracked };
  const nothing = (state: FileState, reason: string, documents: readonly Document[] = []): ConfigFile => ({
    ...base,
    format: null,
    scope: candidates[0]?.pattern.scope ?? 'project',
    state,
    reason,
    documents,
    reading: emptyReading(),
  });
  const byName = candidates.find(({ pattern }) => pattern.by === 'name');
  if (!byName && !options.explicit && !worthParsing(source.text, candidates)) return nothing('skipped', 'holds no MCP configuration');

  const syntax = syntaxFor(source, candidates);
  if (!syntax) return nothing(options.explicit ? 'unsupported' : 'skipped', 'is of no format that can be read');
  const documents = await parse(source, syntax);
  if (source.text.trim() === '') return nothing('skipped', 'is empty', documents);

  const reading = emptyReading();
  let format: Format | null = null;
  let scope: Scope = candidates[0]?.pattern.scope ?? 'project';
  for (const document of documents) {
    const chosen = await choose(document, source.path, candidates, options.explicit);
    if (!chosen) continue;
    format ??= chosen.format;
    scope = document.within === 'fence' ? 'docs' : scopeOf(source.path, chosen.scope, options.named ?? '');
    const part = chosen.format.read(document, { path: source.path, scope });
    for (const found of await validate(document, chosen.format, part)) part.problems.push(found);
    append(reading, part);
  }
  const faulty = documents.filter(({ problems }) => problems.some(({ level }) => level === 'error'));
  const broken = faulty.length > 0;
  if (!format) {
    const fenceless = faulty.some(({ within }) => within !== 'fence');
    if (broken && (byName || options.explicit || (fenceless && plainlyOfServers(source.text))))
      return nothing('unreadable', 'does not parse', documents);
    const seen = unknownServers(documents, options.explicit || MCP_NAME.test(source.path));
    if (seen !== null) return nothing('unsupported', seen, documents);
    const reason = fenceless ? 'does not parse, and what can be read holds no MCP configuration' : 'holds no MCP configuration';
    return nothing(options.explicit ? 'unsupported' : 'skipped', reason, documents);
  }
  const file = { ...base, format, scope, documents, reading };
  if (!broken) return { ...file, state: 'parsed', reason: null };
  const readable = documents.some(document => document.root !== undefined && document.root.kind !== 'missing');
  return readable ? { ...file, state: 'partial', reason: 'has syntax errors' } : { ...file, state: 'unreadable', reason: 'does not parse' };
}

/** Keys that only MCP configuration has, in a text that is no template of one: broken as it is, it is somebody's. */
function plainlyOfServers(text: string): boolean {
  return /\b(?:mcpServers|mcp_servers|mcp-servers|context_servers)\b/.test(text) && !/\{[{%]|<%/.test(text);
}

/** The file's own name speaks of MCP. */
const MCP_NAME = /(?:^|[^a-z])mcp(?![a-z])[^/]{0,200}$/i;

function worthParsing(text: string, candidates: readonly Candidate[]): boolean {
  return candidates.some(({ format, pattern }) => {
    const hints = pattern.hints ?? format.hints;
    return !hints || hints.some(hint => text.includes(hint));
  });
}

function syntaxFor(source: Source, candidates: readonly Candidate[]): SyntaxId | null {
  return syntaxOf(source.path) ?? candidates[0]?.format.syntax ?? sniff(source.text);
}

/** The format of one document: a sure name, unless the content plainly belongs to another candidate; else content alone. */
async function choose(
  document: Document,
  path: string,
  candidates: readonly Candidate[],
  explicit: boolean,
): Promise<{ format: Format; scope: Scope } | null> {
  const { root } = document;
  if (document.within === 'fence') return anyFormat(document, path);
  const sure = candidates.find(({ pattern }) => pattern.by === 'name');
  for (const { format, pattern } of candidates) {
    // The generic reader takes almost anything: a file whose name is sure stays with its client, however broken.
    if (sure && format.kind === 'generic') continue;
    if (!root) break;
    const reader = await format.load();
    if (reader.recognises(root, path)) return { format: reader, scope: pattern.scope };
  }
  if (sure) return { format: await sure.format.load(), scope: sure.pattern.scope };
  return explicit ? anyFormat(document, path) : null;
}

async function anyFormat(document: Document, path: string): Promise<{ format: Format; scope: Scope } | null> {
  const { root } = document;
  if (!root) return null;
  const { formats } = await import('../generated/formats.ts');
  const found =
    formats.find(format => format.syntax === document.syntax && format.recognises(root, path)) ??
    formats.find(format => format.recognises(root, path));
  return found ? { format: found, scope: 'project' } : null;
}

const EXAMPLES = setOf('example examples sample samples template templates dist fixture fixtures testdata test tests');
const COPIES = setOf('example examples sample samples template templates dist tmpl');

/** Files that show how it is done count as examples: their findings weigh less. */
function scopeOf(path: string, scope: Scope, named: string): Scope {
  if (scope !== 'project') return scope;
  const slash = path.lastIndexOf('/') + 1;
  const folders = path.slice(path.startsWith(named) ? named.length : 0, slash).toLowerCase();
  return isCopy(path.slice(slash).toLowerCase()) || folders.split(/[/._-]/).some(word => EXAMPLES.has(word)) ? 'example' : scope;
}

/** `mcp.json.example` and `mcp.example.json`. */
function isCopy(name: string): boolean {
  const ending = lastWord(name);
  if (COPIES.has(ending)) return true;
  return ending !== '' && ending.length <= 10 && name.endsWith(`.${ending}`) && COPIES.has(lastWord(name.slice(0, -ending.length - 1)));
}

/** Behind the last separator; '' where there is none. */
function lastWord(name: string): string {
  const at = Math.max(name.lastIndexOf('.'), name.lastIndexOf('_'), name.lastIndexOf('-'));
  return at < 0 ? '' : name.slice(at + 1);
}

function append(to: Reading, from: Reading): void {
  addAll(to.servers, from.servers);
  addAll(to.controls, from.controls);
  addAll(to.problems, from.problems);
  addAll(to.inputs, from.inputs);
  addAll(to.slots, from.slots);
}

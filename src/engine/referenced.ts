import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Label } from '../core/finding.ts';
import type { ConfigFile, Slot } from '../core/model.ts';
import { type Document, scalars, type StringNode, type SyntaxId } from '../core/node.ts';
import type { Source } from '../core/source.ts';
import { emptyReading } from '../formats/shared/server-map.ts';
import { type FileReference, fileReferences } from '../resolve/file-references.ts';
import { parse, syntaxOf } from '../syntax/index.ts';
import { relativePath } from './discover.ts';
import { workTreeOf } from './git.ts';
import { read, type ReadResult } from './read.ts';

export interface ReferencedOptions {
  /** Absolute; nothing outside of it is read. */
  readonly root: string;
  /** Bytes. */
  readonly maxSize: number;
  /** Pattern that leaves a path out, or null. */
  readonly exclude: (path: string) => string | null;
  /** What git holds at a path that is to be taken from there; undefined to look into the work tree. Null: always look there. */
  readonly blob: ((path: string) => Promise<ReadResult | undefined>) | null;
  /** True: files that git does not hold are none. */
  readonly onlyGit: boolean;
}

/** A file with all that name it. */
interface Wanted {
  readonly reference: FileReference;
  readonly labels: Label[];
}

const MAX_FILES = 2000;
const MAX_LABELS = 20;

/**
 * Reads the files that servers take variables, headers and single values from, where they lie inside of the root and are
 * not among the files already read. One that does not exist is left out: it may be made on another machine.
 */
export async function readReferenced(files: readonly ConfigFile[], options: ReferencedOptions): Promise<ConfigFile[]> {
  const { root, maxSize, exclude, blob, onlyGit } = options;
  const boundary = realpathSync(root);
  const known = new Set(files.map(({ path }) => path));
  const results = new Map<string, ReadResult>();
  const wanted = new Map<string, Wanted>();
  const look = async (path: string): Promise<ReadResult> => {
    const held = results.get(path);
    if (held) return held;
    const absent: ReadResult = { source: null, state: 'absent', reason: '' };
    const kept = blob ? await blob(path) : undefined;
    const result = kept ?? (onlyGit ? absent : read(path, join(root, path), { boundary, maxSize }));
    results.set(path, result);
    return result;
  };
  for (const reference of files.flatMap(({ reading }) => reading.servers.flatMap(fileReferences))) {
    for (const path of reference.paths) {
      if (known.has(path)) break;
      const held = wanted.get(path);
      if (held) {
        if (held.labels.length < MAX_LABELS) held.labels.push(reference.label);
        break;
      }
      if (wanted.size >= MAX_FILES || exclude(path) !== null) break;
      const result = await look(path);
      if (!result.source && result.state === 'absent') continue;
      wanted.set(path, { reference, labels: [reference.label] });
      break;
    }
  }
  if (wanted.size === 0) return [];
  const tracked = onlyGit ? new Map([...wanted.keys()].map(path => [path, true])) : await knownToGit(root, [...wanted.keys()]);
  const found: ConfigFile[] = [];
  for (const [path, { reference, labels }] of wanted) {
    const result = results.get(path)!;
    const base = { path, tracked: tracked.get(path) ?? null, referencedBy: labels, format: null, scope: 'project' } as const;
    if (result.source) {
      const { source } = result;
      found.push(valuesIn({ ...base, source, documents: await parse(source, syntaxFor(path, reference)) }, reference));
    } else if (result.state !== 'absent') {
      found.push({ ...base, source: null, state: result.state, reason: result.reason, documents: [], reading: emptyReading() });
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Files of no format of their own that another one of these refers to, with their values marked as such. */
export function linkReferenced(files: readonly ConfigFile[]): readonly ConfigFile[] {
  const loose = new Map(files.filter(({ format, source }) => format === null && source !== null).map(file => [file.path, file]));
  if (loose.size === 0) return files;
  const wanted = new Map<string, Wanted>();
  for (const reference of files.flatMap(({ reading }) => reading.servers.flatMap(fileReferences))) {
    const path = reference.paths.find(one => loose.has(one));
    if (path === undefined) continue;
    const held = wanted.get(path);
    if (!held) wanted.set(path, { reference, labels: [reference.label] });
    else if (held.labels.length < MAX_LABELS) held.labels.push(reference.label);
  }
  return files.map(file => {
    const found = wanted.get(file.path);
    return found && file.source ? valuesIn({ ...file, source: file.source, referencedBy: found.labels }, found.reference) : file;
  });
}

/** A text as the file of values that a configuration named; git tracks it. */
export async function asReferenced(source: Source, reference: FileReference): Promise<ConfigFile> {
  const documents = await parse(source, syntaxFor(source.path, reference));
  const base = { path: source.path, tracked: true, referencedBy: [reference.label], format: null, scope: 'project' } as const;
  return valuesIn({ ...base, source, documents }, reference);
}

function syntaxFor(path: string, { holds }: FileReference): SyntaxId {
  return holds === 'script' ? 'text' : (syntaxOf(path) ?? 'dotenv');
}

type Base = Pick<ConfigFile, 'path' | 'tracked' | 'referencedBy' | 'format' | 'scope' | 'documents'> & { readonly source: Source };

/** The file with every value of it as a variable of a server. */
function valuesIn(base: Base, { holds, key }: FileReference): ConfigFile {
  const { source } = base;
  const reading = emptyReading();
  const documents = holds === 'value' ? [singleValue(source)] : base.documents;
  for (const document of documents) {
    for (const { node, path: steps, entry } of scalars(document.root)) {
      const name = steps.findLast(step => typeof step === 'string') ?? key;
      const value = node.kind === 'string' ? node.value : node.kind === 'null' ? '' : source.slice(node.span);
      reading.slots.push({
        where: 'env',
        key: name === null ? null : String(name),
        keyNode: entry?.key ?? null,
        node,
        value,
        path: steps,
      } satisfies Slot);
    }
  }
  const broken = documents.some(({ problems }) => problems.some(({ level }) => level === 'error'));
  return { ...base, documents, reading, state: broken ? 'partial' : 'parsed', reason: broken ? 'has syntax errors' : null };
}

/** A file that is one value and perhaps a line end. */
function singleValue(source: Source): Document {
  const value = source.text.trim();
  const start = source.text.length - source.text.trimStart().length;
  const node: StringNode = { kind: 'string', span: { start, end: start + value.length }, value, quoted: false };
  const span = { start: 0, end: source.text.length };
  return { source, syntax: 'text', span, within: 'file', root: node, comments: [], problems: [] };
}

/** For each path whether git tracks it (true) or would on the next `git add` (false); no entry: ignored, or no repository. */
async function knownToGit(root: string, paths: readonly string[]): Promise<Map<string, boolean>> {
  const { gitEntries } = await import('./objects.ts');
  const byTop = new Map<string, string[]>();
  for (const path of paths) {
    const file = join(root, path);
    const top = workTreeOf(dirname(file));
    if (top === null) continue;
    const list = byTop.get(top);
    if (list) list.push(relativePath(top, file));
    else byTop.set(top, [relativePath(top, file)]);
  }
  const known = new Map<string, boolean>();
  for (const [top, inside] of byTop) {
    const prefix = relativePath(root, top);
    const back = (path: string) => (prefix === '' || prefix.startsWith('..') ? relativePath(root, join(top, path)) : `${prefix}/${path}`);
    for (let at = 0; at < inside.length; at += 200) {
      const args = ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard', '--', ...inside.slice(at, at + 200)];
      await gitEntries(top, args, entry => void known.set(back(entry.slice(2)), entry[0] !== '?'));
    }
  }
  return known;
}

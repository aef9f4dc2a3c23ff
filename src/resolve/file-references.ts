import type { Server, Slot } from '../core/model.ts';
import type { Label } from '../core/finding.ts';
import { launchOf } from './launch.ts';
import { parts } from './references.ts';
import { spanOf, wordOf } from './words.ts';

/** A file that a server takes values from, as its configuration names it. */
export interface FileReference {
  /** Where it may lie, relative to the root with `/`, likeliest first; none of them leads out of it. */
  readonly paths: readonly string[];
  /** `variables`: names and values. `script`: a program whose text may hold values. `value`: one value and nothing else. */
  readonly holds: 'variables' | 'script' | 'value';
  /** Name under which a `value` is used. */
  readonly key: string | null;
  readonly label: Label;
}

/** Options by which programs are told a file of variables; the short ones mean something else to other programs. */
const FILE_OPTIONS = new Set(['--env-file', '--env-file-if-exists']);
const OWN_OPTIONS: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  dotenvx: ['-f'],
  dotenv: ['-e', '-f', '--file'],
  'env-cmd': ['-f', '--file'],
});

/** Every file below the root that a server takes variables, headers or single values from. Reads nothing. */
export function fileReferences(server: Server): FileReference[] {
  const { source } = server.document;
  if (source.path.startsWith('~/') || source.path.startsWith('/')) return [];
  const found: FileReference[] = [];
  const add = (written: string, holds: FileReference['holds'], span: Label['span'], key: string | null = null) => {
    const paths = placesOf(written, source.path, server.cwd);
    if (paths.length > 0) found.push({ paths, holds, key, label: { source, span, text: `\`${server.name}\` takes it from here` } });
  };
  for (const slot of server.envFiles) add(slot.value, 'variables', spanOf(wordOf(slot)));
  for (const { program, options } of launchOf(server).hops) {
    const own = OWN_OPTIONS[program] ?? [];
    for (const { name, value, word, valueWord } of options) {
      if (value && (FILE_OPTIONS.has(name) || own.includes(name))) add(value, 'variables', spanOf(valueWord ?? word));
    }
  }
  for (const slot of server.others) {
    if (slot.key !== 'headersHelper') continue;
    for (const word of slot.value.split(/\s+/, 6))
      if (SCRIPT.test(word)) add(word.replace(/^["']|["']$/g, ''), 'script', spanOf(wordOf(slot)));
  }
  for (const slot of [...server.env, ...server.headers, ...server.auth]) {
    for (const part of parts(slot.value)) {
      if ((part.form === '{file:path}' || part.form === '${file:path}') && part.name)
        add(part.name, 'value', spanOf(wordOf(slot)), slot.key);
    }
  }
  return found;
}

const SCRIPT = /[/\\]|\.(?:sh|bash|zsh|py|js|mjs|cjs|ts|rb|pl|ps1|cmd|bat)["']?$/i;
const ROOTS =
  /^(?:\$\{(?:workspaceFolder(?::[^}]{0,80})?|workspaceRoot|PWD|CLAUDE_PROJECT_DIR(?::-[^}]{0,80})?)\}|\$PWD|\$CLAUDE_PROJECT_DIR|%CD%)[/\\]?/;

/** Paths below the root that a written one may mean: from the folder worked in, from the file's own, from the root. */
function placesOf(written: string, config: string, cwd: Slot | null): string[] {
  const folder = config.split('/').slice(0, -1);
  const hidden = folder.findIndex(part => part.startsWith('.') && part !== '.' && part !== '..');
  const project = hidden < 0 ? folder : folder.slice(0, hidden);
  const own = relativeParts(written);
  if (own === null) return [];
  const start = cwd ? relativeParts(cwd.value) : null;
  const bases = own.fromRoot ? [project, []] : [...(start ? [[...project, ...start.parts]] : []), project, folder, []];
  const places = bases.flatMap(base => below([...base, ...own.parts]) ?? []);
  return [...new Set(places)];
}

/** Null for what only a shell or another machine could tell, and for absolute paths. */
function relativeParts(written: string): { parts: string[]; fromRoot: boolean } | null {
  if (written.length > 500) return null;
  const root = ROOTS.exec(written)?.[0] ?? '';
  const rest = written.slice(root.length).replaceAll('\\', '/');
  if (/[$%{}`*?~\0\r\n]|^\/|^[A-Za-z]:|^[a-z]+:\/\//.test(rest)) return null;
  return { parts: rest.split('/').filter(part => part !== '' && part !== '.'), fromRoot: root !== '' };
}

/** Without `..`; empty where it leads out of the root, or nowhere. */
function below(path: readonly string[]): string | undefined {
  const kept: string[] = [];
  for (const part of path) {
    if (part !== '..') kept.push(part);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.length === 0 ? undefined : kept.join('/');
}

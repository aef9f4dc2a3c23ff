import type { Document, Problem, SyntaxId } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { parseJson } from './json.ts';
import { sniff } from './names.ts';

const LANGUAGES: ReadonlyMap<string, SyntaxId> = new Map([
  ['json', 'json'],
  ['jsonc', 'json'],
  ['json5', 'json'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
]);
/** A fence without one of these words has nothing for us. */
const HINT = /mcp|command|url|servers|extensions/i;
const OPENING = /^[ \t]{0,40}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}){0,3}(`{3,200}|~{3,200})[ \t]*([^\n\r`]{0,500})[^\n`]*$/;

/**
 * Front matter and fenced code of a Markdown page, one or more Documents each, spans into the page. Fences that say nothing of MCP
 * are not parsed. @returns one Document without a root where there is nothing to read.
 */
export async function parseMarkdown(source: Source): Promise<Document[]> {
  const { text } = source;
  const documents: Document[] = [];
  const front = frontMatter(text);
  if (front) {
    const found = await read(source, front.span, front.syntax, 'front-matter');
    documents.push(
      ...(front.open ? found.map(document => ({ ...document, problems: [unended(front.span), ...document.problems] })) : found),
    );
  }
  for (const { span, syntax } of fences(text, front?.after ?? 0)) documents.push(...(await read(source, span, syntax, 'fence')));
  if (documents.length > 0) return documents;
  return [
    { source, syntax: 'markdown', span: { start: 0, end: text.length }, within: 'file', root: undefined, comments: [], problems: [] },
  ];
}

function unended({ start }: Span): Problem {
  return { message: 'The front matter of this page is never ended.', span: { start: 0, end: start }, level: 'error', code: 'syntax' };
}

async function read(source: Source, span: Span, syntax: SyntaxId, within: Document['within']): Promise<Document[]> {
  if (syntax === 'yaml') return (await import('./yaml.ts')).parseYaml(source, span, within);
  if (syntax === 'toml') return (await import('./toml.ts')).parseToml(source, span, within);
  return parseJson(source, span, within);
}

interface FrontMatter {
  readonly span: Span;
  readonly syntax: SyntaxId;
  /** Where the page goes on. */
  readonly after: number;
  /** Nothing ends it. */
  readonly open?: boolean;
}

function frontMatter(text: string): FrontMatter | undefined {
  const opening = /^(---|\+\+\+|;;;)(json|toml|yaml)?[ \t]*\r?\n/.exec(text);
  if (!opening) return undefined;
  const [all, mark, named] = opening;
  for (let at = all.length; at <= text.length;) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    const line = text.slice(at, Math.min(end, at + 100)).trimEnd();
    if (line === mark || (mark === '---' && line === '...')) {
      const syntax = named === 'json' || mark === ';;;' ? 'json' : named === 'toml' || mark === '+++' ? 'toml' : 'yaml';
      return { span: { start: all.length, end: at }, syntax, after: end };
    }
    if (end === text.length) break;
    at = end + 1;
  }
  return openFrontMatter(text, all.length, mark!);
}

/** A page that was cut off before its front matter ends; nothing but keys that only MCP has is worth the guess. */
function openFrontMatter(text: string, start: number, mark: string): FrontMatter | undefined {
  if (mark !== '---') return undefined;
  let end = start;
  let servers = false;
  while (end < text.length) {
    let stop = text.indexOf('\n', end) + 1;
    if (stop === 0) stop = text.length;
    const line = text.slice(end, Math.min(stop, end + 200));
    if (!/^(?:[ \t]|#|- |[\w"'.-]{1,60}:|\r?\n)/.test(line)) break;
    servers ||= /^(?:mcpServers|mcp-servers):/.test(line);
    end = stop;
  }
  return servers ? { span: { start, end }, syntax: 'yaml', after: end, open: true } : undefined;
}

function* fences(text: string, from: number): Generator<{ span: Span; syntax: SyntaxId }> {
  let open: { mark: string; info: string; start: number } | undefined;
  for (let at = from; at < text.length;) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    // Most lines are prose: look at the first character that is no blank.
    let first = at;
    while (first < end && (text[first] === ' ' || text[first] === '\t')) first++;
    if (open) {
      if (text[first] === open.mark[0] && first - at <= 60) {
        const run = runLength(text, first, end);
        if (run >= open.mark.length && text.slice(first + run, end).trim() === '') {
          const found = fence(text, open.info, open.start, at);
          if (found) yield found;
          open = undefined;
        }
      }
    } else if (end - at < 1000 && '`~-*+0123456789'.includes(text[first] ?? 'x')) {
      const opening = OPENING.exec(text.slice(at, end));
      if (opening) open = { mark: opening[1]!, info: opening[2]!.trim().toLowerCase(), start: Math.min(end + 1, text.length) };
    }
    at = end + 1;
  }
  if (open) {
    const found = fence(text, open.info, open.start, text.length);
    if (found) yield found;
  }
}

function runLength(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] === text[from]) at++;
  return at - from;
}

function fence(text: string, info: string, start: number, end: number): { span: Span; syntax: SyntaxId } | undefined {
  const language = /^\{?\.?([a-z0-9]*)/.exec(info)![1]!;
  let syntax = LANGUAGES.get(language);
  if (syntax === undefined && language !== '' && language !== 'text' && language !== 'txt') return undefined;
  if (start >= end) return undefined;
  const body = text.slice(start, end);
  if (!HINT.test(body)) return undefined;
  syntax ??= sniff(body) === 'json' ? 'json' : undefined;
  return syntax && { span: { start, end }, syntax };
}

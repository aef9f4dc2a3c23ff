import { type CollectionTag, Composer, CST, type Document as LibraryDocument, Lexer, Parser, type ScalarTag } from 'yaml';
import { holds, isDigit } from '../core/chars.ts';
import { type Comment, type Document, type Node, type Problem, scalars } from '../core/node.ts';
import type { Source, Span } from '../core/source.ts';
import { hideConflicts } from './conflicts.ts';
import { parseJson } from './json.ts';
import { Problems } from './problems.ts';
import { hideTemplates, spacesForTabs } from './yaml-template.ts';
import { toNode } from './yaml-tree.ts';
import { sayYaml } from './yaml-words.ts';

/** Nesting beyond which nothing is composed: the library recurses there, and deep recursion can abort the process. */
const DEPTH = 100;
const MOST_DOCUMENTS = 1000;

/**
 * YAML 1.2 with the core schema. Never throws. @returns one Document for each YAML document, at least one.
 * @param range part of the source to read; offsets in the result are into the whole source.
 */
export function parseYaml(source: Source, range: Span, within: Document['within']): Document[] {
  const { text } = source;
  const problems = new Problems();
  const first = /^\s*([{[])(?![{%])/.exec(text.slice(range.start, Math.min(range.end, range.start + 1000)))?.[1];
  const json = first === undefined ? undefined : asJson(source, range, within);
  if (json && errorsOf(json) === 0) return json;
  const hidden = hideConflicts(hideTemplates(text, range, problems), range, problems);
  let documents = read(source, hidden, range, within, problems.list);
  documents = retry(documents, COLON, told => read(source, withoutColons(hidden, told), range, within, problems.list));
  documents = retry(documents, LINE, told => read(source, withoutLines(hidden, told), range, within, problems.list));
  documents = withExpressions(documents, hidden, masked => read(source, masked, range, within, problems.list));
  const quote = openQuote(text, documents);
  if (quote >= 0) {
    documents = retry(documents, QUOTE, () => read(source, withoutQuote(hidden, quote), range, within, problems.list));
    documents = documents.map(document => ({ ...document, problems: document.problems.map(problem => quotedAt(problem, quote)) }));
  }
  documents = retry(documents, TABS, () => read(source, spacesForTabs(hidden, range), range, within, []));
  return json && errorsOf(json) <= errorsOf(documents) ? json : documents;
}

const TABS = sayYaml('TAB_AS_INDENT', '');
const QUOTE = sayYaml('MISSING_CHAR', 'Missing closing "quote');
const LINE = sayYaml('MULTILINE_IMPLICIT_KEY', '');
const COLON = sayYaml('BLOCK_AS_IMPLICIT_KEY', '');

/** Where one kind of fault spoils what follows: reads once more with the fault mended, and keeps that if it is better. */
function retry(documents: Document[], message: string, mended: (told: readonly Problem[]) => Document[]): Document[] {
  const told = documents.flatMap(({ problems }) => problems).filter(problem => problem.message === message);
  if (told.length === 0) return documents;
  const [first, ...rest] = mended(told);
  const better = [{ ...first!, problems: [...(message === TABS ? told.slice(0, 1) : told), ...first!.problems] }, ...rest];
  return errorsOf(better) <= errorsOf(documents) ? better : documents;
}

/** Blanks out lines that hold neither key nor item and would take the key of the next line with them. */
function withoutLines(text: string, told: readonly Problem[]): string {
  let result = text;
  for (const { span } of told) {
    const stop = result.indexOf('\n', span.start);
    if (stop >= 0 && stop < span.end) result = result.slice(0, span.start) + ' '.repeat(stop - span.start) + result.slice(stop);
  }
  return result;
}

/** `{ KEY: ${{ secrets.X }} }` breaks at its second brace, and with it the rest of the file; quotes are what is missing there. */
function withExpressions(documents: Document[], text: string, masked: (text: string) => Document[]): Document[] {
  if (errorsOf(documents) === 0 || !text.includes('${{')) return documents;
  const [first, ...rest] = masked(text.replace(/\$\{\{[^\n}]{0,500}\}\}/g, expression => 'x'.repeat(expression.length)));
  const told = documents.flatMap(({ problems }) => problems).find(({ level }) => level === 'error')!;
  const better = [{ ...first!, problems: [told, ...first!.problems] }, ...rest];
  return errorsOf(better) < errorsOf(documents) ? better : documents;
}

/** Hides the colons of `key: text: more`, so that the text is one value. */
function withoutColons(text: string, told: readonly Problem[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { span } of told) {
    const end = text.indexOf('\n', span.start) < 0 ? text.length : text.indexOf('\n', span.start);
    if (span.start < from) continue;
    pieces.push(text.slice(from, span.start), text.slice(span.start, end).replaceAll(':', 'x'));
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

/** Where a quoted text begins that runs on to the end of the file, or -1. */
function openQuote(text: string, documents: readonly Document[]): number {
  for (const { root, problems } of documents) {
    if (!problems.some(({ message }) => message === QUOTE)) continue;
    for (const { node } of scalars(root)) {
      const { start, end } = node.span;
      if (node.kind === 'string' && node.quoted && (end <= start + 1 || text[end - 1] !== text[start])) return start;
    }
  }
  return -1;
}

/** Ends it where its line does: hides the quote and all that stands behind it. */
function withoutQuote(text: string, start: number): string {
  const stop = text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start);
  const line = text.slice(start + 1, stop);
  const length = line.search(/[\s\]},]{0,99}$/);
  return `${text.slice(0, start)} ${'x'.repeat(length)}${line.slice(length)}${text.slice(stop)}`;
}

/** The library tells of a missing quote where the file ends; the one to mend stands where the text begins. */
function quotedAt(problem: Problem, start: number): Problem {
  return problem.message === QUOTE ? { ...problem, span: { start, end: start + 1 } } : problem;
}

function errorsOf(documents: readonly Document[]): number {
  return documents.reduce((sum, { problems }) => sum + problems.filter(({ level }) => level === 'error').length, 0);
}

/** JSON inside a YAML file: read as such it is quicker and mends more. */
function asJson(source: Source, range: Span, within: Document['within']): Document[] | undefined {
  const documents = parseJson(source, range, within);
  const [document] = documents;
  if (!document || documents.length > 1) return undefined;
  const problems: Problem[] = [];
  for (const problem of document.problems) {
    if (problem.code === 'comment') problems.push({ ...problem, level: 'error' });
    else if (problem.code !== 'trailing-comma') problems.push(problem);
  }
  return [{ ...document, syntax: 'yaml', problems }];
}

function read(source: Source, hidden: string, range: Span, within: Document['within'], given: Document['problems']): Document[] {
  const text = hidden.slice(range.start, range.end);
  const original = source.text.slice(range.start, range.end);
  const shift = range.start;
  const comments: Comment[] = [];
  const stream = new Problems();
  const composed: LibraryDocument.Parsed[] = [];
  try {
    compose(text, shift, composed, stream, at => {
      if (original[at] === '#') comments.push({ span: { start: at + shift, end: lineEnd(original, at) + shift } });
    });
  } catch {
    stream.error('This text could not be read as YAML.', shift, shift);
  }
  const documents: Document[] = [];
  let start = range.start;
  for (const document of composed) {
    const problems = new Problems();
    const empty = isEmpty(document);
    if (empty && composed.length > 1 && document.errors.length === 0) continue;
    let root: Node | undefined;
    try {
      root = empty ? undefined : toNode(document, text, original, shift, problems);
    } catch {
      problems.error('This text could not be read as YAML.', start, start);
    }
    for (const { code, message, pos } of document.errors.slice(0, 100)) {
      problems.error(sayYaml(code, message), Math.min(pos[0] + shift, range.end), Math.min(pos[1] + shift, range.end));
    }
    const last = document === composed.at(-1);
    // After an error the tree may reach farther than the document claims.
    const end = last ? range.end : Math.min(range.end, Math.max(document.range[2] + shift, root?.span.end ?? 0));
    start = Math.min(start, root?.span.start ?? start);
    documents.push({ source, syntax: 'yaml', span: { start, end }, within, root, comments: [], problems: problems.list });
    start = end;
  }
  if (documents.length === 0) documents.push({ source, syntax: 'yaml', span: range, within, root: undefined, comments: [], problems: [] });
  return distribute(documents, comments, [...given, ...stream.list], range.end);
}

/** Gives each document the comments and problems of the stream that stand in it. */
function distribute(documents: readonly Document[], comments: readonly Comment[], problems: readonly Problem[], end: number): Document[] {
  const result: Document[] = [];
  let comment = 0;
  let problem = 0;
  for (const [index, document] of documents.entries()) {
    const stop = index === documents.length - 1 ? end : document.span.end;
    const limit = stop === end ? Infinity : stop;
    const mine: Comment[] = [];
    const told: Problem[] = [];
    while (comment < comments.length && comments[comment]!.span.start < limit) mine.push(comments[comment++]!);
    while (problem < problems.length && problems[problem]!.span.start < limit) told.push(problems[problem++]!);
    const span = { start: document.span.start, end: stop };
    result.push({ ...document, span, comments: mine, problems: [...told, ...document.problems] });
  }
  return result;
}

/** The library asks eight regular expressions of each plain scalar, which nearly all are strings. */
function guarded<Tag extends CollectionTag | ScalarTag>(tag: Tag): Tag {
  const { test } = tag as ScalarTag;
  if (!test) return tag;
  const asks: Pick<RegExp, 'test'> = { test: text => mayBeNoString(text) && test.test(text) };
  return { ...tag, test: asks };
}

/** Whether a plain scalar may be a null, a boolean or a number in the core schema of YAML 1.2. */
export function mayBeNoString(text: string): boolean {
  if (text === '' || text === '~') return true;
  const lower = text.toLowerCase();
  if (lower === 'null' || lower === 'true' || lower === 'false') return true;
  if (!'+-.0123456789'.includes(lower[0]!)) return false;
  return holds(lower, isDigit) || lower.endsWith('.inf') || lower.endsWith('.nan');
}

/** Runs the library's own token stream, which does not recurse, and stops it before the composer would go too deep. */
function compose(
  text: string,
  shift: number,
  documents: LibraryDocument.Parsed[],
  problems: Problems,
  comment: (at: number) => void,
): void {
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    customTags: tags => tags.map(tag => (typeof tag === 'string' ? tag : guarded(tag))),
    merge: false,
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const take = (token: CST.Token) => {
    for (const document of composer.next(token)) documents.push(document);
  };
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme[0] === '#' && before !== CST.SCALAR) comment(parser.offset);
    before = lexeme;
    for (const token of parser.next(lexeme)) take(token);
    if (parser.stack.length > DEPTH + 2) {
      problems.error('This is nested too deeply; the rest was not read.', parser.offset + shift, parser.offset + shift, 'too-deep');
      return void documents.push(...composer.end());
    }
    if (documents.length >= MOST_DOCUMENTS) {
      problems.error(
        'The file holds too many documents; the rest was not read.',
        parser.offset + shift,
        parser.offset + shift,
        'too-large',
      );
      return;
    }
  }
  for (const token of parser.end()) take(token);
  documents.push(...composer.end(documents.length === 0, text.length));
}

function isEmpty({ contents }: LibraryDocument.Parsed): boolean {
  if (contents === null) return true;
  return contents.range[0] === contents.range[1] && 'value' in contents && contents.value === null && !contents.anchor && !contents.tag;
}

function lineEnd(text: string, at: number): number {
  let end = text.indexOf('\n', at);
  if (end < 0) end = text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

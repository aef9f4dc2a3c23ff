import type { Span } from '../core/source.ts';
import type { Problems } from './problems.ts';

/** A template tag on one line, bounded so that a search stays linear. */
const TAG = /\{\{[^\n]{0,500}?\}\}|\{%[^\n]{0,500}?%\}|\{#[^\n]{0,500}?#\}/g;
/** What may stand before a value in its line: dashes, one key. */
const LEAD = /^[ \t]*(?:- +){0,9}(?:[^\s"'#{][^"'#{\n]{0,200}: +)?$/;

/**
 * Hides Go and Jinja template tags from a YAML parser by a text of the same length: a line of tags alone becomes a comment or
 * blank, a value that begins with a tag becomes a word. @returns the text itself where there is nothing to hide.
 */
export function hideTemplates(text: string, range: Span, problems: Problems): string {
  const body = text.slice(range.start, range.end);
  if (!body.includes('{{') && !body.includes('{%')) return text;
  const lines = body.split('\n');
  let offset = range.start;
  let changed = false;
  for (const [index, line] of lines.entries()) {
    const hidden = line.includes('{{') || line.includes('{%') || line.includes('{#') ? hideLine(line, offset, problems) : line;
    if (hidden !== line) {
      lines[index] = hidden;
      changed = true;
    }
    offset += line.length + 1;
  }
  return changed ? text.slice(0, range.start) + lines.join('\n') + text.slice(range.end) : text;
}

function hideLine(line: string, offset: number, problems: Problems): string {
  const first = line.search(/\{[{%#]/);
  // A long line is no template of a configuration, and `${{ x }}` is plain text to YAML.
  if (first < 0 || line.length > 2000 || line[first - 1] === '$') return line;
  const lead = line.slice(0, first);
  if (!LEAD.test(lead)) return line;
  const bare = line.replace(TAG, tag => ' '.repeat(tag.length));
  if (bare === line) return line;
  if (bare.trim() === '' && lead.trim() === '') {
    problems.warning(
      'This is template syntax, not YAML; it was passed over.',
      offset + first,
      offset + line.trimEnd().length,
      'not-strict',
    );
    const end = line.endsWith('\r') ? '\r' : '';
    return first === 0 ? ' '.repeat(line.length - end.length) + end : lead + '#' + 'x'.repeat(line.length - first - 1 - end.length) + end;
  }
  return lead + line.slice(first).replace(TAG, tag => 'x'.repeat(tag.length));
}

/** Each tab that indents becomes one space; offsets stay. */
export function spacesForTabs(text: string, range: Span): string {
  const body = text.slice(range.start, range.end).replace(/^[ \t]+/gm, indent => indent.replaceAll('\t', ' '));
  return text.slice(0, range.start) + body + text.slice(range.end);
}

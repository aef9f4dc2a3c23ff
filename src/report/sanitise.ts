/**
 * Every string that may come from a scanned file passes one of these on its way out. Each takes raw text and gives text
 * that its target prints as itself: nothing hidden, no line end, no command, no markup.
 */

// Controls, format characters (bidi, zero width), lone surrogates, private and unassigned ones, line separators, and
// what fonts draw as nothing (fillers, variation selectors, tags).
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
// The runners of GitHub and Azure take these for commands anywhere in a line.
const LOG_COMMAND = /##(?=\[|vso\[)/gi;
// Most texts hold nothing else, and asking for that is far quicker than looking up classes of Unicode: letters of Latin
// scripts, and the quotes, dashes, bullets and ellipses that stand between words.
const PLAIN = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027]*$/;
const PLAIN_LINES = /^[\n\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027]*$/;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One visible line: what cannot be seen is written as an escape such as `\u202e`. @param limit longest result, in UTF-16 units. */
export function plain(text: string, limit = Infinity): string {
  const clipped = clip(text, limit);
  const seen = PLAIN.test(clipped) ? clipped : clipped.replace(HIDDEN, visible);
  return clip(withoutCommands(seen), limit);
}

/** Cuts at a character, with an ellipsis within the limit. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 2);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? limit - 2 : limit - 1) + '…';
}

/** A finished line of a log, put together of harmless parts: a runner takes a leading `::` for a command, blanks before it or not. */
export function logLine(text: string): string {
  return withoutCommands(text.includes('::') ? text.replace(/^(\s*):(?=:)/, '$1\\u003a') : text);
}

function withoutCommands(text: string): string {
  return text.includes('##') ? text.replace(LOG_COMMAND, '#\\u0023') : text;
}

/** Message part of a GitHub workflow command. */
export function workflowData(text: string, limit?: number): string {
  return workflowEscape(plain(text, limit));
}

/** Value of a property of a GitHub workflow command. */
export function workflowProperty(text: string, limit?: number): string {
  return workflowData(text, limit).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** For our own text with line ends of ours in it. */
function workflowEscape(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A run of Markdown that shows as written: no emphasis, link, mention, HTML, table cell. */
export function markdownText(text: string, limit?: number): string {
  return plain(text, limit)
    .replace(/[\\`*_[\](){}#~!$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('|', '&#124;')
    .replaceAll('@', '@&#8203;')
    .replaceAll('://', ':&#8203;//')
    .replace(/www\./gi, match => match.slice(0, 3) + '&#8203;.');
}

/** A code span in Markdown, inside a table too. */
export function markdownCode(text: string, limit?: number): string {
  const safe = plain(text, limit);
  // No escape works within a code span, and not every reader of Markdown agrees on where one begins.
  return safe.trim() === '' || /[`|\\<]|\]\(/.test(safe) ? markdownText(text, limit) : '`' + safe + '`';
}

/** A message that names things in `code`: those parts stay code, everything else shows as written. */
export function markdownMessage(text: string, limit?: number): string {
  const parts = plain(text, limit).split('`');
  // An odd mark has no partner: shown as it is.
  if (parts.length % 2 === 0) parts.push(parts.splice(-2).join('`'));
  return parts.map((part, index) => (index % 2 === 1 && part !== '' ? markdownCode(part) : markdownText(part))).join('');
}

/** Text or attribute value in HTML and XML. */
export function html(text: string, limit?: number): string {
  return plain(text, limit)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** One cell of a CSV line, which no spreadsheet takes for a formula. */
export function csvCell(text: string | number): string {
  if (typeof text === 'number') return String(text);
  const safe = plain(text);
  const inert = /^\s*[=+\-@|%]/.test(safe) || /^[\t\r]/.test(text) ? "'" + safe : safe;
  return /[",;:']/.test(inert) ? '"' + inert.replaceAll('"', '""') + '"' : inert;
}

/** SARIF message text in which no link can arise (SARIF 2.1.0, 3.11.6: `[text](target)` is a link in plain text too). */
export function sarifText(text: string, limit?: number): string {
  return plain(text, limit).replaceAll('](', '] (');
}

/** The text between the brackets of a link in a SARIF message. */
export function sarifLinkText(text: string, limit?: number): string {
  return plain(text, limit).replace(/[[\]\\]/g, '\\$&');
}

/** Relative reference (RFC 3986) of a path with `/`. */
export function uri(path: string): string {
  return path
    .split('/')
    .map(segment =>
      encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'))
        .replace(/[!'()*]/g, char => '%' + char.charCodeAt(0).toString(16).toUpperCase())
        .replaceAll('%40', '@'),
    )
    .join('/');
}

/**
 * JSON that decodes to exactly the given data, but holds no hidden character, log command or HTML tag as written. Half a
 * surrogate pair, which many readers of JSON refuse together with all the rest, becomes the replacement character.
 * Two blanks of indentation, final line end.
 */
export function jsonText(data: unknown): string {
  const whole = JSON.stringify(data, null, 2);
  const json = whole.includes('\\ud') && LONE.test(whole) ? JSON.stringify(data, wellFormed, 2) : whole;
  // JSON's own line ends stay; within strings there are none left.
  const seen = PLAIN_LINES.test(json) ? json : json.replace(/[^\n\P{C}]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, jsonEscape);
  const quiet = seen.includes('##') ? seen.replace(LOG_COMMAND, '\\u0023#') : seen;
  return (quiet.includes('<') ? quiet.replace(/<(?=[/!]|script)/gi, '\\u003c') : quiet) + '\n';
}

// JSON.stringify escapes these and no other surrogates.
const LONE = /\\ud[89a-f]/;
const wellFormed = (_: string, value: unknown): unknown => (typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\ufffd') : value);

/** Columns that a string takes in a terminal; it has passed {@link plain}. */
export function columns(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : ZERO.test(char) ? 0 : 1;
  return width;
}
const ZERO = /^\p{M}$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

function visible(char: string): string {
  const code = char.codePointAt(0)!;
  return NAMED[char] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`);
}

function jsonEscape(char: string): string {
  let escaped = '';
  for (let index = 0; index < char.length; index++) escaped += '\\u' + char.charCodeAt(index).toString(16).padStart(4, '0');
  return escaped;
}

import { consistsOf, indexOfAny, isAlnum, isDigit, isLetter, isUpper } from '../core/chars.ts';
import type { Interpolation, ReferenceForm } from '../core/format.ts';
import type { SlotWhere } from '../core/model.ts';
import type { Span } from '../core/source.ts';
import { setOf } from '../core/words.ts';
import { isPlaceholder, isVaultAddress } from './placeholders.ts';

/** A piece of a value: plain text, or a place where some client puts something else in. Offsets are 0-based, half-open. */
export interface Part {
  readonly kind: 'text' | 'reference';
  readonly start: number;
  readonly end: number;
  /** How it is written; absent for an address in a secret store. */
  readonly form?: ReferenceForm;
  /** Variable, input, file or command that it names. */
  readonly name?: string;
  /** Span of the text that is used where the name has no value. */
  readonly default?: Span;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
/** What a client fills in by itself, in VS Code's manner. */
const BUILT_IN = setOf(
  'workspaceFolder workspaceFolderBasename workspaceRoot userHome pathSeparator cwd file fileDirname fileWorkspaceFolder relativeFile / projectRoot projectDir',
);
const EXTENSION = setOf('extensionPath workspacePath __dirname CLAUDE_PLUGIN_ROOT CLAUDE_PLUGIN_DATA CURSOR_PLUGIN_ROOT CODEX_PLUGIN_ROOT');
const SPECIAL: readonly (readonly [string, ReferenceForm])[] = [
  ['env:', '${env:NAME}'],
  ['input:', '${input:id}'],
  ['config:', '${config:key}'],
  ['command:', '${command:id}'],
  ['file:', '${file:path}'],
  ['cmd:', '${cmd:command}'],
  ['user_config.', '${user_config.key}'],
];

/**
 * Splits a value by a superset of all clients' reference grammars, left to right, without gaps. A value that is an address
 * in a secret store is one reference. One pass over the value.
 */
export function parts(value: string): readonly Part[] {
  if (value === '') return [];
  if (isVaultAddress(value)) return [{ kind: 'reference', start: 0, end: value.length, name: value }];
  if (value.startsWith('COPILOT_MCP_') && /^COPILOT_MCP_[A-Z0-9_]+$/.test(value))
    return [{ kind: 'reference', start: 0, end: value.length, form: 'bare COPILOT_MCP_NAME', name: value }];
  const found: Part[] = [];
  let closes: Int32Array | undefined;
  let text = 0;
  for (let at = 0; at < value.length;) {
    const char = value[at];
    let part: Part | undefined;
    if (char === '$' || char === '{' || char === '%') {
      closes ??= closings(value);
      part = char === '%' ? percent(value, at) : char === '{' ? braced(value, at, closes) : dollar(value, at, closes);
    }
    if (!part) {
      at++;
      continue;
    }
    if (at > text) found.push({ kind: 'text', start: text, end: at });
    found.push(part);
    at = text = part.end;
  }
  if (text < value.length) found.push({ kind: 'text', start: text, end: value.length });
  return found;
}

/** Offset behind the bracket that closes each `{` or `(`; 0 where nothing does. */
function closings(value: string): Int32Array {
  const ends = new Int32Array(value.length);
  const open: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const char = value[at];
    if (char === '{' || char === '(') open.push(at);
    else if (char === '}' || char === ')') {
      const want = char === '}' ? '{' : '(';
      if (value[open.at(-1) ?? -1] === want) ends[open.pop()!] = at + 1;
    }
  }
  return ends;
}

function dollar(value: string, at: number, closes: Int32Array): Part | undefined {
  const next = value[at + 1];
  if (next === '{') {
    const end = closes[at + 1]!;
    if (end === 0) return undefined;
    if (value[at + 2] === '{') {
      const inner = value.slice(at + 3, end - 2).trim();
      return { kind: 'reference', start: at, end, form: '${{ expression }}', name: inner };
    }
    return ofBraces(value, at, end);
  }
  if (next === '(') {
    const end = closes[at + 1]!;
    return end === 0 ? undefined : { kind: 'reference', start: at, end, form: '$(command)', name: value.slice(at + 2, end - 1) };
  }
  if (value.startsWith('env:', at + 1)) {
    const name = NAME.exec(value.slice(at + 5, at + 205))?.[0];
    return name ? { kind: 'reference', start: at, end: at + 5 + name.length, form: '$env:NAME', name } : undefined;
  }
  return bare(value, at);
}

/** `$NAME`: in capitals and no piece of a longer word, or the whole value. `$2b$…` and `pa$sword` are text. */
function bare(value: string, at: number): Part | undefined {
  const name = NAME.exec(value.slice(at + 1, at + 201))?.[0];
  if (!name) return undefined;
  const end = at + 1 + name.length;
  const whole = at === 0 && end === value.length;
  if (!whole && (!isInCapitals(name) || (at > 0 && /[A-Za-z0-9]/.test(value[at - 1]!)))) return undefined;
  if (whole && !/^(?:[A-Z_][A-Z0-9_]*|[a-z_][a-z0-9_]{0,40})$/.test(name)) return undefined;
  if (value[end] === '$') return undefined;
  return { kind: 'reference', start: at, end, form: '$NAME', name };
}

function ofBraces(value: string, start: number, end: number): Part {
  const from = start + 2;
  const inner = value.slice(from, end - 1);
  const special = SPECIAL.find(item => inner.startsWith(item[0]));
  if (special) {
    const slashes = inner.startsWith('//', special[0].length) ? 2 : 0;
    const rest = from + special[0].length + slashes;
    return { kind: 'reference', start, end, form: special[1], ...nameAndDefault(value, rest, end - 1) };
  }
  if (isBuiltIn(inner)) return { kind: 'reference', start, end, form: '${workspaceFolder}', name: inner };
  const read = nameAndDefault(value, from, end - 1);
  if (EXTENSION.has(read.name)) return { kind: 'reference', start, end, form: '${EXTENSION_VARIABLE}', ...read };
  if (!read.default) return { kind: 'reference', start, end, form: '${NAME}', ...read };
  // Spring and its like put the default after a colon alone, which shells and most clients take for something else.
  return { kind: 'reference', start, end, form: value[read.default.start - 1] === ':' ? '${NAME:default}' : '${NAME:-default}', ...read };
}

/** `workspaceFolder`, `workspaceFolder:name`. */
function isBuiltIn(inner: string): boolean {
  const colon = inner.indexOf(':');
  return colon < 0 ? BUILT_IN.has(inner) : BUILT_IN.has(inner.slice(0, colon)) && !inner.includes('}', colon);
}

/** `NAME`, `NAME:-text`, `NAME-text`, `NAME:=text`, `NAME:text`; `NAME:?message` has no default. */
function nameAndDefault(value: string, from: number, end: number): { name: string; default?: Span } {
  const text = value.slice(from, end);
  const length = indexOfAny(text, ':-=?+');
  const name = text.slice(0, Math.max(0, length));
  if (name[0] === '.' || !consistsOf(name, isNameUnit)) return { name: text };
  const sign = OPERATORS.find(operator => text.startsWith(operator, length))!;
  // `${api-key}` is a name with a hyphen; a default after a bare hyphen follows a name in capitals.
  if (sign === '-' && !isInCapitals(name)) return { name: text };
  if (sign.endsWith('?') || sign.endsWith('+')) return { name };
  return { name, default: { start: from + length + sign.length, end } };
}
const OPERATORS = [':-', ':=', ':?', ':+', '-', '=', '?', '+', ':'] as const;
const isNameUnit = (code: number) => isAlnum(code) || code === 95 || code === 46;

/** `API_KEY`. */
function isInCapitals(name: string): boolean {
  return !isDigit(name.charCodeAt(0)) && consistsOf(name, code => isUpper(code) || isDigit(code) || code === 95);
}

function braced(value: string, at: number, closes: Int32Array): Part | undefined {
  const end = closes[at]!;
  if (end === 0) return undefined;
  if (value.startsWith('{env:', at)) return { kind: 'reference', start: at, end, form: '{env:NAME}', name: value.slice(at + 5, end - 1) };
  if (value.startsWith('{file:', at)) return { kind: 'reference', start: at, end, form: '{file:path}', name: value.slice(at + 6, end - 1) };
  if (value[at + 1] !== '{' || value[end - 2] !== '}') return undefined;
  const inner = value.slice(at + 2, end - 2);
  const first = inner.trimStart();
  if (!isLetter(first.charCodeAt(0)) && !'_.$'.includes(first[0] ?? ' ')) return undefined;
  const fallback = inner.includes('default(') ? /\|\s{0,9}default\(\s{0,9}["']/.exec(inner) : null;
  const part: Part = { kind: 'reference', start: at, end, form: '{{NAME}}', name: inner.split('|')[0]!.trim() };
  if (!fallback) return part;
  const start = at + 2 + fallback.index + fallback[0].length;
  const close = value.slice(start, end).search(/["']/);
  return close < 0 ? part : { ...part, default: { start, end: start + close } };
}

/** `%NAME%`, which is neither `%20` nor two of them in a row. */
function percent(value: string, at: number): Part | undefined {
  const name = NAME.exec(value.slice(at + 1, at + 101))?.[0];
  if (!name || value[at + 1 + name.length] !== '%' || !/^[A-Z_][A-Z0-9_]{2,}$/.test(name)) return undefined;
  return { kind: 'reference', start: at, end: at + name.length + 2, form: '%NAME%', name };
}

/** One word for a whole value. `mixed`: references with text around them; `placeholder`: text that stands for a value. */
export function stateOf(value: string): 'literal' | 'reference' | 'placeholder' | 'empty' | 'mixed' {
  if (value.trim() === '') return 'empty';
  const all = parts(value);
  const text = all.filter(part => part.kind === 'text');
  if (text.length < all.length) return text.every(part => value.slice(part.start, part.end).trim() === '') ? 'reference' : 'mixed';
  return isPlaceholder(value) ? 'placeholder' : 'literal';
}

/** Would this client put a value in here? @returns null where that is not known, or the part is no reference of a client. */
export function expandedBy(part: Part, interpolation: Interpolation, where: SlotWhere): boolean | null {
  if (part.kind !== 'reference' || part.form === undefined) return null;
  if (!interpolation.certain) return null;
  const { fields, expands, open } = interpolation;
  const inField = fields === 'all' || fields.includes(where);
  if (inField && expands.includes(part.form)) return true;
  return open?.fields?.includes(where) || open?.forms?.includes(part.form) ? null : false;
}

import type { Source, Span } from '../core/source.ts';
import { guess } from './guess.ts';
import { merge, type Mask, type Masking } from './masking.ts';
import { columns, plain } from './sanitise.ts';

/** A line of a source with its caret, ready to print. */
export interface Frame {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** Columns in front of the caret. */
  readonly indent: number;
  /** Columns that the caret underlines; at least 1. */
  readonly length: number;
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

// A line can be a whole minified file: only so much around the span is looked at, and a little more to judge what is cut.
const AROUND = 240;
const BEYOND = 200;

/** @param masked the finding is about a credential, which is thus hidden whatever it looks like. @param width columns for the line's text. */
export function frameOf(source: Source, span: Span, masking: Masking, masked: boolean, width: number): Frame {
  const { line } = source.position(span.start);
  const whole = source.line(line);
  const start = Math.min(span.start, whole.end);
  const end = Math.max(start, Math.min(span.end, whole.end));
  const from = charStart(source.text, Math.max(whole.start, start - AROUND));
  const to = charStart(source.text, Math.min(whole.end, start + 2 * AROUND));
  const shown = cells(source, { start: from, end: to }, hidden(source, whole, { start: from, end: to }, { start, end }, masking, masked));

  let first = shown.findIndex(cell => cell.end > start);
  if (first < 0) first = shown.length;
  let last = first;
  while (last + 1 < shown.length && shown[last + 1]!.start < end) last++;
  const { open, close, lead, trail } = view(shown, first, last, width, from > whole.start, to < whole.end);

  const before = sum(shown, open, Math.min(first, close));
  const length = first < shown.length ? sum(shown, first, Math.min(last + 1, close)) : 1;
  const text = shown
    .slice(open, close)
    .map(cell => cell.text)
    .join('');
  return { line, text: lead + text + trail, indent: lead.length + before, length: Math.max(1, length) };
}

function hidden(source: Source, whole: Span, part: Span, own: Span, masking: Masking, masked: boolean): Mask[] {
  const from = Math.max(whole.start, part.start - BEYOND);
  const to = Math.min(whole.end, part.end + BEYOND);
  const text = source.text.slice(from, to);
  const move = (mask: Mask): Mask => ({ start: mask.start + from, end: mask.end + from, text: mask.text });
  const known = [...overlapping(masking.of(source), from, to), ...masking.find(text).map(move)];
  const local = { start: own.start - from, end: own.end - from };
  const guessed = guess(blanked(text, known, from), masked ? { start: 0, end: 0 } : local).map(move);
  return merge([...known, ...guessed]);
}

/** What is hidden for certain is no part of a guess: `:-` in front of a default stays readable. */
function blanked(text: string, known: readonly Mask[], from: number): string {
  let result = text;
  for (const { start, end } of known) {
    const [first, last] = [Math.max(0, start - from), Math.min(text.length, end - from)];
    result = result.slice(0, first) + ' '.repeat(last - first) + result.slice(last);
  }
  return result;
}

/** Of a sorted list, what touches a stretch. */
function overlapping(masks: readonly Mask[], from: number, to: number): Mask[] {
  let low = 0;
  let high = masks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (masks[middle]!.end <= from) low = middle + 1;
    else high = middle;
  }
  const found: Mask[] = [];
  for (let index = low; index < masks.length && masks[index]!.start < to; index++) found.push(masks[index]!);
  return found;
}

function cells(source: Source, part: Span, masks: readonly Mask[]): Cell[] {
  const list: Cell[] = [];
  let next = 0;
  for (let at = part.start; at < part.end;) {
    while (next < masks.length && masks[next]!.end <= at) next++;
    const mask = masks[next];
    if (mask && mask.start <= at) {
      list.push({ text: mask.text, width: columns(mask.text), start: mask.start, end: mask.end });
      at = mask.end;
      continue;
    }
    const code = source.text.codePointAt(at)!;
    const char = String.fromCodePoint(code);
    // Most characters are these, and a line has hundreds.
    if (code >= 0x20 && code < 0x7f) {
      list.push({ text: char, width: 1, start: at, end: at + 1 });
      at++;
      continue;
    }
    const text = char === '\t' ? '  ' : plain(char);
    list.push({ text, width: columns(text), start: at, end: at + char.length });
    at += char.length;
  }
  return list;
}

/** Chooses what fits around the caret; an ellipsis stands at each end that was cut. */
function view(
  shown: readonly Cell[],
  first: number,
  last: number,
  width: number,
  cutBefore: boolean,
  cutAfter: boolean,
): { open: number; close: number; lead: string; trail: string } {
  const total = sum(shown, 0, shown.length) + (cutBefore ? 1 : 0) + (cutAfter ? 1 : 0);
  if (total <= width) return { open: 0, close: shown.length, lead: cutBefore ? '…' : '', trail: cutAfter ? '…' : '' };
  const budget = Math.max(8, width - 2);
  const caret = Math.min(sum(shown, first, last + 1), budget);
  // A third of what is left goes in front, so that the key of a value can be seen.
  let open = first;
  for (let room = Math.ceil((budget - caret) * 0.7); open > 0; open--) {
    room -= shown[open - 1]!.width;
    if (room < 0) break;
  }
  let close = open;
  for (let room = budget; close < shown.length; close++) {
    room -= shown[close]!.width;
    if (room < 0) break;
  }
  for (let room = budget - sum(shown, open, close); open > 0; open--) {
    room -= shown[open - 1]!.width;
    if (room < 0) break;
  }
  return { open, close, lead: cutBefore || open > 0 ? '…' : '', trail: cutAfter || close < shown.length ? '…' : '' };
}

function sum(shown: readonly Cell[], from: number, to: number): number {
  let width = 0;
  for (let index = from; index < to; index++) width += shown[index]?.width ?? 0;
  return width;
}

function charStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code < 0xe000 && before >= 0xd800 && before < 0xdc00 ? at - 1 : at;
}

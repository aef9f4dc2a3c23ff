import { isDigit } from '../core/chars.ts';
import type { Command, Pair, Redirect, Word } from './launch-types.ts';
import { cutter } from './cutter.ts';

const KEYWORDS: ReadonlySet<string> = new Set(['then', 'do', 'else', 'elif', 'if', 'while', 'until', '{', '}', '!', 'time', 'fi', 'done']);
const ASSIGNMENT = /^([A-Za-z_]\w{0,200})\+?=/;

/**
 * Reads a POSIX shell text into its simple commands, in order, as far as words, quotes, operators, assignments and
 * redirections go. Never fails: what it does not know stays text. One pass.
 */
export function parsePosix(payload: Word): Command[] {
  const text = payload.value;
  const cut = cutter(payload);
  const commands: Command[] = [];
  let after: Command['after'] = '';
  let words: Word[] = [];
  let assignments: Pair[] = [];
  let redirects: Redirect[] = [];
  let substitution = false;
  let redirect: string | null = null;
  let at = 0;

  const finish = (next: Command['after']) => {
    if (words.length > 0 || assignments.length > 0 || redirects.length > 0) {
      commands.push({ after, words, assignments, redirects, substitution });
    }
    if (commands.length > 0 || next !== ';') after = next;
    words = [];
    assignments = [];
    redirects = [];
    substitution = false;
    redirect = null;
  };
  const add = (word: Word, quoted: boolean) => {
    if (redirect !== null) {
      redirects.push({ operator: redirect, target: word.value });
      redirect = null;
      return;
    }
    const assigned = words.length === 0 && !quoted && word.value.includes('=') ? ASSIGNMENT.exec(word.value) : null;
    if (assigned) assignments.push({ name: assigned[1]!, value: word.value.slice(assigned[0].length), word });
    else if (words.length > 0 || !KEYWORDS.has(word.value)) words.push(word);
  };

  while (at < text.length) {
    const char = text[at]!;
    if (char === ' ' || char === '\t' || char === '\r') at++;
    else if (char === '\n' || char === ';' || char === '(' || char === ')') {
      finish(';');
      at++;
    } else if (char === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (char === '|') {
      const double = text[at + 1] === '|';
      finish(double ? '||' : '|');
      at += double || text[at + 1] === '&' ? 2 : 1;
    } else if (char === '&' && text[at + 1] !== '>') {
      const double = text[at + 1] === '&';
      finish(double ? '&&' : '&');
      at += double ? 2 : 1;
    } else {
      const mayRedirect = '&<>'.includes(char) || isDigit(text.charCodeAt(at));
      const arrow = mayRedirect ? /^(?:\d{1,3}|&)?(?:>>|>&|>\||<<<|<<-?|<&|>|<)/.exec(text.slice(at, at + 8)) : null;
      if (arrow && !(arrow[0].startsWith('<') && text[at + 1] === '(')) {
        redirect = arrow[0];
        at += arrow[0].length;
        continue;
      }
      const read = readWord(text, at);
      substitution ||= read.substitution;
      add(cut(at, read.end, read.value, read.dynamic), text[at] === '"' || text[at] === "'");
      at = read.end;
    }
  }
  finish('');
  return commands;
}

/** The words of a command line without operators: what `shlex.split` gives. */
export function splitPosix(line: Word): Word[] {
  const cut = cutter(line);
  const words: Word[] = [];
  const text = line.value;
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at]!)) at++;
    else {
      const read = readWord(text, at, true);
      words.push(cut(at, read.end, read.value, read.dynamic));
      at = read.end;
    }
  }
  return words;
}

interface Read {
  readonly value: string;
  readonly end: number;
  readonly dynamic: boolean;
  readonly substitution: boolean;
}

function readWord(text: string, start: number, plain = false): Read {
  const pieces: string[] = [];
  let at = start;
  let dynamic = false;
  let substitution = false;
  let quote = '';
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (quote === "'") {
      if (char === "'") quote = '';
      else pieces.push(char);
    } else if (char === '\\' && at + 1 < text.length) {
      const next = text[++at]!;
      if (quote === '"' && !'"\\$`\n'.includes(next)) pieces.push('\\');
      if (next !== '\n') pieces.push(next);
    } else if (char === '"') quote = quote === '"' ? '' : '"';
    else if (char === "'" && quote === '') quote = "'";
    else if (char === '`') {
      const end = text.indexOf('`', at + 1);
      substitution = dynamic = true;
      pieces.push(text.slice(at, end < 0 ? text.length : end + 1));
      at = end < 0 ? text.length - 1 : end;
    } else if ((char === '$' || char === '<' || char === '>') && text[at + 1] === '(') {
      const end = closing(text, at + 1, '(', ')');
      substitution = dynamic = true;
      pieces.push(text.slice(at, end));
      at = end - 1;
    } else if (char === '$' && text[at + 1] === '{') {
      const end = closing(text, at + 1, '{', '}');
      dynamic = true;
      pieces.push(text.slice(at, end));
      at = end - 1;
    } else if (quote === '' && (plain ? /\s/.test(char) : ' \t\r\n;&|()<>'.includes(char))) break;
    else {
      if (char === '$' || (char === '~' && at === start)) dynamic = true;
      pieces.push(char);
    }
  }
  // A stray operator character at the very start must not stop the reading.
  return { value: pieces.join(''), end: Math.max(at, start + 1), dynamic, substitution };
}

function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === open) depth++;
    else if (text[at] === close && --depth === 0) return at + 1;
  }
  return text.length;
}

import type { Command, Pair, Word } from './launch-types.ts';
import { cutter } from './cutter.ts';

/** Reads a `cmd /c` text: words by blanks, `"` groups, `^` escapes, `& && || |` part commands, `%NAME%` is replaced. */
export function parseCmd(payload: Word): Command[] {
  return parse(payload, {
    escape: '^',
    quotes: '"',
    escapeInQuotes: false,
    dynamic: '%!',
    separators: ['&&', '||', '&', '|', '\n'],
    assignment: (words: readonly Word[]): Pair | null => {
      const match = /^set$/i.test(words[0]?.value ?? '') ? /^([A-Za-z_]\w{0,200})=/.exec(words[1]?.value ?? '') : null;
      return match ? { name: match[1]!, value: words[1]!.value.slice(match[0].length), word: words[1]! } : null;
    },
  });
}

/** Reads a PowerShell text: `'…'` and `"…"` group, a backtick escapes, `; && || |` part commands, `$name` is replaced. */
export function parsePowerShell(payload: Word): Command[] {
  return parse(payload, {
    escape: '`',
    quotes: '"\'',
    escapeInQuotes: true,
    dynamic: '$',
    separators: ['&&', '||', ';', '|', '\n'],
    assignment: (words: readonly Word[]): Pair | null => {
      const line = words
        .slice(0, 3)
        .map(({ value }) => value)
        .join('');
      const match = /^\$env:([A-Za-z_]\w{0,200})=/i.exec(line);
      return match ? { name: match[1]!, value: line.slice(match[0].length), word: words[0]! } : null;
    },
  });
}

interface Language {
  readonly escape: string;
  readonly quotes: string;
  readonly escapeInQuotes: boolean;
  readonly dynamic: string;
  readonly separators: readonly string[];
  assignment(words: readonly Word[]): Pair | null;
}

function parse(payload: Word, language: Language): Command[] {
  const text = payload.value;
  const cut = cutter(payload);
  const commands: Command[] = [];
  let after: Command['after'] = '';
  let words: Word[] = [];
  let substitution = false;
  const finish = (next: Command['after']) => {
    if (words.length > 0) {
      const assigned = language.assignment(words);
      // PowerShell's call operator and cmd's silencing `@` are not part of the name.
      if (words[0]!.value === '&' || words[0]!.value === '@') words.shift();
      commands.push({ after, words: assigned ? [] : words, assignments: assigned ? [assigned] : [], redirects: [], substitution });
    }
    after = next;
    words = [];
    substitution = false;
  };
  for (let at = 0; at < text.length;) {
    const separator = language.separators.find(item => text.startsWith(item, at));
    if (separator) {
      finish(separator === '\n' ? ';' : (separator as Command['after']));
      at += separator.length;
    } else if (/\s/.test(text[at]!)) at++;
    else {
      const start = at;
      const pieces: string[] = [];
      let quote = '';
      let dynamic = false;
      for (; at < text.length; at++) {
        const char = text[at]!;
        if (char === language.escape && at + 1 < text.length && (quote === '' || (quote === '"' && language.escapeInQuotes))) {
          pieces.push(text[++at]!);
        } else if (quote !== '' && char === quote) quote = '';
        else if (quote === '' && language.quotes.includes(char)) quote = char;
        else if (quote === '' && (/\s/.test(char) || (at > start && language.separators.some(item => text.startsWith(item, at))))) break;
        else {
          if (language.dynamic.includes(char) && quote !== "'") dynamic = true;
          if (char === '$' && text[at + 1] === '(' && quote !== "'") substitution = true;
          pieces.push(char);
        }
      }
      words.push(cut(start, at, pieces.join(''), dynamic));
    }
  }
  finish('');
  return commands;
}

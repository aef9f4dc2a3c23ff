import { isDigit, isWord } from '../core/chars.ts';

/** Something in a pattern that is not offered; `at` is a 0-based offset into the pattern. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export type Fits = (code: number) => boolean;
/** A pattern as it is written. */
export type Part =
  | { readonly kind: 'set'; readonly fits: Fits }
  | { readonly kind: 'edge'; readonly at: '^' | '$' | 'b' | 'B' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly min: number; readonly max: number };

const MOST_LETTERS = 400;
const DEEPEST = 20;

/** Reads a pattern. @throws PatternError */
export function readPattern(pattern: string): Part {
  if (pattern.length > MOST_LETTERS) throw new PatternError(`The pattern has more than ${MOST_LETTERS} letters.`, 0);
  return new PatternReader(pattern).read();
}

class PatternReader {
  readonly #text: string;
  readonly #anyCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#anyCase = text.startsWith('(?i)');
    if (this.#anyCase) this.#at = 4;
  }

  read(): Part {
    const part = this.#choice();
    if (this.#at < this.#text.length) this.#refuse('There is a `)` too many.');
    return part;
  }

  #choice(): Part {
    if (++this.#depth > DEEPEST) this.#refuse('Groups are nested too deep.');
    const parts = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: 'any', parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    for (let char = this.#text[this.#at]; char !== undefined && char !== '|' && char !== ')'; char = this.#text[this.#at])
      parts.push(this.#repeated(this.#single()));
    return { kind: 'all', parts };
  }

  #single(): Part {
    const start = this.#at;
    const char = String.fromCodePoint(this.#text.codePointAt(start)!);
    this.#at += char.length;
    switch (char) {
      case '(': {
        if (this.#text.startsWith('?:', this.#at)) this.#at += 2;
        else if (this.#text[this.#at] === '?') this.#refuse('Only `(…)` and `(?:…)` are groups here, and `(?i)` stands in front.');
        const part = this.#choice();
        if (this.#text[this.#at] !== ')') this.#refuse('A group is not closed.', start);
        this.#at++;
        return part;
      }
      case '[':
        return { kind: 'set', fits: this.#set(start) };
      case '.':
        return { kind: 'set', fits: code => code !== 10 };
      case '^':
      case '$':
        return { kind: 'edge', at: char };
      case '*':
      case '+':
      case '?':
      case '{':
        return this.#refuse(`Nothing stands in front of \`${char}\` that could repeat. Write \`\\${char}\` for the letter.`, start);
      case '\\': {
        const next = this.#text[this.#at];
        if (next === 'b' || next === 'B') {
          this.#at++;
          return { kind: 'edge', at: next };
        }
        return { kind: 'set', fits: this.#escape(start) };
      }
      default:
        return { kind: 'set', fits: this.#letter(char.codePointAt(0)!) };
    }
  }

  #repeated(part: Part): Part {
    const start = this.#at;
    const char = this.#text[start];
    let bounds: readonly [number, number];
    if (char === '*') bounds = [0, Infinity];
    else if (char === '+') bounds = [1, Infinity];
    else if (char === '?') bounds = [0, 1];
    else if (char === '{') {
      const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#text.slice(start, start + 12));
      if (!match) return this.#refuse('A `{` is followed by a number. Write `\\{` for the letter.', start);
      const min = Number(match[1]);
      bounds = [min, match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3])];
      if (bounds[1] < min || min > 200 || (bounds[1] > 200 && bounds[1] !== Infinity))
        return this.#refuse('Counts go up to 200, the smaller one first.', start);
      this.#at += match[0].length - 1;
    } else return part;
    this.#at++;
    // Lazy or not is the same to a question that has only yes and no.
    if (this.#text[this.#at] === '?') this.#at++;
    if (/^[*+?{]/.test(this.#text.slice(this.#at, this.#at + 1))) this.#refuse('One repetition directly follows another.');
    return { kind: 'repeat', part, min: bounds[0], max: bounds[1] };
  }

  /** After the backslash. */
  #escape(start: number): Fits {
    const char = this.#text[this.#at++];
    switch (char) {
      case undefined:
        return this.#refuse('The pattern ends in a `\\`.', start);
      case 'd':
      case 'D':
        return negated(isDigit, char === 'D');
      case 'w':
      case 'W':
        return negated(isWord, char === 'W');
      case 's':
      case 'S':
        return negated(isSpace, char === 'S');
      case 't':
        return this.#letter(9);
      case 'n':
        return this.#letter(10);
      case 'r':
        return this.#letter(13);
      default:
        if (/[A-Za-z0-9]/.test(char)) return this.#refuse(`\`\\${char}\` is not offered here.`, start);
        return this.#letter(char.codePointAt(0)!);
    }
  }

  #set(start: number): Fits {
    const not = this.#text[this.#at] === '^';
    if (not) this.#at++;
    const fits: Fits[] = [];
    for (let first = true; ; first = false) {
      const at = this.#at;
      if (at >= this.#text.length) return this.#refuse('A `[` is not closed.', start);
      const low = this.#text.codePointAt(at)!;
      this.#at += low > 0xffff ? 2 : 1;
      if (low === 0x5d && !first) break;
      if (low === 0x5b && this.#text[this.#at] === ':') this.#refuse('Named sets such as `[:alpha:]` are not offered.', at);
      const escaped = low === 0x5c ? this.#escape(at) : null;
      const plain = escaped === null ? low : this.#text.codePointAt(at + 1)!;
      const ranges = this.#text[this.#at] === '-' && this.#text[this.#at + 1] !== ']' && this.#at + 1 < this.#text.length;
      if (!ranges || (escaped && /[dDwWsS]/.test(this.#text[at + 1]!))) {
        fits.push(escaped ?? this.#letter(low));
        continue;
      }
      this.#at++;
      const high = this.#text.codePointAt(this.#at)!;
      if (high === 0x5c || high < plain) this.#refuse('A range goes from a smaller letter to a greater one.', at);
      this.#at += high > 0xffff ? 2 : 1;
      fits.push(this.#range(plain, high));
    }
    return code => fits.some(fit => fit(code)) !== not;
  }

  #letter(letter: number): Fits {
    return this.#range(letter, letter);
  }

  #range(low: number, high: number): Fits {
    const within: Fits = code => low <= code && code <= high;
    if (!this.#anyCase) return within;
    return code => within(code) || within(otherCase(code));
  }

  #refuse(message: string, at = this.#at): never {
    throw new PatternError(message, at);
  }
}

const isSpace: Fits = code => code === 32 || (code >= 9 && code <= 13 && code !== 11);
const negated =
  (fits: Fits, not: boolean): Fits =>
  code =>
    fits(code) !== not;
/** ASCII alone, as names and commands are. */
function otherCase(code: number): number {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? code ^ 32 : code;
}

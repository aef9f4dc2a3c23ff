// Questions about single characters. Loops, because each regular expression that a short scan runs has to be compiled first.

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A to Z. */
export function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** a to z. */
export function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

export function isLetter(code: number): boolean {
  return isLower(code) || isUpper(code);
}

export function isAlnum(code: number): boolean {
  return isLower(code) || isUpper(code) || isDigit(code);
}

/** What `\w` takes. */
export function isWord(code: number): boolean {
  return isAlnum(code) || code === 95;
}

/** What `\s` takes. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 160 && String.fromCharCode(code).trim() === '');
}

/** Whether some UTF-16 unit of a text is of a kind. */
export function holds(text: string, kind: (code: number) => boolean): boolean {
  for (let at = 0; at < text.length; at++) if (kind(text.charCodeAt(at))) return true;
  return false;
}

/** Whether every UTF-16 unit of a text is of a kind; an empty text has none. */
export function consistsOf(text: string, kind: (code: number) => boolean): boolean {
  for (let at = 0; at < text.length; at++) if (!kind(text.charCodeAt(at))) return false;
  return text !== '';
}

/** Offset of the first of some characters, or -1. */
export function indexOfAny(text: string, chars: string, from = 0): number {
  for (let at = from; at < text.length; at++) if (chars.includes(text[at]!)) return at;
  return -1;
}

/** Runs of letters, Latin ones with marks among them, and digits in a lower-case text. */
export function lowerWords(text: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && isWordUnit(text.charCodeAt(at))) continue;
    if (at > start) words.push(text.slice(start, at));
    start = at + 1;
  }
  return words;
}

function isWordUnit(code: number): boolean {
  return isLower(code) || isDigit(code) || (code >= 0xe0 && code <= 0x24f);
}

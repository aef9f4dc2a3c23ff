/** @param words separated by single spaces. */
export function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

/**
 * Whether a name, or what stands behind one of its separators, is one of `tails`: `MY_SSL_VERIFY` ends in `SSL_VERIFY`. A
 * lookup, because every regular expression that a short scan runs has to be compiled first, which takes longer than all its runs.
 * @param tails of less than 100 characters: of a longer name only the end is looked at.
 * @param separator one character.
 */
export function endsInOneOf(name: string, tails: ReadonlySet<string>, separator = '_'): boolean {
  if (tails.has(name)) return true;
  const from = Math.max(0, name.length - LONGEST);
  for (let at = name.indexOf(separator, from); at >= 0; at = name.indexOf(separator, at + 1)) {
    if (tails.has(name.slice(at + 1))) return true;
  }
  return false;
}
/** No tail of any list is longer; a name may be of any length. */
const LONGEST = 100;

/** For a text in which a pattern can only match where one of these stands. */
export function holdsOneOf(text: string, words: readonly string[]): boolean {
  return words.some(word => text.includes(word));
}

/** What stands behind the last dot, without it, lower-case; '' where there is none. */
export function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot + 1).toLowerCase();
}

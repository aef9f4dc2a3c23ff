import { decide } from '../../../secrets/decide.ts';
import { shapeOf } from '../../../secrets/shape.ts';

const HIDDEN = '…';

/**
 * A scanned name as a message may show it. People paste tokens where a name belongs (`${env:<token>}`), so whatever
 * could be one, is long, or is made of other signs than names are, becomes an ellipsis.
 */
export function shownName(name: string): string {
  if (name.length > 60 || !/^[\w.:@/-]+$/.test(name)) return HIDDEN;
  if (decide(name, { name: null, firm: true }) !== null) return HIDDEN;
  // Variables are words; nothing drawn at random is, nor letters of both cases among digits.
  if (name.length >= 16 && /[a-z]/.test(name) && /[A-Z]/.test(name) && /[0-9]/.test(name)) return HIDDEN;
  if (name.length < 12) return name;
  const words = name.split(/[_.:@/-]/);
  return words.some(word => word.length >= 12 && shapeOf(word).random) || shapeOf(name).random ? HIDDEN : name;
}

export function isShown(name: string): boolean {
  return shownName(name) === name;
}

/** A sentence of a format's reader with every quoted name that could be a token hidden. */
export function withoutTokens(sentence: string): string {
  return sentence.replace(/`([\w.:@/-]{16,400})`/g, (quoted, name: string) => (isShown(name) ? quoted : `\`${HIDDEN}\``));
}

import type { ErrorCode } from 'yaml';

const WORDS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias takes neither anchor nor tag.',
  BAD_ALIAS: 'This alias or anchor has no proper name.',
  BAD_COLLECTION_TYPE: 'The tag does not fit what it stands before.',
  BAD_DIRECTIVE: 'This directive is not known.',
  BAD_DQ_ESCAPE: 'This backslash begins no known escape; write \\\\ or use single quotes.',
  BAD_INDENT: 'This line is not indented like the ones it belongs to.',
  BAD_PROP_ORDER: 'Anchor and tag stand before the value, on its line.',
  BAD_SCALAR_START: 'Plain text cannot begin with this character; put the value in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A second ": " stands in this line; put the value in quotes.',
  BLOCK_IN_FLOW: 'Block style cannot stand inside brackets or braces.',
  DUPLICATE_KEY: 'This key stands in the object twice; the last one wins.',
  IMPOSSIBLE: 'This cannot be read as YAML.',
  KEY_OVER_1024_CHARS: 'This key is too long.',
  MISSING_CHAR: 'A character is missing here.',
  MULTILINE_IMPLICIT_KEY: 'This key runs over several lines; a colon may be missing.',
  MULTIPLE_ANCHORS: 'A value has one anchor.',
  MULTIPLE_DOCS: 'A second document follows.',
  MULTIPLE_TAGS: 'A value has one tag.',
  NON_STRING_KEY: 'This key is not a text.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply.',
  TAB_AS_INDENT: 'Tabs cannot indent in YAML; use spaces.',
  TAG_RESOLVE_FAILED: 'The value does not fit its tag.',
  UNEXPECTED_TOKEN: 'This does not belong here.',
};

/** One sentence for an error of the library; its own message only narrows what is missing. */
export function sayYaml(code: ErrorCode, message: string): string {
  if (code === 'MISSING_CHAR') {
    if (message.includes('closing "quote') || message.includes("closing 'quote")) return 'This quoted text is never closed.';
    if (message.includes('must end with a ]') || message.includes('ends with a ]')) return 'A closing bracket is missing here.';
    if (message.includes('must end with a }')) return 'A closing brace is missing here.';
    if (message.includes('Implicit map keys')) return 'A colon is missing after this key.';
    if (message.includes('without - indicator')) return 'A dash is missing before this item.';
    if (message.includes('Comments must')) return 'A comment begins after a space.';
    if (message.includes('Missing , ')) return 'A comma is missing here.';
    if (message.includes('Missing space')) return 'A space is missing here.';
  }
  return WORDS[code];
}

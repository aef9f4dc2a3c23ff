export type HiddenKind = 'tag' | 'direction' | 'escape' | 'zero-width';

export interface Hidden {
  readonly kind: HiddenKind;
  /** Range of the first run of such characters, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** How many there are in the whole text. */
  readonly count: number;
}

const ORDER: readonly HiddenKind[] = ['tag', 'escape', 'direction', 'zero-width'];
/** Scripts whose spelling needs joiners or marks of direction: Hebrew, Arabic and kin, the Indic scripts, Khmer, Mongolian. */
const JOINING = /[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufb1d-\ufdff\ufe70-\ufefc]/;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;

/** The gravest kind of invisible character in a text, with its first run; null where none is out of place. One pass. */
export function hiddenIn(text: string): Hidden | null {
  // Almost every text ends here.
  if (!/[^ -~\t\r\n]/.test(text)) return null;
  const runs = new Map<HiddenKind, { start: number; end: number; count: number }>();
  let flag = false;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at)!;
    const width = code > 0xffff ? 2 : 1;
    // A flag of a region is a picture with tags behind it.
    if (code === 0x1f3f4) flag = true;
    else if (code < 0xe0000 || code > 0xe007f) flag = false;
    const kind = flag ? null : kindOf(code, text, at, width);
    if (kind) {
      const run = runs.get(kind);
      if (!run) runs.set(kind, { start: at, end: at + width, count: 1 });
      else {
        run.count++;
        if (run.end === at) run.end = at + width;
      }
    }
    at += width;
  }
  for (const kind of ORDER) {
    const run = runs.get(kind);
    if (run) return { kind, ...run };
  }
  return null;
}

function kindOf(code: number, text: string, at: number, width: number): HiddenKind | null {
  if (code >= 0xe0000 && code <= 0xe007f) return 'tag';
  if (code === 0x1b || code === 0x9b) return 'escape';
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return 'direction';
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + width, at + width + 2);
  if (code === 0x200e || code === 0x200f || code === 0x61c) return JOINING.test(before + after) ? null : 'zero-width';
  if (code === 0x200c || code === 0x200d) {
    const joins =
      (JOINING.test(before) && JOINING.test(after)) ||
      (code === 0x200d && PICTURE.test(before) && /[\ud83c-\ud83e\u2600-\u27bf\u2190-\u21ff\u2b00-\u2bff]/.test(after));
    return joins ? null : 'zero-width';
  }
  if (code === 0x200b || (code >= 0x2060 && code <= 0x2064) || code === 0xfeff || code === 0x180e) return 'zero-width';
  return null;
}

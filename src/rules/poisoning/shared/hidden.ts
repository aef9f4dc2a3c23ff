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

/** A letter of another alphabet inside of a Latin word, where a Latin one would look the same; null where there is none. */
export function lookalikeIn(text: string): { start: number; end: number; letter: string } | null {
  if (!/[\u0370-\u04ff]/.test(text)) return null;
  for (const word of text.slice(0, 5000).matchAll(/[A-Za-z\u0370-\u04ff]{2,100}/g)) {
    const at = word[0].search(
      /[\u03b1\u03bd\u03bf\u03c1\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425]/,
    );
    // Mostly Latin: a Russian word with one Latin letter is a slip, not a disguise.
    const latin = word[0].replace(/[^A-Za-z]/g, '').length;
    if (at >= 0 && latin * 2 > word[0].length) return { start: word.index + at, end: word.index + at + 1, letter: word[0][at]! };
  }
  return null;
}

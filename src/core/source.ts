/** Half-open range of UTF-16 offsets into a {@link Source}. The only way a place is named until a reporter prints it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 1-based; columns count UTF-16 units (SARIF `columnKind: utf16CodeUnits`); a byte order mark does not count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** One text that was read: its path as reports name it, and its characters without a byte order mark. */
export class Source {
  /** Relative to the scan root with `/`; `~/…` for a person's own files; as given for standard input. */
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
  #starts: number[] | undefined;

  constructor(path: string, text: string, encoding: Encoding = 'utf-8') {
    this.path = path;
    this.text = text;
    this.encoding = encoding;
  }

  slice({ start, end }: Span): string {
    return this.text.slice(start, end);
  }

  /** @param offset 0-based UTF-16 offset, at most the text's length. */
  position(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  /** @param line 1-based. @returns the span of that line without its line end; empty past the last line. */
  line(line: number): Span {
    const starts = (this.#starts ??= lineStarts(this.text));
    const start = starts[line - 1] ?? this.text.length;
    let end = starts[line] === undefined ? this.text.length : starts[line] - 1;
    if (end > start && this.text[end - 1] === '\r') end--;
    return { start, end };
  }

  get lineCount(): number {
    return (this.#starts ??= lineStarts(this.text)).length;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

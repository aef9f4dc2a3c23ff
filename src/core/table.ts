/**
 * What takes time to make and few runs need: made when it is first asked for, and then held. Where a module of
 * src/generated makes plain data, the build keeps that in a file of its own, which is read only then (scripts/build.mjs).
 */
export function table<T>(make: () => T): () => T {
  let held: T | undefined;
  return () => (held ??= make());
}

/** Texts by key. */
export interface Lookup {
  /** @returns undefined for an unknown key. */
  get(key: string): string | undefined;
  /** In the order of the lines. */
  keys(): string[];
}

/** So many looks into the text take less time than taking it apart. */
const FEW = 64;

/**
 * Some hundreds of texts, of which most runs ask for few: these are searched for in one text, which is taken apart only for
 * whoever asks often.
 * @param make a line for each key, one at least: the key, a tab, its text; or what the build makes of that, all lines as one
 * text with a line end before and after.
 */
export function lookup(make: () => readonly string[] | string): Lookup {
  let whole: string | undefined;
  let apart: Map<string, string> | undefined;
  let asked = 0;
  const text = (): string => {
    if (whole === undefined) {
      const made = make();
      whole = typeof made === 'string' ? made : `\n${made.join('\n')}\n`;
    }
    return whole;
  };
  const lines = () => text().slice(1, -1).split('\n');
  return {
    get(key) {
      if (apart) return apart.get(key);
      if (++asked > FEW) {
        apart = new Map(lines().map(line => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]));
        return apart.get(key);
      }
      if (key.includes('\n')) return undefined;
      const line = text().indexOf(`\n${key}\t`);
      if (line < 0) return undefined;
      const start = line + key.length + 2;
      return text().slice(start, text().indexOf('\n', start));
    },
    keys: () => lines().map(line => line.slice(0, line.indexOf('\t'))),
  };
}

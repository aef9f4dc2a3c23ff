/** A text of one line as a string literal of TypeScript. */
export function literal(text: string): string {
  if (text.includes('\n')) throw new Error(`More than a line: ${text.slice(0, 80)}`);
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t')}'`;
}

/** A value as JSON in a string literal of TypeScript, for tables whose entries are texts that are parsed when they are met. */
export function quoted(value: unknown): string {
  return literal(JSON.stringify(value));
}

/** The initializer of a `lookup` (src/core/table.ts). */
export function lookupOf(entries: Iterable<readonly [key: string, text: string]>): string {
  const lines = Array.from(entries, ([key, text]) => {
    if (/[\t\n]/.test(key) || text.includes('\t')) throw new Error(`Not for a lookup: ${key}`);
    return `  ${literal(`${key}\t${text}`)},\n`;
  });
  return `lookup(() => [\n${lines.join('')}]);`;
}
